import { assetMetadata } from '../domain/asset-metadata.ts';
import { hasCode, RuleError } from '../domain/errors.ts';
import { blobToSend, pushRefusal, sentBlobOf } from '../domain/push-rules.ts';
import type { FileRef, FolderRef } from '../domain/refs.ts';
import { isUnchanged, type LockTaken, type Review, type SentBlob } from '../domain/review.ts';
import type { Frameio, FrameioFile } from '../ports/frameio.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { Nuxeo, NuxeoDocument } from '../ports/nuxeo.ts';
import { assetProperties, sentProperties } from './asset-facet.ts';
import type { Deps } from './deps.ts';
import { discardUpload, sendFile } from './send-file.ts';
import { releaseLockTakenHere, takeLock } from './take-lock.ts';

type PushDeps = Pick<
  Deps,
  'nuxeo' | 'frameio' | 'reviews' | 'activity' | 'engine' | 'transfers' | 'digests' | 'sleep' | 'clock' | 'options'
>;

interface PushPayload extends FolderRef {
  readonly workspaceId: string;
  readonly projectId: string;
  readonly rendition: string | undefined;
}

/** Where the earlier push left its file, as it is now. */
interface Earlier {
  readonly file: FileRef;
  readonly folder: FolderRef;
  readonly stackId: string | undefined;
}

/**
 * Job: locks the document, sends its blob to the folder, as a new version if it was pushed before, and attaches
 * the facet. Every step is recorded before the next, so that a restart sends nothing twice (N94–N100).
 */
export async function pushDocument(context: JobContext, deps: PushDeps): Promise<void> {
  const { nuxeo, frameio } = await connections(context, deps);
  const uid = String(context.job.documentUid);
  const payload = context.job.payload as unknown as PushPayload;
  await requirePushable(await nuxeo.documents.get(uid), context);

  const { lock } = await takeLock(uid, nuxeo, context);
  const earlierReview = await beginReview(uid, payload, lock, context, deps);
  const earlier = await findEarlier(earlierReview, frameio, context);
  const document = await nuxeo.documents.get(uid);
  const sent = sentBlobOf(blobToSend(document, payload.rendition));
  const unchanged = earlier !== undefined && isUnchanged(earlierReview?.sent, sent);

  const pushed = unchanged
    ? { file: earlier.file, stackId: earlier.stackId, sent }
    : await sendAndStack(uid, payload, earlier, { nuxeo, frameio }, context, deps);
  if (unchanged) await context.note({ code: 'unchanged-no-bytes-moved', params: [] });

  await record(document, payload, pushed, { nuxeo, frameio }, context, deps);
}

/** What a cancelled or finally failed push takes back: the half-sent file, and the lock if this job took it. */
export async function undoPush(context: JobContext, deps: PushDeps): Promise<void> {
  const uid = String(context.job.documentUid);
  const review = await deps.reviews.get(uid);
  const before = context.memory()['before'] as { state: Review['state'] } | null | undefined;
  if (review?.state === 'pushing') {
    const state = before?.state === 'in-review' ? 'in-review' : 'failed';
    await deps.reviews.save({ ...review, state, updatedAt: deps.clock.now() });
  }
  const { nuxeo, frameio } = await connections(context, deps);
  await discardUpload(frameio, context, deps);
  if (before?.state !== 'in-review') await releaseLockTakenHere(uid, nuxeo, context);
}

async function connections(context: JobContext, deps: PushDeps): Promise<{ nuxeo: Nuxeo; frameio: Frameio }> {
  const { person } = context.job;
  return {
    nuxeo: (await deps.nuxeo.as(person)).withSignal(context.signal),
    frameio: (await deps.frameio.as(person)).withSignal(context.signal),
  };
}

/** Rights are looked at again when it happens: the dialog may be hours old. */
async function requirePushable(document: NuxeoDocument, context: JobContext): Promise<void> {
  const refusal = pushRefusal(document, context.job.person);
  if (refusal) throw refusal;
}

/** Records the round before any byte moves. Answers the review as it was before this job. */
async function beginReview(
  uid: string,
  payload: PushPayload,
  lock: LockTaken,
  context: JobContext,
  { reviews, clock }: PushDeps,
): Promise<Review | undefined> {
  const existing = await reviews.get(uid);
  if (context.memory()['before'] === undefined) {
    await context.remember({ before: existing ? { state: existing.state } : null });
  }
  const { accountId, workspaceId, projectId, folderId } = payload;
  await reviews.save({
    documentUid: uid,
    bindingId: String(context.job.bindingId),
    fileId: existing?.fileId,
    stackId: existing?.stackId,
    sent: existing?.sent,
    versionMadeOf: existing?.versionMadeOf,
    accountId: existing?.fileId === undefined ? accountId : existing.accountId,
    workspaceId,
    projectId,
    folderId,
    person: context.job.person,
    state: 'pushing',
    lock,
    failure: undefined,
    startedAt: clock.now(),
    updatedAt: clock.now(),
  });
  return existing;
}

