import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chunkSizeFor, partsOf } from '../../../server/adapters/nuxeo/upload-batch.ts';
import { basic } from '../../support/nuxeo-clients.ts';
import { bytesOf, download, mainBlob, sendFile, sendParts } from '../../contracts/nuxeo/subject.ts';
import { CHUNK_SIZE, failureOf, startBench, type NuxeoBench } from './stand-in.ts';

let bench: NuxeoBench;
beforeAll(async () => {
  bench = await startBench();
});
beforeEach(() => bench.clear());
afterAll(() => bench.close());

const bytes = bytesOf(3 * CHUNK_SIZE - 10);
const begin = () => bench.admin.uploads.begin({ name: 'cut.mp4', mimeType: 'video/mp4', length: bytes.length });
const chunksSent = () =>
  bench.calls('POST', /\/upload\/.+\/0$/).map(({ requestHeaders }) => requestHeaders['x-upload-chunk-index']);

describe('a chunk', () => {
  it('whose answer was lost is not sent again', async () => {
    const batch = await begin();
    bench.fault({ method: 'POST', path: '/upload/.+/0$', nth: 2, action: { type: 'lose-answer' } });
    await sendParts(bench.admin, batch, bytes);

    expect(chunksSent()).toEqual(['0', '1', '2']);
    expect(await bench.admin.uploads.uploaded(batch)).toMatchObject({ length: bytes.length });
  });

  it('that arrived before a restart is not sent again', async () => {
    const batch = await begin();
    await sendParts(bench.admin, batch, bytes, [1]);
    await sendParts(bench.as('Administrator'), batch, bytes);
    expect(chunksSent()).toEqual(['1', '0', '2']);
  });

  it('that did not arrive is sent again', async () => {
    const batch = await begin();
    bench.fault({ method: 'POST', path: '/upload/.+/0$', action: { type: 'status', status: 500 } });
    expect(await failureOf(sendParts(bench.admin, batch, bytes, [0]))).toMatchObject({
      code: 'nuxeo-unavailable',
      retryable: true,
    });
    await sendParts(bench.admin, batch, bytes);
    expect(chunksSent()).toEqual(['0', '0', '1', '2']);
    const { uid } = await bench.newFile();
    const document = await bench.admin.documents.update(uid, { mainFile: await bench.admin.uploads.uploaded(batch) });
    expect(await download(bench.admin, uid, mainBlob(document))).toEqual(bytes);
  });

  it('with credentials that ran out is sent again with new ones', async () => {
    const batch = await begin();
    let headers = { authorization: 'Bearer expired' };
    const nuxeo = bench.as('Administrator', {
      authHeaders: () => Promise.resolve(headers),
      onUnauthorized: () => {
        headers = basic('Administrator');
        return Promise.resolve(true);
      },
    });
    bench.fault({ method: 'GET', path: '/upload/', action: { type: 'status', status: 204 } });
    expect(await failureOf(sendParts(nuxeo, batch, bytes, [0]))).toMatchObject({ retryable: true });
    await sendParts(nuxeo, batch, bytes);
    expect(await nuxeo.uploads.uploaded(batch)).toMatchObject({ length: bytes.length });
  });

  it('is followed by nothing when the batch was cancelled', async () => {
    bench.standIn.world.switches.version = '2025';
    const batch = await begin();
    await sendParts(bench.admin, batch, bytes, [0]);
    await bench.admin.uploads.drop(batch);
    expect(await failureOf(sendParts(bench.admin, batch, bytes, [1]))).toMatchObject({
      code: 'batch-lost',
      retryable: false,
    });
  });

  it('keeps its batch', async () => {
    await sendFile(bench.admin, bytes);
    const calls = bench.calls('POST', /\/upload\/.+\/0$/);
    expect(calls).toHaveLength(3);
    for (const { requestHeaders } of calls) {
      expect(requestHeaders).toMatchObject({
        'x-batch-no-drop': 'true',
        'x-upload-type': 'chunked',
        'x-upload-chunk-count': '3',
        'x-file-size': String(bytes.length),
      });
    }
  });
});

describe('a small file', () => {
  it('goes in one piece and replaces itself when the answer was lost', async () => {
    const batch = await bench.admin.uploads.begin({ name: 'a+b é.mp4', mimeType: 'video/mp4', length: 10 });
    bench.fault({ method: 'POST', path: '/upload/.+/0$', action: { type: 'lose-answer' } });
    expect(await failureOf(sendParts(bench.admin, batch, bytesOf(10)))).toMatchObject({ retryable: true });
    await sendParts(bench.admin, batch, bytesOf(10));

    expect(await bench.admin.uploads.uploaded(batch)).toMatchObject({ length: 10 });
    const [, second] = bench.calls('POST', /\/upload\/.+\/0$/);
    expect(second?.requestHeaders).not.toHaveProperty('x-upload-type');
    expect(second?.requestHeaders['x-file-name']).toBe('a%2Bb%20%C3%A9.mp4');
  });

  it('that arrived with another length is noticed', async () => {
    const batch = await bench.admin.uploads.begin({ name: 'a.mp4', mimeType: 'video/mp4', length: 10 });
    const { batchId } = JSON.parse(batch) as { batchId: string };
    const url = `${bench.standIn.url}/api/v1/upload/${batchId}/0`;
    await fetch(url, { method: 'POST', headers: basic('Administrator'), body: new Uint8Array(9) });
    expect(await failureOf(bench.admin.uploads.uploaded(batch))).toMatchObject({ code: 'length-mismatch' });
  });
});

describe('the size of chunks', () => {
  const MiB = 1024 ** 2;
  const GiB = 1024 ** 3;

  it('is 16 MiB, and 64 MiB for what would have too many', () => {
    expect(chunkSizeFor(50 * GiB)).toBe(16 * MiB);
    expect(chunkSizeFor(150 * GiB)).toBe(16 * MiB);
    expect(chunkSizeFor(150 * GiB + 1)).toBe(64 * MiB);
  });

  it('keeps a file of 600 GiB below 10,000 parts', () => {
    const length = 600 * GiB + 17;
    const parts = partsOf({ batchId: 'b', name: 'n', mimeType: 'm', length, chunkSize: chunkSizeFor(length) });
    expect(parts.length).toBeLessThan(10_000);
    expect(parts.at(-1)).toMatchObject({ end: length - 1, length: 17 });
    expect(parts.reduce((sum, part) => sum + part.length, 0)).toBe(length);
  });
});
