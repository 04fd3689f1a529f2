import { RuleError } from '../domain/errors.ts';
import { titleOf } from '../domain/file-name.ts';
import { onlyDocument } from '../domain/publish-identity.ts';
import { isOpen } from '../domain/review.ts';
import type { Sync, SyncItem } from '../domain/sync.ts';
import {
  fingerprintOf,
  isEditedHere,
  nothingBrought,
  type BroughtDocument,
  type Fingerprint,
  type SyncAsset,
} from '../domain/sync-plan.ts';
import type { Frameio, FrameioFile } from '../ports/frameio.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { Nuxeo, NuxeoDocument } from '../ports/nuxeo.ts';
import { assetDocument, type AssetDocument } from './asset-document.ts';
import { followPlace, type WantedPlace } from './follow-place.ts';
import { fromPayload } from './listed-asset.ts';
import { publishedAs } from './published-as.ts';
import { headOf, identityOf, positionIn, readAsset, type ReadAsset } from './read-asset.ts';
import { destinationOf } from './sync-destination.ts';
import type { ItemOutcome, SyncDeps } from './sync-asset.ts';
import { freshMembers, writeMembers } from './write-members.ts';
import { followRecord, type AssetWrite } from './write-asset.ts';

/** One difference that is being brought. */
export interface Bringing {
  readonly sync: Sync;
  readonly item: SyncItem;
  readonly frameio: Frameio;
  readonly nuxeo: Nuxeo;
  readonly context: JobContext;
  readonly deps: SyncDeps;
}

interface Found extends ReadAsset {
  readonly fingerprint: Fingerprint;
  readonly type: SyncAsset['type'];
  /** Of the asset, or of the file that became this stack. */
  readonly known: SyncAsset | undefined;
}

/**
 * The asset's document as it is in Frame.io now: a new one, versions of what is new, or what was said meanwhile; its
 * name and folder follow. Nothing is written where nothing differs.
 *
 * @throws RuleError `changed-in-both`, `locked-by-other`, `asset-in-review`, `asset-not-uploaded`, `asset-without-bytes`,
 *   `asset-in-two-documents`.
 */
export async function bringAsset(bringing: Bringing): Promise<ItemOutcome> {
  const { sync, context, deps } = bringing;
  await context.enter('reading');
  const found = await findAsset(bringing);
  const elsewhere = await publishedAs(identityOf(found, sync), found.known?.documentUid, bringing);
  if (elsewhere !== undefined) return linked(elsewhere, found, bringing);

  const members = broughtMembers(found);
  const identity = identityOf(found, sync);
  if (!found.known) await begin(found, bringing);
  const place = { binding: destinationOf(sync), frameio: bringing.frameio, folder: folderOf(bringing) };
  const asset = await assetDocument(identity, members, place, context, deps);
  await requireNotHeld(asset.actor.document, found, bringing);
  const isForced = context.job.payload['force'] === true;
  // As long as nobody decides it stays an edit, whatever was said of the asset since.
  const isKeptEdit = !isForced && isEdited(asset.actor.document, found, context);
  const document = await writeDifference(asset, members, found, bringing);

  const wanted = { title: titleOf(headOf(found).name), parentUid: place.folder.uid, fileName: headOf(found).name };
  const before = isForced ? document : await broughtBefore(document, found, wanted, bringing);
  const followed = await followPlace(document, before, wanted, bringing.nuxeo);
  await saveKnown(
    document,
    { ...followed, ...(isKeptEdit ? blobOf(found.known) : blobOf(document.mainBlob)) },
    found,
    bringing,
  );
  return { state: followed.left ? 'left' : 'done', failure: followed.left, documentUid: document.uid };
}

/** Before anything is made for it: where it goes from Frame.io meanwhile, a walk finds what was left here. */
async function begin({ fingerprint, type }: Found, { sync, item, deps }: Bringing): Promise<void> {
  const begun = { syncId: sync.id, assetId: item.assetId, type, state: 'present', ...nothingBrought } as const;
  await deps.syncAssets.save({ ...fingerprint, ...begun }, item.runId);
}

