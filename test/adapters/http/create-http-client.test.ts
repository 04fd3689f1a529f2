import { once } from 'node:events';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { LookupFunction } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createHttpClient,
  type HttpCall,
  type HttpClientOptions,
} from '../../../server/adapters/http/create-http-client.ts';
import { createHostPolicy } from '../../../server/adapters/http/hosts.ts';
import type { HttpRequest } from '../../../server/adapters/http/http-client.ts';
import { eventually, startServer, type LocalServer } from './local-server.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(listener: RequestListener): Promise<LocalServer> {
  const server = await startServer(listener);
  closing.push(() => server.close());
  return server;
}

function client(options: Partial<HttpClientOptions> = {}) {
  const made = createHttpClient({
    userAgent: 'test/1',
    isAllowed: () => true,
    maxSockets: 8,
    random: () => 0,
    ...options,
  });
  closing.push(() => made.close());
  return made;
}

const get = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url,
  operation: 'op',
  ...more,
});
const resolvesTo =
  (...addresses: string[]): LookupFunction =>
  (_name, options, callback) => {
    const all = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    if (options.all) callback(null, all);
    else callback(null, all[0]?.address ?? '', all[0]?.family);
  };

describe('request and answer', () => {
  it('sends each kind of body with its type and length', async () => {
    const seen: { type: string | undefined; length: string | undefined; agent: string | undefined; body: string }[] =
      [];
    const server = await serve((req, res) => {
      void buffer(req).then((bytes) => {
        const { 'content-type': type, 'content-length': length, 'user-agent': agent } = req.headers;
        seen.push({ type, length, agent, body: bytes.toString() });
        res.end();
      });
    });
    const http = client();
    const post = (body: HttpRequest['body'], headers = {}) =>
      http.request({ method: 'POST', url: server.origin, operation: 'op', headers, ...(body ? { body } : {}) });

    await post({ json: { é: 1 } });
    await post({ json: {} }, { 'Content-Type': 'application/json+nxentity' });
    await post({ form: { a: 'b c' } });
    await post({ bytes: Buffer.from('raw'), contentType: 'text/plain' });
    await post(undefined);

    const agent = 'test/1';
    expect(seen).toEqual([
      { type: 'application/json', length: '8', agent, body: '{"é":1}' },
      { type: 'application/json+nxentity', length: '2', agent, body: '{}' },
      { type: 'application/x-www-form-urlencoded', length: '5', agent, body: 'a=b+c' },
      { type: 'text/plain', length: '3', agent, body: 'raw' },
      { type: undefined, length: '0', agent, body: '' },
    ]);
  });

  it('resolves answers of any status and does not follow redirects', async () => {
    const server = await serve((_req, res) =>
      res.writeHead(302, { location: 'http://elsewhere.example/' }).end('moved'),
    );
    const answer = await client().request(get(server.origin));

    expect(answer.status).toBe(302);
    expect(answer.headers.location).toBe('http://elsewhere.example/');
    expect(await answer.text()).toBe('moved');
  });

  it.each([
    ['{"a":[1]}', { a: [1] }],
    ['', undefined],
    ['<html>', undefined],
  ])('reads %j as %j', async (text, value) => {
    const server = await serve((_req, res) => res.end(text));
    expect(await (await client().request(get(server.origin))).json()).toEqual(value);
  });

  it('reads no more of an answer than its bounds', async () => {
    const piece = Buffer.alloc(1024 * 1024, ' ');
    const server = await serve((_req, res) => {
      const more = () => {
        while (!res.destroyed && res.write(piece));
        if (!res.destroyed) res.once('drain', more);
      };
      more();
    });
    const http = client();

    expect(await (await http.request(get(server.origin))).text()).toHaveLength(64 * 1024);
    await expect((await http.request(get(server.origin))).json()).rejects.toThrow('op: unreachable');
    await eventually('connections are closed', () => server.sockets.size === 0);
  });

  it('fails when an answer is cut short', async () => {
    const server = await serve((_req, res) => {
      res.writeHead(200, { 'content-length': 100 }).write('{"a":');
      setTimeout(() => res.destroy(), 20);
    });
    const answer = await client().request(get(server.origin));
    await expect(answer.json()).rejects.toMatchObject({ name: 'HttpFailure', reason: 'unreachable' });
  });

  it('uses a connection again, and no more than it may', async () => {
    let most = 0;
    const server = await serve((_req, res) => {
      most = Math.max(most, server.sockets.size);
      setTimeout(() => res.end('ok'), 10);
    });
    const http = client({ maxSockets: 2 });
    const once = async () => (await http.request(get(server.origin))).text();

    expect(await Promise.all(Array.from({ length: 9 }, once))).toEqual(Array(9).fill('ok'));
    expect(most).toBe(2);
    expect(server.sockets.size).toBe(2);
  });
});

