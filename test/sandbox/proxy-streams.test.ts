import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startProxy, type RunningProxy } from '../../sandbox/proxy/server.ts';
import { freePort } from '../../sandbox/shared/free-port.ts';
import { seededBytes } from '../../sandbox/shared/seeded-bytes.ts';
import { listening, type Listening } from './listening.ts';
import { answerTo, open, textOf } from './requests.ts';

const MIB = 1024 * 1024;

let nuxeo: Listening;
let sidecar: Listening;
let proxy: RunningProxy;
let answer: RequestListener;

beforeEach(async () => {
  answer = (req, res) => res.end(req.url);
  nuxeo = await listening((req, res) => answer(req, res));
  sidecar = await listening((_req, res) => res.end());
  proxy = await startProxy({ nuxeoUrl: nuxeo.url, sidecarUrl: sidecar.url });
});
afterEach(() => Promise.all([proxy.close(), nuxeo.close(), sidecar.close()]));

describe('streams', () => {
  it('bring the first bytes of a download before the last are made', async () => {
    answer = (_req, res) => {
      res.write('first');
      void once(gate, 'open').then(() => res.end('last'));
    };
    const gate = new EventTarget();
    const outgoing = open(`${proxy.url}/nuxeo/x`);
    outgoing.end();
    const response = await answerTo(outgoing);
    const [first] = (await once(response, 'data')) as [Buffer];
    expect(first.toString()).toBe('first');

    gate.dispatchEvent(new Event('open'));
    expect(await textOf(response)).toBe('last');
  });

  it('bring the first bytes of an upload before the last are sent', async () => {
    const arrived = new Promise<string>((resolve) => {
      answer = (req, res) => {
        req.once('data', (chunk: Buffer) => resolve(chunk.toString())).on('end', () => res.end('all'));
      };
    });
    const outgoing = open(`${proxy.url}/nuxeo/x`, { method: 'POST' });
    outgoing.write('first');
    expect(await arrived).toBe('first');

    outgoing.end('last');
    expect(await textOf(await answerTo(outgoing))).toBe('all');
  });

  it('hold a fast sender back instead of filling memory', async () => {
    const length = 300 * MIB;
    answer = (_req, res) => {
      res.setHeader('Content-Length', length);
      pipeline(seededBytes('film', 0, length - 1), res).catch(() => undefined);
    };
    const outgoing = open(`${proxy.url}/nuxeo/x`);
    outgoing.end();
    const response = await answerTo(outgoing);
    const before = process.memoryUsage().arrayBuffers;
    await wait(300); // nobody reads: what is in the way now is all that is ever kept
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(30 * MIB);

    let received = 0;
    for await (const chunk of response) received += (chunk as Buffer).length;
    expect(received).toBe(length);
  });

  it('of events pass at once, the headers before the first one', async () => {
    const gate = new EventTarget();
    answer = (_req, res) => {
      res.writeHead(200, { 'Content-Type': 'text/event-stream' }).flushHeaders();
      void once(gate, 'open').then(() => res.write('data: 1\n\n'));
    };
    const outgoing = open(`${proxy.url}/nuxeo/x`);
    outgoing.end();
    const response = await answerTo(outgoing);
    expect(response.headers['content-type']).toBe('text/event-stream');

    gate.dispatchEvent(new Event('open'));
    const [event] = (await once(response, 'data')) as [Buffer];
    expect(event.toString()).toBe('data: 1\n\n');
    outgoing.destroy();
  });
});

describe('when something breaks', () => {
  it('a target that is down is a 502 in HTML, and its name is on the page', async () => {
    await sidecar.close();
    const response = await fetch(`${proxy.url}/nuxeo/frameio/x`, { method: 'POST', body: Buffer.alloc(20 * MIB) });
    expect(response.status).toBe(502);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(await response.text()).toContain('The sidecar does not answer');
    expect((await fetch(`${proxy.url}/nuxeo/x`)).status).toBe(200);
  });

  it('a port where nobody ever listened is the same', async () => {
    proxy.setTargets({ nuxeoUrl: `http://127.0.0.1:${await freePort()}` });
    expect((await fetch(`${proxy.url}/`)).status).toBe(502);
  });

  it('a client that goes on sending after the 502 is heard out, and may ask again', async () => {
    await nuxeo.close();
    const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1');
    let received = '';
    socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
    socket.write(`POST /nuxeo/x HTTP/1.1\r\nHost: x\r\nContent-Length: ${20 * MIB}\r\n\r\n`);
    for await (const chunk of seededBytes('film', 0, 20 * MIB - 1)) {
      if (!socket.write(chunk as Buffer)) await once(socket, 'drain');
    }
    socket.write('GET /nuxeo/frameio/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    await once(socket, 'close');
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 502', 'HTTP/1.1 200']);
  });

  it('a target that hangs up before its answer is a 502', async () => {
    answer = (req) => req.socket.destroy();
    expect((await fetch(`${proxy.url}/nuxeo/x`)).status).toBe(502);
  });

  it('a target that hangs up in the middle cuts the client', async () => {
    answer = (_req, res) => res.writeHead(200, { 'Content-Length': 100 }).write('half', () => res.destroy());
    const response = await fetch(`${proxy.url}/nuxeo/x`);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  it('a client that leaves during a download ends the request to the target', async () => {
    const left = new Promise((resolve) => {
      answer = (_req, res) => res.on('close', () => resolve(res.writableFinished)).write('first');
    });
    const outgoing = open(`${proxy.url}/nuxeo/x`);
    outgoing.end();
    await once(await answerTo(outgoing), 'data');
    outgoing.destroy();
    expect(await left).toBe(false);
  });

  it('a client that leaves before any answer, or during an upload, does so too', async () => {
    const arrived = new EventTarget();
    const left = new Promise((resolve) => {
      answer = (req) => {
        req.on('close', () => resolve(req.complete)).resume();
        arrived.dispatchEvent(new Event('request'));
      };
    });
    const requested = once(arrived, 'request');
    const outgoing = open(`${proxy.url}/nuxeo/x`, { method: 'POST', headers: { 'Content-Length': '1000' } });
    outgoing.write('half');
    await requested;
    outgoing.destroy();
    expect(await left).toBe(false);
  });

  it('a refusal given before the upload was read reaches the client', async () => {
    answer = (_req, res) => res.writeHead(413).end('too large');
    const response = await fetch(`${proxy.url}/nuxeo/x`, { method: 'POST', body: Buffer.alloc(20 * MIB) });
    expect(response.status).toBe(413);
    expect(await response.text()).toBe('too large');
  });

  it('a request that is no HTTP harms nobody', async () => {
    const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1').on('error', () => undefined);
    socket.resume().write('\r\nnonsense\r\n\r\n');
    await once(socket, 'close');
    expect((await fetch(`${proxy.url}/nuxeo/x`)).status).toBe(200);
  });
});
