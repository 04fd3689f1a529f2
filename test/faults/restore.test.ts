import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { bindDemoWorkspace, TARGET } from '../../sandbox/demo/scenes.ts';
import { documentOf, settledBatch, settledJob } from '../../sandbox/demo/watching.ts';
import { startEnvironment, type Environment } from '../../sandbox/environment/environment.ts';
import type { Person } from '../../sandbox/environment/person.ts';
import { connected, setUp } from '../../sandbox/environment/set-up.ts';
import { SEEDED } from '../../sandbox/nuxeo/seed.ts';
import { giveTo, runProgram, unprivilegedAccount } from '../../server/storage/run-program.ts';

const run = promisify(execFile);
const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function temporaryFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `nuxeo-frameio-${name}-`));
  await chmod(folder, 0o755);
  cleanUps.push(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

async function start(dataFolder: string, sidecarEnv = {}): Promise<Environment> {
  const environment = await startEnvironment({ dataFolder, sidecarEnv });
  cleanUps.push(() => environment.stop());
  return environment;
}

/** Ana has bound a folder, and a document of hers is in review. */
async function work(environment: Environment): Promise<Person> {
  await setUp(environment);
  const ana = await connected(environment, 'ana');
  await bindDemoWorkspace(ana);
  const push = { documents: [SEEDED.firstCut], target: TARGET };
  await settledBatch(ana, (await ana.api<{ batchId: string }>('POST', '/push', push)).batchId);
  return ana;
}

/** Without signing in again: secrets and tokens can be read, and what was in review comes back. */
async function expectGoesOn(ana: Person): Promise<void> {
  expect(await ana.api('GET', '/account')).toMatchObject({ ready: true });
  expect(await ana.api('GET', `/folders/${SEEDED.workspace}/binding`)).toMatchObject({ inReview: 1 });
  const { id } = await ana.api<{ id: string }>('POST', `/documents/${SEEDED.firstCut}/bring-back`, {});
  expect(await settledJob(ana, id)).toMatchObject({ state: 'completed' });
  expect((await documentOf(ana, SEEDED.firstCut)).lockOwner).toBeUndefined();
}

it('goes on from a copy of the data folder (X23)', { timeout: 180_000 }, async () => {
  const [dataFolder, backup] = [await temporaryFolder('data'), await temporaryFolder('backup')];
  const environment = await start(dataFolder);
  const ana = await work(environment);
  await environment.sidecar().stop();
  await run('cp', ['-a', `${dataFolder}/.`, backup]);

  await rm(dataFolder, { recursive: true });
  await run('cp', ['-a', backup, dataFolder]);
  await environment.restartSidecar();
  await expectGoesOn(ana);
});

interface Programs {
  readonly folder: string;
}

/** A PostgreSQL of the machine, with its client programs; the one that comes along has none. */
async function installedPostgres(): Promise<Programs | undefined> {
  const versions = await readdir('/usr/lib/postgresql').catch((): string[] => []);
  for (const version of versions.sort().reverse()) {
    const folder = join('/usr/lib/postgresql', version, 'bin');
    const names = await readdir(folder).catch((): string[] => []);
    if (['initdb', 'pg_ctl', 'pg_dump', 'pg_restore', 'psql'].every((name) => names.includes(name))) return { folder };
  }
  return undefined;
}

/** A server of one's own; answers what DATABASE_URL says. */
async function startPostgres({ folder }: Programs): Promise<string> {
  const home = await temporaryFolder('postgres');
  const account = unprivilegedAccount();
  await giveTo(home, account);
  const data = join(home, 'data');
  const as = async (program: string, args: string[]) => {
    const { exitCode } = await runProgram(join(folder, program), args, account);
    expect([program, exitCode]).toEqual([program, 0]);
  };
  await as('initdb', ['-D', data, '--username', 'dam', '--auth', 'trust', '--encoding', 'UTF8', '--no-locale']);
  const options = `-c listen_addresses= -c unix_socket_directories=${home}`;
  await as('pg_ctl', ['start', '-w', '-D', data, '-l', join(home, 'log'), '-o', options]);
  cleanUps.push(() => as('pg_ctl', ['stop', '-D', data, '-m', 'fast']));
  return `postgres://dam@localhost/postgres?host=${encodeURIComponent(home)}`;
}

const programs = await installedPostgres();

describe.skipIf(!programs)('a database of one’s own, where the machine has pg_dump', () => {
  it('goes on from a dump that was taken while it worked (X23)', { timeout: 180_000 }, async () => {
    const { folder } = programs as Programs;
    const url = await startPostgres(programs as Programs);
    const [dataFolder, backup] = [await temporaryFolder('data'), await temporaryFolder('dump')];
    const environment = await start(dataFolder, { DATABASE_URL: url });
    const ana = await work(environment);
    const dump = join(backup, 'frameio.dump');
    const schemas = ['--schema=frameio', '--schema=frameio_queue'];
    await run(join(folder, 'pg_dump'), ['--format=custom', ...schemas, `--file=${dump}`, url]);

    await ana.api('DELETE', `/folders/${SEEDED.workspace}/binding`, { reviews: 'keep' });
    await environment.sidecar().stop();
    const drops = ['frameio', 'frameio_queue'].flatMap((schema) => ['-c', `drop schema if exists ${schema} cascade`]);
    await run(join(folder, 'psql'), [url, ...drops]);
    await run(join(folder, 'pg_restore'), ['--no-owner', '--exit-on-error', `--dbname=${url}`, dump]);
    await environment.restartSidecar({ DATABASE_URL: url });
    await expectGoesOn(ana);
  });
});
