import { hasCode, RuleError } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import type { NuxeoPerson } from '../ports/nuxeo.ts';
import type { Deps } from './deps.ts';

/** @throws RuleError `job-not-found`, also for a job of somebody else. */
export async function jobOf(id: string, person: NuxeoPerson, { queue }: Pick<Deps, 'queue'>): Promise<Job> {
  const job = await queue.get(id);
  if (!job || !maySee(job, person)) throw new RuleError('job-not-found');
  return job;
}

export function maySee(job: Pick<Job, 'person'>, person: NuxeoPerson): boolean {
  return person.isAdministrator || job.person === person.username;
}

/** Cancels a person's own job. What is half done is taken back by the job itself. */
export async function cancelJob(id: string, person: NuxeoPerson, deps: Pick<Deps, 'queue' | 'activity'>): Promise<Job> {
  const job = await deps.queue.cancel((await jobOf(id, person, deps)).id);
  await deps.activity.append({
    kind: 'cancelled',
    title: job.title,
    person: person.username,
    ...(job.documentUid === undefined ? {} : { documentUid: job.documentUid }),
    details: { jobId: job.id },
  });
  await deps.activity.settle({ jobId: job.id });
  return job;
}

/** For what ends whatever goes on: a job that ended at this moment is as good as cancelled. */
export async function cancelUnlessOver(id: string, { queue }: Pick<Deps, 'queue'>): Promise<void> {
  try {
    await queue.cancel(id);
  } catch (error) {
    if (!hasCode(error, 'job-not-cancellable')) throw error;
  }
}

/** Starts a failed, cancelled or waiting job again; what it remembers is not done twice. */
export async function retryJob(id: string, person: NuxeoPerson, deps: Pick<Deps, 'queue' | 'activity'>): Promise<Job> {
  const job = await deps.queue.retry((await jobOf(id, person, deps)).id);
  await deps.activity.settle({ jobId: job.id });
  return job;
}
