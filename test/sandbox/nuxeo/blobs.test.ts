import { createHash } from 'node:crypto';
import { get } from 'node:http';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededBytes } from '../../../sandbox/shared/seeded-bytes.ts';
import { parseRange } from '../../../sandbox/nuxeo/blobs/download.ts';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import { at, basic, TestServer, uidOf } from './client.ts';

const server = new TestServer();
const TEXT = '0123456789';
let uid: string;
let seeded: string;
const blob = (headers: Record<string, string> = {}, query = '', method = 'GET') =>
  server.call('ana', method, `/nxfile/default/${uid}/file:content/digits%20%C3%A9.txt${query}`, { headers });

async function upload(name: string, body: string): Promise<string> {
  const created = uidOf(await server.create('ana', SEEDED.dailies, 'File', name));
  const batch = String((await server.api('ana', 'POST', '/upload')).json['batchId']);
  const headers = { 'X-File-Name': encodeURIComponent(name), 'X-File-Type': 'text/plain' };
  await server.api('ana', 'POST', `/upload/${batch}/0`, { body, headers });
  await server.update('ana', created, { 'file:content': { 'upload-batch': batch, 'upload-fileId': '0' } });
  return created;
}

beforeAll(async () => {
  uid = await upload('digits é.txt', TEXT);
  const wish = {
    parent: SEEDED.dailies,
    type: 'File',
    name: 'large.bin',
    blob: { seed: 's', size: 5_000_000, name: 'large.bin' },
  };
  seeded = String((await server.control('POST', '/documents', wish)).json['uid']);
});

describe('downloading a blob', () => {
  it('tells all about it in the headers', async () => {
    const answer = await blob();
    expect(answer.text).toBe(TEXT);
    const md5 = createHash('md5').update(TEXT).digest('hex');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      etag: `"${md5}"`,
      'accept-ranges': 'bytes',
      'content-length': '10',
      'content-type': 'text/plain',
      'content-disposition': "attachment; filename*=UTF-8''digits%20%C3%A9.txt",
    });
    expect(answer.headers.get('last-modified')).toMatch(/GMT$/);
  });

  it('can be shown in the page, and cached for the state it belongs to', async () => {
    expect((await blob({}, '?inline=true')).headers.get('content-disposition')).toMatch(/^inline;/);
    expect((await blob({}, '?changeToken=1-0')).headers.get('cache-control')).toBe('private, max-age=31536000');
  });

  it('proves itself with a digest when asked', async () => {
    const digest = createHash('md5').update(TEXT).digest('base64');
    expect((await blob({ 'Want-Digest': 'md5' })).headers.get('digest')).toBe(`MD5=${digest}`);
    expect((await blob({ 'Want-Digest': 'sha-256' })).headers.get('digest')).toBeNull();
  });

  it('is not sent again to who has it, by digest; a date never matches', async () => {
    const { headers } = await blob();
    const etag = headers.get('etag') ?? '';
    const unchanged = await blob({ 'If-None-Match': etag, Range: 'bytes=0-3' });
    expect([unchanged.status, unchanged.text]).toEqual([304, '']);
    expect((await blob({ 'If-None-Match': '"other"' })).status).toBe(200);
    expect((await blob({ 'If-Modified-Since': headers.get('last-modified') ?? '' })).status).toBe(200);
  });

  it('answers HEAD with the same headers', async () => {
    const answer = await blob({}, '', 'HEAD');
    expect([answer.status, answer.text, answer.headers.get('content-length')]).toEqual([200, '', '10']);
  });

  it('works by the blob adapter, under both names of the main file', async () => {
    for (const xpath of ['file:content', 'blobholder:0']) {
      expect((await server.api('ana', 'GET', `/id/${uid}/@blob/${xpath}`)).text).toBe(TEXT);
    }
  });

  it('fails with pages', async () => {
    for (const [who, path, status, message] of [
      ['ana', `/nxfile/default/${uid}/files:files/0/file`, 404, 'No blob found'],
      ['ana', '/nxfile/default/unknown/file:content', 404, 'No document found'],
      ['ana', `/api/v1/id/${SEEDED.cuts}/@blob/file:content`, 404, 'No blob found'],
    ] as const) {
      const answer = await server.call(who, 'GET', path);
      expect(answer.status).toBe(status);
      expect(answer.headers.get('content-type')).toContain('text/html');
      expect(answer.text).toContain(message);
    }
  });

  it('needs to be signed in', async () => {
    expect((await server.call(null, 'GET', `/nxfile/default/${uid}/file:content`)).status).toBe(401);
  });
});

