import {
  Kysely,
  PostgresDialect,
  type PostgresCursor,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from 'kysely';
import { Migrator } from 'kysely/migration';
import pg, { type PoolConfig } from 'pg';
import { translated } from './database-errors.ts';
import { listenTo, type Listener, type Unlisten } from './listen.ts';
import type { Log } from './log.ts';
import { migrations } from './migrations/index.ts';
import type { Tables } from './tables.ts';

/** All our tables live in this schema, whatever else is in the database. */
export const schema = 'frameio';

export interface Database {
  readonly kysely: Kysely<Tables>;
  /** Over a session of its own, which is replaced whenever it is lost. */
  listen(listener: Listener): Unlisten;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly connection: PoolConfig | string;
  readonly log: Log;
  /** Default true. */
  readonly migrate?: boolean;
  /** Default 10. */
  readonly maxConnections?: number;
}

/** @throws IntegrationError `database-unavailable` when it cannot be reached, then and in every later statement. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const connection = asPoolConfig(options.connection);
  const pool = new pg.Pool({ ...limits, ...connection, types, max: options.maxConnections ?? 10 });
  // An idle session that breaks is replaced by the next statement.
  pool.on('error', (error) => options.log.warn({ err: error }, 'a database session ended'));
  // One that breaks while it is in use fails its statement; without a listener its event would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const plain = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: translating(pool) }) });
  try {
    if (options.migrate ?? true) await migrate(plain);
  } catch (error) {
    await plain.destroy();
    throw error;
  }
  return {
    kysely: plain.withSchema(schema),
    listen: (listener) => listenTo({ connection, listener, log: options.log }),
    close: () => pool.end(),
  };
}

const limits: PoolConfig = {
  application_name: 'nuxeo-frameio',
  connectionTimeoutMillis: 10_000,
  idleTimeoutMillis: 30_000,
  statement_timeout: 30_000,
  idle_in_transaction_session_timeout: 120_000,
};

const types: NonNullable<PoolConfig['types']> = {
  // bigint: `pg` gives strings; sizes and counts of ours stay far below 2^53.
  getTypeParser: ((id: number, format?: 'text' | 'binary') =>
    id === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(id, format)) as typeof pg.types.getTypeParser,
};

function asPoolConfig(connection: PoolConfig | string): PoolConfig {
  return typeof connection === 'string' ? { connectionString: connection } : connection;
}

/** Safe when several sidecars start at once: the migrator waits for its turn by an advisory lock. */
async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrations) },
    migrationTableSchema: schema,
    migrationTableName: 'migrations',
    migrationLockTableName: 'migration_lock',
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

function translating(pool: pg.Pool): PostgresPool {
  const wrapped = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    connect: async () => {
      const client = await translated(() => pool.connect());
      const known = wrapped.get(client) ?? translatingClient(client);
      wrapped.set(client, known);
      return known;
    },
    end: () => pool.end(),
    options: pool.options,
  };
}

function translatingClient(client: pg.PoolClient): PostgresPoolClient {
  function query<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  function query(text: unknown, values: readonly unknown[] = []): unknown {
    return translated(() => client.query({ text: String(text), values: [...values] }));
  }
  return { query, release: () => client.release() };
}
