import type { Sync, SyncRun } from '../domain/sync.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { Deps } from './deps.ts';
import { enqueueWalk, startRun } from './start-run.ts';
import { requeueForced } from './settle-drift.ts';
import { follow, settleRun } from './settle-run.ts';

type RepairDeps = Pick<Deps, 'syncs' | 'syncAssets' | 'queue' | 'clock'>;

/** Looked at once a minute: what more is due waits for the next look. */
const MOST_AT_ONCE = 200;
const DAY_MS = 24 * 3_600_000;
const RUNS_KEPT_MS = 30 * DAY_MS;
/** Of the time between two walks: what was set up together does not walk together for ever. */
const JITTER = 0.1;

/** Job: the walks that are due, and what a crash left between two steps of a run. */
export async function startSyncs(context: JobContext, deps: RepairDeps & Pick<Deps, 'options'>): Promise<void> {
  const now = deps.clock.now().getTime();
  await repair(deps);
  const { syncWalkMs } = deps.options;
  for (const { sync, endedAt } of await deps.syncs.due(new Date(now - syncWalkMs), MOST_AT_ONCE)) {
    context.signal.throwIfAborted();
    const kept = await deps.syncs.beginKept(sync.id);
    if (kept) await enqueueWalk(sync, kept, deps);
    else if (now - (endedAt ?? sync.createdAt).getTime() >= syncWalkMs * (1 + JITTER * shareOf(sync)))
      await startRun(sync, { trigger: 'schedule', mode: 'sync', scope: 'all', by: undefined }, deps);
  }
  await deps.syncs.forgetRunsBefore(new Date(now - RUNS_KEPT_MS));
}

async function repair(deps: RepairDeps): Promise<void> {
  for (const run of await deps.syncs.unsettledRuns()) {
    const sync = await deps.syncs.get(run.syncId);
    if (!sync) continue;
    if (run.endedAt) await follow(sync, run, deps);
    else if (!run.isWalked) await enqueueWalk(sync, run, deps);
    else await finish(sync, run, deps);
  }
}

async function finish(sync: Sync, run: SyncRun, deps: RepairDeps): Promise<void> {
  await requeueForced(sync, run, deps);
  await settleRun(sync, run, deps);
}

/** The same for a synchronisation every time: from 0 up to 1. */
function shareOf({ id }: Sync): number {
  let hash = 0;
  for (const character of id) hash = (hash * 31 + character.charCodeAt(0)) % 1000;
  return hash / 1000;
}