describe('a range', () => {
  it.each([
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
  ])('%s is answered with 206', async (range, text, contentRange) => {
    const answer = await blob({ Range: range });
    expect([answer.status, answer.text, answer.headers.get('content-range')]).toEqual([206, text, contentRange]);
  });

  it.each(['bytes=0-1,4-5', 'bytes=x', 'items=0-1', 'bytes=10-', 'bytes=5-2', 'bytes=-'])(
    '%s is answered with everything',
    async (range) => {
      const answer = await blob({ Range: range });
      expect([answer.status, answer.text, answer.headers.get('content-range')]).toEqual([200, TEXT, null]);
    },
  );

  it('that goes beyond the end announces bytes that never come', async () => {
    expect(parseRange('bytes=5-99', 10)).toEqual([5, 99]);
    const received = await new Promise<{ announced: string | undefined; bytes: number; complete: boolean }>(
      (resolve) => {
        const headers = { Authorization: basic('ana'), Range: 'bytes=5-99' };
        get(`${server.url}/nxfile/default/${uid}/file:content`, { headers }, (res) => {
          let bytes = 0;
          res.on('data', (data: Buffer) => (bytes += data.length));
          const done = () => resolve({ announced: res.headers['content-length'], bytes, complete: res.complete });
          res.on('error', done).on('end', done);
        });
      },
    );
    expect(received).toEqual({ announced: '95', bytes: 5, complete: false });
  });

  it('of a made-up file is the same bytes wherever it starts', async () => {
    const range = async (from: number, to: number) => {
      const headers = { Authorization: basic('ana'), Range: `bytes=${from}-${to}` };
      const answer = await fetch(`${server.url}/nxfile/default/${seeded}/file:content`, { headers });
      return Buffer.from(await answer.arrayBuffer());
    };
    const expected = Buffer.concat(await seededBytes('s', 1_048_000, 1_049_999).toArray());
    expect((await range(1_048_000, 1_049_999)).equals(expected)).toBe(true);
  });
});

describe('changing a blob by the adapter', () => {
  it('takes a form, and takes the blob away', async () => {
    const changed = await upload('form.txt', 'old');
    const form = new FormData();
    form.set('file', new Blob(['new bytes'], { type: 'text/plain' }), 'new.txt');
    const put = await server.api('ana', 'PUT', `/id/${changed}/@blob/file:content`, { body: form });
    expect([put.status, put.text]).toEqual([200, 'blob updated']);
    expect(at((await server.get('ana', changed)).json, 'properties', 'file:content')).toMatchObject({
      name: 'new.txt',
      length: '9',
    });
    expect((await server.api('ana', 'DELETE', `/id/${changed}/@blob/file:content`)).status).toBe(204);
    expect((await server.api('ana', 'GET', `/id/${changed}/@blob/file:content`)).status).toBe(404);
  });
});

describe('a server that redirects downloads', () => {
  const location = async () => (await blob()).headers.get('location') ?? '';

  it('answers 302 to a signed link on another origin, which needs no credentials', async () => {
    await server.control('PUT', '/switches', { redirectToPresigned: true });
    const answer = await blob();
    expect(answer.status).toBe(302);
    const link = new URL(answer.headers.get('location') ?? '');
    expect(link.origin).not.toBe(new URL(server.url).origin);
    const bytes = await fetch(link);
    expect(await bytes.text()).toBe(TEXT);
    expect(bytes.headers.get('content-disposition')).toContain('digits%20');
  });

  it('has a storage that does ranges properly', async () => {
    const link = await location();
    const range = async (value: string) => await fetch(link, { headers: { Range: value } });
    expect(await (await range('bytes=5-99')).text()).toBe('56789');
    const beyond = await range('bytes=10-');
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */10']);
  });

  it('makes links that cannot be changed, and that expire', async () => {
    const link = await location();
    expect((await fetch(link.replace('X-Amz-Expires=900', 'X-Amz-Expires=9000'))).status).toBe(403);
    expect((await fetch(link.replace('/binaries/', '/binaries/0'))).status).toBe(403);
    await server.control('PUT', '/switches', { presignedSeconds: 0 });
    const expired = await fetch(await location());
    expect(expired.status).toBe(403);
    expect(await expired.text()).toContain('Request has expired');
    await server.control('PUT', '/switches', { redirectToPresigned: false });
  });
});

describe('a throttled server', () => {
  it('sends no faster than it should', async () => {
    await server.control('PUT', '/switches', { throttle: { bytesPerSecondPerConnection: 1_000_000 } });
    const startedAt = performance.now();
    const headers = { Range: 'bytes=0-399999' };
    await server.call('ana', 'GET', `/nxfile/default/${seeded}/file:content`, { headers });
    expect(performance.now() - startedAt).toBeGreaterThan(350);
    await server.control('PUT', '/switches', { throttle: { bytesPerSecondPerConnection: null } });
  });
});
