import { IntegrationError, JobCancelled, JobInterrupted, RuleError, failureOf, hasCode } from '../domain/errors.ts';
import type { Failure } from '../domain/errors.ts';
import { isOver } from '../domain/job.ts';
import type { JobFields, JobRecord } from '../ports/job-store.ts';

/** What a run came to. */
export type Outcome =
  | { readonly kind: 'completed' }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'waiting'; readonly failure: Failure }
  | { readonly kind: 'retry'; readonly failure: Failure; readonly retryAfterMs: number | undefined }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** An aborted run ends as its signal says, whatever the request that was cut off threw. */
export function outcomeOf(error: unknown, signal: AbortSignal): Outcome {
  if (signal.aborted && signal.reason instanceof JobInterrupted) return { kind: 'interrupted' };
  if (signal.aborted && signal.reason instanceof JobCancelled) return { kind: 'cancelled' };
  if (hasCode(error, 'cancelled')) return { kind: 'cancelled' };
  if (!(error instanceof IntegrationError)) return { kind: 'failed', failure: failureOf(error) };
  const failure = failureOf(error);
  if (error.needsAttention) return { kind: 'waiting', failure };
  if (error.retryable) return { kind: 'retry', failure, retryAfterMs: error.retryAfterMs };
  return { kind: 'failed', failure };
}

/** A run takes the job over. Found active, it belonged to a process that is dead. */
export function begun(job: JobRecord, lease: string): JobFields {
  const isFirstTry = job.ending === undefined;
  return {
    state: 'active',
    lease,
    attempt: isFirstTry ? job.attempt + 1 : job.attempt,
    deaths: job.state === 'active' ? job.deaths + 1 : job.deaths,
  };
}

/** Its process is gone. */
export function lost(job: JobRecord): JobFields {
  return { state: 'retry', lease: undefined, deaths: job.deaths + 1 };
}

export function released(): JobFields {
  return { state: 'retry', lease: undefined };
}

export function postponed(job: JobRecord, failure: Failure): JobFields {
  const isEnding = job.ending !== undefined;
  return { ...released(), tries: job.tries + 1, ...(isEnding ? {} : { failure, waitingSince: undefined }) };
}

export function waiting(since: Date, failure: Failure): JobFields {
  return { ...released(), stage: 'waiting', failure, waitingSince: since, tries: 0 };
}

export function completed(now: Date): JobFields {
  return { ...over(now), state: 'completed', failure: undefined };
}

/** Decided, and written before anything is taken back: a restart goes on taking back. */
export function endingFailed(failure: Failure): JobFields {
  return { ending: 'failed', failure, waitingSince: undefined, tries: 0 };
}

export function ended(job: JobRecord, now: Date): JobFields {
  return { ...over(now), state: job.ending ?? 'failed' };
}

function over(now: Date): JobFields {
  return { lease: undefined, ending: undefined, stage: undefined, waitingSince: undefined, endedAt: now };
}

export interface CancelDecision {
  readonly set: JobFields;
  /** Nothing runs it now: somebody has to take back what earlier attempts did. */
  readonly toTakeBack: boolean;
}

/** @throws RuleError `job-not-cancellable` when it is over. */
export function cancelling(job: JobRecord, now: Date): CancelDecision | undefined {
  if (isOver(job)) throw new RuleError('job-not-cancellable');
  if (job.ending !== undefined) return undefined;
  if (job.attempt === 0) return { set: { ...over(now), state: 'cancelled' }, toTakeBack: false };
  const set: JobFields = { ending: 'cancelled', failure: undefined, waitingSince: undefined, tries: 0 };
  return { set, toTakeBack: job.state !== 'active' };
}

/** @throws RuleError `job-not-retryable` unless it failed, was cancelled or waits. */
export function startedAgain(job: JobRecord): JobFields {
  const waits = job.state === 'retry' && job.ending === undefined;
  if (!waits && job.state !== 'failed' && job.state !== 'cancelled') throw new RuleError('job-not-retryable');
  return { state: 'retry', failure: undefined, waitingSince: undefined, endedAt: undefined, tries: 0, deaths: 0 };
}
