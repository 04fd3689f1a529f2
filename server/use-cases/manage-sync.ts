import { RuleError, hasCode, IntegrationError, type Failure } from '../domain/errors.ts';
import type { Sync, SyncMode, SyncRun } from '../domain/sync.ts';
import type { NuxeoDocument } from '../ports/nuxeo.ts';
import type { BindCaller } from './bind-folder.ts';
import type { Deps } from './deps.ts';
import { requireConnected, requireService } from './guards.ts';
import { cancelUnlessOver } from './manage-jobs.ts';
import { unconfirmed } from './find-binding.ts';
import { failRun } from './settle-run.ts';
import { startRun } from './start-run.ts';
import { sourceGone } from './walk.ts';
import { tendSoon } from './tend-webhooks.ts';

const MOST_JOBS = 200;

export interface SyncedFolder {
  readonly sync: Sync;
  readonly folder: NuxeoDocument;
}

/**
 * @throws RuleError `folder-not-synced`; `sync-unconfirmed` while somebody is asked whether they synchronise it: the last
 *   value says who; NuxeoError for who may not read the folder.
 */
export async function syncOf(
  folderUid: string,
  { nuxeo }: Pick<BindCaller, 'nuxeo'>,
  { syncs, activity }: Pick<Deps, 'syncs' | 'activity'>,
): Promise<SyncedFolder> {
  const folder = await nuxeo.documents.get(folderUid); // who may not read it does not learn that it is synchronised
  const sync = await syncs.ofFolder(folderUid);
  if (!sync)
    throw (await unconfirmed(folderUid, 'sync-unconfirmed', { activity })) ?? new RuleError('folder-not-synced');
  return { sync, folder };
}

/**
 * *Refresh Synchronization*, or a comparison: by whoever may write in the folder (N118).
 *
 * @throws RuleError `folder-not-synced`, `write-not-allowed`, and what the owner's connection lacks.
 */
export async function refreshSync(
  folderUid: string,
  mode: SyncMode,
  caller: BindCaller,
  deps: Pick<Deps, 'syncs' | 'queue' | 'tokens' | 'providers' | 'activity'>,
): Promise<SyncRun> {
  await requireService(deps);
  const { sync, folder } = await syncOf(folderUid, caller, deps);
  if (!folder.permissions.includes('WriteProperties')) throw new RuleError('write-not-allowed');
  await requireConnected(sync.owner, deps);
  return startRun(sync, { trigger: 'person', mode, scope: 'all', by: caller.person.username }, deps);
}

/** Its owner, a manager of the folder, or an administrator (N119). */
export function mayRemove({ sync, folder }: SyncedFolder, { person }: Pick<BindCaller, 'person'>): boolean {
  return person.isAdministrator || person.username === sync.owner || folder.permissions.includes('WriteSecurity');
}

/**
 * *Remove Synchronization*: from here on nothing comes any more, what is on its way ends; documents stay.
 *
 * @throws RuleError `folder-not-synced`, `sync-not-yours`.
 */
export async function removeSync(
  folderUid: string,
  caller: BindCaller,
  deps: Pick<Deps, 'syncs' | 'queue' | 'activity' | 'clock'>,
): Promise<void> {
  const found = await syncOf(folderUid, caller, deps);
  if (!mayRemove(found, caller)) throw new RuleError('sync-not-yours');
  const { sync, folder } = found;
  await deps.syncs.markRemoved(sync.id, deps.clock.now());
  await tendSoon(`sync-removed:${sync.id}`, deps);
  await endGoingRun(sync, deps);
  await removeFacet(folder, caller);
  await deps.activity.settle({ bindingId: sync.id });
  const about = { title: folder.title, documentUid: folder.uid, bindingId: sync.id };
  await deps.activity.append({ ...about, kind: 'sync-removed', person: caller.person.username });
}

async function endGoingRun(sync: Sync, deps: Pick<Deps, 'syncs' | 'queue' | 'clock'>): Promise<void> {
  const run = await deps.syncs.goingRun(sync.id);
  const removed = { ...sync, removedAt: deps.clock.now() };
  if (run) await failRun(removed, run, { code: 'sync-removed', params: [] }, deps);
  await cutOff(sync, deps);
}

