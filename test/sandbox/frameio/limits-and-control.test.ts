import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { RATE_LIMITS, RateLimiter } from '../../../sandbox/frameio/rate-limits.ts';
import { ACCOUNTS, FILES, FOLDERS, PEOPLE } from '../../../sandbox/frameio/seed.ts';
import { startFrameio } from '../../../sandbox/frameio/server.ts';
import { DEFAULT_SWITCHES } from '../../../sandbox/frameio/switches.ts';
import { A, send, useFrameio } from './harness.ts';

const frameio = useFrameio({}, [
  /the status 503 is not declared/,
  /answer must be object/,
  /answer must have required/,
]);

describe('rate limits', () => {
  it('leak steadily: full at once, then one call each share of the window', () => {
    const limiter = new RateLimiter();
    const take = (at: number) => limiter.take('comments.update', 'ana', DEFAULT_SWITCHES, at);
    for (let i = 9; i >= 0; i -= 1) expect(take(0)).toMatchObject({ allowed: true, remaining: i, windowMs: 60_000 });
    expect(take(5999)).toMatchObject({ allowed: false });
    expect(take(6000)).toMatchObject({ allowed: true, remaining: 0 });
    expect(take(18_000)).toMatchObject({ allowed: true, remaining: 1 });
  });

  it('report the whole limit on a refused call, as the published library does', () => {
    const limiter = new RateLimiter();
    const take = () => limiter.take('folders.create', 'ana', DEFAULT_SWITCHES, 0);
    expect([take(), take(), take()].map(({ allowed }) => allowed)).toEqual([true, true, true]);
    expect(take()).toMatchObject({ allowed: false, remaining: 3, requests: 3, windowMs: 1000 });
  });

  it('are counted per operation and person', () => {
    const limiter = new RateLimiter();
    for (let i = 0; i < 10; i += 1) limiter.take('comments.update', 'ana', DEFAULT_SWITCHES, 0);
    expect(limiter.take('comments.update', 'ben', DEFAULT_SWITCHES, 0).allowed).toBe(true);
    expect(limiter.take('folders.update', 'ana', DEFAULT_SWITCHES, 0).allowed).toBe(true);
    expect(limiter.take('comments.update', 'ana', DEFAULT_SWITCHES, 0).allowed).toBe(false);
  });

  it('are known for all 90 operations of the description, and three experimental ones', () => {
    expect(RATE_LIMITS.size).toBe(93);
  });

  it('stand in the headers of every answer, and end in 429', async () => {
    await frameio.switch({ rateLimitFactor: 1, rateLimits: { 'users.show': { requests: 2, windowMs: 60_000 } } });
    const cleo = frameio.as('cleo');
    const first = await cleo.get('/v4/me');
    expect(Object.fromEntries([...first.headers].filter(([name]) => name.startsWith('x-ratelimit')))).toEqual({
      'x-ratelimit-limit': '2',
      'x-ratelimit-remaining': '1',
      'x-ratelimit-window': '60000',
    });
    await cleo.get('/v4/me');
    const refused = await cleo.get('/v4/me');
    expect([refused.status, refused.body]).toEqual([429, { errors: [{ detail: 'Too many requests' }] }]);
    expect(refused.headers.get('retry-after')).toBeNull();
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('2');
    await frameio.switch({ rateLimitFactor: 1000, rateLimits: {} });
    const anonymous = await send(frameio.url, 'GET', '/v4/me');
    expect(anonymous.headers.get('x-ratelimit-limit')).not.toBeNull();
  });
});

