import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RequestListener } from 'node:http';
import { startProxy, type RunningProxy } from '../../sandbox/proxy/server.ts';
import { listening, type Listening } from './listening.ts';
import { answerTo, open, textOf } from './requests.ts';

let nuxeo: Listening;
let sidecar: Listening;
let proxy: RunningProxy;
let answer: RequestListener;

beforeEach(async () => {
  answer = (req, res) => res.end(req.url);
  nuxeo = await listening((req, res) => {
    res.setHeader('X-Who', 'nuxeo');
    answer(req, res);
  });
  sidecar = await listening((_req, res) => res.setHeader('X-Who', 'sidecar').end());
  proxy = await startProxy({ nuxeoUrl: nuxeo.url, sidecarUrl: sidecar.url });
});
afterEach(() => Promise.all([proxy.close(), nuxeo.close(), sidecar.close()]));

describe('the one origin', () => {
  it.each([
    ['/nuxeo/frameio/api/bindings', 'sidecar'],
    ['/nuxeo/frameio/?x=1', 'sidecar'],
    ['/nuxeo/site/oauth2/frameio/callback?code=1&state=2', 'sidecar'],
    ['/nuxeo/site/oauth2/frameio/callback', 'sidecar'],
    ['/nuxeo/site/oauth2/nuxeo/callback', 'nuxeo'],
    ['/nuxeo/frameio-other/x', 'nuxeo'],
    ['/nuxeo/ui/', 'nuxeo'],
    ['/nuxeo/api/v1/path/?next=/nuxeo/frameio/', 'nuxeo'],
    ['/', 'nuxeo'],
  ])('gives %s to the %s', async (path, who) => {
    expect((await fetch(proxy.url + path)).headers.get('x-who')).toBe(who);
  });

  it('passes the path as it was written', async () => {
    const path = '/nuxeo/api/v1/path/a%2Fb%20c/@search?q=%C3%A9&q=2';
    expect(await (await fetch(proxy.url + path)).text()).toBe(path);
  });

  it('passes method, body, status, reason and repeated headers both ways', async () => {
    answer = (req, res) => {
      res.setHeader('Set-Cookie', ['a=1', 'b=2']);
      res.writeHead(409, 'Locked by Ada', { 'X-Seen': `${req.method} ${req.headers['cookie']}` });
      req.pipe(res);
    };
    const response = await fetch(`${proxy.url}/nuxeo/x`, {
      method: 'PUT',
      body: 'content',
      headers: { Cookie: 'c=3; d=4' },
    });

    expect([response.status, response.statusText]).toEqual([409, 'Locked by Ada']);
    expect(response.headers.get('x-seen')).toBe('PUT c=3; d=4');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await response.text()).toBe('content');
  });

  it('passes a body of unknown length with DELETE', async () => {
    answer = (req, res) => void req.pipe(res);
    const outgoing = open(`${proxy.url}/nuxeo/x`, { method: 'DELETE', headers: { 'Transfer-Encoding': 'chunked' } });
    outgoing.end('to be deleted');
    expect(await textOf(await answerTo(outgoing))).toBe('to be deleted');
  });

  it('answers HEAD and 304 without a body', async () => {
    answer = (req, res) => {
      if (req.method === 'HEAD') res.setHeader('Content-Length', 5_000).end();
      else res.writeHead(304).end();
    };
    const head = await fetch(`${proxy.url}/nuxeo/x`, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe('5000');
    expect((await fetch(`${proxy.url}/nuxeo/x`)).status).toBe(304);
  });

  it('goes to another port after its targets were changed', async () => {
    const restarted = await listening((_req, res) => res.end('restarted'));
    proxy.setTargets({ sidecarUrl: restarted.url });
    expect(await (await fetch(`${proxy.url}/nuxeo/frameio/x`)).text()).toBe('restarted');
    expect((await fetch(`${proxy.url}/nuxeo/x`)).headers.get('x-who')).toBe('nuxeo');
    await restarted.close();
  });

  it('can be told its targets by another process', async () => {
    const changed = await putTargets({ nuxeoUrl: sidecar.url });
    expect(await changed.json()).toEqual({ nuxeoUrl: sidecar.url, sidecarUrl: sidecar.url });
    expect((await fetch(`${proxy.url}/nuxeo/x`)).headers.get('x-who')).toBe('sidecar');
    expect((await putTargets({ nuxeoUrl: 'file:///etc' })).status).toBe(400);
  });
});

describe('headers', () => {
  beforeEach(() => {
    answer = (req, res) => res.setHeader('Keep-Alive', 'timeout=99').end(JSON.stringify(req.headers));
  });

  it('tell the target where the browser asked, whatever the browser says about that', async () => {
    const seen = await headersSeen({
      'X-Forwarded-Host': 'evil.example',
      'Nuxeo-Virtual-Host': 'http://evil.example/',
    });
    const host = new URL(proxy.url).host;
    expect(seen).toMatchObject({
      host,
      'x-forwarded-host': host,
      'x-forwarded-proto': 'http',
      'x-forwarded-for': '127.0.0.1',
      'nuxeo-virtual-host': `http://${host}/`,
    });
  });

  it('add our client to those in front of it', async () => {
    expect(await headersSeen({ 'X-Forwarded-For': '203.0.113.9' })).toMatchObject({
      'x-forwarded-for': '203.0.113.9, 127.0.0.1',
    });
  });

  it('for one hop only stay on that hop', async () => {
    const outgoing = open(`${proxy.url}/nuxeo/x`, {
      headers: {
        Connection: 'keep-alive, X-Mine',
        'X-Mine': '1',
        TE: 'trailers',
        'X-Other': '2',
        Upgrade: 'websocket',
      },
    });
    outgoing.end();
    const response = await answerTo(outgoing);
    const seen = JSON.parse(await textOf(response)) as Record<string, string>;

    expect(seen).toMatchObject({ 'x-other': '2' });
    for (const name of ['x-mine', 'te', 'upgrade', 'keep-alive']) expect(seen).not.toHaveProperty(name);
    expect(response.headers['keep-alive']).not.toBe('timeout=99');
  });
});

async function headersSeen(headers: Record<string, string>): Promise<unknown> {
  return (await fetch(`${proxy.url}/nuxeo/x`, { headers })).json();
}

function putTargets(targets: object): Promise<Response> {
  return fetch(`${proxy.url}/_proxy/targets`, { method: 'PUT', body: JSON.stringify(targets) });
}
