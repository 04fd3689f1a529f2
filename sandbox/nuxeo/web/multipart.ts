import type { Readable } from 'node:stream';
import { RestError } from './rest-error.ts';

export interface Part {
  headers: Record<string, string>;
  fileName: string | null;
  /** Has to be read to its end before the next part is asked for. */
  body: AsyncGenerator<Buffer>;
}

/** The parts of a multipart body, one after the other, without ever holding one as a whole. */
export async function* partsOf(source: Readable, contentType: string): AsyncGenerator<Part> {
  const [, quoted, bare] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) throw new RestError(400, 'Missing multipart boundary');
  const cutter = new Cutter(source);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  await text(cutter.until(delimiter));
  while ((await text(cutter.until(Buffer.from('\r\n')))) !== '--') {
    const headers = parseHeaders(await text(cutter.until(Buffer.from('\r\n\r\n'))));
    const [, fileName = null] = /filename="([^"]*)"/.exec(headers['content-disposition'] ?? '') ?? [];
    yield { headers, fileName, body: cutter.until(delimiter) };
  }
}

/** Cuts a stream at delimiters, wherever the chunks of the network happen to end. */
class Cutter {
  readonly #source: AsyncIterator<Buffer>;
  // The first boundary has no line end before it, so that one is put there.
  #rest: Buffer = Buffer.from('\r\n');

  constructor(source: Readable) {
    this.#source = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  async *until(delimiter: Buffer): AsyncGenerator<Buffer> {
    for (;;) {
      const at = this.#rest.indexOf(delimiter);
      const safe = at >= 0 ? at : Math.max(0, this.#rest.length - delimiter.length + 1);
      if (safe > 0) yield this.#rest.subarray(0, safe);
      this.#rest = this.#rest.subarray(at >= 0 ? at + delimiter.length : safe);
      if (at >= 0) return;
      const next = await this.#source.next();
      // The closing boundary may be the last thing there is.
      if (next.done && this.#rest.equals(Buffer.from('--'))) return yield this.#rest;
      if (next.done) throw new RestError(400, 'Unexpected end of multipart body');
      this.#rest = Buffer.concat([this.#rest, next.value]);
    }
  }
}

export async function text(chunks: AsyncIterable<Buffer>): Promise<string> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString('utf8');
}

function parseHeaders(lines: string): Record<string, string> {
  const pairs = lines.split('\r\n').map((line) => line.split(/:\s*/, 2));
  return Object.fromEntries(pairs.map(([name = '', value = '']) => [name.toLowerCase(), value]));
}
