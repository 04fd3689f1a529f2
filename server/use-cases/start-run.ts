import type { Sync, SyncRun, WantedRun } from '../domain/sync.ts';
import type { Deps } from './deps.ts';

export type StartRunDeps = Pick<Deps, 'syncs' | 'queue'>;

/**
 * Starts a run, or answers the one that goes on: what that one does not cover is walked right after it. Safe to call
 * often, and from several processes.
 */
export async function startRun(sync: Sync, wanted: WantedRun, deps: StartRunDeps): Promise<SyncRun> {
  const { run } = await deps.syncs.beginRun(sync.id, wanted);
  // Also for a run that is there: a crash may have come between its row and its job.
  await enqueueWalk(sync, run, deps);
  return run;
}

/** The key is the run's: a walk that was enqueued is not enqueued again. */
export async function enqueueWalk(
  { id, owner, folderUid, folderPath }: Sync,
  run: SyncRun,
  { queue }: Pick<Deps, 'queue'>,
): Promise<void> {
  await queue.enqueue({
    kind: 'walk-sync',
    person: owner,
    title: folderPath,
    documentUid: folderUid,
    bindingId: id,
    payload: { syncId: id, runId: run.id },
    key: `walk:${run.id}`,
    exclusive: `walk:${id}`,
    // Who waits in front of the screen does not wait behind the clock.
    priority: run.trigger === 'created' || run.trigger === 'person' ? 1 : 0,
  });
}
