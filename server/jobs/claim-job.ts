import type { PgBoss } from 'pg-boss';
import { isOver } from '../domain/job.ts';
import type { Ids } from '../ports/clock.ts';
import { ExclusiveTaken, type JobRecord, type JobStore } from '../ports/job-store.ts';
import { deliverBy, queueOf } from './deliveries.ts';
import { begun } from './transitions.ts';

interface ClaimOptions {
  readonly boss: Pick<PgBoss, 'send'>;
  readonly store: JobStore;
  readonly ids: Ids;
  readonly random: () => number;
}

/**
 * Takes the job that a message names. Answers undefined when there is nothing to do: the message is stale, or
 * another job with the same exclusive word runs, and this one was put off for about a second.
 */
export async function claimJob(
  jobId: string,
  deliveryId: string,
  { boss, store, ids, random }: ClaimOptions,
): Promise<JobRecord | undefined> {
  const lease = ids.uuid();
  const isMeant = (job: JobRecord) => job.deliveryId === deliveryId && !isOver(job);
  try {
    const job = await store.change(jobId, (found) => (isMeant(found) ? { set: begun(found, lease) } : undefined));
    return job?.lease === lease ? job : undefined;
  } catch (error) {
    if (!(error instanceof ExclusiveTaken)) throw error;
    const later = ({ kind }: JobRecord) => deliverBy(boss, queueOf(kind), 1 + random() / 2);
    await store.change(jobId, (found) => (isMeant(found) ? { set: {}, deliver: later(found) } : undefined));
    return undefined;
  }
}
