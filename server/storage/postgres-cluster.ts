import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPostgresPrograms, type PostgresPrograms } from './postgres-programs.ts';
import { exists, giveTo, runProgram, unprivilegedAccount, type Account } from './run-program.ts';
import { chooseHome, chooseSocketFolder } from './postgres-folders.ts';
import { administrator, majorVersion, settings } from './postgres-settings.ts';

const logLimitInBytes = 10 * 1024 * 1024;

/** One database cluster on disk and the programs that run it. */
export interface Cluster {
  readonly home: string;
  readonly data: string;
  readonly passwordFile: string;
  readonly log: string;
  readonly account: Account;
  readonly programs: PostgresPrograms;
}

export async function openCluster(dataFolder: string): Promise<Cluster> {
  const account = unprivilegedAccount();
  const home = await chooseHome(dataFolder, account);
  return {
    home,
    data: join(home, 'cluster', 'data'),
    passwordFile: join(home, 'cluster', 'password'),
    log: join(home, 'postgres.log'),
    account,
    programs: await findPostgresPrograms(home, account),
  };
}

/** Creates the cluster when there is none. A creation that was cut short leaves only a draft behind. */
export async function initialise(cluster: Cluster): Promise<void> {
  if (await exists(cluster.data)) return checkVersion(cluster);
  const draft = await mkdtemp(join(cluster.home, 'cluster-draft-'));
  await giveTo(draft, cluster.account);
  const passwordFile = join(draft, 'password');
  await writeFile(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  await giveTo(passwordFile, cluster.account);
  const { initdb } = cluster.programs;
  const access = ['--username', administrator, '--auth', 'scram-sha-256', '--pwfile', passwordFile];
  const text = ['--encoding', 'UTF8', '--no-locale'];
  await runChecked(initdb, ['--pgdata', join(draft, 'data'), ...access, ...text], cluster);
  await rename(draft, join(cluster.home, 'cluster')).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true });
    if (!(await exists(cluster.data))) throw error;
  });
}

async function checkVersion(cluster: Cluster): Promise<void> {
  const version = (await readFile(join(cluster.data, 'PG_VERSION'), 'utf8')).trim();
  if (version === majorVersion) return;
  throw new Error(
    `${cluster.data} was written by PostgreSQL ${version}; this release brings PostgreSQL ${majorVersion}`,
  );
}

export async function readPassword(cluster: Cluster): Promise<string> {
  return (await readFile(cluster.passwordFile, 'utf8')).trim();
}

/** The folder of the running server's socket, undefined when no server runs on this cluster. */
export async function runningSocketFolder(cluster: Cluster): Promise<string | undefined> {
  const { exitCode } = await runProgram(cluster.programs.pgCtl, ['status', '-D', cluster.data], cluster.account);
  if (exitCode !== 0) return undefined;
  const lines = await lockFileLines(cluster);
  if (await belongsToAnotherProgram(Number(lines[0]), cluster)) {
    await rm(join(cluster.data, 'postmaster.pid'), { force: true });
    return undefined;
  }
  // Line 5 of postmaster.pid: the first socket directory.
  return lines[4] || undefined;
}

/**
 * After a crash and a reboot the process id in the lock file may be another program's, and PostgreSQL would then
 * refuse to start. Only Linux tells; elsewhere PostgreSQL's own judgement stands.
 */
async function belongsToAnotherProgram(pid: number, cluster: Cluster): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return !commandLine.includes(cluster.data);
}

async function lockFileLines(cluster: Cluster): Promise<string[]> {
  const text = await readFile(join(cluster.data, 'postmaster.pid'), 'utf8').catch(() => '');
  return text.split('\n').map((line) => line.trim());
}

/** Resolves when the server accepts connections, or when another process was first to start it. */
export async function startServer(cluster: Cluster): Promise<void> {
  const socketFolder = await chooseSocketFolder(cluster.home, cluster.account);
  await writeConfiguration(cluster, socketFolder);
  await shortenLog(cluster);
  const args = ['start', '-D', cluster.data, '-l', cluster.log, '-w', '-t', '60', '-s'];
  const { exitCode, output } = await runProgram(cluster.programs.pgCtl, args, cluster.account);
  if (exitCode === 0 || (await runningSocketFolder(cluster))) return;
  const log = await readFile(cluster.log, 'utf8').catch(() => '');
  throw new Error(`PostgreSQL did not start: ${output.trim()} ${log.slice(-500).trim()}`);
}

export async function stopServer(cluster: Cluster): Promise<void> {
  await runChecked(cluster.programs.pgCtl, ['stop', '-D', cluster.data, '-m', 'fast', '-w', '-t', '60', '-s'], cluster);
}

async function writeConfiguration(cluster: Cluster, socketFolder: string): Promise<void> {
  const file = join(cluster.data, 'postgresql.conf');
  const lines = Object.entries({ ...settings, unix_socket_directories: socketFolder });
  const text = lines.map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`).join('');
  await writeFile(file, text, { mode: 0o600 });
  await giveTo(file, cluster.account);
}

async function shortenLog(cluster: Cluster): Promise<void> {
  const size = await stat(cluster.log).then(
    (file) => file.size,
    () => 0,
  );
  if (size > logLimitInBytes) await truncate(cluster.log);
}

async function runChecked(file: string, args: readonly string[], cluster: Cluster): Promise<void> {
  const { exitCode, output } = await runProgram(file, args, cluster.account);
  if (exitCode !== 0) throw new Error(`${file} failed with ${exitCode}: ${output.trim()}`);
}
