import type { PgBoss } from 'pg-boss';
import { RuleError } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { JobQueue } from '../ports/job-queue.ts';
import type { JobRecord, JobStore } from '../ports/job-store.ts';
import { deliverBy, queueOf } from './deliveries.ts';
import { cancelling, startedAgain } from './transitions.ts';
import { watchJobs } from './watch-jobs.ts';

export interface JobQueueOptions {
  readonly store: JobStore;
  readonly boss: Pick<PgBoss, 'send'>;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The jobs table is what people see; pg-boss only carries the word that a job is to be looked at. */
export function createJobQueue({ store, boss, clock, ids }: JobQueueOptions): JobQueue {
  return {
    enqueue: async (job) => {
      const deliver = deliverBy(boss, queueOf(job.kind), job.startAfterSeconds, job.priority);
      return toJob(await store.insert(ids.uuid(), job, deliver));
    },

    get: async (id) => {
      const record = await store.get(id);
      return record && toJob(record);
    },

    list: async (filter) => (await store.list(filter)).map(toJob),

    cancel: async (id) => {
      const record = await store.change(id, (job) => {
        const decision = cancelling(job, clock.now());
        if (!decision) return undefined;
        const { set, toTakeBack } = decision;
        return toTakeBack ? { set, deliver: deliverBy(boss, 'jobs-undo') } : { set };
      });
      return toJob(found(record));
    },

    retry: async (id) => {
      const again = await store.change(id, (job) => ({
        set: startedAgain(job),
        deliver: deliverBy(boss, queueOf(job.kind)),
      }));
      return toJob(found(again));
    },

    watch: (listener) => watchJobs(store, clock, (record) => listener(toJob(record))),
  };
}

function found(record: JobRecord | undefined): JobRecord {
  if (!record) throw new RuleError('job-not-found');
  return record;
}

/** What people may see of it. */
export function toJob(record: JobRecord): Job {
  return {
    id: record.id,
    kind: record.kind,
    person: record.person,
    batchId: record.batchId,
    documentUid: record.documentUid,
    bindingId: record.bindingId,
    title: record.title,
    payload: record.payload,
    memory: record.memory,
    state: record.state,
    stage: record.stage,
    bytesDone: record.bytesDone,
    bytesTotal: record.bytesTotal,
    attempt: record.attempt,
    failure: record.failure,
    waitingSince: record.waitingSince,
    notes: record.notes,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    endedAt: record.endedAt,
  };
}
