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
  const { sync, run, context, deps } = walk;
  for (let found = true; found;) {
    found = false;
    for (let after: string | undefined; ;) {
      const page = await deps.syncAssets.unseen(sync.id, run.id, after, PAGE);
      for (const row of page) {
        context.signal.throwIfAborted();
        found = (await lookAt(row, walk)) || found;
      }
      after = page.at(-1)?.assetId;
      if (page.length < PAGE) break;
    }
  }
  return (await deps.syncAssets.nextFolders(sync.id, run.id, 1)).length > 0;
}

/** Answers whether it was a folder that is gone: what was in it comes next. */
async function lookAt(row: SyncAsset, walk: Walk): Promise<boolean> {
  const { sync, run, deps } = walk;
  const place = await placeOf(row, walk).catch(async (error: unknown) => {
    if (!hasCode(error, 'frameio-forbidden')) throw error;
    await addItem(failedItem(row.assetId, row.name, error, walk, 'gone'), walk);
    return 'hidden' as const;
  });
  if (place === 'tree') await tellMoved(row, walk);
  if (place === 'gone' || place === 'outside') await tellGone(row, place, walk);
  // Last: a walk that is cut off before looks at it once more.
  await deps.syncAssets.markSeen(sync.id, run.id, [row.assetId]);
  return row.type === 'folder' && (place === 'gone' || place === 'outside');
}

/** `version`: of a stack that the walk saw, which brings it. */
type Place = 'gone' | 'outside' | 'tree' | 'version';

async function placeOf(row: SyncAsset, walk: Walk): Promise<Place> {
  const { sync, deps } = walk;
  const parent = row.parentId === undefined ? undefined : await deps.syncAssets.get(sync.id, row.parentId);
  if (parent?.state === 'gone') return 'gone';
  const parentId = await parentNow(row, walk);
  if (parentId === 'gone') return 'gone';
  const [under] = parentId === undefined ? [] : await deps.syncAssets.known(sync.id, [parentId]);
  if (under && under.state !== 'gone') return under.type === 'folder' ? 'tree' : 'version';
  const isInNewStack = parentId !== undefined && (await deps.syncs.item(walk.run.id, parentId)) !== undefined;
  return isInNewStack ? 'version' : 'outside';
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
async function tellMoved(row: SyncAsset, walk: Walk): Promise<void> {
  const { sync, run, deps } = walk;
  const parentId = await parentNow(row, walk);
  const parent = parentId === undefined ? undefined : await deps.syncAssets.get(sync.id, parentId);
  if (!parent || run.mode === 'compare') return;
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
