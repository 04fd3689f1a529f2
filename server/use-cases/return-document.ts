import type { GateVerdict } from '../domain/approval.ts';
import { hasCode, RuleError } from '../domain/errors.ts';
import { sentBlobOf } from '../domain/push-rules.ts';
import type { Review } from '../domain/review.ts';
import type { FrameioFile } from '../ports/frameio.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { Nuxeo, NuxeoDocument } from '../ports/nuxeo.ts';
import { attention, readerFor, readersOf } from './actors.ts';
import { appendOnce } from './append-once.ts';
import { statusOf, verdictOn } from './approval-gate.ts';
import { discardBatch, type Sides } from './bring-bytes.ts';
import type { Deps } from './deps.ts';
import { isUnlocking, saveReturned, unlock } from './end-review.ts';
import { noteOnce } from './note-once.ts';
import { broughtBy } from './publish-asset.ts';
import { optionsOf, type PublishDeps } from './publish-resource.ts';
import { headOf, positionIn, requireUploaded } from './read-asset.ts';
import { assetOf, bindingOf, requireOneDocument, type ReviewBinding } from './review-asset.ts';
import { followRecord, ruleOf, writeAsset, type AssetWrite } from './write-asset.ts';

/** One return, as it was found. */
interface Return {
  readonly review: Review;
  readonly binding: ReviewBinding;
  readonly head: FrameioFile;
  readonly stackId: string | undefined;
  readonly stackPosition: number | undefined;
  readonly verdict: GateVerdict;
  /** The main file is not what was pushed any more. */
  readonly isEdited: boolean;
  /** Somebody had unlocked the document. */
  readonly isUnlocked: boolean;
}

/**
 * Job: a document in review comes back: one version, made from the head of the stack, and the lock goes by the
 * approval gate (N101–N106, decisions 25–28). Acts as the lock's owner, whoever clicked.
 */
export async function returnDocument(context: JobContext, deps: PublishDeps): Promise<void> {
  const review = await reviewToReturn(context, deps);
  if (!review) return;
  const binding = await bindingOf(review, deps);
  const nuxeo = await ownersNuxeo(review, context, deps);
  const frameio = await readerFor(readersOf(binding, context.job.person), context.signal, deps);
  await context.enter('reading');
  const asset = await assetOf(review, frameio);
  await requireOneDocument(review, asset, deps);
  const head = headOf(asset);
  await requireUploaded(head, context, deps);
  const verdict = isUnlocking(context) ? 'unlock' : await verdictOn(head, binding, frameio, deps);
  if (verdict === 'refuse')
    throw new RuleError('asset-not-approved', { params: [head.name, statusOf(head).label ?? '–'] });

  const document = await writableDocument(review, nuxeo);
  const isEdited = editedMeanwhile(document, review);
  const isUnlocked = !document.lock && !isUnlocking(context);
  const place = { stackId: asset.stackId, stackPosition: positionIn(asset, head) };
  const found = { review, binding, head, ...place, verdict, isEdited, isUnlocked };
  await finish(await bringBack(document, found, { nuxeo, frameio }, context, deps), found, nuxeo, context, deps);
}

/** What a cancelled or failed return leaves: a batch in Nuxeo. The document stays in review, and locked. */
export async function undoReturn(context: JobContext, deps: PublishDeps): Promise<void> {
  const review = await deps.reviews.get(String(context.job.documentUid));
  if (review) await discardBatch(() => ownersNuxeo(review, context, deps), context, deps);
}

/**
 * undefined: an earlier attempt has ended the review already.
 *
 * @throws RuleError `not-in-review`; `already-in-flight`, which waits until the push is over.
 */
async function reviewToReturn(context: JobContext, { reviews }: PublishDeps): Promise<Review | undefined> {
  const review = await reviews.get(String(context.job.documentUid));
  if (review?.state === 'in-review') return review;
  if (review?.state === 'pushing') throw new RuleError('already-in-flight', { needsAttention: true });
  if (review?.state === 'returned' && isUnlocking(context)) return undefined;
  throw new RuleError('not-in-review');
}

const ownerOf = (review: Review) => review.lock?.owner ?? review.person;

/** A document under our lock is written by the lock's owner; the clicker is only recorded (decision 6). */
async function ownersNuxeo(review: Review, context: JobContext, { nuxeo }: Pick<Deps, 'nuxeo'>): Promise<Nuxeo> {
  const owner = ownerOf(review);
  try {
    return (await nuxeo.as(owner)).withSignal(context.signal);
  } catch (error) {
    if (hasCode(error, 'nuxeo-grant-missing', 'nuxeo-grant-refused')) throw attention(error, owner);
    throw error;
  }
}

/** @throws RuleError `document-is-trashed` or `locked-by-other`: both wait for a person, nothing is written meanwhile. */
async function writableDocument(review: Review, nuxeo: Nuxeo): Promise<NuxeoDocument> {
  const document = await nuxeo.documents.get(review.documentUid);
  const { isTrashed, title, lock } = document;
  if (isTrashed) throw new RuleError('document-is-trashed', { params: [title], needsAttention: true });
  if (!lock || lock.owner === ownerOf(review)) return document;
  throw new RuleError('locked-by-other', { params: [lock.owner], needsAttention: true });
}

