import type { Sync, SyncRun } from '../domain/sync.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { Deps } from './deps.ts';

export interface RunOfJob {
  readonly sync: Sync;
  readonly run: SyncRun;
}

/** What a job of a run works for; undefined: the run has ended, or the synchronisation was removed and ends it here. */
export async function runOfJob(
  { job }: JobContext,
  { syncs, clock }: Pick<Deps, 'syncs' | 'clock'>,
): Promise<RunOfJob | undefined> {
  const run = await syncs.run(String(job.payload['runId']));
  const sync = run && (await syncs.get(run.syncId));
  if (!sync || run.endedAt) return undefined;
  if (!sync.removedAt) return { sync, run };
  await syncs.endRun(run.id, { at: clock.now(), failure: { code: 'sync-removed', params: [] } });
  return undefined;
}
