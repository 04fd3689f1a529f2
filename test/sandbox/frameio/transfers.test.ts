import { createHash, randomBytes } from 'node:crypto';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { partSizes } from '../../../sandbox/frameio/pipeline.ts';
import { FILES, FOLDERS, PEOPLE, PROJECTS } from '../../../sandbox/frameio/seed.ts';
import { seededDigest } from '../../../sandbox/shared/seeded-bytes.ts';
import { A, putPart, until, upload, useFrameio, type Answer } from './harness.ts';

const frameio = useFrameio({ switches: { partSize: 100 } });
const LOCAL_UPLOAD = `${A}/folders/${FOLDERS.cuts}/files/local_upload`;

interface Placeholder {
  id: string;
  status: string;
  media_type: string;
  upload_urls: { url: string; size: number }[];
}
const placeholder = (answer: Answer) => answer.body['data'] as unknown as Placeholder;

async function announce(name: string, size: number): Promise<Placeholder> {
  return placeholder(await frameio.as('ana').post(LOCAL_UPLOAD, { name, file_size: size }));
}

describe('a local upload', () => {
  it('is cut into parts that are as equal as possible', () => {
    expect(partSizes(50_645_990, 20_000_000)).toEqual([16_881_997, 16_881_997, 16_881_996]);
    expect(partSizes(20_000_000, 20_000_000)).toEqual([20_000_000]);
    expect(partSizes(1, 20_000_000)).toEqual([1]);
  });

  it('derives the type from the name and is complete when the last part, whichever, is there', async () => {
    const content = randomBytes(250);
    const file = await announce('take.mov', content.length);
    expect(file).toMatchObject({ status: 'created', media_type: 'video/quicktime' });
    const ana = frameio.as('ana');
    const status = async () => (await ana.get(`${A}/files/${file.id}/status`)).body['data'];
    for (const index of [2, 0, 1]) {
      expect(await status()).toMatchObject({ upload_complete: false, uploaded_at: null, filetype: 'video/quicktime' });
      const start = file.upload_urls.slice(0, index).reduce((sum, { size }) => sum + size, 0);
      const { url = '', size = 0 } = file.upload_urls[index] ?? {};
      expect((await putPart(url, content.subarray(start, start + size), file.media_type)).status).toBe(200);
    }
    expect(await status()).toMatchObject({ upload_complete: true, upload_failed: false });
    expect(await digestOf(file.id)).toMatchObject({ length: 250, sha256: sha256(content) });
  });

  it('goes from created over uploaded to transcoded', async () => {
    await frameio.switch({ transcodeDelayMs: 60 });
    const file = await announce('slow.mp4', 3);
    await putPart(file.upload_urls[0]?.url ?? '', Buffer.from('abc'), file.media_type);
    const status = async () => (await frameio.as('ana').get(`${A}/files/${file.id}`)).body['data']?.['status'];
    expect(await status()).toBe('uploaded');
    await until(status, 'transcoded');
    await frameio.switch({ transcodeDelayMs: 1 });
  });

  it('takes a part again', async () => {
    const file = await announce('again.bin', 4);
    const { url = '' } = file.upload_urls[0] ?? {};
    await putPart(url, Buffer.from('1111'), file.media_type);
    expect((await putPart(url, Buffer.from('2222'), file.media_type)).status).toBe(200);
    expect(await digestOf(file.id)).toMatchObject({ sha256: sha256(Buffer.from('2222')) });
  });

  it('refuses a part whose headers, length or signature differ, in XML', async () => {
    const file = await announce('strict.mp4', 3);
    const { url = '' } = file.upload_urls[0] ?? {};
    const bytes = Buffer.from('abc');
    const refusals = [
      await putPart(url, bytes, 'application/octet-stream'),
      await putPart(url, bytes, 'video/mp4', { 'x-amz-acl': 'public-read' }),
      await putPart(url, Buffer.from('abcd'), 'video/mp4'),
      await putPart(url.replace('part_1', 'part_2'), bytes, 'video/mp4'),
      await putPart(url.replace(/Signature=\w{8}/, 'Signature=00000000'), bytes, 'video/mp4'),
    ];
    for (const answer of refusals) {
      expect(answer.status).toBe(403);
      expect(answer.headers.get('content-type')).toContain('application/xml');
      expect(await answer.text()).toMatch(/<Error><Code>(SignatureDoesNotMatch|AccessDenied)<\/Code>/);
    }
    const withToken = await putPart(url, bytes, 'video/mp4', { authorization: 'Bearer x' });
    expect([withToken.status, await withToken.text()]).toEqual([
      400,
      expect.stringContaining('Only one auth mechanism'),
    ]);
  });

  it('refuses a part of unknown length, and keeps nothing of one that was cut short', async () => {
    const file = await announce('cut.mp4', 10);
    const { url = '' } = file.upload_urls[0] ?? {};
    const headers = { 'content-type': 'video/mp4', 'x-amz-acl': 'private' };
    const chunked = await put(url, { ...headers, 'transfer-encoding': 'chunked' }, '0123456789');
    expect(chunked).toBe(501);
    expect(await put(url, { ...headers, 'content-length': '10' }, '01234', true)).toBe('cut');
    const status = await frameio.as('ana').get(`${A}/files/${file.id}/status`);
    expect(status.body['data']).toMatchObject({ upload_complete: false });
  });

  it('ends with its URLs', async () => {
    const file = await announce('late.mp4', 3);
    await frameio.control('POST', '/expire', { what: 'upload-urls' });
    const answer = await putPart(file.upload_urls[0]?.url ?? '', Buffer.from('abc'), 'video/mp4');
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('Request has expired')]);
  });

  it('is refused into a stack, by people who may not write, and when the account is full', async () => {
    const ana = frameio.as('ana');
    const data = { name: 'x.mp4', file_size: 1_000_000_000 };
    const stack = await ana.post(`${A}/folders/${FOLDERS.day1}/version_stacks`, { file_ids: [FILES.a001, FILES.a002] });
    const stackId = String(stack.body['data']?.['id']);
    expect((await ana.post(`${A}/folders/${stackId}/files/local_upload`, data)).status).toBe(422);
    expect((await frameio.as('dan').post(LOCAL_UPLOAD, data)).status).toBe(403);
    await frameio.control('PATCH', `/accounts/${A.split('/')[3] ?? ''}`, { storageLimit: 200_000_000 });
    const full = await ana.post(LOCAL_UPLOAD, data);
    expect(full.status).toBe(403);
    expect(String(full.body['errors']?.[0]?.['detail'])).toContain('storage limit');
    await frameio.control('PATCH', `/accounts/${A.split('/')[3] ?? ''}`, { storageLimit: null });
  });

  it('keeps only what can be checked, when bytes are not kept', async () => {
    await frameio.switch({ keepBytes: false });
    const content = randomBytes(150);
    const id = await upload(frameio.as('ana'), FOLDERS.cuts, 'big.bin', content);
    const [first, second] = [content.subarray(0, 75), content.subarray(75)];
    expect(await digestOf(id)).toMatchObject({
      length: 150,
      parts: [
        { size: 75, sha256: sha256(first) },
        { size: 75, sha256: sha256(second) },
      ],
    });
    expect((await fetch(await originalLink(id))).status).toBe(404);
    await frameio.switch({ keepBytes: true });
  });

  it('is slowed down per connection', async () => {
    await frameio.switch({ throttle: { bytesPerSecondPerConnection: 1000, requestDelayMs: 0 } });
    const started = performance.now();
    await upload(frameio.as('ana'), FOLDERS.cuts, 'slow.bin', randomBytes(100));
    expect(performance.now() - started).toBeGreaterThan(95);
    await frameio.switch({ throttle: { bytesPerSecondPerConnection: 0, requestDelayMs: 0 } });
  });

  it('still works the old way, with the type said by the caller', async () => {
    const data = { name: 'old.bin', file_size: 3, media_type: 'video/mp4' };
    const answer = await frameio.as('ana').post(`${A}/folders/${FOLDERS.cuts}/files`, data);
    expect(answer.status).toBe(201);
    expect(placeholder(answer)).toMatchObject({ media_type: 'video/mp4', status: 'created' });
  });
});

