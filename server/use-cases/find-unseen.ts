import { hasCode } from '../domain/errors.ts';
import type { SyncAsset } from '../domain/sync-plan.ts';
import type { SyncChange } from '../domain/sync.ts';
import { compareUnseen } from './compare-unseen.ts';
import { addItem, enqueueAsset, failedItem, itemOf, type Walk } from './walk.ts';

const PAGE = 100;

/**
 * After the folders of a run were walked: what is known there and was not seen is looked at, one by one. A folder that
 * is gone takes with it what was in it, without a question for each. Answers whether there is more to walk.
 */
export async function findUnseen(walk: Walk): Promise<boolean> {
  const { sync, run, deps } = walk;
  for (let seen: Seen = { now: 1, later: 0 }; seen.now > 0 || seen.later > 0;)
    seen = await lookAtAll(walk, seen.now > 0 ? 'patient' : 'impatient');
  return (await deps.syncAssets.nextFolders(sync.id, run.id, 1)).length > 0;
}

/** How many were looked at, and how many wait for the folder they are in now. */
interface Seen {
  readonly now: number;
  readonly later: number;
}
/** Impatient where all wait for each other, since what is known is old. */
type Manner = 'patient' | 'impatient';

async function lookAtAll(walk: Walk, manner: Manner): Promise<Seen> {
  const { sync, run, context, deps } = walk;
  const seen = { now: 0, later: 0 };
  for (let after: string | undefined; ;) {
    const page = await deps.syncAssets.unseen(sync.id, run.id, after, PAGE);
    for (const row of page) {
      context.signal.throwIfAborted();
      seen[(await lookAt(row, manner, walk)) ? 'now' : 'later'] += 1;
    }
    after = page.at(-1)?.assetId;
    if (page.length < PAGE) return seen;
  }
}

/** Answers false where it has to wait. */
async function lookAt(row: SyncAsset, manner: Manner, walk: Walk): Promise<boolean> {
  const { sync, run, deps } = walk;
  const place = await placeOf(row, walk).catch(async (error: unknown) => {
    if (!hasCode(error, 'frameio-forbidden')) throw error;
    await addItem(failedItem(row.assetId, row.name, error, walk, 'gone'), walk);
    return 'hidden' as const;
  });
  if (typeof place === 'object') {
    if (manner === 'patient' && (await deps.syncAssets.isInUnseen(sync.id, run.id, place.parent.assetId))) return false;
    if (place.parent.type === 'folder') await tellMoved(row, place.parent, walk);
  }
  if (place === 'gone' || place === 'outside') await tellGone(row, place, walk);
  // Last: a walk that is cut off before looks at it once more.
  await deps.syncAssets.markSeen(sync.id, run.id, [row.assetId]);
  return true;
}

/** In a folder or stack that is known; or in a stack that the walk saw, which brings it. */
type Place = 'gone' | 'outside' | 'new-stack' | { readonly parent: SyncAsset };

async function placeOf(row: SyncAsset, walk: Walk): Promise<Place> {
  const { sync, deps } = walk;
  const parent = row.parentId === undefined ? undefined : await deps.syncAssets.get(sync.id, row.parentId);
  if (parent?.state === 'gone') return 'gone';
  const parentId = await parentNow(row, walk);
  if (parentId === 'gone') return 'gone';
  const [under] = parentId === undefined ? [] : await deps.syncAssets.known(sync.id, [parentId]);
  if (under && under.state !== 'gone') return { parent: under };
  if (under?.type === 'folder') return 'outside';
  const isInNewStack = parentId !== undefined && (await deps.syncs.item(walk.run.id, parentId)) !== undefined;
  return isInNewStack ? 'new-stack' : 'outside';
}

async function parentNow({ type, assetId }: SyncAsset, { sync: { accountId }, frameio }: Walk) {
  try {
    if (type === 'folder') return (await frameio.folders.get({ accountId, folderId: assetId })).parentId;
    if (type === 'version_stack') return (await frameio.versionStacks.get({ accountId, stackId: assetId })).parentId;
    return (await frameio.files.get({ accountId, fileId: assetId })).parentId;
  } catch (error) {
    if (!hasCode(error, 'frameio-not-found')) throw error;
    return 'gone' as const;
  }
}

/** Moved while we walked, or to where this run did not look. */
async function tellMoved(row: SyncAsset, parent: SyncAsset, walk: Walk): Promise<void> {
  const { sync, run, deps } = walk;
  if (run.mode === 'compare') return;
  // A folder with all that is in it is a walk of its own, from where it is now.
  if (row.type === 'folder') {
    await deps.syncAssets.want(sync.id, run.id, [{ folderId: parent.assetId, deep: false }]);
    return;
  }
  await tell(row, 'moved', parent.documentUid, walk);
}

async function tellGone(row: SyncAsset, place: 'gone' | 'outside', walk: Walk): Promise<void> {
  const { sync, run, deps } = walk;
  if (run.mode === 'compare') return compareUnseen(row, walk);
  if (row.type !== 'folder') return tell(row, 'gone', undefined, walk, place);
  await deps.syncAssets.setState(sync.id, row.assetId, 'gone');
  if (row.documentUid === undefined) return;
  const done = { state: 'done', documentUid: row.documentUid } as const;
  await addItem({ ...itemOf(row.assetId, row.name, 'gone', walk), ...done }, walk);
}

async function tell(
  row: SyncAsset,
  change: SyncChange,
  parentUid: string | undefined,
  walk: Walk,
  place?: 'gone' | 'outside',
): Promise<void> {
  const item = { ...itemOf(row.assetId, row.name, change, walk), documentUid: row.documentUid };
  const outside = { code: 'asset-moved-outside', params: [row.name] } as const;
  await addItem(place === 'outside' ? { ...item, failure: outside } : item, walk);
  await enqueueAsset(item, row.type, parentUid, walk);
}
