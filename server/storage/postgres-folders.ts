import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { port } from './postgres-settings.ts';
import { canReach, exists, giveTo, type Account } from './run-program.ts';

/** `sun_path` holds 108 bytes with its terminating zero. */
const socketPathLimitInBytes = 107;

/**
 * The folder of the cluster: `postgres` inside the data folder. When we are root and the unprivileged account cannot
 * get there (a data folder below a closed home directory), a folder under /var/lib that belongs to this data folder.
 */
export async function chooseHome(dataFolder: string, account: Account): Promise<string> {
  const folder = resolve(dataFolder);
  await mkdir(folder, { recursive: true, mode: 0o711 });
  const inside = await makeOwn(join(folder, 'postgres'), account);
  if (await canReach(inside, account)) return inside;
  // Search, not read: the other files in it keep their own modes.
  await chmod(folder, (await stat(folder)).mode | 0o011);
  if (await canReach(inside, account)) return inside;
  const mark = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  await mkdir('/var/lib/nuxeo-frameio', { recursive: true, mode: 0o711 });
  const outside = await makeOwn(`/var/lib/nuxeo-frameio/${mark}`, account);
  await writeFile(join(folder, 'postgres', 'README'), `The database of this data folder is in ${outside}\n`);
  return outside;
}

/** Beside the cluster, or, where that path is too long for a socket, a private folder among the temporary files. */
export async function chooseSocketFolder(home: string, account: Account): Promise<string> {
  const beside = join(home, 'socket');
  if (fits(beside)) return makeOwn(beside, account);
  const memo = join(home, 'socket-folder');
  const remembered = await readFile(memo, 'utf8').catch(() => '');
  if (remembered && (await isPrivate(remembered, account))) return remembered;
  const made = await makeTemporary(account);
  await writeFile(memo, made);
  return made;
}

function fits(folder: string): boolean {
  return Buffer.byteLength(join(folder, `.s.PGSQL.${port}`)) <= socketPathLimitInBytes;
}

async function makeTemporary(account: Account): Promise<string> {
  for (const parent of [tmpdir(), '/tmp']) {
    if (!fits(join(parent, 'nuxeo-frameio-XXXXXX'))) continue;
    const folder = await mkdtemp(join(parent, 'nuxeo-frameio-'));
    await giveTo(folder, account);
    if (await canReach(folder, account)) return folder;
  }
  throw new Error('No folder for the database socket: set TMPDIR to a short path that every account can enter');
}

/** Somebody else may have made a folder of that name since: only one that is ours alone is used again. */
async function isPrivate(folder: string, account: Account): Promise<boolean> {
  if (!(await exists(folder))) return false;
  const { uid, mode } = await stat(folder);
  return uid === (account?.uid ?? process.getuid?.()) && (mode & 0o077) === 0;
}

async function makeOwn(folder: string, account: Account): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await giveTo(folder, account);
  return folder;
}
