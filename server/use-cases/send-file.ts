import { algorithmOf } from '../domain/digest.ts';
import { hasCode, TransferError } from '../domain/errors.ts';
import type { FileRef, FolderRef } from '../domain/refs.ts';
import type { ByteSource } from '../ports/bytes.ts';
import type { Frameio, FrameioFile } from '../ports/frameio.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { Deps } from './deps.ts';

const MAX_RESTARTS = 3;
const JOIN_POLL_MS = 1000;
const restartable = ['source-changed', 'upload-expired', 'upload-failed', 'digest-mismatch'] as const;

export type SendDeps = Pick<Deps, 'engine' | 'transfers' | 'digests' | 'sleep' | 'clock' | 'options'>;

/** What the job remembers of the file it is sending: written before anything else that can fail. */
interface Sending extends FolderRef {
  readonly name: string;
  readonly length: number;
  readonly fileId?: string;
}

interface Begun {
  readonly file: FileRef;
  readonly target: string;
}

/**
 * Sends the source's bytes to a new file in the folder. Called again after a restart it sends only what is missing:
 * the part URLs exist once and are kept, encrypted, until `endUpload`.
 *
 * Resolves when Frame.io has every byte and has joined them. Not playable yet.
 *
 * @param freshSource - Asked for again when the source changed meanwhile; the file is then sent anew, and the job says so.
 * @throws TransferError `upload-failed` after the placeholder was deleted.
 */
export async function sendFile(
  folder: FolderRef,
  name: string,
  freshSource: () => Promise<ByteSource>,
  frameio: Frameio,
  context: JobContext,
  deps: SendDeps,
): Promise<FileRef> {
  for (let restarts = 0; ; restarts += 1) {
    const source = await freshSource();
    const begun = await beginOrResume(folder, name, source, frameio, context, deps);
    try {
      await copyAll(source, begun.target, frameio, context, deps);
      await waitUntilJoined(begun.file, frameio, context, deps);
      await verifySent(begun.file, source, frameio, context, deps);
      return begun.file;
    } catch (error) {
      if (!hasCode(error, ...restartable) || error.retryable) throw error;
      await discardUpload(frameio, context, deps);
      if (['upload-failed', 'digest-mismatch'].includes(error.code) || restarts >= MAX_RESTARTS) throw error;
      await context.note({
        code: error.code === 'source-changed' ? 'source-changed-restarted' : 'upload-expired-restarted',
        params: [name],
      });
    }
  }
}

/** The part URLs are of no use any more. Called once the job remembers the file that was sent. */
export async function endUpload(context: JobContext, { transfers }: Pick<Deps, 'transfers'>): Promise<void> {
  await transfers.end(context.job.id);
}

/** Deletes the file that was begun and forgets the transfer. Deleting what is gone already is fine. */
export async function discardUpload(
  frameio: Frameio,
  context: JobContext,
  { transfers }: Pick<Deps, 'transfers'>,
): Promise<void> {
  const sending = sendingOf(context);
  if (sending) await deleteBegun(sending, frameio, context);
  await transfers.end(context.job.id);
  await context.remember({ sending: null });
}

function sendingOf(context: JobContext): Sending | undefined {
  return (context.memory()['sending'] as Sending | null | undefined) ?? undefined;
}

async function beginOrResume(
  folder: FolderRef,
  name: string,
  source: ByteSource,
  frameio: Frameio,
  context: JobContext,
  deps: SendDeps,
): Promise<Begun> {
  const sending = sendingOf(context);
  const checkpoint = await deps.transfers.load(context.job.id);
  if (sending?.fileId !== undefined && checkpoint) {
    if (checkpoint.fingerprint === source.fingerprint) {
      return { file: { accountId: sending.accountId, fileId: sending.fileId }, target: checkpoint.target };
    }
    await context.note({ code: 'source-changed-restarted', params: [name] });
  }
  if (sending) await discardUpload(frameio, context, deps);
  return begin(folder, name, source, frameio, context, deps);
}

async function begin(
  { accountId, folderId }: FolderRef,
  name: string,
  source: ByteSource,
  frameio: Frameio,
  context: JobContext,
  deps: SendDeps,
): Promise<Begun> {
  const sending: Sending = { accountId, folderId, name, length: source.length };
  await context.remember({ sending: { ...sending } });
  const { file, target } = await frameio.files.beginUpload({ accountId, folderId }, name, source.length);
  await deps.transfers.begin(context.job.id, { fingerprint: source.fingerprint, target });
  await context.remember({ sending: { ...sending, fileId: file.id } });
  return { file: { accountId, fileId: file.id }, target };
}

/**
 * A create whose answer was lost leaves an empty file. One of that name and size, without bytes, ours and newer
 * than the job is it; with two nobody can tell, and both stay (said so in a note).
 */
async function deleteBegun(sending: Sending, frameio: Frameio, context: JobContext): Promise<void> {
  const { accountId, name, fileId } = sending;
  if (fileId !== undefined) return frameio.files.delete({ accountId, fileId });
  const lost = await lostPlaceholders(sending, frameio, context.job.createdAt);
  const [only] = lost;
  if (lost.length === 1 && only) await frameio.files.delete({ accountId, fileId: only.id });
  else if (lost.length > 1) await context.note({ code: 'half-sent-file-not-deleted', params: [name] });
}

async function lostPlaceholders(sending: Sending, frameio: Frameio, since: Date): Promise<FrameioFile[]> {
  const { email } = await frameio.me();
  const named = await frameio.files.named(sending, sending.name);
  return named.filter(
    ({ status, length, createdAt, creator }) =>
      status === 'created' && length === sending.length && createdAt >= since && creator?.email === email,
  );
}

async function copyAll(
  source: ByteSource,
  target: string,
  frameio: Frameio,
  context: JobContext,
  { engine, transfers }: SendDeps,
): Promise<void> {
  await context.enter('uploading', source.length);
  const checkpoint = await transfers.load(context.job.id);
  await engine.copy(source, frameio.files.uploadTarget(target), {
    transferId: context.job.id,
    recorded: checkpoint?.parts ?? [],
    onProgress: (bytesDone) => context.progress(bytesDone),
    signal: context.signal,
  });
}

/** There is no completion call: Frame.io joins the parts when the last one is there. */
async function waitUntilJoined(
  file: FileRef,
  frameio: Frameio,
  context: JobContext,
  { clock, sleep, options }: SendDeps,
): Promise<void> {
  const deadline = clock.now().getTime() + options.joinWaitMs;
  for (;;) {
    const status = await frameio.files.uploadStatus(file);
    if (status.complete) return;
    if (status.failed || clock.now().getTime() > deadline) throw new TransferError('upload-failed');
    await sleep(JOIN_POLL_MS, context.signal);
  }
}

/** With `VERIFY=full` the file is read back once and held against Nuxeo's digest. */
async function verifySent(
  file: FileRef,
  source: ByteSource,
  frameio: Frameio,
  context: JobContext,
  { digests, options }: SendDeps,
): Promise<void> {
  const algorithm = algorithmOf(source.digest);
  if (options.verify !== 'full' || !algorithm) return;
  const seen = await digests.of(frameio.files.source(await frameio.files.get(file)), algorithm, context.signal);
  if (seen !== source.digest?.toLowerCase()) {
    throw new TransferError('digest-mismatch', { params: [seen, source.digest ?? ''] });
  }
}
