import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildPlugin } from '../../sandbox/host/build-plugin.ts';
import { table } from '../report.ts';

const ENTRY = 'nuxeo-frameio.bundle.js';
/** For readers whose language file in Nuxeo is older than the bundle. */
const TEXTS = 'nuxeo-frameio/texts.js';

interface Chunk {
  readonly bytes: number;
  /** Files that come along at once. */
  readonly needs: readonly string[];
  /** Files that it may ask for later. */
  readonly later: readonly string[];
}

/** What travels to the browser, with gzip: at start, and for each screen what is not there yet. */
export async function benchSizes(): Promise<string> {
  const chunks = await chunksOf(await buildPlugin());
  const atStart = filesAtStart(chunks);
  const parts = [...new Set([...chunks.values()].flatMap(({ later }) => later))].filter((one) => !atStart.has(one));
  const rows = parts.map((part) => [part, without(withNeeds([part], chunks), atStart)] as const);
  const row = (name: string, files: ReadonlySet<string>) => [name, kilobytes(files, chunks), String(files.size)];
  return table(
    ['What loads', 'gzip', 'files'],
    [
      row('**at start, for everybody** (aim: at most 12 kB)', atStart),
      ...rows.toSorted(([a], [b]) => a.localeCompare(b)).map(([part, files]) => row(titleOf(part), files)),
    ],
  );
}

/** With gzip, of what every user of Web UI gets. */
export async function bytesAtStart(): Promise<number> {
  const chunks = await chunksOf(await buildPlugin());
  return bytesOf(filesAtStart(chunks), chunks);
}

function filesAtStart(chunks: ReadonlyMap<string, Chunk>): Set<string> {
  return withNeeds([ENTRY, ...chunk(chunks, ENTRY).later], chunks);
}

async function chunksOf(folder: string): Promise<Map<string, Chunk>> {
  const chunks = new Map<string, Chunk>();
  const read = async (file: string): Promise<void> => {
    if (chunks.has(file)) return;
    const code = await readFile(join(folder, file), 'utf8');
    const named = (pattern: RegExp) => [...code.matchAll(pattern)].map(([, name = '']) => join(dirname(file), name));
    const chunk = {
      bytes: gzipSync(code, { level: 9 }).length,
      needs: named(/(?:\bfrom|\bimport)\s*"(\.{1,2}\/[^"]+)"/g),
      later: named(/\bimport\("(\.{1,2}\/[^"]+)"\)/g),
    };
    chunks.set(file, chunk);
    for (const other of [...chunk.needs, ...chunk.later]) await read(other);
  };
  await read(ENTRY);
  return chunks;
}

function chunk(chunks: ReadonlyMap<string, Chunk>, file: string): Chunk {
  const found = chunks.get(file);
  if (!found) throw new Error(`the bundle has no ${file}`);
  return found;
}

function withNeeds(files: readonly string[], chunks: ReadonlyMap<string, Chunk>): Set<string> {
  const all = new Set(files);
  for (const file of all) for (const other of chunk(chunks, file).needs) all.add(other);
  return all;
}

function without(files: ReadonlySet<string>, others: ReadonlySet<string>): Set<string> {
  return new Set([...files].filter((file) => !others.has(file)));
}

function kilobytes(files: ReadonlySet<string>, chunks: ReadonlyMap<string, Chunk>): string {
  return `${(bytesOf(files, chunks) / 1000).toFixed(1)} kB`;
}

function bytesOf(files: ReadonlySet<string>, chunks: ReadonlyMap<string, Chunk>): number {
  return [...files].reduce((sum, file) => sum + chunk(chunks, file).bytes, 0);
}

function titleOf(file: string): string {
  const name = file.replace(/^.*\/|\.js$/g, '');
  return file === TEXTS ? `${name} (only where Nuxeo’s language file lacks ours)` : name;
}
