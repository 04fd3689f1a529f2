import { assetMetadata } from '../domain/asset-metadata.ts';
import type { Binding, VersionRule } from '../domain/binding.ts';
import { algorithmOf } from '../domain/digest.ts';
import { TransferError } from '../domain/errors.ts';
import {
  commentCounts,
  flattened,
  recordChanged,
  reviewProperties,
  withoutOwn,
  type ReviewRecord,
} from '../domain/review-record.ts';
import { versionRequest, versionStillMissing } from '../domain/version-policy.ts';
import type { Frameio, FrameioFile } from '../ports/frameio.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { DocumentChange, NuxeoDocument, UploadedBlob } from '../ports/nuxeo.ts';
import { assetProperties, followedProperties, newerProperties, type AssetPlace } from './asset-facet.ts';
import { bringBytes, dropBatch, restarting, type Sides } from './bring-bytes.ts';
import type { Deps } from './deps.ts';
import { noteOnce } from './note-once.ts';

export type WriteDeps = Pick<Deps, 'reviews' | 'providers' | 'engine' | 'transfers' | 'digests' | 'clock' | 'options'>;

export interface AssetWrite extends AssetPlace {
  readonly file: FrameioFile;
  /** Where the file's bytes go; `none`: the document has them already (X7). */
  readonly bytes: 'main-file' | 'attachment' | 'none';
  /** The document holds an edit that becomes a version of its own first; before a main file is replaced it always does. */
  readonly keepsEdit?: boolean;
  readonly rule: VersionRule;
  /** Who really did it, in Frame.io or here. */
  readonly broughtBy: string;
  readonly note: string | undefined;
  readonly state: 'in-review' | 'returned' | 'published' | 'synced';
  /** Frame.io counts its comments: where there are none nobody asks for them. */
  readonly asCounted?: boolean;
  /** Of the same stack, and not in the document: shown, and brought when somebody says so. */
  readonly newer?: FrameioFile;
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
  return restarting(write.file, sides, context, deps, async () => {
    const isDone = isWritten(document, write, mark, context);
    const written = isDone ? document : await writeOnce(document, write, mark, sides, context, deps);
    await dropBatch(write.file, sides, context, deps);
    await verifyArrived(written, write, mark, sides, context, deps);
    return finishPolicy(written, write, sides);
  });
}

/** With `VERIFY=full` the original is read once more and held against the digest that Nuxeo made of what it stored. */
async function verifyArrived(
  { mainBlob }: NuxeoDocument,
  { file, bytes }: AssetWrite,
  mark: string,
  { frameio }: Sides,
  context: JobContext,
  { digests, options }: WriteDeps,
): Promise<void> {
  const algorithm = algorithmOf(mainBlob?.digest);
  if (options.verify !== 'full' || bytes !== 'main-file' || !algorithm) return;
  const expected = await digests.of(frameio.files.source(file), algorithm, context.signal);
  if (mainBlob?.digest?.toLowerCase() === expected) return;
  await context.remember({ distrusted: mark }); // a retry brings the bytes again
  throw new TransferError('digest-mismatch', { params: [mainBlob?.digest ?? '', expected] });
}

/** The mark alone is not enough: a batch that was lost at the last moment leaves the properties without the bytes. */
function isWritten(
  { properties, mainBlob }: NuxeoDocument,
  { file, bytes }: AssetWrite,
  mark: string,
  context: JobContext,
): boolean {
  if (properties['frameioasset:jobId'] !== mark || context.memory()['distrusted'] === mark) return false;
  return bytes !== 'main-file' || mainBlob?.length === file.length;
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
  if (write.bytes === 'main-file' || write.keepsEdit) await keepState(document, mark, sides, context);
  await addFacets(document, sides);
  const change = await changeOf(document, write, uploaded, mark, sides, context, deps);
  return sides.nuxeo.documents.update(document.uid, change);
}

async function addFacets({ uid, facets }: NuxeoDocument, { nuxeo }: Sides): Promise<void> {
  for (const facet of ['FrameioAsset', 'FrameioReview']) {
    if (!facets.includes(facet)) await nuxeo.documents.addFacet(uid, facet);
  }
}

/**
 * Nothing is overwritten without a version: a checked-out document is checked in first. Once: the facets that are
 * added next check it out again.
 */