describe('the control API', () => {
  it('forgets everything on reset, switches included', async () => {
    const ana = frameio.as('ana');
    await ana.delete(`${A}/files/${FILES.a001}`);
    await frameio.switch({ frameBase: 0 });
    expect((await frameio.control('POST', '/reset')).status).toBe(204);
    expect((await ana.get('/v4/me')).status).toBe(401);
    expect((await frameio.as('ana').get(`${A}/files/${FILES.a001}`)).status).toBe(200);
    expect((await frameio.control('GET', '/switches')).body).toMatchObject({ frameBase: 1, rateLimitFactor: 1000 });
  });

  it('refuses switches it does not know', async () => {
    for (const change of [{ frameBase: 2 }, { colour: 'red' }]) {
      expect((await frameio.control('PUT', '/switches', change)).status).toBe(400);
    }
  });

  it('lets a test act as anybody', async () => {
    const call = { email: PEOPLE.dan.email, method: 'GET', path: '/v4/me' };
    expect((await frameio.control('POST', '/act-as', call)).body['data']).toMatchObject({ name: 'Dan Whitlock' });
  });

  it('shows the whole world at a glance', async () => {
    await frameio.control('POST', '/comments', { fileId: FILES.trailer, text: 'Nice', email: PEOPLE.ben.email });
    const { body } = await frameio.control('GET', '/world');
    expect(JSON.stringify(body)).toContain('A001_C001.mov');
    expect(JSON.stringify(body)).toContain('"text":"Nice"');
  });

  it('injects faults, on the API and on the storage', async () => {
    const status = { type: 'status', status: 503, body: { errors: [{ detail: 'x' }] } };
    await frameio.control('POST', '/faults', { path: '^/v4/me', action: status });
    expect((await frameio.as('ana').get('/v4/me')).status).toBe(503);
    const { body } = await frameio.as('ana').get(`${A}/files/${FILES.trailer}?include=media_links.original`);
    const link = String(body['data']?.['media_links']?.['original']?.['download_url']);
    await frameio.control('POST', '/faults', { path: '^/uploads/', action: { type: 'truncate', afterBytes: 1000 } });
    await expect(fetch(link).then((answer) => answer.arrayBuffer())).rejects.toThrow();
    expect((await (await fetch(link)).arrayBuffer()).byteLength).toBeGreaterThan(1000);
  });

  it('adds a file of any size at once, with the properties wanted', async () => {
    const metadata = {
      frameRate: 29.97,
      durationSeconds: 60,
      frames: 1798,
      width: 1920,
      height: 1080,
      codec: 'prores',
    };
    const seeded = { folderId: FOLDERS.day1, name: 'huge.mov', seed: 'huge', size: 20_000_000_000, metadata };
    const { body } = await frameio.control('POST', '/files', seeded);
    const path = `${A}/files/${String(body['id'])}`;
    await new Promise((resolve) => setTimeout(resolve, 20));
    const shown = JSON.stringify((await frameio.as('ana').get(`${path}?include=metadata`)).body);
    expect(shown).toContain('29.97');
    expect(shown).toContain('1920 x 1080');
  });
});

describe("the reviewer's page", () => {
  it.each(['/', `/project/${FILES.trailer}`, `/project/${FILES.trailer}/view/${FILES.a001}`])(
    'is at %s',
    async (path) => {
      const answer = await fetch(frameio.url + path);
      expect(answer.headers.get('content-type')).toContain('text/html');
      const scripts = [...(await answer.text()).matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css|svg))"/g)].map(
        ([, link]) => link,
      );
      expect(scripts).toContain('/app.js');
      for (const link of scripts) expect((await fetch(frameio.url + String(link))).status).toBe(200);
    },
  );
});

describe('starting', () => {
  it('without projects has the people and accounts all the same', async () => {
    const empty = await startFrameio({ seed: 'empty' });
    const { body } = await send(empty.apiUrl, 'GET', '/_control/world');
    expect(body['projects']).toEqual([]);
    expect(body['accounts']).toMatchObject([{ id: ACCOUNTS.northlight }, { id: ACCOUNTS.harbour }]);
    await empty.close();
  });

  it('as a process says where it listens, and ends when told to', async () => {
    const main = fileURLToPath(new URL('../../../sandbox/frameio/main.ts', import.meta.url));
    const child = spawn(process.execPath, [main], { env: { ...process.env, FRAMEIO_SEED: 'empty' } });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const ready = JSON.parse(line.toString()) as { ready: boolean; apiUrl: string; storageUrl: string };
    expect(ready.ready).toBe(true);
    expect((await fetch(`${ready.apiUrl}/_control/switches`)).status).toBe(200);
    expect((await fetch(ready.storageUrl)).status).toBe(405);
    child.kill('SIGTERM');
    expect((await once(child, 'exit'))[0]).toBe(0);
  });
});
