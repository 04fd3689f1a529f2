import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { seededBytes } from '../../../sandbox/shared/seeded-bytes.ts';
import { at, TestServer, type Json } from './client.ts';
import { uploadsOf } from './uploads.ts';

const server = new TestServer();
const { newFile, newBatch, send, chunk, attach, content } = uploadsOf(server);

describe('attaching an upload', () => {
  it('gives the document the blob and drops the batch', async () => {
    const [uid, batch] = [await newFile(), await newBatch()];
    await send(batch, 0, 'rushes', { 'X-File-Name': 'a.txt', 'X-File-Type': 'text/plain' });
    const blob = content(await attach(uid, batch));
    expect(blob).toMatchObject({ name: 'a.txt', 'mime-type': 'text/plain', length: '6', digestAlgorithm: 'MD5' });
    expect((await server.call('ana', 'GET', `/nxfile/default/${uid}/file:content/a.txt`)).text).toBe('rushes');
    expect((await server.api('ana', 'GET', `/upload/${batch}`)).status).toBe(404);
  });

  it('keeps the batch with X-Batch-No-Drop, which can be used twice and then deleted', async () => {
    const batch = await newBatch();
    await send(batch, 0, 'rushes');
    const [first, second] = [await newFile(), await newFile()];
    for (const uid of [first, second])
      expect(content(await attach(uid, batch, { 'X-Batch-No-Drop': 'true' }))).toMatchObject({ length: '6' });
    expect((await server.api('ana', 'DELETE', `/upload/${batch}`)).status).toBe(204);
    expect((await server.call('ana', 'GET', `/nxfile/default/${first}/file:content`)).text).toBe('rushes');
  });

  it('drops the batch also when the request fails', async () => {
    for (const fail of [
      async (uid: string, batch: string) => await attach(uid, batch, {}, 'cleo'),
      async (uid: string, batch: string) => await attach(uid, batch, {}, 'ana', { changeToken: '0-9' }),
    ]) {
      const [uid, batch] = [await newFile(), await newBatch()];
      await send(batch, 0, 'rushes');
      expect((await fail(uid, batch)).status).toBeGreaterThanOrEqual(400);
      expect((await server.api('ana', 'GET', `/upload/${batch}`)).status).toBe(404);
    }
  });

  it('of an unknown or unfinished batch is a 200 that changes nothing', async () => {
    const uid = await newFile();
    const batch = await newBatch();
    await send(batch, 0, 'rushes');
    await attach(uid, batch);
    const unfinished = await newBatch();
    await chunk(unfinished, 0, 2, 'abc');
    for (const gone of ['unknown', batch, unfinished]) {
      const answer = await attach(uid, gone);
      expect(answer.status).toBe(200);
      expect(content(answer)).toMatchObject({ length: '6' });
    }
  });

  it('in a list leaves an empty entry for a batch that is unknown', async () => {
    const [uid, batch] = [await newFile(), await newBatch()];
    await send(batch, 0, 'rushes');
    const entry = (id: string) => ({ file: { 'upload-batch': id, 'upload-fileId': '0' } });
    const answer = await server.update(
      'ana',
      uid,
      { 'files:files': [entry(batch), entry('unknown')] },
      { properties: 'files' },
    );
    const files = at(answer.json, 'properties', 'files:files') as { file: Json | null }[];
    expect(files.map(({ file }) => file?.['length'] ?? null)).toEqual(['6', null]);
  });

  it('takes a link to a blob of this server for a copy, and ignores any other', async () => {
    const [from, to] = [await newFile(), await newFile()];
    const batch = await newBatch();
    await send(batch, 0, 'rushes', { 'X-File-Name': 'a.txt' });
    const { data } = content(await attach(from, batch)) as { data: string };
    const copied = await server.update('ana', to, { 'file:content': { data } }, { properties: 'file' });
    expect(content(copied)).toMatchObject({ name: 'a.txt', length: '6' });
    const foreign = await server.update(
      'ana',
      to,
      { 'file:content': { data: 'https://evil.example/x' } },
      { properties: 'file' },
    );
    expect([foreign.status, content(foreign)?.['length']]).toEqual([200, '6']);
    const inaccessible = data.replace(from, 'no-such-document');
    expect((await server.update('ana', to, { 'file:content': { data: inaccessible } })).status).toBe(400);
  });

  it('works by operation on a batch, which is dropped as well', async () => {
    const [uid, batch] = [await newFile(), await newBatch()];
    await send(batch, 0, 'rushes', { 'X-File-Name': 'op.txt' });
    const path = `/upload/${batch}/0/execute/Blob.AttachOnDocument`;
    expect((await server.api('ana', 'POST', path, { json: { params: { document: uid } } })).text).toBe('rushes');
    expect(content(await server.get('ana', uid))).toMatchObject({ name: 'op.txt' });
    expect((await server.api('ana', 'POST', path, { json: {} })).status).toBe(404);
  });

  it('works by import, where the type follows from the file', async () => {
    const batch = await newBatch();
    await send(batch, 0, 'moving', { 'X-File-Name': 'storm.mp4', 'X-File-Type': 'video/mp4' });
    const json = { params: {}, context: { currentDocument: '/default-domain/workspaces/Aurora/Archive' } };
    const answer = await server.api('ana', 'POST', `/upload/${batch}/execute/FileManager.Import`, { json });
    expect(answer.json).toMatchObject({ type: 'Video', title: 'storm.mp4' });
  });

  it('works with the blob in the body of an operation', async () => {
    const uid = await newFile();
    const form = new FormData();
    form.set('params', new Blob([JSON.stringify({ params: { document: uid } })], { type: 'application/json' }));
    form.set('input', new Blob(['--rushes\r\n--']), 'multi.txt');
    expect((await server.api('ana', 'POST', '/automation/Blob.AttachOnDocument', { body: form })).status).toBe(200);
    expect((await server.call('ana', 'GET', `/nxfile/default/${uid}/file:content`)).text).toBe('--rushes\r\n--');
  });
});

describe('uploads that are not kept', () => {
  it('are counted and hashed, over all chunks, whatever their order', async () => {
    await server.control('PUT', '/switches', { keepBytes: false });
    const size = 3_000_000;
    const whole = Buffer.concat(await seededBytes('bench', 0, size - 1).toArray());
    const [uid, batch] = [await newFile(), await newBatch()];
    const pieces = [whole.subarray(0, 1_000_000), whole.subarray(1_000_000, 2_500_000), whole.subarray(2_500_000)];
    for (const index of [2, 0, 1]) {
      const headers = {
        'X-Upload-Type': 'chunked',
        'X-Upload-Chunk-Index': String(index),
        'X-Upload-Chunk-Count': '3',
        'X-File-Size': String(size),
      };
      await send(batch, 0, new Uint8Array(pieces[index] ?? []), headers);
    }
    expect(content(await attach(uid, batch))).toMatchObject({ length: String(size), digest: null });
    const dump = await server.control('GET', `/documents/${uid}`);
    const expected = crc32(whole).toString(16).padStart(8, '0');
    expect(dump.json['blob']).toMatchObject({ length: size, crc32: expected, kept: false });
    expect((await server.call('ana', 'GET', `/nxfile/default/${uid}/file:content`)).status).toBe(404);
    await server.control('PUT', '/switches', { keepBytes: true });
  });
});