/** As the walk listed it; a stack, and what was not listed, is read. */
async function findAsset(bringing: Bringing): Promise<Found> {
  const { sync, item, frameio, context, deps } = bringing;
  const { accountId, id: syncId } = sync;
  const { listed, type } = context.job.payload;
  const before = listed === undefined ? undefined : fromPayload(listed as JsonListed);
  if (before?.file && context.job.attempt === 1) {
    const known = await deps.syncAssets.get(syncId, item.assetId);
    return { ...{ members: [before.file], stackId: undefined, type: 'file', known }, fingerprint: before.fingerprint };
  }
  const read = await readAsset({ accountId, type: type as 'file', id: item.assetId }, frameio, item.title);
  return {
    ...read,
    type: read.stackId === undefined ? 'file' : 'version_stack',
    known: await knownAs(read, bringingIds(read, item), bringing),
    fingerprint: before?.fingerprint ?? fingerprintNow(read, item, await deps.syncAssets.get(syncId, item.assetId)),
  };
}
type JsonListed = Parameters<typeof fromPayload>[0];

const bringingIds = ({ members }: ReadAsset, { assetId }: SyncItem) => [assetId, ...members.map(({ id }) => id)];

/**
 * A file that became a stack was known by its own id; from now on by the stack's, with all that was known of it.
 *
 * @throws RuleError `asset-in-two-documents`: each goes on as it was until they are separated.
 */
async function knownAs(
  { stackId, members }: ReadAsset,
  ids: readonly string[],
  { sync, item, deps: { syncAssets } }: Bringing,
): Promise<SyncAsset | undefined> {
  const rows = await syncAssets.known(sync.id, ids);
  onlyDocument(rows);
  const own = rows.find(({ assetId }) => assetId === item.assetId);
  const [earlier] = rows.filter((row) => row !== own);
  if (stackId === undefined || !earlier) return own ?? earlier;
  const known = own ?? { ...earlier, assetId: stackId, type: 'version_stack' as const };
  await syncAssets.save(known, item.runId);
  await syncAssets.forget(
    sync.id,
    members.map(({ id }) => id),
  );
  return known;
}

function fingerprintNow(read: ReadAsset, { title }: SyncItem, known: SyncAsset | undefined): Fingerprint {
  const head = headOf(read);
  const now = fingerprintOf({ ...head, type: 'file', name: head.name || title });
  // The parent of a member is its stack.
  return read.stackId === undefined ? now : { ...now, parentId: known?.parentId };
}

/** Of what is there with all its bytes. An older member without any holds up nobody. */
function broughtMembers(found: Found): FrameioFile[] {
  const head = headOf(found);
  if (head.status === 'created') throw new RuleError('asset-not-uploaded', { params: [head.name] });
  if (head.length === 0) throw new RuleError('asset-without-bytes', { params: [head.name] });
  return found.members.filter(({ status, length }) => status !== 'created' && length > 0);
}

function folderOf({ sync, nuxeo, context }: Bringing) {
  return { username: sync.owner, nuxeo, uid: String(context.job.payload['parentUid'] ?? sync.folderUid) };
}

/** Whoever holds the lock, also the owner by hand, is not written over; what is in review comes back by the review. */
async function requireNotHeld(
  document: NuxeoDocument,
  { members }: Found,
  { deps }: Pick<Bringing, 'deps'>,
): Promise<void> {
  const review = await deps.reviews.get(document.uid);
  if (review && isOpen(review))
    throw new RuleError('asset-in-review', { params: [headOf({ members, stackId: undefined }).name] });
  if (document.lock) throw new RuleError('locked-by-other', { params: [document.lock.owner] });
}

