import { createHash } from 'node:crypto';
import { request } from 'node:http';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createControl,
  type CallCount,
  type Control,
  type Fault,
  type RecordedCall,
} from '../../sandbox/shared/control.ts';
import { seededBytes } from '../../sandbox/shared/seeded-bytes.ts';
import { listening, type Listening } from './listening.ts';

let control: Control;
let standIn: Listening;
let created: string[];

beforeEach(async () => {
  control = createControl();
  created = [];
  const app = express();
  app.use(control.middleware);
  app.use('/_control', control.router);
  app.use(express.json({ type: ['json', 'application/json+nxrequest'] }));
  app.get('/hello', (_req, res) => void res.json({ hello: 'world' }));
  app.get('/stream', (_req, res) => void seededBytes('stream', 0, 2_000_000 - 1).pipe(res));
  app.post('/things', (req, res) => {
    created.push((req.body as { name: string }).name);
    res.status(201).json({ created });
  });
  standIn = await listening(app);
});
afterEach(() => standIn.close());

describe('a fault', () => {
  it('with a status answers instead of the handler', async () => {
    await addFault({
      path: '^/things',
      action: { type: 'status', status: 429, body: { error: 'slow down' }, headers: { 'Retry-After': '3' } },
    });
    const answer = await create('one');

    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('3');
    expect(await answer.json()).toEqual({ error: 'slow down' });
    expect(created).toEqual([]);
  });

  it('with a delay answers later, and rightly', async () => {
    await addFault({ path: '/hello', action: { type: 'delay', milliseconds: 150 } });
    const start = performance.now();
    const answer = await fetch(`${standIn.url}/hello`);

    expect(performance.now() - start).toBeGreaterThanOrEqual(145);
    expect(await answer.json()).toEqual({ hello: 'world' });
  });

  it('that resets cuts the connection before the handler runs', async () => {
    await addFault({ path: '/things', action: { type: 'reset' } });

    await expect(create('one')).rejects.toThrow('fetch failed');
    expect(created).toEqual([]);
    await expect.poll(() => control.calls.at(-1)).toMatchObject({ path: '/things', status: 0 });
  });

  it('that loses the answer lets the handler do its work', async () => {
    await addFault({ path: '/things', action: { type: 'lose-answer' } });

    await expect(create('one')).rejects.toThrow('fetch failed');
    expect(created).toEqual(['one']);
    await expect.poll(() => control.calls.at(-1)).toMatchObject({ path: '/things', status: 0 });
  });

  it('that loses the answer loses a streamed one as well', async () => {
    await addFault({ path: '/stream', action: { type: 'lose-answer' } });
    expect(await download('/stream')).toMatchObject({ status: undefined, complete: false });
  });

  it.each([0, 1, 70_000, 300_000, 1_999_999])(
    'that truncates sends %i bytes of a stream and no more',
    async (afterBytes) => {
      await addFault({ path: '/stream', action: { type: 'truncate', afterBytes } });
      const { body, complete } = await download('/stream');

      expect(body.length).toBe(afterBytes);
      expect(complete).toBe(false);
      expect(sha256(body)).toBe(sha256((await download('/stream')).body.subarray(0, afterBytes)));
    },
  );

  it('that truncates leaves the announced length of a JSON answer', async () => {
    await addFault({ path: '/hello', action: { type: 'truncate', afterBytes: 5 } });
    expect(await download('/hello')).toMatchObject({ length: '17', body: Buffer.from('{"hel'), complete: false });
  });

  it('that truncates after more bytes than there are changes nothing', async () => {
    await addFault({ path: '/hello', action: { type: 'truncate', afterBytes: 17 } });
    expect(await download('/hello')).toMatchObject({ body: Buffer.from('{"hello":"world"}'), complete: true });
  });

  it('hits the n-th matching call, as many times as said', async () => {
    await addFault({ path: '/hello', nth: 2, times: 2, action: { type: 'status', status: 503 } });
    expect(await statuses(5)).toEqual([200, 503, 503, 200, 200]);
  });

  it('counts the calls that another fault has hit', async () => {
    await addFault({ path: '/hello', nth: 1, action: { type: 'status', status: 500 } });
    await addFault({ path: '/hello', nth: 2, action: { type: 'status', status: 503 } });
    expect(await statuses(3)).toEqual([500, 503, 200]);
  });

  it('passes over other methods and other paths', async () => {
    await addFault({ method: 'post', path: '/hello', action: { type: 'status', status: 500 } });
    await addFault({ path: '/hello\\?page=2', action: { type: 'status', status: 500 } });
    expect(await statuses(1)).toEqual([200]);
    expect((await fetch(`${standIn.url}/hello?page=2`)).status).toBe(500);
  });

  it('is gone after DELETE', async () => {
    await addFault({ path: '/hello', times: 9, action: { type: 'status', status: 500 } });
    await fetch(`${standIn.url}/_control/faults`, { method: 'DELETE' });
    expect(await statuses(1)).toEqual([200]);
  });

  it.each([
    [{ path: '(', action: { type: 'reset' } }, 'regular expression'],
    [{ path: '/x', action: { type: 'explode' } }, 'type'],
    [{ path: '/x', nht: 2, action: { type: 'reset' } }, 'nht'],
    [{ path: '/x', nth: 0, action: { type: 'reset' } }, 'nth'],
  ])('that could never hit is refused: %j', async (fault, reason) => {
    const answer = await postFault(fault);
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as { error: string }).error).toContain(reason);
  });
});

