import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg, { type PoolConfig } from 'pg';
import { startBoss } from '../../server/jobs/boss.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../server/storage/embedded-postgres.ts';
import { openDatabase, type Database } from '../../server/storage/postgres.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const bossFile = new URL('../../server/jobs/boss.ts', import.meta.url);
const migrationFolder = new URL('../../server/storage/migrations/', import.meta.url);

export interface TestDatabase {
  readonly db: Database;
  /** For whoever opens sessions of its own: the queue, a child process. */
  readonly connection: PoolConfig;
  /** Empties our tables between two tests. */
  empty(): Promise<void>;
  /** Drops the database and stops the server when nobody else uses it. */
  stop(): Promise<void>;
}

/**
 * A migrated database of its own in a real PostgreSQL. The cluster stays among the temporary files, one for each
 * worker of vitest, so that only the first run creates it; a database is a copy of a template.
 */
export async function startTestDatabase(): Promise<TestDatabase> {
  const server = await startEmbeddedPostgres({ dataFolder: workerFolder(), log: silent });
  try {
    return await createTestDatabase(server);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function createTestDatabase(server: EmbeddedPostgres): Promise<TestDatabase> {
  const template = await ensureTemplate(server.connection);
  const name = `test_${process.pid}_${randomUUID().slice(0, 8)}`;
  await withAdministration(server.connection, async (client) => {
    await dropLeftOvers(client);
    await client.query(`create database ${name} template ${template} owner ${server.connection.user}`);
    // Nobody cuts the power in the middle of these tests.
    await client.query(`alter database ${name} set synchronous_commit = off`);
  });
  const connection = { ...server.connection, database: name };
  const db = await openDatabase({ connection, migrate: false, log: silent });
  return {
    db,
    connection,
    empty: () => empty(db),
    stop: async () => {
      await db.close();
      await withAdministration(server.connection, (client) => client.query(`drop database ${name} with (force)`));
      await server.stop();
    },
  };
}

function workerFolder(): string {
  const worker = process.env['VITEST_POOL_ID'] ?? '0';
  return join(tmpdir(), `nuxeo-frameio-tests-${process.getuid?.() ?? 'user'}`, worker);
}

/** Named after what the migrations say: another checkout, or a changed migration, has another template. */
async function ensureTemplate(connection: PoolConfig): Promise<string> {
  const name = `template_${await migrationDigest()}`;
  await withAdministration(connection, async (client) => {
    await client.query('select pg_advisory_lock(1)');
    const { rows } = await client.query('select from pg_database where datname = $1', [name]);
    if (rows.length > 0) return;
    await client.query(`drop database if exists ${name}_draft with (force)`);
    await client.query(`create database ${name}_draft owner ${connection.user}`);
    await fillTemplate({ ...connection, database: `${name}_draft` });
    await client.query(`alter database ${name}_draft rename to ${name}`);
  });
  return name;
}

async function fillTemplate(connection: PoolConfig): Promise<void> {
  const db = await openDatabase({ connection, log: silent });
  await db.close();
  const boss = await startBoss({ connection, log: silent });
  await boss.stop({ graceful: false });
}

async function migrationDigest(): Promise<string> {
  const digest = createHash('sha256');
  for (const file of (await readdir(migrationFolder)).sort())
    digest.update(await readFile(new URL(file, migrationFolder)));
  digest.update(await readFile(bossFile));
  return digest.digest('hex').slice(0, 16);
}

async function withAdministration(
  connection: PoolConfig,
  work: (client: pg.Client) => Promise<unknown>,
): Promise<void> {
  const client = new pg.Client({ ...connection, user: 'postgres', database: 'postgres' });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** Of test processes that were killed. */
async function dropLeftOvers(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ datname: string }>("select datname from pg_database where datname ~ '^test_'");
  for (const { datname } of rows) {
    if (!isAlive(Number(datname.split('_')[1]))) await client.query(`drop database if exists ${datname} with (force)`);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Deleting from small tables is many times faster than truncating them. */
async function empty(db: Database): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname = 'frameio' and tablename not like 'migration%'`.execute(db.kysely);
  const tables = [...rows.map((row) => row.name), 'frameio_queue.job'];
  await sql.raw(`do $$ begin ${tables.map((table) => `delete from ${table};`).join(' ')} end $$`).execute(db.kysely);
}
