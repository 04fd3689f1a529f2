import type { FileRef, FolderRef } from '../domain/refs.ts';
import type { Frameio, FrameioFile } from '../ports/frameio.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { DocumentBlob, Nuxeo } from '../ports/nuxeo.ts';
import type { Deps } from './deps.ts';
import { discardUpload } from './send-file.ts';

/** What Frame.io fetches by itself at most, in bytes. */
const LIMIT = 50_000_000_000;
const POLL_MS = 2000;

type LinkDeps = Pick<Deps, 'providers' | 'transfers' | 'clock' | 'sleep' | 'options'>;

/** Remembered where an upload of ours remembers its file, so that a cancel takes either back. */
interface Linking extends FolderRef {
  readonly name: string;
  readonly linked?: true;
  readonly fileId?: string;
}

/**
 * Where Nuxeo answers a download with a presigned address, Frame.io can fetch it there and no byte passes through us
 * (X17). Off until an administrator enables it: the address is handed to Frame.io.
 *
 * @returns undefined where this way does not exist or did not work: then the file is sent as usual.
 */
export async function sendByLink(
  folder: FolderRef,
  uid: string,
  blob: DocumentBlob,
  { nuxeo, frameio }: { nuxeo: Nuxeo; frameio: Frameio },
  context: JobContext,
  deps: LinkDeps,
): Promise<FileRef | undefined> {
  const earlier = (context.memory()['sending'] ?? undefined) as Linking | undefined;
  const isOurs = earlier === undefined || earlier.linked;
  if (!isOurs || context.memory()['linkFailed'] === true || blob.length > LIMIT) return undefined;
  if (!(await deps.providers.settings()).remoteUpload) return undefined;
  const url = await nuxeo.blobs.presignedUrl(uid, blob);
  if (url === undefined) return undefined;

  const { id } = await begun(folder, blob, url, earlier, frameio, context);
  const file = { accountId: folder.accountId, fileId: id };
  await context.enter('uploading', blob.length);
  if (await isFetched(file, blob.length, frameio, context, deps)) return file;
  await context.remember({ linkFailed: true });
  await discardUpload(frameio, context, deps);
  await context.note({ code: 'link-not-fetched', params: [blob.name] });
  return undefined;
}

async function begun(
  { accountId, folderId }: FolderRef,
  { name }: DocumentBlob,
  url: string,
  earlier: Linking | undefined,
  frameio: Frameio,
  context: JobContext,
): Promise<Pick<FrameioFile, 'id'>> {
  if (earlier?.fileId !== undefined) return { id: earlier.fileId };
  const sending: Linking = { accountId, folderId, name, linked: true };
  await context.remember({ sending: { ...sending } });
  const lost = earlier && (await createdUnseen(earlier, frameio, context));
  const file = lost ?? (await frameio.files.remoteUpload({ accountId, folderId }, name, url));
  await context.remember({ sending: { ...sending, fileId: file.id } });
  return file;
}

/** The answer to the first call was lost: the newest file of that name, ours and newer than the job, is it. */
async function createdUnseen(
  { accountId, folderId, name }: Linking,
  frameio: Frameio,
  context: JobContext,
): Promise<FrameioFile | undefined> {
  const { email } = await frameio.me();
  const named = await frameio.files.named({ accountId, folderId }, name);
  return named.find((file) => file.createdAt >= context.job.createdAt && file.creator?.email === email);
}

/** Complete, of the right length, and within the time that a transfer may take. */
async function isFetched(
  file: FileRef,
  length: number,
  frameio: Frameio,
  context: JobContext,
  { clock, sleep, options }: LinkDeps,
): Promise<boolean> {
  const deadline = clock.now().getTime() + options.joinWaitMs;
  while (clock.now().getTime() <= deadline) {
    const { complete, failed } = await frameio.files.uploadStatus(file);
    if (failed) return false;
    if (complete) return (await frameio.files.get(file)).length === length;
    await sleep(POLL_MS, context.signal);
  }
  return false;
}
