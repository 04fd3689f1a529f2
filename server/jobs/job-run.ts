import { JobInterrupted } from '../domain/errors.ts';
import type { JsonObject } from '../domain/job.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { JobChange, JobFields, JobRecord, JobStore } from '../ports/job-store.ts';
import { toJob } from './queue.ts';
import { createThrottle } from './throttle.ts';

const progressPauseMs = 500;

/** One run of a job in this process. */
export interface JobRun {
  readonly id: string;
  /** As it was when this run took it over. */
  readonly begun: JobRecord;
  /** Of the part that is under way: the work, or taking it back. */
  readonly signal: AbortSignal;
  readonly isTakingBack: boolean;
  abort(reason: Error): void;
  context(): JobContext;
  /** From here on the run takes back: a new signal, which a cancel does not abort. */
  startTakingBack(): void;
  /** Stops listening for interruptions. */
  close(): void;
  /**
   * Writes while the job is still this run's. Once another run took it over nothing is written, the signal is
   * aborted, and undefined is answered.
   */
  change(decide: (job: JobRecord) => JobChange): Promise<JobRecord | undefined>;
  flush(): Promise<void>;
}

/** @param interruption - Aborted when this process stops, or when the queue gave the job to another. */
export function createJobRun(store: JobStore, begun: JobRecord, interruption: AbortSignal): JobRun {
  let part = { controller: new AbortController(), isTakingBack: begun.ending !== undefined };
  const interrupt = () => part.controller.abort(new JobInterrupted());
  if (interruption.aborted) interrupt();
  interruption.addEventListener('abort', interrupt);
  let memory: JsonObject = begun.memory;

  const change = async (decide: (job: JobRecord) => JobChange) => {
    let isMine = false;
    const job = await store.change(begun.id, (now) => {
      isMine = now.lease === begun.lease;
      return isMine ? decide(now) : undefined;
    });
    if (isMine) return job;
    interrupt();
    return undefined;
  };
  const set = async (decide: (job: JobRecord) => JobFields) => {
    const job = await change((now) => ({ set: decide(now) }));
    if (!job) throw new JobInterrupted();
    return job;
  };
  const progress = createThrottle(async (bytesDone: number) => {
    // The next one is near; a database that is away fails the run where it matters.
    await change((job) => ({ set: { bytesDone, ...goingOn(job) } })).catch(() => undefined);
  }, progressPauseMs);

  const context = (): JobContext => ({
    job: { ...toJob(begun), memory },
    signal: part.controller.signal,
    enter: async (stage, bytesTotal) => {
      await progress.flush();
      await set(() => (bytesTotal === undefined ? { stage } : { stage, bytesTotal, bytesDone: 0 }));
    },
    progress: (bytesDone) => progress.offer(bytesDone),
    memory: () => memory,
    remember: async (patch) => {
      ({ memory } = await set((job) => ({ memory: { ...job.memory, ...patch }, ...goingOn(job) })));
    },
    note: async (note) => {
      await set((job) => ({ notes: [...job.notes, note] }));
    },
  });

  return {
    id: begun.id,
    begun,
    get signal() {
      return part.controller.signal;
    },
    get isTakingBack() {
      return part.isTakingBack;
    },
    abort: (reason) => part.controller.abort(reason),
    context,
    startTakingBack: () => {
      part = { controller: new AbortController(), isTakingBack: true };
      if (interruption.aborted) interrupt();
    },
    change,
    flush: () => progress.flush(),
    close: () => interruption.removeEventListener('abort', interrupt),
  };
}

/** Something was done: it does not wait any more, and its process did not die of it. */
function goingOn(job: JobRecord): JobFields {
  return job.ending === undefined ? { waitingSince: undefined, failure: undefined, deaths: 0 } : { deaths: 0 };
}