/** Pushing again goes to where the earlier file is now: people move things in Frame.io. Gone there ⇒ a new file. */
async function findEarlier(
  review: Review | undefined,
  frameio: Frameio,
  context: JobContext,
): Promise<Earlier | undefined> {
  if (review?.fileId === undefined) return undefined;
  const { accountId, fileId } = review;
  try {
    const asset = await frameio.resolve({ accountId, type: 'file', id: fileId });
    if (asset.type === 'folder' || asset.parentId === undefined) return undefined;
    const head = asset.type === 'version_stack' ? asset.head.id : asset.id;
    return {
      file: { accountId, fileId: head },
      folder: { accountId, folderId: asset.parentId },
      stackId: asset.type === 'version_stack' ? asset.id : undefined,
    };
  } catch (error) {
    if (!hasCode(error, 'frameio-not-found')) throw error;
    await context.note({ code: 'earlier-file-gone', params: [] });
    return undefined;
  }
}

interface Pushed {
  readonly file: FileRef;
  readonly stackId: string | undefined;
  readonly sent: SentBlob;
}

async function sendAndStack(
  uid: string,
  payload: PushPayload,
  earlier: Earlier | undefined,
  { nuxeo, frameio }: { nuxeo: Nuxeo; frameio: Frameio },
  context: JobContext,
  deps: PushDeps,
): Promise<Pushed> {
  let uploaded = context.memory()['uploaded'] as { fileId: string; sent: SentBlob } | undefined;
  if (!uploaded) {
    let sent: SentBlob | undefined;
    const freshSource = async () => {
      const document = await nuxeo.documents.get(uid);
      const blob = blobToSend(document, payload.rendition);
      sent = sentBlobOf(blob);
      return nuxeo.blobs.source(uid, blob);
    };
    const name = sentBlobOf(blobToSend(await nuxeo.documents.get(uid), payload.rendition)).name;
    const file = await sendFile(earlier?.folder ?? payload, name, freshSource, frameio, context, deps);
    if (!sent) throw new RuleError('document-without-file');
    uploaded = { fileId: file.fileId, sent };
    await context.remember({ uploaded: { fileId: file.fileId, sent: { ...sent } } }); // now, so that a retry sends nothing again
  }
  const file = { accountId: earlier?.file.accountId ?? payload.accountId, fileId: uploaded.fileId };
  await context.enter('stacking');
  return { file, sent: uploaded.sent, stackId: await stack(file, earlier, frameio) };
}

/** Onto the stack, or a new stack of the earlier file and this one. An answer that was lost shows in the file's parent. */
async function stack(file: FileRef, earlier: Earlier | undefined, frameio: Frameio): Promise<string | undefined> {
  const now = await frameio.resolve({ accountId: file.accountId, type: 'file', id: file.fileId });
  if (now.type === 'version_stack') return now.id;
  if (!earlier) return undefined;
  if (earlier.stackId !== undefined) {
    await frameio.files.move(file, { accountId: file.accountId, stackId: earlier.stackId });
    return earlier.stackId;
  }
  return (await frameio.versionStacks.create(earlier.folder, [earlier.file, file])).id;
}

async function record(
  document: NuxeoDocument,
  payload: PushPayload,
  pushed: Pushed,
  { nuxeo, frameio }: { nuxeo: Nuxeo; frameio: Frameio },
  context: JobContext,
  deps: PushDeps,
): Promise<void> {
  await context.enter('recording');
  const file = await frameio.files.get(pushed.file);
  await attachFacet(document.uid, payload, file, pushed, nuxeo, context, deps);
  await saveLink(document.uid, pushed, context, deps);
  const review = await deps.reviews.get(document.uid);
  if (review) {
    await deps.reviews.save({
      ...review,
      accountId: pushed.file.accountId,
      projectId: file.projectId,
      fileId: pushed.file.fileId,
      stackId: pushed.stackId,
      sent: pushed.sent,
      versionMadeOf: undefined,
      state: 'in-review',
      updatedAt: deps.clock.now(),
    });
  }
  await deps.activity.append({
    kind: 'pushed',
    title: document.title,
    person: context.job.person,
    documentUid: document.uid,
    ...(context.job.bindingId === undefined ? {} : { bindingId: context.job.bindingId }),
    details: {
      jobId: context.job.id,
      fileId: pushed.file.fileId,
      stackId: pushed.stackId,
      rendition: payload.rendition,
    },
  });
}

async function attachFacet(
  uid: string,
  payload: PushPayload,
  file: FrameioFile,
  pushed: Pushed,
  nuxeo: Nuxeo,
  context: JobContext,
  { clock }: PushDeps,
): Promise<void> {
  const where = { workspaceId: payload.workspaceId, stackId: pushed.stackId };
  await nuxeo.documents.addFacet(uid, 'FrameioAsset', {
    ...assetProperties(uid, file, where, assetMetadata(file)),
    ...sentProperties(pushed.sent, context.job.person, clock.now()),
    'frameioasset:jobId': context.job.id,
    'frameioasset:state': 'in-review',
  });
}

/** From now on the action on this asset, in this binding, is about this document. */
async function saveLink(uid: string, pushed: Pushed, context: JobContext, { reviews }: PushDeps): Promise<void> {
  const bindingId = String(context.job.bindingId);
  const { accountId, fileId } = pushed.file;
  const rootId = pushed.stackId ?? fileId;
  const [known] = (await reviews.linksOfDocument(uid)).filter(
    (link) => link.bindingId === bindingId && link.accountId === accountId,
  );
  const memberIds = [...new Set([...(known?.memberIds ?? []), fileId])];
  await reviews.saveLink({ accountId, bindingId, rootId, documentUid: uid, memberIds }, known?.rootId);
}