async function writeDifference(
  asset: AssetDocument,
  members: readonly FrameioFile[],
  found: Found,
  bringing: Bringing,
): Promise<NuxeoDocument> {
  const { nuxeo, frameio, context, deps } = bringing;
  const { document } = asset.actor;
  const sides = { nuxeo, frameio };
  const fresh = freshMembers(asset.link.memberIds, members, heldId(document, members));
  const edited = isEdited(document, found, context);
  // Frame.io's state was chosen: the edit here becomes a version of its own first, by whoever writes the main file.
  const isForced = edited && context.job.payload['force'] === true;
  if (edited && !isForced && fresh.length > 0) throw new RuleError('changed-in-both', { params: [document.title] });
  const writing = (file: FrameioFile) => writeOf(file, 'main-file', found, bringing);
  if (fresh.length > 0) return writeMembers(asset, fresh, writing, sides, context, deps);
  if (isForced) return writeMembers(asset, members.slice(-1), writing, sides, context, deps);
  const head = headOf({ ...found, members });
  return followRecord(document, writeOf(head, 'none', found, bringing), sides, context, deps);
}

/** The member that the document holds already: a run that was cut off wrote it, and could not say so any more. */
function heldId({ properties, mainBlob }: NuxeoDocument, members: readonly FrameioFile[]): string | undefined {
  const named = members.find(({ id }) => id === properties['frameioasset:fileId']);
  return named && mainBlob?.length === named.length ? named.id : undefined;
}

/** What is known may be of another document: one that was trashed here, and has a new one in its place. */
function isEdited(document: NuxeoDocument, { known, members }: Found, { job }: JobContext): boolean {
  const { uid, mainBlob, properties } = document;
  if (known?.documentUid !== uid || String(properties['frameioasset:jobId']).startsWith(`${job.id}:`)) return false;
  const wasCutOff = known.headFileId !== properties['frameioasset:fileId'];
  const isOurs = wasCutOff && heldId(document, members) !== undefined;
  return !isOurs && isEditedHere(known, mainBlob);
}

function writeOf(
  file: FrameioFile,
  bytes: AssetWrite['bytes'],
  found: Found,
  { sync }: Pick<Bringing, 'sync'>,
): AssetWrite {
  const { stackId } = found;
  return {
    ...{
      file,
      stackId,
      stackPosition: positionIn(found, file),
      bytes,
      rule: 'minor',
      note: undefined,
      state: 'synced',
      asCounted: true,
    },
    workspaceId: sync.workspaceId,
    broughtBy: sync.owner,
  };
}

/**
 * What a run made and could not write down any more has the name and place that the asset had when it was begun: another
 * one is somebody's, and stays.
 */
async function broughtBefore(
  { uid }: NuxeoDocument,
  { known }: Found,
  wanted: WantedPlace,
  { sync, deps }: Bringing,
): Promise<Pick<BroughtDocument, 'title' | 'parentUid'>> {
  if (known?.documentUid === uid) return known;
  if (!known || known.documentUid !== undefined) return wanted;
  const parent = known.parentId === undefined ? undefined : await deps.syncAssets.get(sync.id, known.parentId);
  return { title: titleOf(known.name), parentUid: parent?.documentUid ?? wanted.parentUid };
}

type Blob = Pick<BroughtDocument, 'digest' | 'length'>;

function blobOf(blob: Partial<Blob> | undefined): Blob {
  return { digest: blob?.digest, length: blob?.length };
}

async function saveKnown(
  { uid }: NuxeoDocument,
  { title, parentUid, digest, length }: Omit<BroughtDocument, 'documentUid'>,
  { fingerprint, type }: Found,
  { sync, item, deps }: Bringing,
): Promise<void> {
  const known: SyncAsset = {
    ...{ ...fingerprint, syncId: sync.id, assetId: item.assetId, type, state: 'present', documentUid: uid },
    ...{ title, parentUid, digest, length },
  };
  await deps.syncAssets.save(known, item.runId); // seen: the walk need not ask for it
}

/** The push or publish that it belongs to looks after it. */
async function linked(uid: string, { fingerprint, type }: Found, { sync, item, deps }: Bringing): Promise<ItemOutcome> {
  const known: SyncAsset = {
    ...{ ...fingerprint, ...nothingBrought, syncId: sync.id, assetId: item.assetId, type },
    ...{ state: 'linked', documentUid: uid },
  };
  await deps.syncAssets.save(known, item.runId);
  return { state: 'done', change: 'linked', documentUid: uid };
}
