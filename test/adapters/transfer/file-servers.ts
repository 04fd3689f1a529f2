import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { seededBytes } from '../../../sandbox/shared/seeded-bytes.ts';
import { createHttpClient } from '../../../server/adapters/http/create-http-client.ts';
import type { HttpClient } from '../../../server/adapters/http/http-client.ts';
import { openRange, sendStream } from '../../../server/adapters/transfer/http-parts.ts';
import { FrameioError } from '../../../server/domain/errors.ts';
import type { ByteSource, ByteTarget, Part, PartRecord, TransferStore } from '../../../server/ports/bytes.ts';
import { startServer, type LocalServer } from '../http/local-server.ts';

export const SEED = 'transfer';

/** May answer in its own way; `true` leaves it to the server. */
export type Fault = (req: IncomingMessage, res: ServerResponse, n: number) => boolean | Promise<boolean>;

export interface FileSource extends LocalServer {
  readonly ranges: string[];
  readonly source: ByteSource;
}

export async function startSource(length: number, fault: Fault = () => true): Promise<FileSource> {
  const ranges: string[] = [];
  const server = await startServer((req, res) => void answer(req, res));
  const http = newClient();

  async function answer(req: IncomingMessage, res: ServerResponse) {
    ranges.push(req.headers.range ?? '');
    if (!(await fault(req, res, ranges.length))) return;
    const { start, end } = rangeOf(req);
    res.writeHead(206, { 'content-range': `bytes ${start}-${end}/${length}`, 'content-length': end - start + 1 });
    await pipeline(seededBytes(SEED, start, end), res).catch(() => undefined);
  }
  return {
    ...server,
    ranges,
    source: sourceAt(server.origin, length, http),
    async close() {
      await http.close();
      await server.close();
    },
  };
}

function newClient(): HttpClient {
  return createHttpClient({ userAgent: 'test/1', isAllowed: () => true, maxSockets: 32 });
}

export function sourceAt(origin: string, length: number, http = newClient()): ByteSource {
  const request = { url: `${origin}/file`, operation: 'source', lengthOfWhole: length };
  return {
    length,
    fingerprint: `seeded:${length}`,
    open: (range, signal) => openRange(http, request, range, signal),
  };
}

export function targetAt(origin: string, parts: readonly Part[], http = newClient()): ByteTarget {
  return {
    parts,
    async put(part, body, signal) {
      const request = { method: 'PUT', url: `${origin}/parts/${part.index}`, operation: 'sink' } as const;
      const answer = await sendStream(http, request, body, part.length, signal);
      const text = await answer.text();
      if (answer.status === 200) return;
      throw new FrameioError('upload-failed', { retryable: answer.status >= 500, params: [text] });
    },
  };
}

export function rangeOf(req: IncomingMessage): { start: number; end: number } {
  const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(req.headers.range ?? '') ?? [];
  return { start: Number(start), end: Number(end) };
}

export interface FileSink extends LocalServer {
  /** sha256 of each part that arrived whole, by index. */
  readonly digests: Map<number, string>;
  /** Indexes in the order in which their requests began. */
  readonly asked: number[];
  /** Requests that were cut before their last byte. */
  readonly cut: number[];
  /** Most requests at a time. */
  most(): number;
  target(parts: readonly Part[]): ByteTarget;
}

export interface SinkOptions {
  readonly fault?: Fault;
  /** Rest after each chunk of the n-th request. */
  readonly restMs?: (n: number) => number;
}

export async function startSink({ fault = () => true, restMs = () => 0 }: SinkOptions = {}): Promise<FileSink> {
  const [digests, asked, cut]: [Map<number, string>, number[], number[]] = [new Map(), [], []];
  let [active, most] = [0, 0];
  const server = await startServer((req, res) => void answer(req, res));
  const http = newClient();

  async function answer(req: IncomingMessage, res: ServerResponse) {
    const index = Number(req.url?.slice('/parts/'.length));
    most = Math.max(most, (active += 1));
    res.once('close', () => (active -= 1));
    req.once('close', () => {
      if (!req.complete) cut.push(index);
    });
    const n = asked.push(index);
    if (!(await fault(req, res, n))) return;
    const hash = createHash('sha256');
    const rest = restMs(n);
    try {
      for await (const chunk of req) {
        hash.update(chunk as Buffer);
        if (rest > 0) await wait(rest);
      }
    } catch {
      if (req.complete) cut.push(index); // every byte was here, and not all were read
      return;
    }
    digests.set(index, hash.digest('hex'));
    res.writeHead(200).end();
  }
  return {
    ...server,
    digests,
    asked,
    cut,
    most: () => most,
    target: (parts) => targetAt(server.origin, parts, http),
    async close() {
      await http.close();
      await server.close();
    },
  };
}

export function partsOf(length: number, partLength: number): Part[] {
  return Array.from({ length: Math.ceil(length / partLength) }, (_, index) => {
    const start = index * partLength;
    const end = Math.min(length, start + partLength) - 1;
    return { index, start, end, length: end - start + 1 };
  });
}

export async function expectedDigest({ start, end }: Part): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of seededBytes(SEED, start, end)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

export function memoryStore(): Pick<TransferStore, 'record'> & { readonly records: PartRecord[] } {
  const records: PartRecord[] = [];
  return {
    records,
    record(_transferId, part) {
      records.push(part);
      return Promise.resolve();
    },
  };
}
