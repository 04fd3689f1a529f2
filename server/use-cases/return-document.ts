import { assetMetadata } from '../domain/asset-metadata.ts';
import { gateVerdict, presetApproved, type GateVerdict, type ReviewStatus } from '../domain/approval.ts';
import type { Binding } from '../domain/binding.ts';
import { hasCode, RuleError } from '../domain/errors.ts';
import { isStillOurs } from '../domain/lock-policy.ts';
import { sentBlobOf } from '../domain/push-rules.ts';
import type { AccountRef } from '../domain/refs.ts';
import { recordChanged } from '../domain/review-record.ts';
import type { Review } from '../domain/review.ts';
import type { Frameio, FrameioFile } from '../ports/frameio.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { Nuxeo, NuxeoDocument } from '../ports/nuxeo.ts';
import { attention, readerFor } from './actors.ts';
import type { Deps } from './deps.ts';
import { broughtBy, uploadedMembers } from './publish-asset.ts';
import { liveBinding, optionsOf, type PublishDeps } from './publish-resource.ts';
import { discardBatch, reviewRecord, ruleOf, writeAsset, type AssetWrite } from './write-asset.ts';

/**
 * Job: a document in review comes back: one version, made from the head of the stack, and the lock goes by the
 * approval gate (N101–N106, decisions 25–28). Acts as the lock's owner, whoever clicked.
 */
export async function returnDocument(context: JobContext, deps: PublishDeps): Promise<void> {
  const uid = String(context.job.documentUid);
  const review = await deps.reviews.get(uid);
  if (!review || review.state !== 'in-review') {
    if (review?.state === 'returned' && context.memory()['returned'] === true) return;
    throw new RuleError('not-in-review');
  }
  const binding = await liveBinding(context, deps);
  const nuxeo = await ownersNuxeo(review, context, deps);
  const frameio = await readerFor(binding, context, deps);
  const head = await headOf(review, frameio, context, deps);
  const verdict = await verdictOf(head, binding, frameio, deps);
  if (verdict === 'refuse')
    throw new RuleError('asset-not-approved', { params: [head.name, statusOf(head).label ?? '–'] });

  const document = await writableDocument(uid, review, nuxeo, context);
  const version = await bringBack(document, review, head, binding, { nuxeo, frameio }, context, deps);
  await finish(version, review, head, verdict, nuxeo, context, deps);
}

/** What a cancelled or failed return leaves: a batch in Nuxeo. The document stays in review, and locked. */
export async function undoReturn(context: JobContext, deps: PublishDeps): Promise<void> {
  const review = await deps.reviews.get(String(context.job.documentUid));
  if (!review || context.memory()['bringing'] === undefined) return;
  await discardBatch(await ownersNuxeo(review, context, deps), context, deps);
}

/** A document under our lock is written by the lock's owner; the clicker is only recorded (decision 6). */
async function ownersNuxeo(review: Review, context: JobContext, { nuxeo }: Pick<Deps, 'nuxeo'>): Promise<Nuxeo> {
  const owner = review.lock?.owner ?? review.person;
  try {
    return (await nuxeo.as(owner)).withSignal(context.signal);
  } catch (error) {
    if (hasCode(error, 'nuxeo-grant-missing', 'nuxeo-grant-refused')) throw attention(error, owner);
    throw error;
  }
}

/** The newest file: of the stack when there is one by now, else the file that was pushed. */
async function headOf(
  review: Review,
  frameio: Frameio,
  context: JobContext,
  deps: Pick<Deps, 'clock' | 'options'>,
): Promise<FrameioFile> {
  const resource = { accountId: review.accountId, type: 'file', id: String(review.fileId) };
  const job = { ...context.job, payload: { ...context.job.payload, ...resource } };
  try {
    const members = await uploadedMembers(frameio, { ...context, job }, deps);
    const head = members.at(-1);
    if (head) return head;
  } catch (error) {
    if (!hasCode(error, 'asset-not-found')) throw error;
  }
  throw new RuleError('asset-not-found', { params: [context.job.title], needsAttention: true });
}

export function statusOf(file: FrameioFile): ReviewStatus {
  const { statusId, statusLabel } = assetMetadata(file);
  return { optionId: statusId, label: statusLabel };
}

/** The option ids an administrator chose for the account, else every option labelled Approved. */
export async function approvedOptions(
  account: AccountRef,
  frameio: Frameio,
  { providers }: Pick<Deps, 'providers'>,
): Promise<readonly string[]> {
  const chosen = (await providers.settings()).approvedOptionIds[account.accountId];
  if (chosen) return chosen;
  return presetApproved((await frameio.metadata.statusField(account))?.options ?? []);
}

async function verdictOf(
  head: FrameioFile,
  binding: Binding,
  frameio: Frameio,
  deps: Pick<Deps, 'providers'>,
): Promise<GateVerdict> {
  const gate = binding.rules.approvalGate ?? (await deps.providers.settings()).approvalGate;
  return gateVerdict(gate, statusOf(head), await approvedOptions(head, frameio, deps));
}

/** @throws RuleError `folder-trashed` or `locked-by-other`: both wait for a person, nothing is written meanwhile. */
async function writableDocument(
  uid: string,
  review: Review,
  nuxeo: Nuxeo,
  context: JobContext,
): Promise<NuxeoDocument> {
  const document = await nuxeo.documents.get(uid);
  if (document.isTrashed)
    throw new RuleError('document-is-trashed', { params: [document.title], needsAttention: true });
  const owner = review.lock?.owner ?? review.person;
  if (document.lock && document.lock.owner !== owner) {
    throw new RuleError('locked-by-other', { params: [document.lock.owner], needsAttention: true });
  }
  if (!document.lock) await context.note({ code: 'unlocked-by-hand', params: [] });
  return document;
}

