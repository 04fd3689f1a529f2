import type { Clock } from '../ports/clock.ts';
import type { JobRecord, JobStore } from '../ports/job-store.ts';

/**
 * Calls the listener with each job that changed. A job that changes while it is being read is read once more, so
 * that the last call always has its last state; in between, changes may be told together.
 */
export function watchJobs(store: JobStore, clock: Clock, listener: (job: JobRecord) => void): () => void {
  const reading = new Map<string, { again: boolean }>();
  let seenUntil = clock.now();
  let stopped = false;

  const tell = (job: JobRecord) => {
    if (stopped) return;
    if (job.updatedAt > seenUntil) seenUntil = job.updatedAt;
    listener(job);
  };

  const read = async (id: string): Promise<void> => {
    const known = reading.get(id);
    if (known) {
      known.again = true;
      return;
    }
    const state = { again: true };
    reading.set(id, state);
    try {
      while (state.again && !stopped) {
        state.again = false;
        const job = await store.get(id);
        if (job) tell(job);
      }
    } catch {
      // The session that listens has the same trouble: what was missed is read when it is connected again.
    } finally {
      reading.delete(id);
    }
  };

  const readMissed = async () => {
    try {
      for (const job of await store.changedSince(seenUntil)) tell(job);
    } catch {
      // As above.
    }
  };

  const unwatch = store.watch({ changed: (id) => void read(id), connected: () => void readMissed() });
  return () => {
    stopped = true;
    unwatch();
  };
}
