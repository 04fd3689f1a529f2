import type { PgBoss } from 'pg-boss';
import type { JobKind } from '../domain/job.ts';
import type { Deliver } from '../ports/job-store.ts';

/**
 * Jobs to run; walks and assets of synchronised folders, which never hold a transfer's place; and jobs whose work is to
 * be taken back: a cancel never waits behind long transfers.
 */
export const queueNames = ['jobs', 'walks', 'syncs', 'jobs-undo'] as const;
export type QueueName = (typeof queueNames)[number];

export function queueOf(kind: JobKind): QueueName {
  if (kind === 'walk-sync') return 'walks';
  return kind === 'sync-asset' ? 'syncs' : 'jobs';
}

/** What pg-boss carries; everything else is in our own table. */
export interface Delivery {
  readonly jobId: string;
}

/** A message in the queue, written in the transaction that records the job's change. */
export function deliverBy(boss: Pick<PgBoss, 'send'>, queue: QueueName, afterSeconds = 0, priority = 0): Deliver {
  return async (jobId, session) => {
    const id = await boss.send(queue, { jobId }, { db: session, startAfter: afterSeconds, priority });
    if (id === null) throw new Error(`The queue did not take job ${jobId}`);
    return id;
  };
}