/** What a worker has begun ends and takes back what is half made; everything else finds its run ended. */
async function cutOff({ id: bindingId }: Sync, { queue }: Pick<Deps, 'queue'>): Promise<void> {
  const begun = { bindingId, open: true, begun: true, limit: MOST_JOBS } as const;
  for (let jobs = await queue.list(begun); jobs.length > 0;) {
    for (const { id } of jobs) await cancelUnlessOver(id, { queue });
    const before = jobs.at(-1)?.createdAt;
    jobs = jobs.length < MOST_JOBS || !before ? [] : await queue.list({ ...begun, before });
  }
}

/** It is display only: a folder that is locked or not for this person to write is as good as without it. */
async function removeFacet({ uid }: NuxeoDocument, { nuxeo }: BindCaller): Promise<void> {
  try {
    await nuxeo.documents.removeFacet(uid, 'FrameioSynced');
  } catch (error) {
    if (!(error instanceof IntegrationError)) throw error;
  }
}

/** Why the owner cannot be used any more: somebody has to take over. */
export async function ownerTrouble(
  { owner }: Sync,
  run: SyncRun | undefined,
  deps: Pick<Deps, 'tokens'>,
): Promise<Failure | undefined> {
  try {
    await requireConnected(owner, deps);
    return run?.failure && needsAnother.includes(run.failure.code) ? run.failure : undefined;
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return { code: error.code, params: error.params };
  }
}

/** Connected, and yet: without rights on one of the two sides. */
const needsAnother: readonly Failure['code'][] = ['sync-source-gone', 'publish-not-allowed', 'not-signed-in'];

export function mayTakeOver(
  { sync, folder }: SyncedFolder,
  trouble: Failure | undefined,
  { person }: Pick<BindCaller, 'person'>,
): boolean {
  const { permissions } = folder;
  const mayWrite = permissions.includes('WriteProperties') && permissions.includes('AddChildren');
  return trouble !== undefined && person.username !== sync.owner && mayWrite;
}

/**
 * *Take over*: the person owns it from now on, where its owner cannot be used any more (N124).
 *
 * @throws RuleError `take-over-not-needed`, `write-not-allowed`, `sync-source-gone`, and what the person's own connection lacks.
 */
export async function takeOver(
  folderUid: string,
  caller: BindCaller,
  deps: Pick<Deps, 'syncs' | 'frameio' | 'queue' | 'tokens' | 'providers' | 'activity'>,
): Promise<Sync> {
  const { username } = caller.person;
  await requireService(deps);
  const found = await syncOf(folderUid, caller, deps);
  await requireConnected(username, deps);
  const [run] = await deps.syncs.lastRuns([found.sync.id], 'sync');
  const trouble = await ownerTrouble(found.sync, run, deps);
  if (!trouble) throw new RuleError('take-over-not-needed', { params: [found.sync.owner] });
  if (!mayTakeOver(found, trouble, caller)) throw new RuleError('write-not-allowed');
  const taken = { ...found.sync, owner: username };
  await requireReadable(taken, await deps.frameio.as(username, { interactive: true }));

  await deps.syncs.setOwner(taken.id, username);
  await deps.activity.settle({ bindingId: taken.id });
  const about = { title: found.folder.title, documentUid: folderUid, bindingId: taken.id };
  await deps.activity.append({ ...about, kind: 'sync-taken-over', person: username });
  await startRun(taken, { trigger: 'person', mode: 'sync', scope: 'all', by: username }, deps);
  return taken;
}

async function requireReadable(sync: Sync, frameio: Awaited<ReturnType<Deps['frameio']['as']>>): Promise<void> {
  try {
    await frameio.folders.get(sync);
  } catch (error) {
    if (!hasCode(error, 'frameio-not-found', 'frameio-forbidden')) throw error;
    throw sourceGone(sync, error);
  }
}
