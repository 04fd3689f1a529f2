import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { basic, TestServer } from './client.ts';
import { uploadsOf } from './uploads.ts';

const server = new TestServer();
const { newFile, newBatch, send, chunk, attach, content } = uploadsOf(server);

describe('a batch', () => {
  it('is made with 201, and by its handler with 200', async () => {
    const made = await server.api('ana', 'POST', '/upload');
    expect(made.status).toBe(201);
    expect(made.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const byHandler = await server.api('ana', 'POST', '/upload/new/default');
    expect(byHandler.status).toBe(200);
    expect(byHandler.json).toMatchObject({ provider: 'default', fileEntries: [] });
    expect((await server.api('ana', 'POST', '/upload/new/s3')).status).toBe(400);
    expect((await server.api('ana', 'GET', '/upload/handlers')).json).toEqual({ handlers: [{ name: 'default' }] });
    expect((await server.api('ana', 'GET', '/upload/handlers/s3')).status).toBe(404);
  });

  it('is 204 while it is empty and 404, without a body, when it is unknown', async () => {
    expect((await server.api('ana', 'GET', `/upload/${await newBatch()}`)).status).toBe(204);
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/0'],
      ['DELETE', ''],
      ['POST', '/0'],
      ['GET', '/info'],
    ] as const) {
      const answer = await server.api('ana', method, `/upload/unknown${path}`);
      expect([answer.status, answer.text]).toEqual([404, '']);
    }
  });

  it('belongs to whoever knows its id', async () => {
    const batch = await newBatch();
    expect((await send(batch, 0, 'x', {}, 'ben')).status).toBe(201);
  });

  it('is deleted with 204 and is then gone, or 410 on later versions', async () => {
    const batch = await newBatch();
    expect((await server.api('ana', 'DELETE', `/upload/${batch}`)).status).toBe(204);
    expect((await send(batch, 0, 'x')).status).toBe(404);
    await server.control('PUT', '/switches', { version: '2025' });
    expect((await send(batch, 0, 'x')).status).toBe(410);
    await server.control('PUT', '/switches', { version: '2023' });
  });

  it('expires', async () => {
    const batch = await newBatch();
    await server.control('POST', '/expire', { what: 'batches' });
    expect((await send(batch, 0, 'x')).status).toBe(404);
  });

  it('cannot complete or refresh what only a direct upload could', async () => {
    const batch = await newBatch();
    const complete = await server.api('ana', 'POST', `/upload/${batch}/0/complete`, { json: { key: 'k' } });
    expect([complete.status, complete.text]).toEqual([409, '']);
    expect((await server.api('ana', 'POST', `/upload/${batch}/refreshToken`)).status).toBe(501);
  });
});

describe('a whole file', () => {
  it('answers 201, with the announced length as text', async () => {
    const batch = await newBatch();
    const answer = await send(batch, 0, 'rushes', {
      'X-File-Name': 'caf%C3%A9+au+lait.mp4',
      'X-File-Type': 'video/mp4',
      'X-File-Size': '99',
    });
    expect(answer.status).toBe(201);
    expect(answer.json).toEqual({
      uploaded: 'true',
      batchId: batch,
      fileIdx: '0',
      uploadType: 'normal',
      uploadedSize: '6',
    });
    const info = await server.api('ana', 'GET', `/upload/${batch}/0`);
    expect([info.status, info.json]).toEqual([200, { name: 'café au lait.mp4', size: 6, uploadType: 'normal' }]);
  });

  it('has the size -1 when it comes without a length', async () => {
    const batch = await newBatch();
    const status = await new Promise<string>((resolve, reject) => {
      const url = `${server.url}/api/v1/upload/${batch}/0`;
      const req = request(
        url,
        { method: 'POST', headers: { Authorization: basic('ana'), 'Transfer-Encoding': 'chunked' } },
        (res) => {
          res.setEncoding('utf8').on('data', resolve);
        },
      );
      req.on('error', reject).end('bytes');
    });
    expect(JSON.parse(status)).toMatchObject({ uploadedSize: '-1' });
  });

  it('is replaced by another one at the same index', async () => {
    const batch = await newBatch();
    await send(batch, 0, 'first');
    await send(batch, 0, 'second');
    expect(content(await attach(await newFile(), batch))).toMatchObject({ length: '6' });
  });

  it('is not read as JSON, even when it is', async () => {
    const batch = await newBatch();
    await send(batch, 0, '{"a": 1}', { 'Content-Type': 'application/json' });
    expect(content(await attach(await newFile(), batch))).toMatchObject({ length: '8' });
  });

  it('needs a numeric index, said in plain text, and is no form', async () => {
    const batch = await newBatch();
    const answer = await send(batch, 'first', 'x');
    expect([answer.status, answer.text]).toEqual([400, 'fileIdx request path parameter must be a number']);
    const form = new FormData();
    form.set('file', new Blob(['x']), 'x.txt');
    const refused = await send(batch, 0, form);
    expect(refused.json).toMatchObject({
      status: 400,
      message: 'Content-Type: "multipart/form-data" is not supported',
    });
  });

  it('can be taken out again', async () => {
    const batch = await newBatch();
    await send(batch, 0, 'x');
    expect((await server.api('ana', 'DELETE', `/upload/${batch}/0`)).status).toBe(204);
    expect((await server.api('ana', 'DELETE', `/upload/${batch}/0`)).status).toBe(404);
  });
});