async function bringBack(
  document: NuxeoDocument,
  review: Review,
  head: FrameioFile,
  binding: Binding,
  { nuxeo, frameio }: { nuxeo: Nuxeo; frameio: Frameio },
  context: JobContext,
  deps: PublishDeps,
): Promise<NuxeoDocument> {
  const write: AssetWrite = {
    file: head,
    stackId: review.stackId ?? (head.parentId === review.folderId ? undefined : head.parentId),
    workspaceId: review.workspaceId,
    bytes: bytesOf(review, head, binding),
    rule: ruleOf(binding, optionsOf(context).version),
    broughtBy: broughtBy(context),
    note: optionsOf(context).note,
    state: 'returned',
  };
  if (review.versionMadeOf === head.id) {
    const record = await reviewRecord(write, frameio, deps);
    if (!recordChanged(document.properties, record)) return document;
  }
  if (write.bytes === 'none') await context.note({ code: 'unchanged-no-bytes-moved', params: [] });
  if (write.bytes === 'attachment') await context.note({ code: 'rendition-kept-as-attachment', params: [head.name] });
  if (document.isCheckedOut && editedMeanwhile(document, review)) {
    await context.note({ code: 'edit-kept-as-version', params: [document.versionLabel ?? ''] });
  }
  return writeAsset(document, write, { nuxeo, frameio }, context, deps);
}

/**
 * Same file as pushed, or one that came back already: no bytes move (X7). A newer head of a rendition replaces
 * the main file only where returned files are masters.
 */
function bytesOf(review: Review, head: FrameioFile, binding: Binding): AssetWrite['bytes'] {
  if (head.id === review.fileId || head.id === review.versionMadeOf) return 'none';
  if (review.sent?.rendition === undefined) return 'main-file';
  return binding.rules.returnedFilesAreMasters ? 'main-file' : 'attachment';
}

function editedMeanwhile(document: NuxeoDocument, review: Review): boolean {
  const { sent } = review;
  const blob = document.mainBlob;
  if (!sent || !blob || sent.rendition !== undefined) return false;
  return blob.digest !== sent.digest || blob.length !== sent.length;
}

async function finish(
  document: NuxeoDocument,
  review: Review,
  head: FrameioFile,
  verdict: GateVerdict,
  nuxeo: Nuxeo,
  context: JobContext,
  deps: PublishDeps,
): Promise<void> {
  await rememberMember(document.uid, review, head, deps);
  if (verdict === 'keep-locked') {
    await context.note({ code: 'still-locked-not-approved', params: [statusOf(head).label ?? '–'] });
    await deps.reviews.save({ ...afterReturn(review, head, document), updatedAt: deps.clock.now() });
  } else {
    await context.remember({ returned: true });
    await unlockAndClose(afterReturn(review, head, document), nuxeo, context, deps);
  }
  await deps.activity.append({
    kind: 'returned',
    title: document.title,
    person: review.person,
    actor: broughtBy(context),
    documentUid: document.uid,
    bindingId: review.bindingId,
    details: { jobId: context.job.id, fileId: head.id, version: document.versionLabel, status: statusOf(head).label },
  });
}

/**
 * The head has its version now. Where its bytes are the main file by now, both sides hold the same:
 * pushing the document again, unchanged, moves none.
 */
function afterReturn(review: Review, head: FrameioFile, document: NuxeoDocument): Review {
  const returned = { ...review, versionMadeOf: head.id };
  const blob = document.mainBlob;
  if (!blob || review.sent?.rendition !== undefined || blob.length !== head.length) return returned;
  const stackId = head.id === review.fileId ? review.stackId : head.parentId;
  return { ...returned, fileId: head.id, stackId, sent: sentBlobOf(blob) };
}

/** The head belongs to this document from now on, and so does the stack it lies in. */
async function rememberMember(
  documentUid: string,
  review: Review,
  head: FrameioFile,
  { reviews }: Pick<Deps, 'reviews'>,
): Promise<void> {
  for (const link of await reviews.linksOfDocument(documentUid)) {
    if (link.accountId !== review.accountId) continue;
    await reviews.saveLink({ ...link, memberIds: [...new Set([...link.memberIds, head.id])] });
  }
}

/** Releases the lock while it is still the one that was taken, and ends the round. */
export async function unlockAndClose(
  review: Review,
  nuxeo: Nuxeo,
  context: Pick<JobContext, 'enter'>,
  { reviews, activity, clock }: Pick<Deps, 'reviews' | 'activity' | 'clock'>,
): Promise<void> {
  await context.enter('unlocking');
  const document = await nuxeo.documents.get(review.documentUid);
  if (isStillOurs(review.lock, document.lock)) await nuxeo.locks.release(review.documentUid);
  await reviews.save({ ...review, state: 'returned', lock: undefined, failure: undefined, updatedAt: clock.now() });
  await activity.settle({ documentUid: review.documentUid });
  await activity.append({
    kind: 'unlocked',
    title: document.title,
    person: review.person,
    documentUid: review.documentUid,
    bindingId: review.bindingId,
  });
}