describe('a remote upload', () => {
  it('fetches the source and reports on it under the status link', async () => {
    const source = createServer((_req, res) => res.setHeader('content-length', 5).end('hello'));
    await new Promise<void>((resolve) => source.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${String((source.address() as AddressInfo).port)}/x.txt`;
    const ana = frameio.as('ana');
    const data = { name: 'x.txt', source_url: url };
    const answer = await ana.post(`${A}/folders/${FOLDERS.cuts}/files/remote_upload`, data);
    expect(answer.status).toBe(202);
    const status = String(answer.body['links']?.['status']);
    await until(async () => (await ana.get(status)).body['data']?.['upload_complete'], true);
    const file = (await ana.get(status.replace('/status', ''))).body['data'];
    expect(file).toMatchObject({ file_size: 5, media_type: 'text/plain' });
    source.close();
  });

  it('leaves an empty file behind when the source cannot be fetched', async () => {
    const ana = frameio.as('ana');
    const data = { name: 'x.txt', source_url: 'http://127.0.0.1:9/nothing' };
    const answer = await ana.post(`${A}/folders/${FOLDERS.cuts}/files/remote_upload`, data);
    const status = String(answer.body['links']?.['status']);
    await until(async () => (await ana.get(status)).body['data']?.['upload_failed'], true);
  });

  it('does not import from storage that the account has not', async () => {
    const data = { name: 'x', key: 'k', storage_location: FILES.a001 };
    expect((await frameio.as('ana').post(`${A}/folders/${FOLDERS.cuts}/files/import`, data)).status).toBe(404);
  });
});

describe('download links', () => {
  it('exist only where asked for, and are null until the media is transcoded', async () => {
    await frameio.switch({ transcodeDelayMs: 100_000 });
    const ana = frameio.as('ana');
    const file = await announce('new.mp4', 3);
    const path = `${A}/files/${file.id}?include=media_links.original,media_links.thumbnail,media_links.high_quality`;
    const before = (await ana.get(path)).body['data']?.['media_links'];
    expect(before).toMatchObject({
      thumbnail: { download_url: null, url: null },
      high_quality: { download_url: null },
    });
    const original = String(before?.['original']?.['download_url']);
    expect((await fetch(original)).status).toBe(403);
    await frameio.switch({ transcodeDelayMs: 1 });
    await putPart(file.upload_urls[0]?.url ?? '', Buffer.from('abc'), file.media_type);
    await until(async () => (await ana.get(path)).body['data']?.['status'], 'transcoded');
    const after = (await ana.get(path)).body['data']?.['media_links'];
    expect(await (await fetch(String(after?.['high_quality']?.['download_url']))).text()).toBe('abc');
    const picture = await fetch(String(after?.['thumbnail']?.['url']));
    expect(picture.headers.get('content-type')).toBe('image/svg+xml');
  });

  it('of the original fail the whole request for people who may not download', async () => {
    const path = `${A}/projects/${PROJECTS.aurora}/users/${PEOPLE.dan.id}`;
    await frameio.as('ana').patch(path, { role: 'edit_only' });
    const children = `${A}/folders/${FOLDERS.cuts}/children?include=media_links`;
    expect((await frameio.as('dan').get(`${children}.original`)).status).toBe(403);
    expect((await frameio.as('dan').get(`${children}.thumbnail`)).status).toBe(200);
    await frameio.as('ana').delete(path);
  });

  it('are attachments or inline, with length and entity tag', async () => {
    const content = randomBytes(300);
    const id = await upload(frameio.as('ana'), FOLDERS.cuts, 'a "b".bin', content);
    const link = await originalLink(id);
    const answer = await fetch(link);
    expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="a _b_.bin"');
    const head = await fetch(link, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe('300');
    expect(head.headers.get('etag')).toBe(answer.headers.get('etag'));
  });

  it.each([
    ['bytes=0-0', 0, 0],
    ['bytes=95-104', 95, 104],
    ['bytes=250-', 250, 299],
    ['bytes=-10', 290, 299],
    ['bytes=290-9999', 290, 299],
  ])('answer the range %s', async (range, start, end) => {
    const content = randomBytes(300);
    const id = await upload(frameio.as('ana'), FOLDERS.cuts, 'range.bin', content);
    const answer = await fetch(await originalLink(id), { headers: { range } });
    expect(answer.status).toBe(206);
    expect(answer.headers.get('content-range')).toBe(`bytes ${String(start)}-${String(end)}/300`);
    expect(Buffer.from(await answer.arrayBuffer()).equals(content.subarray(start, end + 1))).toBe(true);
  });

  it('refuse a range beyond the end, and ignore one that makes no sense', async () => {
    const id = await upload(frameio.as('ana'), FOLDERS.cuts, 'range.bin', randomBytes(10));
    const link = await originalLink(id);
    const beyond = await fetch(link, { headers: { range: 'bytes=10-20' } });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */10']);
    expect(await beyond.text()).toContain('<Code>InvalidRange</Code>');
    expect((await fetch(link, { headers: { range: 'bytes=5-2' } })).status).toBe(200);
  });

  it('expire, and cannot be changed', async () => {
    const link = await originalLink(FILES.trailer);
    expect((await fetch(link.replace('attachment', 'inline'))).status).toBe(403);
    expect((await fetch(link, { headers: { authorization: 'Bearer x' } })).status).toBe(400);
    await frameio.control('POST', '/expire', { what: 'links' });
    const expired = await fetch(link);
    expect([expired.status, await expired.text()]).toEqual([403, expect.stringContaining('<Code>AccessDenied</Code>')]);
  });

  it('give the bytes of a large file that is stored nowhere', async () => {
    const size = 3 * 1024 * 1024 + 17;
    const seeded = { folderId: FOLDERS.day1, name: 'large.mov', seed: 'large', size };
    const id = String((await frameio.control('POST', '/files', seeded)).body['id']);
    const answer = await fetch(await originalLink(id));
    expect(sha256(Buffer.from(await answer.arrayBuffer()))).toBe(await seededDigest('large', size, 'sha256'));
    expect(await digestOf(id)).toMatchObject({ length: size, sha256: await seededDigest('large', size, 'sha256') });
  });
});

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const digestOf = async (id: string) => (await frameio.control('GET', `/files/${id}/digest`)).body;

async function originalLink(id: string): Promise<string> {
  const { body } = await frameio.as('ana').get(`${A}/files/${id}?include=media_links.original`);
  return String(body['data']?.['media_links']?.['original']?.['download_url']);
}

/** With headers that `fetch` does not allow; `cut` ends the connection after the body. */
function put(url: string, headers: Record<string, string>, body: string, cut = false): Promise<number | string> {
  return new Promise((resolve) => {
    const sending = request(url, { method: 'PUT', headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sending.on('error', () => {
      resolve('cut');
    });
    if (cut) sending.write(body, () => sending.destroy(new Error('cut')));
    else sending.end(body);
  });
}
