import { setTimeout as delay } from 'node:timers/promises';
import type { PgBoss } from 'pg-boss';
import { hasCode, IntegrationError, type Failure } from '../domain/errors.ts';
import type { JobKind } from '../domain/job.ts';
import type { Clock } from '../ports/clock.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { JobChange, JobRecord } from '../ports/job-store.ts';
import { delayBeforeRetry, type Backoff } from './backoff.ts';
import { deliverBy, queueOf } from './deliveries.ts';
import type { JobHandler } from './handlers.ts';
import type { JobLog } from './job-log.ts';
import type { JobRun } from './job-run.ts';
import {
  completed,
  ended,
  endingFailed,
  outcomeOf,
  postponed,
  released,
  waiting,
  type Outcome,
} from './transitions.ts';

export type GiveUp = (context: JobContext, failure: Failure) => Promise<void>;

export interface PerformOptions {
  readonly boss: Pick<PgBoss, 'send'>;
  readonly handlers: Readonly<Record<JobKind, JobHandler>>;
  readonly log: JobLog;
  readonly clock: Clock;
  readonly backoff: Backoff;
  readonly attentionPauseMs: number;
  readonly random: () => number;
  readonly onGiveUp?: GiveUp;
}

/** A job that kills its process again and again is ended instead of ending everybody's work. */
const deathsAllowed = 5;
const internal: Failure = { code: 'internal', params: [] };

/** Does the job's work, or takes it back, and writes how it went. Rejects only when that could not be written. */
export async function performJob(run: JobRun, options: PerformOptions): Promise<void> {
  const { id, kind, person, attempt } = run.begun;
  options.log.info({ jobId: id, kind, person, attempt, takingBack: run.isTakingBack }, 'job begins');
  try {
    if (run.isTakingBack) await takeBack(run, options);
    else if (run.begun.deaths > deathsAllowed) await giveUp(run, internal, options);
    else await settle(run, await doWork(run, options), options);
  } finally {
    run.close();
  }
}

async function doWork(run: JobRun, { handlers, log }: PerformOptions): Promise<Outcome> {
  const outcome = await attempt(run, (context) => handlers[run.begun.kind].run(context), log);
  log.info({ jobId: run.id, kind: run.begun.kind, outcome: outcome.kind }, 'job stops');
  return outcome;
}

async function attempt(run: JobRun, work: (context: JobContext) => Promise<void>, log: JobLog): Promise<Outcome> {
  try {
    run.signal.throwIfAborted();
    await work(run.context());
    return { kind: 'completed' };
  } catch (error) {
    const outcome = outcomeOf(error, run.signal);
    if ('failure' in outcome) logFailure(run, error, log);
    return outcome;
  } finally {
    await run.flush();
  }
}

async function settle(run: JobRun, outcome: Outcome, options: PerformOptions): Promise<void> {
  const { boss, clock, attentionPauseMs } = options;
  switch (outcome.kind) {
    case 'completed':
      return write(run, () => ({ set: completed(clock.now()) }));
    case 'interrupted':
      return write(run, () => ({ set: released(), deliver: deliverBy(boss, queueOf(run.begun.kind)) }));
    case 'cancelled':
      return takeBackAs(run, (job) => ({ set: job.ending ? {} : { ending: 'cancelled', tries: 0 } }), options);
    case 'waiting':
      return write(run, () => ({
        set: waiting(waitingSince(run.begun, outcome.failure, clock), outcome.failure),
        deliver: deliverBy(boss, queueOf(run.begun.kind), attentionPauseMs / 1000),
      }));
    case 'retry':
      if (run.begun.tries + 1 >= options.backoff.attempts) return giveUp(run, outcome.failure, options);
      return write(run, (job) => postpone(job, outcome, options));
    case 'failed':
      return takeBackAs(run, () => ({ set: endingFailed(outcome.failure) }), options);
  }
}

/** The wait for one and the same thing is one wait, however often the job looked in between. */
function waitingSince({ waitingSince: since, failure: known }: JobRecord, failure: Failure, clock: Clock): Date {
  return since && known?.code === failure.code ? since : clock.now();
}

function postpone(
  job: JobRecord,
  { failure, retryAfterMs }: Outcome & { kind: 'retry' },
  options: PerformOptions,
): JobChange {
  const pauseMs = delayBeforeRetry(job.tries + 1, retryAfterMs, options.backoff, options.random);
  const queue = job.ending === undefined ? queueOf(job.kind) : 'jobs-undo';
  return { set: postponed(job, failure), deliver: deliverBy(options.boss, queue, pauseMs / 1000) };
}

async function giveUp(run: JobRun, failure: Failure, options: PerformOptions): Promise<void> {
  await options.onGiveUp?.(run.context(), failure).catch((error: unknown) => logFailure(run, error, options.log));
  await settle(run, { kind: 'failed', failure }, options);
}

async function takeBackAs(run: JobRun, decide: (job: JobRecord) => JobChange, options: PerformOptions): Promise<void> {
  await write(run, decide);
  run.startTakingBack();
  await takeBack(run, options);
}

async function takeBack(run: JobRun, options: PerformOptions): Promise<void> {
  const { boss, clock, handlers, backoff } = options;
  const undo = handlers[run.begun.kind].undo;
  const outcome = undo ? await attempt(run, undo, options.log) : ({ kind: 'completed' } as const);
  if (outcome.kind === 'interrupted') {
    return write(run, () => ({ set: released(), deliver: deliverBy(boss, 'jobs-undo') }));
  }
  await write(run, (job) =>
    outcome.kind === 'retry' && job.tries + 1 < backoff.attempts
      ? postpone(job, outcome, options)
      : { set: ended(job, clock.now()) },
  );
}

/** A database that is away for a moment does not make a finished job run again. */
async function write(run: JobRun, decide: (job: JobRecord) => JobChange): Promise<void> {
  for (const pauseMs of [500, 1_000, 2_000, 4_000, 0]) {
    try {
      await run.change(decide);
      return;
    } catch (error) {
      if (!hasCode(error, 'database-unavailable') || pauseMs === 0) throw error;
      await delay(pauseMs);
    }
  }
}

/** What nobody foresaw is a bug, and its stack is needed; the rest is a sentence with its context. */
function logFailure(run: JobRun, error: unknown, log: JobLog): void {
  const fields = { jobId: run.id, kind: run.begun.kind, takingBack: run.isTakingBack, err: error };
  if (error instanceof IntegrationError) log.warn({ ...fields, ...error.context }, 'job did not succeed');
  else log.error(fields, 'job failed unexpectedly');
}
