import { assetMetadata } from '../domain/asset-metadata.ts';
import type { Binding, VersionRule } from '../domain/binding.ts';
import { algorithmOf } from '../domain/digest.ts';
import { hasCode, RuleError, TransferError } from '../domain/errors.ts';
import { commentCounts, reviewProperties, withoutOwn, type ReviewRecord } from '../domain/review-record.ts';
import { versionRequest, versionStillMissing } from '../domain/version-policy.ts';
import type { Frameio, FrameioFile } from '../ports/frameio.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { DocumentChange, Nuxeo, NuxeoDocument, UploadedBlob } from '../ports/nuxeo.ts';
import { assetProperties } from './asset-facet.ts';
import type { Deps } from './deps.ts';

const MAX_RESTARTS = 3;

export type WriteDeps = Pick<Deps, 'reviews' | 'providers' | 'engine' | 'transfers' | 'digests' | 'clock' | 'options'>;

export interface AssetWrite {
  readonly file: FrameioFile;
  readonly stackId: string | undefined;
  readonly workspaceId: string | undefined;
  /** Where the file's bytes go; `none`: the document has them already (X7). */
  readonly bytes: 'main-file' | 'attachment' | 'none';
  readonly rule: VersionRule;
  /** Who really did it, in Frame.io or here. */
  readonly broughtBy: string;
  readonly note: string | undefined;
  readonly state: 'in-review' | 'returned' | 'published';
}

export interface Sides {
  readonly nuxeo: Nuxeo;
  readonly frameio: Frameio;
}

/**
 * Writes one file of an asset into the document: what was edited in Nuxeo is kept as a version first, then bytes,
 * metadata and record go in one request that makes the version. Called again after a lost answer it finds its own
 * mark and does nothing (decisions 19, 20).
 *
 * @returns The live document afterwards.
 */
export async function writeAsset(
  document: NuxeoDocument,
  write: AssetWrite,
  sides: Sides,
  context: JobContext,
  deps: WriteDeps,
): Promise<NuxeoDocument> {
  const mark = `${context.job.id}:${write.file.id}`;
  if (isWritten(document, write, mark)) return finishPolicy(document, write, sides);
  for (let restarts = 0; ; restarts += 1) {
    try {
      const written = await writeOnce(document, write, mark, sides, context, deps);
      await verifyArrived(written, write, sides, context, deps);
      return await finishPolicy(written, write, sides);
    } catch (error) {
      if (!hasCode(error, 'batch-lost', 'source-changed') || restarts >= MAX_RESTARTS) throw error;
      await dropBatch(write.file, sides, context, deps);
      const code = error.code === 'batch-lost' ? 'batch-lost-restarted' : 'source-changed-restarted';
      await context.note({ code, params: [write.file.name] });
    }
  }
}

/** With `VERIFY=full` the original is read once more and held against the digest that Nuxeo made of what it stored. */
async function verifyArrived(
  { mainBlob }: NuxeoDocument,
  { file, bytes }: AssetWrite,
  { frameio }: Sides,
  context: JobContext,
  { digests, options }: WriteDeps,
): Promise<void> {
  const algorithm = algorithmOf(mainBlob?.digest);
  if (options.verify !== 'full' || bytes !== 'main-file' || !algorithm) return;
  const expected = await digests.of(frameio.files.source(file), algorithm, context.signal);
  if (mainBlob?.digest?.toLowerCase() === expected) return;
  throw new TransferError('digest-mismatch', { params: [mainBlob?.digest ?? '', expected], needsAttention: true });
}

/** The mark alone is not enough: a batch that was lost at the last moment leaves the properties without the bytes. */
function isWritten(document: NuxeoDocument, { file, bytes }: AssetWrite, mark: string): boolean {
  if (document.properties['frameioasset:jobId'] !== mark) return false;
  return bytes !== 'main-file' || document.mainBlob?.length === file.length;
}

async function writeOnce(
  document: NuxeoDocument,
  write: AssetWrite,
  mark: string,
  sides: Sides,
  context: JobContext,
  deps: WriteDeps,
): Promise<NuxeoDocument> {
  const uploaded = write.bytes === 'none' ? undefined : await bringBytes(write.file, sides, context, deps);
  await context.enter('versioning');
  if (write.bytes === 'main-file') await keepEdits(document, mark, sides, context);
  for (const facet of ['FrameioAsset', 'FrameioReview']) {
    if (!document.facets.includes(facet)) await sides.nuxeo.documents.addFacet(document.uid, facet);
  }
  const change = await changeOf(document, write, uploaded, mark, sides, deps);
  const written = await sides.nuxeo.documents.update(document.uid, change);
  await dropBatch(write.file, sides, context, deps);
  return written;
}

