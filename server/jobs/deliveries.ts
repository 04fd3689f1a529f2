import type { PgBoss } from 'pg-boss';
import type { Deliver } from '../ports/job-store.ts';

/** Jobs to run, and jobs whose work is to be taken back: a cancel never waits behind long transfers. */
export type QueueName = 'jobs' | 'jobs-undo';
export const queueNames: readonly QueueName[] = ['jobs', 'jobs-undo'];

/** What pg-boss carries; everything else is in our own table. */
export interface Delivery {
  readonly jobId: string;
}

/** A message in the queue, written in the transaction that records the job's change. */
export function deliverBy(boss: Pick<PgBoss, 'send'>, queue: QueueName, afterSeconds = 0): Deliver {
  return async (jobId, session) => {
    const id = await boss.send(queue, { jobId }, { db: session, startAfter: afterSeconds });
    if (id === null) throw new Error(`The queue did not take job ${jobId}`);
    return id;
  };
}