async function keepState(document: NuxeoDocument, mark: string, { nuxeo }: Sides, context: JobContext): Promise<void> {
  if (context.memory()['kept'] === mark) return;
  if (document.isCheckedOut && document.mainBlob) await nuxeo.versions.create(document.uid, 'minor');
  await context.remember({ kept: mark });
}

async function changeOf(
  document: NuxeoDocument,
  write: AssetWrite,
  uploaded: UploadedBlob | undefined,
  mark: string,
  { frameio }: Sides,
  context: JobContext,
  deps: WriteDeps,
): Promise<DocumentChange> {
  const record = await reviewRecord(write, frameio, deps);
  if (!(await deps.providers.settings()).comments) await noteOnce(context, { code: 'comments-off', params: [] });
  const { properties, ...change } = recordChange(document, write, record, mark);
  return {
    ...change,
    properties: { ...properties, 'frameioasset:jobId': mark },
    ...(uploaded && write.bytes === 'main-file' ? { mainFile: uploaded } : {}),
    ...(uploaded && write.bytes === 'attachment' ? { attachment: uploaded } : {}),
    comment: `Frame.io: ${write.file.name} (${write.broughtBy})${write.note ? ` ${write.note}` : ''}`.slice(0, 500),
    ...versionRequest(write.rule),
  };
}

function recordChange(
  { uid }: NuxeoDocument,
  write: AssetWrite,
  record: ReviewRecord,
  mark: string,
): Pick<DocumentChange, 'properties' | 'record'> {
  const counts = commentCounts(record);
  return {
    properties: {
      ...assetProperties(uid, write.file, write, assetMetadata(write.file)),
      ...reviewProperties(record, uid, mark),
      'frameioasset:openComments': counts.open,
      'frameioasset:totalComments': counts.total,
      'frameioasset:state': write.state,
      ...newerProperties(write.newer),
    },
    record: {
      property: 'frameioreview:record',
      fileName: `review-${write.file.id}.json`,
      json: JSON.stringify(record),
    },
  };
}

/**
 * What was said and decided since the version was made goes to the live document and makes no version; nothing is
 * written where nothing changed (decision 32).
 */
export async function followRecord(
  document: NuxeoDocument,
  write: AssetWrite,
  sides: Sides,
  context: JobContext,
  deps: WriteDeps,
): Promise<NuxeoDocument> {
  const record = await reviewRecord(write, sides.frameio, deps);
  if (!assetChanged(document.properties, write) && !recordChanged(document.properties, record)) return document;
  await addFacets(document, sides);
  return sides.nuxeo.documents.update(document.uid, recordChange(document, write, record, context.job.id));
}

/** What Frame.io says of the file and its stack, beside the record. */
function assetChanged(properties: NuxeoDocument['properties'], write: AssetWrite): boolean {
  const { file, state, newer, stackId, stackPosition } = write;
  const now = {
    'frameioasset:stackId': stackId ?? null,
    'frameioasset:stackPosition': stackPosition ?? null,
    'frameioasset:state': state,
    ...followedProperties(file, assetMetadata(file)),
    ...newerProperties(newer),
  };
  return Object.entries(now).some(([name, value]) => (properties[name] ?? null) !== value);
}

async function finishPolicy(document: NuxeoDocument, write: AssetWrite, { nuxeo }: Sides): Promise<NuxeoDocument> {
  if (!versionStillMissing(write.rule, document.isCheckedOut)) return document;
  await nuxeo.versions.create(document.uid, 'minor');
  return nuxeo.documents.get(document.uid);
}

/** Comments, replies and drawings as they are now, without what the connector itself posted. */
export async function reviewRecord(
  write: Pick<AssetWrite, 'file' | 'broughtBy' | 'note' | 'asCounted'>,
  frameio: Frameio,
  { providers, reviews }: Pick<Deps, 'providers' | 'reviews'>,
): Promise<ReviewRecord> {
  const { file } = write;
  const metadata = assetMetadata(file);
  const { comments: wanted } = await providers.settings();
  const isWithout = write.asCounted === true && metadata.commentCount === 0;
  const { accountId, projectId, id: fileId } = file;
  const comments = wanted && !isWithout ? await frameio.comments.list({ accountId, fileId }) : [];
  const commentIds = flattened(comments).map(({ id }) => id);
  if (!isWithout) await reviews.saveSeen({ accountId, projectId, fileId }, commentIds);
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

export function ruleOf({ rules }: Pick<Binding, 'rules'>, override: VersionRule | undefined): VersionRule {
  return override ?? rules.version;
}