describe('recorded calls', () => {
  it('say what was asked and answered, in the order of arrival', async () => {
    await create('one');
    await fetch(`${standIn.url}/hello?page=2`);
    const calls = await recorded();

    expect(calls.map(({ n, method, path, status }) => ({ n, method, path, status }))).toEqual([
      { n: 1, method: 'POST', path: '/things', status: 201 },
      { n: 2, method: 'GET', path: '/hello?page=2', status: 200 },
    ]);
    expect(calls[0]).toMatchObject({ requestBody: { name: 'one' }, responseBody: { created: ['one'] }, bytesIn: 14 });
    expect(calls[1]).not.toHaveProperty('requestBody');
  });

  it('keep an answer as it was sent, whatever becomes of its source', async () => {
    await create('one');
    await create('two');
    expect((await recorded()).map(({ responseBody }) => responseBody)).toEqual([
      { created: ['one'] },
      { created: ['one', 'two'] },
    ]);
  });

  it('hold the body of an automation request', async () => {
    await create('one', 'application/json+nxrequest');
    expect((await recorded())[0]).toMatchObject({ requestBody: { name: 'one' } });
  });

  it('can be read from a number on and deleted', async () => {
    await statuses(3);
    expect((await recorded('?since=2')).map(({ n }) => n)).toEqual([3]);
    await fetch(`${standIn.url}/_control/calls`, { method: 'DELETE' });
    expect(await recorded()).toEqual([]);
  });

  it('are counted by method, path without ids, and status', async () => {
    const paths = ['11111111-2222-3333-4444-555555555555', 'batchId-11111111-2222-3333-4444-555555555555', 'plain?x=1'];
    for (const path of paths) await fetch(`${standIn.url}/files/${path}`);
    await create('one');
    expect(await counted()).toEqual([
      { method: 'GET', path: '/files/*', status: 404, count: 2, bytesIn: 0 },
      { method: 'GET', path: '/files/plain', status: 404, count: 1, bytesIn: 0 },
      { method: 'POST', path: '/things', status: 201, count: 1, bytesIn: 14 },
    ]);
    await fetch(`${standIn.url}/_control/calls`, { method: 'DELETE' });
    expect(await counted()).toEqual([]);
  });

  it('leave out the control calls themselves', async () => {
    await recorded();
    expect(await recorded()).toEqual([]);
  });
});

async function addFault(fault: Fault): Promise<void> {
  expect((await postFault(fault)).status).toBe(201);
}

function postFault(fault: object): Promise<Response> {
  return fetch(`${standIn.url}/_control/faults`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(fault),
  });
}

function create(name: string, type = 'application/json'): Promise<Response> {
  return fetch(`${standIn.url}/things`, {
    method: 'POST',
    headers: { 'Content-Type': type },
    body: JSON.stringify({ name }),
  });
}

async function statuses(calls: number): Promise<number[]> {
  const seen: number[] = [];
  for (let i = 0; i < calls; i += 1) seen.push((await fetch(`${standIn.url}/hello`)).status);
  return seen;
}

async function recorded(query = ''): Promise<RecordedCall[]> {
  return (await (await fetch(`${standIn.url}/_control/calls${query}`)).json()) as RecordedCall[];
}

async function counted(): Promise<CallCount[]> {
  return (await (await fetch(`${standIn.url}/_control/counts`)).json()) as CallCount[];
}

interface Download {
  status: number | undefined;
  length: string | undefined;
  body: Buffer;
  complete: boolean;
}

/** What arrives before the end or the cut; `fetch` would throw the bytes of a cut answer away. */
function download(path: string): Promise<Download> {
  return new Promise((resolve) => {
    const nothing: Download = { status: undefined, length: undefined, body: Buffer.alloc(0), complete: false };
    request(`${standIn.url}${path}`, { agent: false }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => undefined);
      res.on('close', () => {
        const { statusCode, headers, complete } = res;
        resolve({ status: statusCode, length: headers['content-length'], body: Buffer.concat(chunks), complete });
      });
    })
      .on('error', () => resolve(nothing))
      .end();
  });
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
