import { hasCode } from '../domain/errors.ts';
import { validName } from '../domain/file-name.ts';
import { blobToSend, pushRefusal, sentBlobOf } from '../domain/push-rules.ts';
import type { FileRef, FolderRef } from '../domain/refs.ts';
import { isUnchanged, type SentBlob } from '../domain/review.ts';
import type { Frameio } from '../ports/frameio.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { NuxeoDocument } from '../ports/nuxeo.ts';
import type { Sides } from './bring-bytes.ts';
import type { Deps } from './deps.ts';
import { noteOnce } from './note-once.ts';
import { beginRound, payloadOf, type Before } from './push-round.ts';
import { recordPush, type Pushed } from './record-push.ts';
import { sendByLink } from './send-by-link.ts';
import { endUpload, sendFile } from './send-file.ts';
import { takeLock } from './take-lock.ts';

type PushDeps = Pick<
  Deps,
  | 'nuxeo'
  | 'frameio'
  | 'providers'
  | 'reviews'
  | 'activity'
  | 'engine'
  | 'transfers'
  | 'digests'
  | 'sleep'
  | 'clock'
  | 'options'
>;

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
  const sides = await connections(context, deps);
  const uid = String(context.job.documentUid);
  await requirePushable(await sides.nuxeo.documents.get(uid), context);

  const { lock } = await takeLock(uid, sides.nuxeo, context);
  const before = await beginRound(uid, lock, context, deps);
  const earlier = await findEarlier(before, sides.frameio, context);
  const document = await sides.nuxeo.documents.get(uid);
  const sent = sentBlobOf(blobToSend(document, payloadOf(context).rendition));

  const pushed =
    earlier && isUnchanged(before.sent, sent)
      ? { ...earlier, sent }
      : await sendAndStack(document, earlier, sides, context, deps);
  if (pushed.sent === sent) await noteOnce(context, { code: 'unchanged-no-bytes-moved', params: [] });

  await recordPush(document, pushed, sides, context, deps);
}

async function connections(context: JobContext, deps: PushDeps): Promise<Sides> {
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

/** Pushing again goes to where the earlier file is now: people move things in Frame.io. Gone there ⇒ a new file. */
async function findEarlier(
  { accountId = '', fileId }: Before,
  frameio: Frameio,
  context: JobContext,
): Promise<Earlier | undefined> {
  if (fileId === undefined) return undefined;
  try {
    const asset = await frameio.resolve({ accountId, type: 'file', id: fileId });
    if (asset.type === 'folder' || asset.parentId === undefined) return undefined;
    return {
      file: { accountId, fileId },
      folder: { accountId, folderId: asset.parentId },
      stackId: asset.type === 'version_stack' ? asset.id : undefined,
    };
  } catch (error) {
    if (!hasCode(error, 'frameio-not-found')) throw error;
    await noteOnce(context, { code: 'earlier-file-gone', params: [] });
    return undefined;
  }
}

async function sendAndStack(
  document: NuxeoDocument,
  earlier: Earlier | undefined,
  sides: Sides,
  context: JobContext,
  deps: PushDeps,
): Promise<Pushed> {
  const { accountId, folderId } = earlier?.folder ?? payloadOf(context);
  const folder = { accountId, folderId };
  const { fileId, sent } = await uploaded(document, folder, sides, context, deps);
  const file = { accountId, fileId };
  await context.enter('stacking');
  return { file, folder, sent, stackId: await stack(file, earlier, sides.frameio) };
}

interface Uploaded {
  readonly fileId: string;
  readonly sent: SentBlob;
}

/** Sends the blob once: what is remembered is not sent again. */
async function uploaded(
  document: NuxeoDocument,
  folder: FolderRef,
  sides: Sides,
  context: JobContext,
  deps: PushDeps,
): Promise<Uploaded> {
  let done = (context.memory()['uploaded'] as unknown as Uploaded | null | undefined) ?? undefined;
  if (!done) {
    done = await upload(document, folder, sides, context, deps);
    await context.remember({ uploaded: { fileId: done.fileId, sent: { ...done.sent } } });
  }
  await endUpload(context, deps);
  return done;
}

/** By Frame.io itself where that is enabled and possible, else through us. */
async function upload(
  document: NuxeoDocument,
  folder: FolderRef,
  { nuxeo, frameio }: Sides,
  context: JobContext,
  deps: PushDeps,
): Promise<Uploaded> {
  const { rendition } = payloadOf(context);
  let blob = blobToSend(document, rendition);
  const name = validName(blob.name); // as both sides accept it (W66)
  const linked = await sendByLink(folder, document.uid, { ...blob, name }, { nuxeo, frameio }, context, deps);
  if (linked) return { fileId: linked.fileId, sent: sentBlobOf(blob) };
  const freshSource = async () => {
    blob = blobToSend(await nuxeo.documents.get(document.uid), rendition);
    return nuxeo.blobs.source(document.uid, blob);
  };
  const { fileId } = await sendFile(folder, name, freshSource, frameio, context, deps);
  return { fileId, sent: sentBlobOf(blob) };
}

/** Onto the stack, or a new stack of the earlier file and this one. An answer that was lost shows in the file's parent. */
async function stack(file: FileRef, earlier: Earlier | undefined, frameio: Frameio): Promise<string | undefined> {
  const { accountId, fileId } = file;
  const now = await frameio.resolve({ accountId, type: 'file', id: fileId });
  if (now.type === 'version_stack') return now.id;
  if (!earlier) return undefined;
  const { stackId, folder } = earlier;
  if (stackId !== undefined) {
    await frameio.files.move(file, { accountId, stackId });
    return stackId;
  }
  // Somebody moved the earlier file after this one was begun: only what is in one folder can be stacked.
  if (now.parentId !== folder.folderId) await frameio.files.move(file, folder);
  return (await frameio.versionStacks.create(folder, [earlier.file, file])).id;
}
