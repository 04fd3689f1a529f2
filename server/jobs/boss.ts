import type { PoolConfig } from 'pg';
import { PgBoss, type ConstructorOptions } from 'pg-boss';
import { queueNames } from './deliveries.ts';
import type { JobLog } from './job-log.ts';

export interface BossOptions {
  readonly connection: PoolConfig | string;
  readonly log: JobLog;
}

/** pg-boss' tables: beside ours, and beside whatever else uses pg-boss in the same database. */
export const bossSchema = 'frameio_queue';
const day = 24 * 3600;

/** Starts pg-boss with the queues of the connector. Its own pool, because it listens on a session of its own. */
export async function startBoss({ connection, log }: BossOptions): Promise<PgBoss> {
  const boss = new PgBoss({ ...asOptions(connection), ...options });
  boss.on('error', (error) => log.warn({ err: error }, 'the job queue had a failure'));
  boss.on('warning', ({ message, data }) => log.warn({ data }, message));
  await boss.start();
  for (const name of queueNames) await boss.createQueue(name, queueOptions);
  return boss;
}

const options: ConstructorOptions = {
  schema: bossSchema,
  application_name: 'nuxeo-frameio queue',
  max: 4,
  useListenNotify: true,
  schedule: false,
  // How soon the jobs of a dead process are seen; with the default of a minute they resume after 65 s.
  superviseIntervalSeconds: 1,
  monitorIntervalSeconds: 1,
  maintenanceIntervalSeconds: 300,
  flowIntervalSeconds: day,
};

const queueOptions = {
  notify: true,
  // The least that pg-boss takes; the worker touches its job every five seconds.
  heartbeatSeconds: 10,
  // The most that pg-boss takes: a longer run is taken over by a new one, which resumes from its checkpoints.
  expireInSeconds: day,
  // Only a death of the process uses these up; the worker counts deaths itself.
  retryLimit: 100,
  retryDelay: 0,
  deleteAfterSeconds: 600,
};

function asOptions(connection: PoolConfig | string): ConstructorOptions {
  if (typeof connection === 'string') return { connectionString: connection };
  const { host, port, user, password, database, ssl, connectionString } = connection;
  return Object.fromEntries(
    Object.entries({ host, port, user, password, database, ssl, connectionString }).filter(
      ([, value]) => value !== undefined,
    ),
  );
}
