import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { seededBytes } from '../shared/seeded-bytes.ts';
import type { Content, FileAsset, StoredPart } from './model.ts';
import { Presigner } from './presign.ts';

/** Where the bytes are: parts as they came, or a recipe that makes them again. */
export class Storage {
  readonly presigner = new Presigner();
  /** The storage's own origin; known once it listens. */
  url = '';
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Stores one part; a part that is sent again replaces the earlier one.
   *
   * @throws when `source` ends before `size` bytes: nothing is kept of it then.
   */
  async writePart(name: string, source: Readable, size: number, keepBytes: boolean): Promise<StoredPart> {
    const path = join(this.#folder, name);
    const partial = `${path}.${String(process.hrtime.bigint())}`;
    await mkdir(join(path, '..'), { recursive: true });
    const meter = new Meter();
    try {
      const target = keepBytes ? createWriteStream(partial) : discard();
      await pipeline(source, (chunks: AsyncIterable<Buffer>) => meter.through(chunks), target);
      if (meter.length !== size) throw new Error(`Got ${String(meter.length)} bytes of ${String(size)}`);
      if (keepBytes) await rename(partial, path);
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
    return { ...meter.result(), ...(keepBytes ? { path } : {}) };
  }

  /** `undefined` when there is nothing to read: no upload yet, or its bytes were discarded. */
  read(file: FileAsset, start: number, end: number): Readable | undefined {
    const { content } = file;
    if (!content) return undefined;
    if (content.kind === 'seeded') return seededBytes(content.seed, start, end);
    if (content.kind === 'path') return createReadStream(content.path, { start, end });
    if (content.parts.some((part) => !part.path)) return undefined;
    return Readable.from(readParts(content.parts, start, end), { objectMode: false, highWaterMark: 256 * 1024 });
  }

  async digest(file: FileAsset): Promise<{ length: number; sha256?: string; parts?: Omit<StoredPart, 'path'>[] }> {
    const parts = partsOf(file.content);
    const body = file.size > 0 ? this.read(file, 0, file.size - 1) : undefined;
    if (!body) return { length: parts.reduce((sum, part) => sum + part.size, 0), parts };
    const hash = createHash('sha256');
    let length = 0;
    for await (const chunk of body) {
      hash.update(chunk as Buffer);
      length += (chunk as Buffer).length;
    }
    return { length, sha256: hash.digest('hex'), ...(parts.length > 0 ? { parts } : {}) };
  }

  async sizeOf(path: string): Promise<number> {
    return (await stat(path)).size;
  }

  async clear(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
    await mkdir(this.#folder, { recursive: true });
  }
}

function partsOf(content: Content | undefined): Omit<StoredPart, 'path'>[] {
  if (content?.kind !== 'parts') return [];
  return content.parts.map(({ size, sha256, crc32: crc }) => ({ size, sha256, crc32: crc }));
}

async function* readParts(parts: StoredPart[], start: number, end: number): AsyncGenerator<Buffer> {
  let offset = 0;
  for (const { path, size } of parts) {
    const first = Math.max(start - offset, 0);
    const last = Math.min(end - offset, size - 1);
    if (path && first <= last) yield* createReadStream(path, { start: first, end: last, highWaterMark: 256 * 1024 });
    offset += size;
  }
}

const discard = () =>
  new Writable({
    write(_chunk, _encoding, done) {
      done();
    },
  });

class Meter {
  length = 0;
  #crc = 0;
  readonly #sha256 = createHash('sha256');

  async *through(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      this.length += chunk.length;
      this.#crc = crc32(chunk, this.#crc);
      this.#sha256.update(chunk);
      yield chunk;
    }
  }

  result(): StoredPart {
    return { size: this.length, sha256: this.#sha256.digest('hex'), crc32: this.#crc };
  }
}
