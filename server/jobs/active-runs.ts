import { JobCancelled, JobInterrupted } from '../domain/errors.ts';
import type { JobStore } from '../ports/job-store.ts';
import type { JobRun } from './job-run.ts';

/** What runs in this process. */
export interface ActiveRuns {
  add(run: JobRun): void;
  remove(run: JobRun): void;
  /** Aborts the run when somebody cancelled its job, or when another run took it over. */
  check(jobId: string): Promise<void>;
  checkAll(): Promise<void>;
  interruptAll(): void;
}

export function createActiveRuns(store: JobStore): ActiveRuns {
  const runs = new Map<string, JobRun>();
  const check = async (jobId: string) => {
    const run = runs.get(jobId);
    const job = run && (await store.get(jobId));
    if (!run || !job) return;
    if (job.lease !== run.begun.lease) run.abort(new JobInterrupted());
    else if (job.ending === 'cancelled' && !run.isTakingBack) run.abort(new JobCancelled());
  };
  return {
    add: (run) => void runs.set(run.id, run),
    remove: (run) => {
      if (runs.get(run.id) === run) runs.delete(run.id);
    },
    check,
    checkAll: async () => void (await Promise.all([...runs.keys()].map(check))),
    interruptAll: () => {
      for (const run of runs.values()) run.abort(new JobInterrupted());
    },
  };
}
