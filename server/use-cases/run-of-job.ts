import type { Sync, SyncRun } from '../domain/sync.ts';
import type { JobContext } from '../ports/job-context.ts';
import { failRun, type SettleDeps } from './settle-run.ts';

export interface RunOfJob {
  readonly sync: Sync;
  readonly run: SyncRun;
}

/** What a job of a run works for; undefined: the run has ended, or the synchronisation was removed and ends it here. */
export async function runOfJob({ job }: JobContext, deps: SettleDeps): Promise<RunOfJob | undefined> {
  const run = await deps.syncs.run(String(job.payload['runId']));
  const sync = run && (await deps.syncs.get(run.syncId));
  if (!sync || run.endedAt) return undefined;
  if (!sync.removedAt) return { sync, run };
  await failRun(sync, run, { code: 'sync-removed', params: [] }, deps);
  return undefined;
}
