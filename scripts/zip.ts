import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { zipSync } from 'fflate';

/** Bytes by path, with forward slashes. */
export type Files = Readonly<Record<string, Uint8Array>>;

/** A fixed moment and a fixed order: the same files give the same bytes. */
const MOMENT = new Date(1980, 0, 1, 0, 0, 0);

export function zipOf(files: Files): Uint8Array {
  const sorted = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  return zipSync(Object.fromEntries(sorted.map(([name, bytes]) => [name, [bytes, { mtime: MOMENT, level: 9 }]])));
}

export async function filesBelow(folder: string): Promise<Files> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const named = files.map(async (file) => [relative(folder, file).split(sep).join('/'), await readFile(file)] as const);
  return Object.fromEntries(await Promise.all(named));
}
