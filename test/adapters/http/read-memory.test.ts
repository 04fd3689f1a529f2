import { Readable } from 'node:stream';
import { afterEach, expect, it } from 'vitest';
import { createHttpClient } from '../../../server/adapters/http/create-http-client.ts';
import { giveBack, giveBackReads, handOver } from '../../../server/adapters/http/read-memory.ts';
import { startServer } from './local-server.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const http = createHttpClient({ userAgent: 'test/1', isAllowed: () => true, maxSockets: 2 });

it('gives back memory that a chunk fills alone, and none that it shares', () => {
  const alone = new Uint8Array(64 * 1024).fill(7);
  const shared = new Uint8Array(64 * 1024).fill(7);
  const part = shared.subarray(10, 20);
  giveBack(alone);
  giveBack(part);
  expect(alone.byteLength).toBe(0);
  expect(part).toEqual(new Uint8Array(10).fill(7));
});

it('never touches the chunks of a stream that somebody else may hold', async () => {
  const chunk = Buffer.from(new Uint8Array(200_000).fill(9));
  const server = await startServer((req, res) => {
    req.resume().once('end', () => res.end());
  });
  closing.push(server.close);
  const send = async (stream: Readable) => {
    const body = { stream, length: chunk.length };
    await (await http.request({ method: 'PUT', url: server.origin, operation: 'put', body })).text();
  };
  await send(Readable.from([chunk], { objectMode: false }));
  expect(chunk.every((byte) => byte === 9)).toBe(true);
  expect(chunk).toHaveLength(200_000);

  await send(handOver(Readable.from([chunk], { objectMode: false })));
  expect(chunk).toHaveLength(0);
});

it('leaves the bytes of an answer as they are, however they arrive', async () => {
  const whole = Buffer.alloc(3_000_000, 'abcdefghijk');
  const server = await startServer((req, res) => {
    if (req.url === '/announced') res.setHeader('content-length', whole.length);
    let at = 0;
    const more = () => {
      const length = req.url === '/small' ? 700 : 100_001;
      while (at < whole.length) if (!res.write(whole.subarray(at, (at += length)))) return void res.once('drain', more);
      res.end();
    };
    more();
  });
  closing.push(server.close);

  for (const path of ['/announced', '/chunked', '/small', '/announced']) {
    const answer = await http.request({ method: 'GET', url: `${server.origin}${path}`, operation: 'get' });
    giveBackReads(answer.body);
    const chunks: Buffer[] = [];
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      if (chunks.length % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(Buffer.concat(chunks).equals(whole), path).toBe(true);
  }
});
