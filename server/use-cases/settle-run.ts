import type { ErrorCode, Failure } from '../domain/errors.ts';
import type { Sync, SyncRun } from '../domain/sync.ts';
import type { Deps } from './deps.ts';
import { enqueueWalk } from './start-run.ts';

export type SettleDeps = Pick<Deps, 'syncs' | 'queue' | 'clock'>;

/** The owner cannot be used any more: the whole run ends, and somebody connects again or takes over. */
export const ownerGone: readonly ErrorCode[] = [
  'nuxeo-grant-missing',
  'nuxeo-grant-refused',
  'frameio-not-connected',
  'frameio-token-refused',
  'not-signed-in',
];

/** Ends the run when it is walked and nothing of it is open. Safe to call often: whoever is first does it. */
export async function settleRun(sync: Sync, run: Pick<SyncRun, 'id'>, deps: SettleDeps): Promise<void> {
  const ended = await deps.syncs.endRun(run.id, { at: deps.clock.now() });
  if (ended) await follow(sync, ended, deps);
}

/** Ends the run as a whole; what it did not come to is left. */
export async function failRun(sync: Sync, run: Pick<SyncRun, 'id'>, failure: Failure, deps: SettleDeps): Promise<void> {
  const ended = await deps.syncs.endRun(run.id, { at: deps.clock.now(), failure });
  if (!ended) return;
  await deps.syncs.leaveOpenItems(run.id, failure);
  await follow(sync, (await deps.syncs.run(run.id)) ?? ended, deps);
}

/** It is told where there is something to tell, and what was asked for meanwhile begins. */
export async function follow(sync: Sync, ended: SyncRun, deps: SettleDeps): Promise<void> {
  if (await isNews(ended, deps)) await enqueueTelling(sync, ended, deps);
  else await deps.syncs.markTold(ended.id);
  if (sync.removedAt) return;
  const next = await deps.syncs.beginKept(sync.id);
  if (next) await enqueueWalk(sync, next, deps);
}

/**
 * Nothing changed, and it ended as the last one did: that is no news, whoever asked. What waits for a decision or a lock
 * is found again by each walk, and is told once; again to who asks.
 */
async function isNews(run: SyncRun, { syncs }: Pick<Deps, 'syncs'>): Promise<boolean> {
  if (run.mode === 'compare') return false;
  const before = await syncs.runBefore(run);
  if (run.state === 'failed') return run.by !== undefined || before?.state !== 'failed';
  if (run.done > 0 || (run.total > 0 && run.by !== undefined)) return true;
  return before?.state !== run.state || before.failed !== run.failed || before.left !== run.left;
}

async function enqueueTelling({ id, owner, folderPath }: Sync, run: SyncRun, { queue }: SettleDeps): Promise<void> {
  await queue.enqueue({
    kind: 'tell-sync',
    person: owner,
    title: folderPath,
    payload: { syncId: id, runId: run.id },
    key: `tell-sync:${run.id}`,
  });
}