describe('repeats', () => {
  async function failing(times: number, fail: (res: Parameters<RequestListener>[1]) => void, calls: HttpCall[] = []) {
    let count = 0;
    const server = await serve((_req, res) => {
      count += 1;
      if (count <= times) fail(res);
      else res.end('"fine"');
    });
    const http = client({ onCall: (call) => calls.push(call) });
    return { http, server, count: () => count };
  }

  it.each([502, 503, 504])('asks again after a %i', async (status) => {
    const calls: HttpCall[] = [];
    const { http, server } = await failing(2, (res) => res.writeHead(status).end('down'), calls);

    expect(await (await http.request(get(server.origin))).json()).toBe('fine');
    expect(calls.map((call) => call.status)).toEqual([status, status, 200]);
    expect(calls[0]).toMatchObject({ operation: 'op', method: 'GET', origin: server.origin });
  });

  it('asks again when the connection was cut, and says so', async () => {
    const calls: HttpCall[] = [];
    const { http, server } = await failing(1, (res) => res.destroy(), calls);

    expect(await (await http.request(get(server.origin))).json()).toBe('fine');
    expect(calls.map((call) => call.status ?? call.failure)).toEqual(['ECONNRESET', 200]);
  });

  it('gives the last answer when it stays so', async () => {
    const { http, server, count } = await failing(9, (res) => res.writeHead(503).end('down'));
    expect((await http.request(get(server.origin))).status).toBe(503);
    expect(count()).toBe(3);
  });

  it('waits as long as it was asked to', async () => {
    const { http, server } = await failing(1, (res) => res.writeHead(503, { 'retry-after': '1' }).end());
    const startedAt = performance.now();
    await http.request(get(server.origin));
    expect(performance.now() - startedAt).toBeGreaterThan(950);
  });

  it.each([
    ['a POST', { method: 'POST' as const, body: { json: {} } }],
    ['what must not be', { retry: 'never' as const }],
  ])('does not repeat %s', async (_name, more) => {
    const { http, server, count } = await failing(1, (res) => res.destroy());
    await expect(http.request(get(server.origin, more))).rejects.toMatchObject({ reason: 'unreachable' });
    expect(count()).toBe(1);
  });

  it('repeats a POST that is declared safe', async () => {
    const { http, server } = await failing(1, (res) => res.destroy());
    const answer = await http.request(get(server.origin, { method: 'POST', body: { json: {} }, retry: 'safe' }));
    expect(answer.status).toBe(200);
  });

  it('stops waiting when told to', async () => {
    const { http, server, count } = await failing(9, (res) => res.writeHead(503, { 'retry-after': '5' }).end());
    const leave = new Error('leave');
    const abort = new AbortController();
    const asked = http.request(get(server.origin, { signal: abort.signal }));
    await eventually('the first answer is there', () => count() === 1);
    setTimeout(() => abort.abort(leave), 50);
    await expect(asked).rejects.toBe(leave);
  });
});

describe('limits in time', () => {
  it('does not wait for a silent server for longer than asked', async () => {
    const server = await serve(() => undefined);
    const asked = client().request(get(server.origin, { timeoutMs: 60 }));
    await expect(asked).rejects.toMatchObject({ name: 'HttpFailure', reason: 'timeout' });
    await eventually('the connection is closed', () => server.sockets.size === 0);
  });

  it('limits the time until the head, even when bytes keep coming', async () => {
    const server = await serve((req) => {
      const timer = setInterval(() => req.socket.write('HTTP/1.1 1'.charAt(0)), 10);
      req.socket.once('close', () => clearInterval(timer));
      req.socket.write('HTTP/1.1 200 OK\r\nx-slow: ');
    });
    const asked = client().request(get(server.origin, { timeoutMs: 80 }));
    await expect(asked).rejects.toMatchObject({ reason: 'timeout' });
  });

  it('limits the silence inside an answer, not its length', async () => {
    const server = await serve((req, res) => {
      res.writeHead(200, { 'content-length': 1000 });
      const timer = setInterval(() => res.write('x'.repeat(req.url === '/steady' ? 100 : 0)), 30);
      if (req.url === '/silent') res.write('x');
      req.socket.once('close', () => clearInterval(timer));
    });
    const http = client();
    const steady = await http.request(get(`${server.origin}/steady`, { timeoutMs: 150 }));
    expect(await steady.text()).toHaveLength(1000);

    const silent = await http.request(get(`${server.origin}/silent`, { timeoutMs: 150 }));
    await expect(silent.text()).rejects.toMatchObject({ reason: 'timeout' });
  });
});