/** Nothing is overwritten without a version: a checked-out document is checked in before its main file is replaced. */
async function keepEdits(document: NuxeoDocument, mark: string, { nuxeo }: Sides, context: JobContext): Promise<void> {
  if (!document.isCheckedOut || !document.mainBlob) return;
  if (context.memory()['kept'] === mark) return;
  await nuxeo.versions.create(document.uid, 'minor');
  await context.remember({ kept: mark });
}

async function changeOf(
  document: NuxeoDocument,
  write: AssetWrite,
  uploaded: UploadedBlob | undefined,
  mark: string,
  { frameio }: Sides,
  deps: WriteDeps,
): Promise<DocumentChange> {
  const record = await reviewRecord(write, frameio, deps);
  const counts = commentCounts(record);
  return {
    properties: {
      ...assetProperties(document.uid, write.file, write, assetMetadata(write.file)),
      ...reviewProperties(record, document.uid, mark),
      'frameioasset:openComments': counts.open,
      'frameioasset:totalComments': counts.total,
      'frameioasset:state': write.state,
      'frameioasset:jobId': mark,
    },
    record: {
      property: 'frameioreview:record',
      fileName: `review-${write.file.id}.json`,
      json: JSON.stringify(record),
    },
    ...(uploaded && write.bytes === 'main-file' ? { mainFile: uploaded } : {}),
    ...(uploaded && write.bytes === 'attachment' ? { attachment: uploaded } : {}),
    comment: `Frame.io: ${write.file.name} (${write.broughtBy})${write.note ? ` ${write.note}` : ''}`.slice(0, 500),
    ...versionRequest(write.rule),
  };
}

async function finishPolicy(document: NuxeoDocument, write: AssetWrite, { nuxeo }: Sides): Promise<NuxeoDocument> {
  if (!versionStillMissing(write.rule, document.isCheckedOut)) return document;
  await nuxeo.versions.create(document.uid, 'minor');
  return nuxeo.documents.get(document.uid);
}

/** Comments, replies and drawings as they are now, without what the connector itself posted. */
export async function reviewRecord(
  write: Pick<AssetWrite, 'file' | 'broughtBy' | 'note'>,
  frameio: Frameio,
  { providers, reviews }: Pick<Deps, 'providers' | 'reviews'>,
): Promise<ReviewRecord> {
  const { file } = write;
  const metadata = assetMetadata(file);
  const { comments: wanted } = await providers.settings();
  const comments = wanted ? await frameio.comments.list({ accountId: file.accountId, fileId: file.id }) : [];
  return {
    format: 1,
    accountId: file.accountId,
    fileId: file.id,
    fileName: file.name,
    viewUrl: file.viewUrl,
    fps: metadata.fps,
    status: metadata.statusId === undefined ? undefined : { id: metadata.statusId, label: metadata.statusLabel ?? '' },
    uploader: file.creator?.name ?? file.creator?.email,
    broughtBy: write.broughtBy,
    note: write.note,
    comments: withoutOwn(comments, await reviews.ownComments(file.id)),
  };
}

/**
 * Brings the file's bytes to a batch of Nuxeo. Batches live a limited time: a lost one restarts the file, said so.
 *
 * @throws RuleError `asset-without-bytes`.
 */
async function bringBytes(
  file: FrameioFile,
  { nuxeo, frameio }: Sides,
  context: JobContext,
  { engine, transfers }: WriteDeps,
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

/** What a cancelled or failed job leaves in Nuxeo: a batch that is on its way. */
export async function discardBatch(nuxeo: Nuxeo, context: JobContext, deps: Pick<Deps, 'transfers'>): Promise<void> {
  const fileId = context.memory()['bringing'];
  if (typeof fileId === 'string') await dropBatch({ id: fileId }, { nuxeo }, context, deps);
}

async function dropBatch(
  file: Pick<FrameioFile, 'id'>,
  { nuxeo }: Pick<Sides, 'nuxeo'>,
  context: JobContext,
  { transfers }: Pick<Deps, 'transfers'>,
): Promise<void> {
  const transferId = transferIdOf(file, context);
  const checkpoint = await transfers.load(transferId);
  if (checkpoint) await nuxeo.uploads.drop(checkpoint.target);
  await transfers.end(transferId);
}

/** A stack brings several files in one job: each has checkpoints of its own. */
function transferIdOf(file: Pick<FrameioFile, 'id'>, context: JobContext): string {
  return `${context.job.id}:${file.id}`;
}

export function ruleOf(binding: Binding, override: unknown): VersionRule {
  return override === 'minor' || override === 'major' ? override : binding.rules.version;
}
