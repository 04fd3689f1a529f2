import type { IncomingMessage, RequestListener } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpClient } from '../../../server/adapters/http/create-http-client.ts';
import type { HttpClient } from '../../../server/adapters/http/http-client.ts';
import { eventually, startServer, type LocalServer } from './local-server.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(listener: RequestListener): Promise<LocalServer & { http: HttpClient }> {
  const server = await startServer(listener);
  const http = createHttpClient({ userAgent: 'test/1', isAllowed: () => true, maxSockets: 1 });
  closing.push(
    () => http.close(),
    () => server.close(),
  );
  return { ...server, http };
}

const put = (url: string, stream: Readable, length: number, more = {}) =>
  ({ method: 'PUT', url, operation: 'put', body: { stream, length }, ...more }) as const;

describe('streamed bodies', () => {
  it('arrive whole, with their exact length announced', async () => {
    const bytes = Buffer.alloc(3_000_000, 'seven77');
    let received: { headers: IncomingMessage['headers']; bytes: Buffer } | undefined;
    const server = await serve((req, res) => {
      void buffer(req).then((body) => {
        received = { headers: req.headers, bytes: body };
        res.writeHead(201, { etag: '"1"' }).end();
      });
    });
    const answer = await server.http.request(
      put(server.origin, Readable.from([bytes.subarray(0, 9), bytes.subarray(9)]), bytes.length),
    );

    expect(answer.status).toBe(201);
    expect(received?.bytes.equals(bytes)).toBe(true);
    expect(received?.headers['content-length']).toBe('3000000');
    expect(received?.headers['transfer-encoding']).toBeUndefined();
  });

  it.each([
    ['shorter', 'abc'],
    ['longer', 'abcdefghijkl'],
  ])('that are %s than announced never look complete to the server', async (_name, text) => {
    let complete: boolean | undefined;
    const server = await serve((req) => {
      req.resume().once('close', () => (complete = req.complete));
    });
    const asked = server.http.request(put(server.origin, Readable.from([Buffer.from(text)]), 6));
    await expect(asked).rejects.toMatchObject({ code: 'length-mismatch', retryable: true });
    await eventually('the connection is gone', () => server.sockets.size === 0);
    expect(complete).not.toBe(true);
  });

  it('whose source fails cut the request with the failure of the source', async () => {
    const broken = new Error('source broke');
    let complete: boolean | undefined;
    const server = await serve((req) => req.resume().once('close', () => (complete = req.complete)));
    const source = new PassThrough();
    source.write('abc');
    const asked = server.http.request(put(server.origin, source, 6));
    setTimeout(() => source.destroy(broken), 30);

    await expect(asked).rejects.toBe(broken);
    await eventually('the request was cut', () => complete === false);
  });

  it('whose source had failed already are not sent', async () => {
    const broken = new Error('source broke');
    const source = new PassThrough().on('error', () => undefined);
    source.destroy(broken);
    const server = await serve((_req, res) => res.end());
    await expect(server.http.request(put(server.origin, source, 6))).rejects.toBe(broken);
  });

  it('let go of the source when the target breaks', async () => {
    const server = await serve((req) => req.once('data', () => req.socket.resetAndDestroy()));
    const source = endless();
    await expect(server.http.request(put(server.origin, source, 1e9))).rejects.toMatchObject({ reason: 'unreachable' });
    expect(source.destroyed).toBe(true);
  });

  it('let go of the source when told to, even while they wait for a connection', async () => {
    const cut: boolean[] = [];
    const server = await serve((req) => {
      req.once('close', () => cut.push(!req.complete));
      req.on('data', () => {
        req.pause();
        setTimeout(() => req.resume(), 5);
      });
    });
    const leave = new Error('leave');
    const abort = new AbortController();
    const first = endless();
    const second = endless();
    const sending = [first, second].map((source) =>
      server.http.request(put(server.origin, source, 1e9, { signal: abort.signal })),
    );
    await eventually('the first is on its way', () => server.sockets.size === 1);
    abort.abort(leave);

    for (const asked of sending) await expect(asked).rejects.toBe(leave);
    expect([first.destroyed, second.destroyed]).toEqual([true, true]);
    await eventually('the one that was sent is cut', () => cut.length === 1);
    expect(cut).toEqual([true]);
  });

  it('let go of the source when the host is refused', async () => {
    const http = createHttpClient({ userAgent: 'test/1', isAllowed: () => false, maxSockets: 1 });
    const source = endless();
    await expect(http.request(put('http://127.0.0.1:9/', source, 1e9))).rejects.toMatchObject({
      code: 'host-not-allowed',
    });
    expect(source.destroyed).toBe(true);
  });

  it('give the refusal that came before the last byte, and stop sending', async () => {
    const server = await serve((req, res) => {
      req.once('data', () => res.writeHead(403).end('<Code>AccessDenied</Code>'));
    });
    const source = endless();
    const answer = await server.http.request(put(server.origin, source, 1e9));

    expect(answer.status).toBe(403);
    expect(await answer.text()).toBe('<Code>AccessDenied</Code>');
    expect(source.destroyed).toBe(true);
    await eventually('the connection is closed', () => server.sockets.size === 0);
  });

  it('do not take an early 200 for an arrival', async () => {
    const server = await serve((req, res) => req.once('data', () => res.end('thanks')));
    const asked = server.http.request(put(server.origin, endless(), 1e9));
    await expect(asked).rejects.toMatchObject({ code: 'upload-failed', retryable: true });
  });

  it('fail after a silence, not after a time', async () => {
    const server = await serve((req, res) => {
      if (req.url === '/slow') req.resume().once('end', () => res.end('done'));
    });
    let left = 8;
    const slow = new Readable({
      read() {
        setTimeout(() => this.push(left-- > 0 ? 'x' : null), 30);
      },
    });
    const answer = await server.http.request(put(`${server.origin}/slow`, slow, 8, { timeoutMs: 150 }));
    expect(await answer.text()).toBe('done');

    const asked = server.http.request(put(`${server.origin}/stalls`, endless(), 1e9, { timeoutMs: 150 }));
    await expect(asked).rejects.toMatchObject({ reason: 'timeout' });
  });
});

function endless(): Readable {
  const chunk = Buffer.alloc(64 * 1024);
  return new Readable({
    read() {
      this.push(chunk);
    },
  });
}
