import { setTimeout as delay } from 'node:timers/promises';
import pg, { type PoolConfig } from 'pg';
import { inFolderTurn } from './folder-turn.ts';
import type { Log } from './log.ts';
import {
  initialise,
  openCluster,
  readPassword,
  runningSocketFolder,
  startServer,
  stopServer,
  type Cluster,
} from './postgres-cluster.ts';
import { administrator, port } from './postgres-settings.ts';

const role = 'frameio';
/** Session lock in the `postgres` database: every process that uses the cluster holds it, shared. */
const usersLock = 7_302_601;

export interface EmbeddedPostgres {
  /** A role of its own and its database, over a unix socket. */
  readonly connection: PoolConfig;
  /** Nobody else used the data folder when this process began to. */
  readonly alone: boolean;
  /** Lets go; the last process that lets go stops the server. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  readonly dataFolder: string;
  readonly log: Log;
}

interface Membership {
  readonly client: pg.Client;
  readonly alone: boolean;
}

/**
 * Starts PostgreSQL on the data folder, or joins the one that already runs there: left behind by a process that was
 * killed, or shared with a sidecar that still lives.
 *
 * Every process that uses the server keeps one session with a shared advisory lock. Whoever leaves tries to take the
 * lock alone: who gets it was the last, and stops the server. A killed process loses its session and so never counts.
 */
export async function startEmbeddedPostgres({ dataFolder, log }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const cluster = await openCluster(dataFolder);
  const join = () => inFolderTurn(cluster.home, () => joinServer(cluster, log));
  let membership = await join();
  let leaving = false;

  const rejoinWhenLost = () => {
    membership.client.once('end', () => {
      if (leaving) return;
      log.warn({ folder: cluster.home }, 'embedded PostgreSQL went away, starting it again');
      void rejoin();
    });
  };
  const rejoin = async () => {
    while (!leaving) {
      try {
        membership = await join();
        return rejoinWhenLost();
      } catch (error) {
        log.error({ err: error }, 'embedded PostgreSQL cannot be started again yet');
        await delay(1000);
      }
    }
  };
  rejoinWhenLost();

  return {
    connection: connectionTo(await socketFolderOf(cluster), role, await readPassword(cluster), role),
    alone: membership.alone,
    stop: async () => {
      if (leaving) return;
      leaving = true;
      await inFolderTurn(cluster.home, () => leaveServer(cluster, membership.client));
    },
  };
}

async function joinServer(cluster: Cluster, log: Log): Promise<Membership> {
  await initialise(cluster);
  const found = await runningSocketFolder(cluster);
  if (!found) await startServer(cluster);
  log.info({ folder: cluster.home, joined: Boolean(found) }, 'embedded PostgreSQL is running');
  const password = await readPassword(cluster);
  const client = await connectPatiently(connectionTo(await socketFolderOf(cluster), administrator, password));
  // An error is followed by `end`, which is handled; without a listener it would end the process.
  client.on('error', () => undefined);
  const alone = await holdUsersLock(client);
  await createDatabase(client, password);
  return { client, alone };
}

async function socketFolderOf(cluster: Cluster): Promise<string> {
  const folder = await runningSocketFolder(cluster);
  if (!folder) throw new Error(`PostgreSQL on ${cluster.home} stopped again; its log is ${cluster.log}`);
  return folder;
}

function connectionTo(host: string, user: string, password: string, database = administrator): PoolConfig {
  return { host, port, user, password, database };
}

/** A server that was just found may still be replaying its log, or be on its way out. */
async function connectPatiently(connection: PoolConfig): Promise<pg.Client> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const client = new pg.Client({ ...connection, application_name: 'nuxeo-frameio user' });
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (Date.now() > deadline) throw error;
      await delay(50);
    }
  }
}

async function holdUsersLock(client: pg.Client): Promise<boolean> {
  const alone = await tryAlone(client);
  await client.query('select pg_advisory_lock_shared($1)', [usersLock]);
  if (alone) await client.query('select pg_advisory_unlock($1)', [usersLock]);
  return alone;
}

async function tryAlone(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [usersLock]);
  return rows[0]?.alone === true;
}

/** The sidecar works as a role that owns its database and nothing else. */
async function createDatabase(client: pg.Client, password: string): Promise<void> {
  const { rows } = await client.query('select from pg_database where datname = $1', [role]);
  if (rows.length > 0) return;
  const existing = await client.query('select from pg_roles where rolname = $1', [role]);
  if (existing.rows.length === 0) {
    await client.query(`create role ${role} login password ${client.escapeLiteral(password)}`);
  }
  await client.query(`create database ${role} owner ${role}`);
}

async function leaveServer(cluster: Cluster, client: pg.Client): Promise<void> {
  const last = await tryAlone(client).catch(() => false);
  if (last) await stopServer(cluster);
  await client.end().catch(() => undefined);
}
