import { randomUUID } from 'node:crypto';
import { JobCancelled, RuleError } from '../../server/domain/errors.ts';
import { isOver, type Job, type JobState, type NewJob } from '../../server/domain/job.ts';
import type { Clock } from '../../server/ports/clock.ts';
import type { JobFilter, JobQueue } from '../../server/ports/job-queue.ts';

/** A job with what the queue itself has to know of it. */
export interface QueuedJob {
  job: Job;
  readonly key: string | undefined;
  readonly exclusive: string | undefined;
  /** Not before this moment. */
  readonly startsAt: Date;
  /** How it is to end once what it did has been taken back. */
  ending: 'cancelled' | 'failed' | undefined;
  /** Failures in a row that were worth another try. */
  tries: number;
  /** Of the run that is under way. */
  running: AbortController | undefined;
}

/** The queue in memory: keys, exclusive words and states as the real one has them; somebody else runs the jobs. */
export class FakeQueue implements JobQueue {
  readonly entries: QueuedJob[] = [];
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  enqueue(job: NewJob): Promise<Job> {
    const known = job.key === undefined ? undefined : this.entries.find(({ key }) => key === job.key);
    if (known) return Promise.resolve(known.job);
    const startsAt = new Date(this.#clock.now().getTime() + (job.startAfterSeconds ?? 0) * 1000);
    const entry = { job: this.#born(job), key: job.key, exclusive: job.exclusive, startsAt };
    this.entries.push({ ...entry, ending: undefined, tries: 0, running: undefined });
    return Promise.resolve(entry.job);
  }

  get(id: string): Promise<Job | undefined> {
    return Promise.resolve(this.entries.find(({ job }) => job.id === id)?.job);
  }

  list(filter: JobFilter): Promise<Job[]> {
    const found = this.entries.map(({ job }) => job).filter((job) => fits(job, filter));
    return Promise.resolve(found.reverse().slice(0, Math.min(filter.limit ?? 50, 200)));
  }

  cancel(id: string): Promise<Job> {
    return answered(() => {
      const entry = this.entry(id);
      if (isOver(entry.job)) throw new RuleError('job-not-cancellable');
      entry.running?.abort(new JobCancelled());
      if (entry.job.attempt === 0) this.end(entry, 'cancelled');
      else Object.assign(entry, { ending: 'cancelled', tries: 0 });
      this.change(entry, { waitingSince: undefined });
      return entry.job;
    });
  }

  retry(id: string): Promise<Job> {
    return answered(() => {
      const entry = this.entry(id);
      if (!['failed', 'cancelled', 'retry'].includes(entry.job.state)) throw new RuleError('job-not-retryable');
      entry.tries = 0;
      this.change(entry, { state: 'retry', failure: undefined, waitingSince: undefined, endedAt: undefined });
      return entry.job;
    });
  }

  watch(): () => void {
    return () => undefined;
  }

  hasBegun({ startsAt }: QueuedJob): boolean {
    return startsAt <= this.#clock.now();
  }

  entry(id: string): QueuedJob {
    const entry = this.entries.find(({ job }) => job.id === id);
    if (!entry) throw new RuleError('job-not-found');
    return entry;
  }

  change(entry: QueuedJob, change: Partial<Job>): void {
    entry.job = { ...entry.job, ...change, updatedAt: this.#clock.now() };
  }

  end(entry: QueuedJob, state: JobState): void {
    entry.ending = undefined;
    this.change(entry, { state, stage: undefined, waitingSince: undefined, endedAt: this.#clock.now() });
  }

  #born(job: NewJob): Job {
    const now = this.#clock.now();
    return {
      id: randomUUID(),
      kind: job.kind,
      person: job.person,
      batchId: job.batchId,
      documentUid: job.documentUid,
      bindingId: job.bindingId,
      title: job.title,
      // What does not survive a column of JSON must not survive here.
      payload: JSON.parse(JSON.stringify(job.payload)) as Job['payload'],
      memory: {},
      state: 'created',
      stage: undefined,
      bytesDone: 0,
      bytesTotal: job.bytesTotal,
      attempt: 0,
      failure: undefined,
      waitingSince: undefined,
      notes: [],
      createdAt: now,
      updatedAt: now,
      endedAt: undefined,
    };
  }
}

/** What goes wrong is the answer, not an exception on the spot. */
function answered<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(work());
  });
}

function fits(
  job: Job,
  { kind, person, documentUid, bindingId, batchId, without, open, begun, waiting, before }: JobFilter,
): boolean {
  return (
    (kind === undefined || job.kind === kind) &&
    (person === undefined || job.person === person) &&
    (documentUid === undefined || job.documentUid === documentUid) &&
    (bindingId === undefined || job.bindingId === bindingId) &&
    (batchId === undefined || job.batchId === batchId) &&
    !without?.includes(job.kind) &&
    (!open || !isOver(job)) &&
    (!begun || job.attempt > 0) &&
    (!waiting || job.waitingSince !== undefined) &&
    (before === undefined || job.createdAt < before)
  );
}
