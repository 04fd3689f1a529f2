import { unitedScope, type Sync, type SyncScope, type WalkStart } from '../domain/sync.ts';
import type { Change } from '../domain/webhook.ts';
import type { Deps } from './deps.ts';
import { startRun } from './start-run.ts';

export type FollowSyncsDeps = Pick<Deps, 'syncs' | 'syncAssets' | 'queue'>;

/** What a change is about, as it is in Frame.io now. */
export interface Found {
  /** Of the asset: its own id, that of its stack, and those of the stack's other files. */
  readonly ids: readonly string[];
  readonly stackId: string | undefined;
  /** The folder it lies in; undefined: it is gone, or nobody may see it. */
  readonly parentId: string | undefined;
}

/** Walks to start, one for each synchronised folder however many changes it sees. */
export type WantedWalks = Map<string, { readonly sync: Sync; readonly scope: SyncScope }>;

/** The smallest walks that see what became of the asset: where it is, and where it was when it was seen last (X8). */
export async function wantWalks(
  change: Change,
  found: Found,
  walks: WantedWalks,
  deps: FollowSyncsDeps,
): Promise<void> {
  for (const sync of await deps.syncs.inProject(change)) {
    const scope = change.type === 'project' ? 'all' : await startsFor(change, found, sync, deps);
    if (scope.length === 0) continue; // outside the synchronised folder
    const wanted = walks.get(sync.id);
    walks.set(sync.id, { sync, scope: wanted ? unitedScope(wanted.scope, scope) : scope });
    if (change.type === 'comment') await distrustRecord(found, sync, deps);
  }
}

export async function startWalks(walks: WantedWalks, deps: FollowSyncsDeps): Promise<void> {
  for (const { sync, scope } of walks.values()) {
    await startRun(sync, { trigger: 'webhook', mode: 'sync', scope, by: undefined }, deps);
  }
}

/** A folder that no walk has seen is seen with the one that it lies in. */
async function startsFor(
  { type, id }: Change,
  { ids, parentId }: Found,
  sync: Sync,
  { syncAssets }: FollowSyncsDeps,
): Promise<WalkStart[]> {
  const seen = await syncAssets.known(sync.id, ids);
  const parents = [parentId, ...seen.map((asset) => asset.parentId)].flatMap((one) => one ?? []);
  const wanted = [...parents.map((folderId) => shallow(folderId)), ...(type === 'folder' ? [deep(id)] : [])];
  const known = await syncAssets.known(
    sync.id,
    wanted.map(({ folderId }) => folderId),
  );
  const folders = new Set([sync.folderId, ...known.map(({ assetId }) => assetId)]);
  return wanted.filter(({ folderId }) => folders.has(folderId));
}

const shallow = (folderId: string): WalkStart => ({ folderId, deep: false });
const deep = (folderId: string): WalkStart => ({ folderId, deep: true });

/** No comment count is this: a comment that was edited or completed leaves the count as it was. */
const UNKNOWN_COUNT = -1;

async function distrustRecord({ ids }: Found, sync: Sync, { syncAssets }: FollowSyncsDeps): Promise<void> {
  for (const asset of await syncAssets.known(sync.id, ids)) {
    await syncAssets.save({ ...asset, commentCount: UNKNOWN_COUNT });
  }
}
