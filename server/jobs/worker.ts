import { setTimeout as delay } from 'node:timers/promises';
import type { Job as Message, PgBoss } from 'pg-boss';
import { JobInterrupted } from '../domain/errors.ts';
import type { JobKind } from '../domain/job.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { JobStore } from '../ports/job-store.ts';
import { createActiveRuns } from './active-runs.ts';
import { defaultBackoff, type Backoff } from './backoff.ts';
import { claimJob } from './claim-job.ts';
import type { Delivery, QueueName } from './deliveries.ts';
import type { JobHandler } from './handlers.ts';
import type { JobLog } from './job-log.ts';
import { createJobRun } from './job-run.ts';
import { performJob, type GiveUp } from './perform-job.ts';
import { redeliverLostJobs, returnActiveJobs } from './redeliver.ts';

export interface WorkerOptions {
  readonly boss: PgBoss;
  readonly store: JobStore;
  readonly handlers: Readonly<Record<JobKind, JobHandler>>;
  readonly log: JobLog;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Jobs at once in this process. Default 8. */
  readonly concurrency?: number;
  /** Assets of synchronised folders at once, beside the others. Default 8. */
  readonly syncConcurrency?: number;
  /** No other process can be running jobs: what is active was left by a dead one and starts at once. */
  readonly soleOwner?: boolean;
  /** Told when a failure that was worth retrying becomes final, before it is taken back. */
  readonly onGiveUp?: GiveUp;
  readonly backoff?: Backoff;
  /** How often a job that waits for a person looks again. Default a minute. */
  readonly attentionPauseMs?: number;
  readonly random?: () => number;
}

export interface Worker {
  /** Interrupts what runs; graceful waits until each job has been given back to the queue, for at most 20 s. */
  stop(options?: { graceful?: boolean }): Promise<void>;
}

const checkRunsEveryMs = 2_000;
const redeliverEveryMs = 30_000;
const patienceAtStopMs = 20_000;
/** Beside the others: a cancel never waits behind long transfers. */
const undoConcurrency = 2;
const walkConcurrency = 4;

/** Runs jobs in this process until it is stopped. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { boss, store, log } = options;
  const settings = { backoff: defaultBackoff, attentionPauseMs: 60_000, random: Math.random, ...options };
  const shutdown = new AbortController();
  const runs = createActiveRuns(store);
  const working = new Set<Promise<void>>();

  const perform = async ({ id, data, signal }: Message<Delivery>) => {
    const record = await claimJob(data.jobId, id, settings);
    if (!record) return;
    const run = createJobRun(store, record, AbortSignal.any([shutdown.signal, signal]));
    runs.add(run);
    await performJob(run, settings).finally(() => runs.remove(run));
  };
  const tracked = async (message: Message<Delivery>) => {
    const done = perform(message);
    working.add(done);
    try {
      await done;
    } catch (error) {
      // pg-boss delivers it again, and the job goes on from what was written.
      log.error({ err: error, jobId: message.data.jobId }, 'what a job came to could not be written');
      throw error;
    } finally {
      working.delete(done);
    }
  };
  const quietly = (task: () => Promise<void>) => () => {
    task().catch((error: unknown) => log.warn({ err: error }, 'the worker could not look after its jobs'));
  };

  if (options.soleOwner) await returnActiveJobs(settings);
  const stopConsuming = await consume(boss, consumersOf(options), tracked);
  const unwatch = store.watch({ ending: (id) => quietly(() => runs.check(id))(), connected: quietly(runs.checkAll) });
  const timers = [
    setInterval(quietly(runs.checkAll), checkRunsEveryMs),
    setInterval(
      quietly(() => redeliverLostJobs(settings)),
      redeliverEveryMs,
    ),
  ];

  return {
    stop: async ({ graceful = true } = {}) => {
      timers.forEach(clearInterval);
      await stopConsuming();
      shutdown.abort(new JobInterrupted());
      if (graceful)
        await Promise.race([Promise.allSettled(working), delay(patienceAtStopMs, undefined, { ref: false })]);
      unwatch();
    },
  };
}

const pollOptions = {
  pollingIntervalSeconds: 1,
  // A message that was put off, or given back after a death, is not announced.
  notifyPollingIntervalSeconds: 1,
};

function consumersOf({ concurrency = 8, syncConcurrency = 8 }: WorkerOptions): Record<QueueName, number> {
  return { jobs: concurrency, walks: walkConcurrency, syncs: syncConcurrency, 'jobs-undo': undoConcurrency };
}

type Perform = (message: Message<Delivery>) => Promise<void>;

/** Answers how to fetch no more; what was fetched goes on. */
async function consume(
  boss: PgBoss,
  consumers: Record<QueueName, number>,
  perform: Perform,
): Promise<() => Promise<void>> {
  const queues = (Object.keys(consumers) as QueueName[]).flatMap((queue) =>
    Array<QueueName>(consumers[queue]).fill(queue),
  );
  const started = await Promise.all(
    queues.map(async (queue) => ({ queue, id: await consumeOneByOne(boss, queue, perform) })),
  );
  return async () => {
    await Promise.all(started.map(({ queue, id }) => boss.offWork(queue, { id, wait: false })));
  };
}

async function consumeOneByOne(boss: PgBoss, queue: QueueName, perform: Perform): Promise<string> {
  let id = '';
  id = await boss.work<Delivery>(queue, pollOptions, async ([message]) => {
    if (!message) return;
    await perform(message);
    // There may be more: without this each job would be followed by a pause.
    boss.notifyWorker(id);
  });
  return id;
}
