import { setTimeout as delay } from 'node:timers/promises';
import type { PgBoss } from 'pg-boss';
import type { Job, JobKind, JobState } from '../../server/domain/job.ts';
import { jobKinds } from '../../server/domain/job.ts';
import { startBoss } from '../../server/jobs/boss.ts';
import type { JobHandler } from '../../server/jobs/handlers.ts';
import { createJobQueue } from '../../server/jobs/queue.ts';
import { startWorker, type Worker, type WorkerOptions } from '../../server/jobs/worker.ts';
import type { JobQueue } from '../../server/ports/job-queue.ts';
import type { JobStore } from '../../server/ports/job-store.ts';
import { createJobStore } from '../../server/storage/job-store.ts';
import { openDatabase } from '../../server/storage/postgres.ts';
import type { TestDatabase } from './database.ts';
import { randomIds } from './store-options.ts';

export const realClock = { now: () => new Date() };

/** One sidecar's part in the jobs: what another process would have of its own. */
export interface JobProcess {
  readonly queue: JobQueue;
  readonly store: JobStore;
  readonly boss: PgBoss;
  /** Lines of the log, as JSON. */
  readonly log: string[];
  work(handlers: Partial<Record<JobKind, JobHandler>>, options?: Partial<WorkerOptions>): Promise<Worker>;
  /** The job once it is in this state. */
  until(id: string, state: JobState, withinMs?: number): Promise<Job>;
  stop(): Promise<void>;
}

const nothing: JobHandler = { run: () => Promise.resolve() };
const noHandlers = Object.fromEntries(jobKinds.map((kind) => [kind, nothing])) as Record<JobKind, JobHandler>;
const impatient = { firstDelayMs: 20, longestDelayMs: 100, attempts: 4 };

export async function startJobProcess(database: Pick<TestDatabase, 'connection'>): Promise<JobProcess> {
  const log: string[] = [];
  const write = (fields: object, message: string) => void log.push(JSON.stringify({ message, ...fields }));
  const silent = { info: write, warn: write, error: write };
  const db = await openDatabase({ connection: database.connection, migrate: false, log: silent });
  const boss = await startBoss({ connection: database.connection, log: silent });
  const store = createJobStore({ db, clock: realClock });
  const queue = createJobQueue({ store, boss, clock: realClock, ids: randomIds });
  const workers: Worker[] = [];
  return {
    queue,
    store,
    boss,
    log,
    work: async (handlers, options = {}) => {
      const worker = await startWorker({
        boss,
        store,
        log: silent,
        clock: realClock,
        ids: randomIds,
        backoff: impatient,
        attentionPauseMs: 100,
        ...options,
        handlers: { ...noHandlers, ...handlers },
      });
      workers.push(worker);
      return worker;
    },
    until: (id, state, withinMs = 15_000) => untilState(queue, id, state, withinMs),
    stop: async () => {
      await Promise.all(workers.map((worker) => worker.stop()));
      await boss.stop({ graceful: true, timeout: 5_000 });
      await db.close();
    },
  };
}

async function untilState(queue: JobQueue, id: string, state: JobState, withinMs: number): Promise<Job> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const job = await queue.get(id);
    if (job?.state === state) return job;
    if (Date.now() > deadline) throw new Error(`Job is ${JSON.stringify(job)} instead of ${state}`);
    await delay(20);
  }
}

/** Resolves when somebody says so: for handlers that a test holds at a point. */
export function createGate(): { readonly opened: Promise<void>; open(): void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
