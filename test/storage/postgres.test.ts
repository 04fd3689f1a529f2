import { createServer } from 'node:net';
import { once } from 'node:events';
import { sql } from 'kysely';
import pg, { type PoolConfig } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IntegrationError } from '../../server/domain/errors.ts';
import { startBoss } from '../../server/jobs/boss.ts';
import { migrations } from '../../server/storage/migrations/index.ts';
import { openDatabase } from '../../server/storage/postgres.ts';
import { startTestDatabase, type TestDatabase } from '../support/database.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

async function administer(text: string): Promise<void> {
  const client = new pg.Client({ ...database.connection, user: 'postgres', database: 'postgres' });
  await client.connect();
  await client.query(text);
  await client.end();
}

async function withEmptyDatabase(work: (connection: PoolConfig) => Promise<void>): Promise<void> {
  const name = `test_${process.pid}_empty`;
  await administer(`create database ${name} owner ${database.connection.user}`);
  try {
    await work({ ...database.connection, database: name });
  } finally {
    await administer(`drop database ${name} with (force)`);
  }
}

const terminateOthers = sql`
  select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()`;

describe('migrations', () => {
  it('are applied once when several sidecars start at the same moment, and nothing the second time', async () => {
    await withEmptyDatabase(async (connection) => {
      const opened = await Promise.all([1, 2, 3, 4].map(() => openDatabase({ connection, log })));
      const again = await openDatabase({ connection, log });
      const { rows } = await sql<{ name: string }>`select name from frameio.migrations order by name`.execute(
        again.kysely,
      );
      expect(rows.map(({ name }) => name)).toEqual(Object.keys(migrations));
      await Promise.all([...opened, again].map((db) => db.close()));
    });
  });

  it('leave room for the queue, which several sidecars may prepare at the same moment as well', async () => {
    await withEmptyDatabase(async (connection) => {
      const bosses = await Promise.all([1, 2, 3].map(() => startBoss({ connection, log })));
      const id = await bosses[0]?.send('jobs', { jobId: 'one' });
      expect(id).toEqual(expect.any(String));
      await Promise.all(bosses.map((boss) => boss.stop({ graceful: false })));
    });
  });

  it('can name the database by a URL', async () => {
    const { host, user, password, database: name } = database.connection;
    const url = `postgres://${user}:${encodeURIComponent(String(password))}@/${name}?host=${encodeURIComponent(String(host))}`;
    const db = await openDatabase({ connection: url, log });
    expect(await db.kysely.selectFrom('jobs').select('id').execute()).toEqual([]);
    await db.close();
  });
});

describe('a database that is away', () => {
  it('is a failure that passes, not a bug', async () => {
    const nowhere = { ...database.connection, host: '/nowhere' };
    const refused = openDatabase({ connection: nowhere, log });
    await expect(refused).rejects.toMatchObject({ code: 'database-unavailable', retryable: true });
    await expect(refused).rejects.toBeInstanceOf(IntegrationError);
  });

  it('is noticed when it accepts connections and says nothing', async () => {
    const silentServer = createServer();
    silentServer.listen(0, '127.0.0.1');
    await once(silentServer, 'listening');
    const { port } = silentServer.address() as { port: number };
    const connection = {
      host: '127.0.0.1',
      port,
      user: 'u',
      password: 'p',
      database: 'd',
      connectionTimeoutMillis: 300,
    };
    await expect(openDatabase({ connection, log })).rejects.toMatchObject({ code: 'database-unavailable' });
    silentServer.close();
  });

  it('is used again as soon as it is back', async () => {
    const db = await openDatabase({ connection: database.connection, migrate: false, log });
    const inTransaction = db.kysely.transaction().execute(async (transaction) => {
      await sql`select 1`.execute(transaction);
      await terminateOthers.execute(database.db.kysely);
      await sql`select 1`.execute(transaction);
    });
    await expect(inTransaction).rejects.toMatchObject({ code: 'database-unavailable' });
    const { rows } = await sql`select 1 as one`.execute(db.kysely);
    expect(rows).toEqual([{ one: 1 }]);
    await db.close();
  });

  it('leaves other failures what they are', async () => {
    await expect(sql`select 1 / 0`.execute(database.db.kysely)).rejects.toMatchObject({ code: '22012' });
  });
});

it('reads large numbers as numbers and dates as dates', async () => {
  const { rows } = await sql`select 9007199254740991::bigint as size, now() as now`.execute(database.db.kysely);
  expect(rows).toEqual([{ size: 9007199254740991, now: expect.any(Date) }]);
});
