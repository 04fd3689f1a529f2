import { once } from 'node:events';
import type { IncomingMessage, RequestListener } from 'node:http';
import { PassThrough } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpClient } from '../../../server/adapters/http/create-http-client.ts';
import { openRange, sendStream, type RangeRequest } from '../../../server/adapters/transfer/http-parts.ts';
import { NuxeoError } from '../../../server/domain/errors.ts';
import { eventually, startServer, type LocalServer } from '../http/local-server.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const http = createHttpClient({ userAgent: 'test/1', isAllowed: () => true, maxSockets: 8 });
const WHOLE = '0123456789';

async function serve(listener: RequestListener): Promise<LocalServer> {
  const server = await startServer(listener);
  closing.push(server.close);
  return server;
}

async function opened(
  listener: RequestListener,
  range: [number, number],
  more: Partial<RangeRequest> = {},
  signal?: AbortSignal,
) {
  const server = await serve(listener);
  const request = { url: server.origin, operation: 'read', timeoutMs: 200, ...more };
  const [start, end] = range;
  return openRange(http, request, { start, end }, signal ?? new AbortController().signal);
}

const part =
  (range: string, body: string, more = {}): RequestListener =>
  (_req, res) =>
    void res.writeHead(206, { 'content-range': `bytes ${range}`, ...more }).end(body);
const whole: RequestListener = (_req, res) => res.writeHead(200, { 'content-length': WHOLE.length }).end(WHOLE);

describe('openRange', () => {
  it('asks for the range and delivers it', async () => {
    let seen: IncomingMessage['headers'] = {};
    const body = await opened(
      (req, res) => {
        seen = req.headers;
        part('2-5/10', '2345')(req, res);
      },
      [2, 5],
      { headers: { 'x-token': 't' } },
    );
    expect(await text(body)).toBe('2345');
    expect(seen).toMatchObject({ range: 'bytes=2-5', 'x-token': 't' });
  });

  it('delivers without an announced length', async () => {
    const chunked: RequestListener = (_req, res) => {
      res.writeHead(206, { 'content-range': 'bytes 2-5/*' }).write('23');
      setTimeout(() => res.end('45'), 10);
    };
    expect(await text(await opened(chunked, [2, 5], { lengthOfWhole: 10 }))).toBe('2345');
  });

  it.each([
    ['another range', part('0-3/10', '0123'), 'length-mismatch'],
    ['a shorter range', part('2-4/10', '234'), 'length-mismatch'],
    ['no range named', (_req, res) => res.writeHead(206).end('2345'), 'length-mismatch'],
    ['several ranges', part('', '', { 'content-type': 'multipart/byteranges' }), 'length-mismatch'],
    ['the whole file instead', whole, 'length-mismatch'],
    ['a file of another length', part('2-5/11', '2345'), 'source-changed'],
    ['a range that is not there any more', (_req, res) => res.writeHead(416).end(), 'source-changed'],
  ] satisfies [string, RequestListener, string][])('refuses %s for good', async (_name, listener, code) => {
    await expect(opened(listener, [2, 5], { lengthOfWhole: 10 })).rejects.toMatchObject({ code, retryable: false });
  });

  it('takes the whole file only when that was asked for', async () => {
    expect(await text(await opened(whole, [0, 9]))).toBe(WHOLE);
    await expect(opened(whole, [0, 4])).rejects.toMatchObject({ code: 'length-mismatch' });
    await expect(opened(whole, [0, 11])).rejects.toMatchObject({ code: 'length-mismatch' });
  });

  it('takes the whole file without an announced length only when its length is known', async () => {
    const chunked: RequestListener = (_req, res) => {
      res.write(WHOLE.slice(0, 4));
      setTimeout(() => res.end(WHOLE.slice(4)), 10);
    };
    await expect(opened(chunked, [0, 9])).rejects.toMatchObject({ code: 'length-mismatch' });
    expect(await text(await opened(chunked, [0, 9], { lengthOfWhole: 10 }))).toBe(WHOLE);
  });

  it('takes the whole file after a condition for a change', async () => {
    const headers = { 'If-Range': '"etag"' };
    await expect(opened(whole, [2, 5], { headers })).rejects.toMatchObject({ code: 'source-changed' });
    const failed: RequestListener = (_req, res) => res.writeHead(412).end();
    await expect(opened(failed, [2, 5], { headers: { 'if-match': '"e"' } })).rejects.toMatchObject({
      code: 'source-changed',
    });
  });

  it.each([
    [403, 'link-expired', true],
    [404, 'link-expired', true],
    [302, 'link-expired', false],
    [500, 'download-truncated', true],
    [429, 'download-truncated', true],
  ])('makes a %i %s', async (status, code, retryable) => {
    const asked = opened((_req, res) => res.writeHead(status).end('<Error/>'), [2, 5]);
    await expect(asked).rejects.toMatchObject({ code, retryable, context: { status, operation: 'read' } });
  });

  it('lets the caller say what a refusal means', async () => {
    const refusal = async (response: { text(): Promise<string> }) =>
      new NuxeoError('nuxeo-forbidden', { params: [await response.text()] });
    const asked = opened((_req, res) => res.writeHead(403).end('not yours'), [2, 5], { refusal });
    await expect(asked).rejects.toMatchObject({ code: 'nuxeo-forbidden', params: ['not yours'] });
  });

  it.each([
    ['is cut', (res) => res.write('23', () => res.destroy())],
    ['falls silent', (res) => res.write('23')],
  ] satisfies [string, (res: Parameters<RequestListener>[1]) => unknown][])(
    'fails when the answer %s',
    async (_name, end) => {
      const listener: RequestListener = (_req, res) => {
        res.writeHead(206, { 'content-range': 'bytes 2-5/10', 'content-length': 4 });
        end(res);
      };
      await expect(text(await opened(listener, [2, 5]))).rejects.toMatchObject({
        code: 'download-truncated',
        retryable: true,
      });
    },
  );

  it.each([
    ['short', '234'],
    ['long', '23456'],
  ])('fails when the delivery is too %s for its own words', async (_name, delivered) => {
    const listener: RequestListener = (_req, res) => {
      res.writeHead(206, { 'content-range': 'bytes 2-5/10' });
      res.write(delivered, () => res.end());
    };
    await expect(text(await opened(listener, [2, 5]))).rejects.toMatchObject({ code: 'download-truncated' });
  });

  it('fails as truncated when nobody answers', async () => {
    const asked = opened((req) => req.socket.destroy(), [2, 5]);
    await expect(asked).rejects.toMatchObject({ code: 'download-truncated', retryable: true });
  });

  it('ends with the reason of the abort, and closes the connection', async () => {
    const abort = new AbortController();
    const server = await serve((_req, res) => {
      res.writeHead(206, { 'content-range': 'bytes 2-5/10', 'content-length': 4 }).write('23');
    });
    const body = await openRange(http, { url: server.origin, operation: 'read' }, { start: 2, end: 5 }, abort.signal);
    const leave = new Error('leave');
    const read = text(body);
    await once(body, 'data');
    abort.abort(leave);
    await expect(read).rejects.toBe(leave);
    await eventually('the connection is closed', () => server.sockets.size === 0);
  });

  it('closes the connection when nobody wants the rest', async () => {
    const server = await serve((_req, res) => {
      res.writeHead(206, { 'content-range': 'bytes 0-9999999/10000000' }).write(Buffer.alloc(100_000));
    });
    const range = { start: 0, end: 9_999_999 };
    const body = await openRange(http, { url: server.origin, operation: 'read' }, range, new AbortController().signal);
    body.destroy();
    await eventually('the connection is closed', () => server.sockets.size === 0);
  });

  it('waits with the reading until somebody reads', async () => {
    let written = 0;
    const listener: RequestListener = (_req, res) => {
      res.writeHead(206, { 'content-range': 'bytes 0-199999999/200000000', 'content-length': 200_000_000 });
      const chunk = Buffer.alloc(100_000);
      const more = () => {
        while (written < 2000 && res.write(chunk)) written += 1;
        if (written < 2000) res.once('drain', more);
      };
      more();
    };
    const body = await opened(listener, [0, 199_999_999], { timeoutMs: 5_000 });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(written * 100_000).toBeLessThan(30_000_000); // what the kernel holds
    expect(body.readableLength).toBeLessThan(300_000);
    body.destroy();
  });
});

