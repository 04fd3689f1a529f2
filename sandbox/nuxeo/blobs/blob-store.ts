import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { copyFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { seededBytes } from '../../shared/seeded-bytes.ts';
import { StoredBlob } from './stored-blob.ts';

export interface Received {
  /** Its name in the blob folder, or null when the bytes were not kept. */
  file: string | null;
  length: number;
  crc32: number;
  /** Hex; null when it was not asked for. */
  md5: string | null;
}

/** Bytes on disk. Nothing is ever held in memory as a whole. */
export class BlobStore {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** Takes in one stream. A stream that breaks leaves nothing behind. */
  async receive(source: Readable, options: { keep: boolean; md5: boolean }): Promise<Received> {
    const file = options.keep ? randomUUID() : null;
    const hash = options.md5 ? createHash('md5') : null;
    let length = 0;
    let checksum = 0;
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        length += chunk.length;
        checksum = crc32(chunk, checksum);
        hash?.update(chunk);
        done(null, file ? chunk : undefined);
      },
    });
    try {
      if (file)
        await pipeline(source, meter, createWriteStream(join(this.folder, file), { highWaterMark: 1024 * 1024 }));
      else await pipeline(source, meter.resume());
    } catch (error) {
      if (file) await this.discard([file]);
      throw error;
    }
    return { file, length, crc32: checksum, md5: hash?.digest('hex') ?? null };
  }

  async import(path: string, name: string, mimeType: string): Promise<StoredBlob> {
    const file = randomUUID();
    await copyFile(path, join(this.folder, file));
    const { size } = await stat(path);
    const blob = new StoredBlob({
      content: { kind: 'files', files: [{ file, length: size }] },
      ...{ name, mimeType, encoding: null, length: size, digestAlgorithm: 'MD5', digest: null, crc32: null },
    });
    return blob.with({ digest: await this.hash(blob, 'md5') });
  }

  async discard(files: string[]): Promise<void> {
    await Promise.all(files.map((file) => rm(join(this.folder, file), { force: true })));
  }

  async clear(): Promise<void> {
    await this.discard(await readdir(this.folder));
  }

  async hash(blob: StoredBlob, algorithm: 'md5' | 'sha256'): Promise<string> {
    const hash = createHash(algorithm);
    for await (const chunk of this.read(blob)) hash.update(chunk as Buffer);
    return hash.digest('hex');
  }

  /**
   * @param start - First byte, zero-based.
   * @param end - Last byte, inclusive. What lies beyond the end of the blob is left out.
   */
  read(blob: StoredBlob, start = 0, end = blob.length - 1): Readable {
    const last = Math.min(end, blob.length - 1);
    if (last < start) return Readable.from([]);
    const { content } = blob;
    if (content.kind === 'seed') return seededBytes(content.seed, start, last);
    if (content.kind === 'discarded') throw new Error('the bytes of this blob were not kept');
    const pieces = overlapping(content.files, start, last);
    const [only] = pieces;
    if (pieces.length === 1 && only) return this.#open(only);
    return Readable.from(this.#concatenate(pieces), { objectMode: false });
  }

  #open(piece: Piece): Readable {
    const { file, start, end } = piece;
    return createReadStream(join(this.folder, file), { start, end, highWaterMark: 256 * 1024 });
  }

  async *#concatenate(pieces: Piece[]): AsyncGenerator<Buffer> {
    for (const piece of pieces) for await (const chunk of this.#open(piece)) yield chunk as Buffer;
  }
}

interface Piece {
  file: string;
  start: number;
  end: number;
}

function overlapping(files: { file: string; length: number }[], start: number, end: number): Piece[] {
  let offset = 0;
  return files.flatMap(({ file, length }) => {
    const from = Math.max(start - offset, 0);
    const to = Math.min(end - offset, length - 1);
    offset += length;
    return from <= to ? [{ file, start: from, end: to }] : [];
  });
}
