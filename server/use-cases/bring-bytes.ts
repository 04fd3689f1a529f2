import { hasCode, IntegrationError, RuleError } from '../domain/errors.ts';
import type { Frameio, FrameioFile } from '../ports/frameio.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { Nuxeo, UploadedBlob } from '../ports/nuxeo.ts';
import type { Deps } from './deps.ts';

const MAX_RESTARTS = 3;

type BringDeps = Pick<Deps, 'engine' | 'transfers'>;

export interface Sides {
  readonly nuxeo: Nuxeo;
  readonly frameio: Frameio;
}

/**
 * Brings the file's bytes to a batch of Nuxeo. Called again it moves only what is missing, nothing once all is there.
 *
 * @throws RuleError `asset-without-bytes`.
 */
export async function bringBytes(
  file: FrameioFile,
  { nuxeo, frameio }: Sides,
  context: JobContext,
  { engine, transfers }: BringDeps,
): Promise<UploadedBlob> {
  if (file.length === 0) throw new RuleError('asset-without-bytes', { params: [file.name] });
  await context.remember({ bringing: file.id });
  const transferId = transferIdOf(file, context);
  const source = frameio.files.source(file);
  let checkpoint = await transfers.load(transferId);
  if (checkpoint?.fingerprint !== source.fingerprint) {
    const batch = await nuxeo.uploads.begin({ name: file.name, mimeType: file.mediaType, length: file.length });
    await transfers.begin(transferId, { fingerprint: source.fingerprint, target: batch });
    checkpoint = { fingerprint: source.fingerprint, target: batch, parts: [] };
  }
  await context.enter('downloading', file.length);
  await engine.copy(source, nuxeo.uploads.target(checkpoint.target), {
    transferId,
    recorded: checkpoint.parts,
    onProgress: (bytesDone) => context.progress(bytesDone),
    signal: context.signal,
  });
  return nuxeo.uploads.uploaded(checkpoint.target);
}

/** Batches live a limited time, and files change: what is lost is brought again from its beginning, said so. */
export async function restarting<T>(
  file: FrameioFile,
  sides: Sides,
  context: JobContext,
  deps: BringDeps,
  work: () => Promise<T>,
): Promise<T> {
  for (let restarts = 0; ; restarts += 1) {
    try {
      return await work();
    } catch (error) {
      if (!hasCode(error, 'batch-lost', 'source-changed') || restarts >= MAX_RESTARTS) throw error;
      await dropBatch(file, sides, context, deps);
      const code = error.code === 'batch-lost' ? 'batch-lost-restarted' : 'source-changed-restarted';
      await context.note({ code, params: [file.name] });
    }
  }
}

/** The file is in the document, or will never be: its batch is of no use any more. */
export async function dropBatch(
  file: Pick<FrameioFile, 'id'>,
  { nuxeo }: Pick<Sides, 'nuxeo'>,
  context: JobContext,
  { transfers }: Pick<Deps, 'transfers'>,
): Promise<void> {
  const transferId = transferIdOf(file, context);
  const checkpoint = await transfers.load(transferId);
  if (!checkpoint) return;
  await nuxeo.uploads.drop(checkpoint.target);
  await transfers.end(transferId);
}

/**
 * What a cancelled or failed job leaves in Nuxeo: a batch that is on its way. Where nobody can drop it, Nuxeo does
 * so itself after its time.
 */
export async function discardBatch(
  connect: () => Promise<Nuxeo>,
  context: JobContext,
  { transfers }: Pick<Deps, 'transfers'>,
): Promise<void> {
  const fileId = context.memory()['bringing'];
  if (typeof fileId !== 'string') return;
  try {
    await dropBatch({ id: fileId }, { nuxeo: await connect() }, context, { transfers });
  } catch (error) {
    if (!(error instanceof IntegrationError) || error.retryable) throw error;
    await transfers.end(transferIdOf({ id: fileId }, context));
  }
}

/** A stack brings several files in one job: each has checkpoints of its own. */
function transferIdOf(file: Pick<FrameioFile, 'id'>, context: JobContext): string {
  return `${context.job.id}:${file.id}`;
}