function editedMeanwhile({ mainBlob, renditions }: NuxeoDocument, { sent, versionMadeOf }: Review): boolean {
  // What came back once is what the document holds since then.
  if (!sent || versionMadeOf !== undefined) return false;
  const now = sent.rendition === undefined ? mainBlob : renditions.find((one) => one.rendition === sent.rendition);
  if (!now || now.length !== sent.length) return true;
  return now.digest !== undefined && sent.digest !== undefined && now.digest !== sent.digest;
}

/** One version of each head: what is said and decided after it goes to the live document. */
async function bringBack(
  document: NuxeoDocument,
  found: Return,
  sides: Sides,
  context: JobContext,
  deps: PublishDeps,
): Promise<NuxeoDocument> {
  const { review, head } = found;
  const write = assetWrite(found, context);
  if (review.versionMadeOf === head.id) return followRecord(document, write, sides, context, deps);
  await tellOf(document, write, found, context);
  return writeAsset(document, write, sides, context, deps);
}

function assetWrite(found: Return, context: JobContext): AssetWrite {
  const { review, binding, head, stackId, stackPosition, verdict, isEdited } = found;
  const { version, note } = optionsOf(context);
  return {
    ...{ file: head, stackId, stackPosition, workspaceId: review.workspaceId, note, keepsEdit: isEdited },
    bytes: bytesOf(review, head, binding),
    rule: ruleOf(binding, version),
    broughtBy: broughtBy(context),
    state: verdict === 'keep-locked' ? 'in-review' : 'returned',
  };
}

/**
 * Same file as pushed: no bytes move (X7). A newer head of a rendition replaces the main file only where returned
 * files are masters.
 */
function bytesOf(review: Review, head: FrameioFile, { rules }: ReviewBinding): AssetWrite['bytes'] {
  if (head.id === review.fileId) return 'none';
  if (review.sent?.rendition === undefined) return 'main-file';
  return rules.returnedFilesAreMasters ? 'main-file' : 'attachment';
}

async function tellOf(
  { isCheckedOut, versionLabel }: NuxeoDocument,
  { bytes }: AssetWrite,
  { head, isEdited, isUnlocked }: Return,
  context: JobContext,
): Promise<void> {
  if (isUnlocked) await noteOnce(context, { code: 'unlocked-by-hand', params: [] });
  if (bytes === 'none') await noteOnce(context, { code: 'unchanged-no-bytes-moved', params: [] });
  if (bytes === 'attachment') await noteOnce(context, { code: 'rendition-kept-as-attachment', params: [head.name] });
  if (isEdited && isCheckedOut) {
    await noteOnce(context, { code: 'edit-kept-as-version', params: [versionLabel ?? ''] });
  }
}

async function finish(
  document: NuxeoDocument,
  found: Return,
  nuxeo: Nuxeo,
  context: JobContext,
  deps: PublishDeps,
): Promise<void> {
  const { review, head, verdict, isEdited, isUnlocked } = found;
  const { uid: documentUid, title, versionLabel: version } = document;
  const { bindingId, person } = review;
  await rememberMember(review, head, deps);
  const isOver = verdict !== 'keep-locked';
  const status = statusOf(head).label;
  if (isOver) await unlock(review, nuxeo, context, deps);
  else await noteOnce(context, { code: 'still-locked-not-approved', params: [status ?? '–'] });
  const told = { ...(isEdited ? { editKept: true } : {}), ...(isUnlocked ? { unlockedByHand: true } : {}) };
  const details = { jobId: context.job.id, fileId: head.id, version, status, ...told };
  const line = { kind: 'returned', title, person, actor: broughtBy(context), documentUid, bindingId } as const;
  await appendOnce(context, { ...line, details }, deps);
  await saveReturned(afterReturn(document, found), isOver, deps);
}

/**
 * The head has its version now. Where its bytes became the main file, both sides hold the same: pushing the document
 * again, unchanged, moves none.
 */
function afterReturn({ mainBlob }: NuxeoDocument, { review, head, stackId, binding }: Return): Review {
  const returned = { ...review, stackId, versionMadeOf: head.id };
  const isMainFile = review.versionMadeOf !== head.id && bytesOf(review, head, binding) === 'main-file';
  if (!isMainFile || !mainBlob || review.sent?.rendition !== undefined) return returned;
  return { ...returned, fileId: head.id, sent: sentBlobOf(mainBlob) };
}

/** The head belongs to this document from now on. */
async function rememberMember(review: Review, head: FrameioFile, { reviews }: Pick<Deps, 'reviews'>): Promise<void> {
  for (const link of await reviews.linksOfDocument(review.documentUid)) {
    if (link.accountId === review.accountId) await reviews.saveLink({ ...link, memberIds: [head.id] });
  }
}
