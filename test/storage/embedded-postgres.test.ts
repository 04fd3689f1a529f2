import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg, { type PoolConfig } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../server/storage/embedded-postgres.ts';
import { findPostgresPrograms } from '../../server/storage/postgres-programs.ts';
import { runProgram, unprivilegedAccount } from '../../server/storage/run-program.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const program = fileURLToPath(new URL('../support/embedded-process.ts', import.meta.url));
let folder: string;
const servers: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nuxeo-frameio-data-'));
  await chmod(folder, 0o755);
});
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => end(child, 'SIGTERM')));
  for (const server of servers.splice(0)) await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(dataFolder = folder): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataFolder, log: silent });
  servers.push(server);
  return server;
}

async function startProcess(): Promise<{ child: ChildProcess; connection: PoolConfig; alone: boolean }> {
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  children.push(child);
  const [message] = (await once(child, 'message')) as [{ connection: PoolConfig; alone: boolean }];
  return { child, ...message };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.disconnect();
  child.kill(signal);
  await once(child, 'exit');
}

async function query(connection: PoolConfig, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

const lockFile = () => join(folder, 'postgres', 'cluster', 'data', 'postmaster.pid');
const serverPid = async () => Number((await readFile(lockFile(), 'utf8')).split('\n')[0]);
const isRunning = async () =>
  readFile(lockFile()).then(
    () => true,
    () => false,
  );

describe('the embedded database', () => {
  it('is PostgreSQL 18 that fsyncs, owned by an ordinary role, on a private socket and no port', async () => {
    const { connection, alone } = await start();
    expect(alone).toBe(true);
    const settings = `select current_setting('server_version_num')::int / 10000 as version, current_setting('fsync') as fsync,
      current_setting('listen_addresses') as addresses, usesuper from pg_user where usename = current_user`;
    expect(await query(connection, settings)).toEqual([{ version: 18, fsync: 'on', addresses: '', usesuper: false }]);
    const modeOf = async (...path: string[]) => (await stat(join(folder, 'postgres', ...path))).mode & 0o777;
    expect(await modeOf()).toBe(0o700);
    expect(await modeOf('socket')).toBe(0o700);
    expect(await modeOf('cluster', 'data')).toBe(0o700);
    expect(await modeOf('cluster', 'password')).toBe(0o600);
  });

  it('asks for the password', async () => {
    const { connection } = await start();
    await expect(query({ ...connection, password: 'guessed' }, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('keeps what was written when it is stopped and started again', async () => {
    const first = await start();
    await query(first.connection, 'create table kept as select 42 as answer');
    await first.stop();
    expect(await isRunning()).toBe(false);
    const second = await start();
    expect(await query(second.connection, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('comes back by itself when it dies', async () => {
    const { connection } = await start();
    await query(connection, 'create table kept as select 42 as answer');
    process.kill(await serverPid(), 'SIGKILL');
    const ask = () => query(connection, 'select answer from kept').catch(() => undefined);
    const deadline = Date.now() + 20_000;
    let answer = await ask();
    while (!answer && Date.now() < deadline) {
      await delay(50);
      answer = await ask();
    }
    expect(answer).toEqual([{ answer: 42 }]);
  });

  it('starts although its old process id is another program now', async () => {
    const first = await start();
    await first.stop();
    await writeFile(
      lockFile(),
      `${process.pid}\n${dirname(lockFile())}\n1700000000\n5432\n/nowhere\n\n  1  2\nready   \n`,
    );
    await chmod(lockFile(), 0o644);
    const second = await start();
    expect(await query(second.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('puts its socket elsewhere when the path is too long for one, and finds it again', async () => {
    const long = join(folder, 'a'.repeat(60), 'b'.repeat(60));
    const first = await start(long);
    expect(first.connection.host).not.toContain(long);
    expect((await stat(String(first.connection.host))).mode & 0o777).toBe(0o700);
    const second = await start(long);
    expect(second.connection.host).toBe(first.connection.host);
    await first.stop();
    await second.stop();
    const third = await start(long);
    expect(third.connection.host).toBe(first.connection.host);
    await third.stop();
    await rm(String(first.connection.host), { recursive: true });
  });

  it('says in a sentence that another release wrote the data', async () => {
    const first = await start();
    await first.stop();
    await writeFile(join(folder, 'postgres', 'cluster', 'data', 'PG_VERSION'), '17\n');
    await expect(start()).rejects.toThrow('was written by PostgreSQL 17; this release brings PostgreSQL 18');
  });
});

describe('a data folder that several processes use', () => {
  it('gets one server, however many start at the same moment', async () => {
    const processes = await Promise.all([startProcess(), startProcess(), startProcess()]);
    const pids = await Promise.all(
      processes.map(({ connection }) => query(connection, 'select pg_postmaster_start_time()')),
    );
    expect(new Set(pids.map((rows) => JSON.stringify(rows))).size).toBe(1);
    expect(processes.filter(({ alone }) => alone)).toHaveLength(1);
  });

  it('keeps its server until the last one leaves', async () => {
    const first = await startProcess();
    const { connection, stop, alone } = await start();
    expect(alone).toBe(false);
    await end(first.child, 'SIGTERM');
    expect(await query(connection, 'select 1 as one')).toEqual([{ one: 1 }]);
    await stop();
    expect(await isRunning()).toBe(false);
  });

  it('is joined again after its process was killed, and the server did not notice', async () => {
    const killed = await startProcess();
    const [before] = await query(killed.connection, 'select pg_postmaster_start_time()');
    await end(killed.child, 'SIGKILL');
    const { connection, alone, stop } = await start();
    expect(alone).toBe(true);
    expect(await query(connection, 'select pg_postmaster_start_time()')).toEqual([before]);
    await stop();
    expect(await isRunning()).toBe(false);
  });
});

describe('the bundled programs', () => {
  const installed = () => {
    const fromWrapper = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return dirname(dirname(fromWrapper.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)));
  };
  const account = unprivilegedAccount();
  let root: string;
  let home: string;
  beforeEach(async () => {
    root = join(folder, 'package');
    home = join(folder, 'home');
    await cp(installed(), root, { recursive: true, verbatimSymlinks: true });
    await mkdir(home, { mode: 0o755 });
  });
  const run = async (file: string) => (await runProgram(file, ['--version'], account)).output.trim();

  it('run where they are, once the links are there that npm cannot carry', async () => {
    const links = JSON.parse(await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8')) as { target: string }[];
    for (const { target } of links) await unlink(join(root, target)).catch(() => undefined);
    const programs = await findPostgresPrograms(home, account, root);
    expect(programs.initdb.startsWith(root)).toBe(true);
    expect(await run(programs.initdb)).toBe('initdb (PostgreSQL) 18.4');
  });

  it('run from a copy beside the data where they cannot be run, and the copy is made once', async () => {
    await chmod(join(root, 'native', 'bin', 'postgres'), 0o644);
    const [programs] = await Promise.all([1, 2].map(() => findPostgresPrograms(home, account, root)));
    expect(programs?.postgres.startsWith(home)).toBe(true);
    expect(await run(String(programs?.postgres))).toBe('postgres (PostgreSQL) 18.4');
    expect(await findPostgresPrograms(home, account, root)).toEqual(programs);
  });
});
