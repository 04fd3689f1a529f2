import type { JobAnswer } from './api.ts';

export function isOver(job: Pick<JobAnswer, 'state'>): boolean {
  return job.state === 'completed' || job.state === 'failed' || job.state === 'cancelled';
}

/** Over, or waiting for a person: nothing happens by itself any more. */
export function isSettled(job: Pick<JobAnswer, 'state' | 'waitingSince'>): boolean {
  return isOver(job) || job.waitingSince !== null;
}

/** What can be tried again: it failed, was cancelled, or waits for a person. */
export function isRetryable(job: Pick<JobAnswer, 'state' | 'waitingSince'>): boolean {
  return job.state === 'failed' || job.state === 'cancelled' || (job.waitingSince !== null && !isOver(job));
}
