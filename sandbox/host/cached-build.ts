import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const KEPT = join(ROOT, 'dist/host');
const DAY_MS = 86_400_000;

export interface CachedBuild {
  readonly name: string;
  /** Files and folders, from the checkout's root: the same content is built once. */
  readonly sources: readonly string[];
  build(folder: string): Promise<void>;
}

/** Answers the folder with the result. Several processes may ask at the same time: the first to end wins. */
export async function cachedBuild({ name, sources, build }: CachedBuild): Promise<string> {
  const folder = join(KEPT, `${name}-${await contentHash(sources)}`);
  if (existsSync(folder)) return folder;
  await removeOld(name);
  const unfinished = `${folder}.${process.pid}`;
  await build(unfinished);
  try {
    await rename(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    await rm(unfinished, { recursive: true });
  }
  return folder;
}

async function contentHash(sources: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of (await Promise.all(sources.map(filesOf))).flat().sort()) {
    hash.update(`${file}\n`).update(await readFile(join(ROOT, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

async function filesOf(source: string): Promise<string[]> {
  if ((await stat(join(ROOT, source))).isFile()) return [source];
  const entries = await readdir(join(ROOT, source), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length));
}

async function removeOld(name: string): Promise<void> {
  await mkdir(KEPT, { recursive: true });
  for (const entry of await readdir(KEPT)) {
    const folder = join(KEPT, entry);
    const isOld = entry.startsWith(`${name}-`) && Date.now() - (await stat(folder)).mtimeMs > DAY_MS;
    if (isOld) await rm(folder, { recursive: true, force: true });
  }
}
