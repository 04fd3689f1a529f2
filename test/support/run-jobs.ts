import { JobInterrupted } from '../../server/domain/errors.ts';
import type { JobKind } from '../../server/domain/job.ts';
import type { JobHandler } from '../../server/jobs/handlers.ts';
import type { GiveUp } from '../../server/jobs/perform-job.ts';
import { outcomeOf, type Outcome } from '../../server/jobs/transitions.ts';
import type { JobContext } from '../../server/ports/job-context.ts';
import { FakeJobContext } from './fake-job-context.ts';
import type { FakeQueue, QueuedJob } from './fake-queue.ts';

export interface JobRunner {
  /** Until nothing is left but what is over, waits for somebody or for its time. */
  drain(): Promise<void>;
  /** What waits looks again. */
  lookAgain(): Promise<void>;
}

interface RunnerOptions {
  readonly queue: FakeQueue;
  readonly handlers: Readonly<Record<JobKind, JobHandler>>;
  readonly onGiveUp: GiveUp;
  /** Told of every job that ended or waits, as the queue's watchers are. */
  readonly onSettled: (entry: QueuedJob) => Promise<void>;
  /** Puts something around what a job is given. */
  readonly around: (context: JobContext) => JobContext;
  /** Tries of a failure that may pass. */
  readonly attempts?: number;
}

const MOST_RUNS = 1000;

/** Runs jobs one after the other, and ends them as the worker does. */
export function createJobRunner(options: RunnerOptions): JobRunner {
  const { queue } = options;
  const isReady = (entry: QueuedJob) => {
    const { job, ending } = entry;
    if (job.state === 'created') return queue.hasBegun(entry);
    return job.state === 'retry' && (job.waitingSince === undefined || ending !== undefined);
  };

  async function drain(): Promise<void> {
    for (let runs = 0; runs < MOST_RUNS; runs += 1) {
      const next = queue.entries.find((entry) => isReady(entry) && !isHeld(entry, queue));
      if (!next) return;
      await perform(next, options);
    }
    throw new Error('The jobs do not come to an end');
  }

  return {
    drain,
    async lookAgain() {
      for (const entry of queue.entries) if (entry.job.waitingSince) queue.change(entry, { waitingSince: undefined });
      await drain();
    },
  };
}

function isHeld({ exclusive }: QueuedJob, queue: FakeQueue): boolean {
  return exclusive !== undefined && queue.entries.some((one) => one.exclusive === exclusive && one.running);
}

async function perform(entry: QueuedJob, options: RunnerOptions): Promise<void> {
  const { queue } = options;
  queue.change(entry, { state: 'active', attempt: entry.job.attempt + (entry.ending ? 0 : 1) });
  if (entry.ending) await takeBack(entry, options);
  else {
    const handler = options.handlers[entry.job.kind];
    await settle(entry, await attempt(entry, options, (context) => handler.run(context)), options);
  }
  await options.onSettled(entry);
}

async function attempt(
  entry: QueuedJob,
  { queue, around }: RunnerOptions,
  work: (context: JobContext) => Promise<void>,
): Promise<Outcome> {
  entry.running = new AbortController();
  const { signal } = entry.running;
  try {
    await work(around(new FakeJobContext(queue, entry, signal)));
    return { kind: 'completed' };
  } catch (error) {
    const outcome = error instanceof JobInterrupted ? ({ kind: 'interrupted' } as const) : outcomeOf(error, signal);
    if ('failure' in outcome && outcome.failure.code === 'internal') throw error;
    return outcome;
  } finally {
    entry.running = undefined;
  }
}

async function settle(entry: QueuedJob, outcome: Outcome, options: RunnerOptions): Promise<void> {
  const { queue, attempts = 5 } = options;
  switch (outcome.kind) {
    case 'completed':
      queue.change(entry, { failure: undefined });
      return queue.end(entry, 'completed');
    case 'interrupted':
      return queue.change(entry, { state: 'retry' });
    case 'cancelled':
      entry.ending ??= 'cancelled';
      return takeBack(entry, options);
    case 'waiting':
      entry.tries = 0;
      return queue.change(entry, { state: 'retry', failure: outcome.failure, waitingSince: new Date() });
    case 'retry':
      entry.tries += 1;
      if (entry.tries < attempts) return queue.change(entry, { state: 'retry', failure: outcome.failure });
      await options.onGiveUp(new FakeJobContext(queue, entry, new AbortController().signal), outcome.failure);
      return fail(entry, outcome, options);
    case 'failed':
      return fail(entry, outcome, options);
  }
}

async function fail(entry: QueuedJob, { failure }: Outcome & { kind: 'retry' | 'failed' }, options: RunnerOptions) {
  entry.ending = 'failed';
  entry.tries = 0;
  options.queue.change(entry, { failure });
  await takeBack(entry, options);
}

async function takeBack(entry: QueuedJob, options: RunnerOptions): Promise<void> {
  const { queue, attempts = 5 } = options;
  const { undo } = options.handlers[entry.job.kind];
  const outcome = undo ? await attempt(entry, options, undo) : ({ kind: 'completed' } as const);
  entry.tries += 1;
  const again = outcome.kind === 'interrupted' || (outcome.kind === 'retry' && entry.tries < attempts);
  if (again) queue.change(entry, { state: 'retry' });
  else queue.end(entry, entry.ending ?? 'failed');
}