describe('a file in chunks', () => {
  it('is 202 until the last missing one, in any order', async () => {
    const batch = await newBatch();
    const second = await chunk(batch, 1, 3, 'sh');
    expect(second.status).toBe(202);
    expect(second.json).toMatchObject({
      uploadType: 'chunked',
      uploadedChunkIds: [1],
      chunkCount: 3,
      uploadedSize: '2',
    });
    expect((await chunk(batch, 2, 3, 'es')).json).toMatchObject({ uploadedChunkIds: [1, 2] });
    const state = await server.api('ana', 'GET', `/upload/${batch}/0`);
    expect([state.status, state.json]).toEqual([
      202,
      { name: 'cut.mov', size: 6, uploadType: 'chunked', uploadedChunkIds: [1, 2], chunkCount: 3 },
    ]);
    expect((await chunk(batch, 0, 3, 'ru')).status).toBe(201);
    expect((await server.api('ana', 'GET', `/upload/${batch}/0`)).status).toBe(200);
    const attached = content(await attach(await newFile(), batch));
    expect(attached).toMatchObject({ length: '6', digest: createHash('md5').update('rushes').digest('hex') });
  });

  it('fails with 500 for a chunk that is there already, or that lies behind the count', async () => {
    const batch = await newBatch();
    await chunk(batch, 0, 2, 'abc');
    expect((await chunk(batch, 0, 2, 'abc')).json).toMatchObject({ status: 500, message: 'Internal Server Error' });
    expect((await chunk(batch, 2, 2, 'abc')).status).toBe(500);
    expect((await chunk(batch, 1, 2, 'def')).status).toBe(201);
  });

  it('needs three numbers in its headers', async () => {
    const batch = await newBatch();
    const message = 'X-Upload-Chunk-Index, X-Upload-Chunk-Count and X-File-Size headers must be numbers';
    for (const wrong of [{ 'X-Upload-Chunk-Index': 'x' }, { 'X-Upload-Chunk-Count': '' }, { 'X-File-Size': 'big' }]) {
      const answer = await chunk(batch, 0, 1, 'x', wrong as Record<string, string>);
      expect(answer.json).toMatchObject({ status: 400, message });
    }
  });

  it('leaves no chunk behind when the connection breaks, so that it can be sent again', async () => {
    const batch = await newBatch();
    await new Promise<void>((resolve) => {
      const headers = {
        Authorization: basic('ana'),
        'Content-Length': '100',
        'X-Upload-Type': 'chunked',
        'X-File-Size': '100',
      };
      const numbers = { 'X-Upload-Chunk-Index': '0', 'X-Upload-Chunk-Count': '1' };
      const req = request(`${server.url}/api/v1/upload/${batch}/0`, {
        method: 'POST',
        headers: { ...headers, ...numbers },
      });
      req.on('error', () => resolve());
      req.write('only some', () => req.destroy());
    });
    await expect
      .poll(async () => (await server.api('ana', 'GET', `/upload/${batch}/0`)).json['uploadedChunkIds'])
      .toEqual([]);
    expect((await chunk(batch, 0, 1, 'abcdef')).status).toBe(201);
  });
});