describe('abort', () => {
  it('throws the reason at every moment and leaves no connection', async () => {
    const server = await serve((req, res) => {
      if (req.url === '/body') res.writeHead(200, { 'content-length': 10 }).write('x');
    });
    const http = client();
    const leave = new Error('leave');

    await expect(http.request(get(server.origin, { signal: AbortSignal.abort(leave) }))).rejects.toBe(leave);
    const before = new AbortController();
    const waiting = http.request(get(server.origin, { signal: before.signal }));
    setTimeout(() => before.abort(leave), 30);
    await expect(waiting).rejects.toBe(leave);

    const during = new AbortController();
    const answer = await http.request(get(`${server.origin}/body`, { signal: during.signal }));
    const failed = once(answer.body, 'error') as Promise<[Error]>;
    const text = answer.text();
    during.abort(leave);
    expect((await failed)[0]).toBe(leave);
    await expect(text).rejects.toBe(leave);
    await eventually('connections are closed', () => server.sockets.size === 0);
  });

  it('keeps no listener on the signal', async () => {
    const server = await serve((_req, res) => res.end('ok'));
    const { signal } = new AbortController();
    let listeners = 0;
    const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
    signal.addEventListener = (...args: Parameters<typeof add>) => (listeners++, add(...args));
    signal.removeEventListener = (...args: Parameters<typeof remove>) => (listeners--, remove(...args));
    for (let i = 0; i < 5; i += 1) await (await client().request(get(server.origin, { signal }))).text();
    await eventually('all are removed', () => listeners === 0);
  });
});

describe('where it goes', () => {
  it('refuses a host before anything is sent', async () => {
    let requests = 0;
    const server = await serve((_req, res) => {
      requests += 1;
      res.end();
    });
    const http = client({ isAllowed: () => false });
    await expect(http.request(get(server.origin))).rejects.toMatchObject({ code: 'host-not-allowed' });
    await expect(http.request(get('not a url'))).rejects.toMatchObject({ code: 'host-not-allowed' });
    await expect(client().request(get('file:///etc/passwd'))).rejects.toMatchObject({ code: 'host-not-allowed' });
    expect(requests).toBe(0);
    expect(server.sockets.size).toBe(0);
  });

  it.each([
    ['one private address', ['127.0.0.1']],
    ['a public address next to a private one', ['93.184.216.34', '127.0.0.1']],
    ['a mapped one', ['::ffff:127.0.0.1']],
  ])('refuses a listed name that resolves to %s', async (_name, addresses) => {
    const server = await serve((_req, res) => res.end('inside'));
    const { port } = new URL(server.origin);
    const { isAllowed } = createHostPolicy({
      origins: [],
      presignedHosts: [`media.example.com:${port}`],
      allowPrivateAddresses: false,
    });
    const http = client({ isAllowed, lookup: resolvesTo(...addresses) });

    const asked = http.request(get(`https://media.example.com:${port}/`));
    await expect(asked).rejects.toMatchObject({ code: 'host-not-allowed', params: [`media.example.com:${port}`] });
    expect(server.sockets.size).toBe(0);
  });

  it('reaches a configured origin on a private address by its name', async () => {
    const server = await serve((req: IncomingMessage, res) => res.end(req.headers.host));
    const { port } = new URL(server.origin);
    const origin = `http://nuxeo.example.com:${port}`;
    const { isAllowed } = createHostPolicy({ origins: [origin], presignedHosts: [], allowPrivateAddresses: false });

    const answer = await client({ isAllowed, lookup: resolvesTo('127.0.0.1') }).request(get(`${origin}/nuxeo`));
    expect(await answer.text()).toBe(`nuxeo.example.com:${port}`);
  });
});