describe('sendStream', () => {
  it('sends the bytes with their length and gives the answer', async () => {
    const server = await serve((req, res) => {
      void buffer(req).then((bytes) =>
        res.writeHead(200, { etag: `"${bytes.toString()}"` }).end(req.headers['content-length']),
      );
    });
    const body = new PassThrough();
    body.end('abc');
    const request = {
      method: 'PUT',
      url: server.origin,
      headers: { 'content-type': 'video/mp4' },
      operation: 'send',
    } as const;
    const answer = await sendStream(http, request, body, 3, new AbortController().signal);
    expect(answer.headers.etag).toBe('"abc"');
    expect(await answer.text()).toBe('3');
  });

  it('never ends a request whose source broke', async () => {
    let complete: boolean | undefined;
    const to = await serve((req) => req.resume().once('close', () => (complete = req.complete)));
    const from = await serve((_req, res) => {
      res.writeHead(206, { 'content-range': 'bytes 0-9/10', 'content-length': 10 });
      res.write('01234', () => setTimeout(() => res.destroy(), 20));
    });
    const { signal } = new AbortController();
    const body = await openRange(http, { url: from.origin, operation: 'read' }, { start: 0, end: 9 }, signal);
    const sent = sendStream(http, { method: 'PUT', url: to.origin, operation: 'send' }, body, 10, signal);

    await expect(sent).rejects.toMatchObject({ code: 'download-truncated' });
    await eventually('the request was cut', () => complete === false);
  });

  it('closes the source when the target broke', async () => {
    const to = await serve((req) => req.once('data', () => req.socket.resetAndDestroy()));
    const from = await serve((_req, res) => {
      res.writeHead(206, { 'content-range': 'bytes 0-99999999/100000000', 'content-length': 100_000_000 });
      res.write(Buffer.alloc(1_000_000));
    });
    const { signal } = new AbortController();
    const body = await openRange(http, { url: from.origin, operation: 'read' }, { start: 0, end: 99_999_999 }, signal);
    const sent = sendStream(http, { method: 'PUT', url: to.origin, operation: 'send' }, body, 100_000_000, signal);

    await expect(sent).rejects.toMatchObject({ name: 'HttpFailure', reason: 'unreachable' });
    await eventually('the source is closed', () => from.sockets.size === 0);
  });
});
