import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DocumentBlob, NuxeoDocument } from '../../../server/ports/nuxeo.ts';
import { bytesOf, download, mainBlob, never, readAll, upload } from '../../contracts/nuxeo/subject.ts';
import { failureOf, startBench, type NuxeoBench } from './stand-in.ts';

let bench: NuxeoBench;
beforeAll(async () => {
  bench = await startBench();
});
beforeEach(() => bench.clear());
afterAll(() => bench.close());

const LENGTH = 5_000;

async function withFile(seed = 1): Promise<{ document: NuxeoDocument; blob: DocumentBlob }> {
  const { uid } = await bench.newFile();
  const mainFile = await upload(bench.admin, bytesOf(LENGTH, seed));
  const document = await bench.admin.documents.update(uid, { mainFile });
  return { document, blob: mainBlob(document) };
}

const read = async (document: NuxeoDocument, blob: DocumentBlob, start: number, end: number) =>
  readAll(await bench.admin.blobs.source(document.uid, blob).open({ start, end }, never));

describe('a download', () => {
  it('that is cut short fails instead of being short', async () => {
    const { document, blob } = await withFile();
    bench.fault({ path: '@blob', action: { type: 'truncate', afterBytes: 1_000 } });
    expect(await failureOf(read(document, blob, 0, LENGTH - 1))).toMatchObject({
      code: 'download-truncated',
      retryable: true,
    });
  });

  it('whose connection breaks is repeated by whoever moves the part', async () => {
    const { document, blob } = await withFile();
    bench.fault({ path: '@blob', action: { type: 'reset' } });
    expect(await failureOf(read(document, blob, 0, 9))).toMatchObject({ retryable: true });
    expect(await read(document, blob, 0, 9)).toEqual(bytesOf(LENGTH).subarray(0, 10));
  });

  it('of a part is not believed when the whole file comes instead', async () => {
    const { document, blob } = await withFile();
    bench.fault({ path: '@blob', action: { type: 'status', status: 200, body: bytesOf(LENGTH) } });
    expect(await failureOf(read(document, blob, 100, 199))).toMatchObject({ code: 'length-mismatch' });
  });

  it('of more than there is now is another file', async () => {
    const { document, blob } = await withFile();
    const longer = { ...blob, length: LENGTH + 500 };
    expect(await failureOf(read(document, longer, 0, LENGTH + 499))).toMatchObject({ code: 'source-changed' });
  });

  it('without a known digest still notices that the file was replaced between two ranges', async () => {
    const { document, blob } = await withFile(1);
    const source = bench.admin.blobs.source(document.uid, { ...blob, digest: undefined });
    expect(await readAll(await source.open({ start: 0, end: 9 }, never))).toHaveLength(10);
    await bench.admin.documents.update(document.uid, { mainFile: await upload(bench.admin, bytesOf(LENGTH, 2)) });
    expect(await failureOf(source.open({ start: 10, end: 19 }, never))).toMatchObject({ code: 'source-changed' });
  });

  it('of a file without a digest works', async () => {
    bench.standIn.world.switches.digestAlgorithm = null;
    const { document, blob } = await withFile();
    expect(blob.digest).toBeUndefined();
    expect(await download(bench.admin, document.uid, blob)).toEqual(bytesOf(LENGTH));
  });

  it('of a rendition that is being made anew means that the source changed', async () => {
    const { document, blob } = await withFile();
    const xpath = 'vid:transcodedVideos/0/content';
    const rendition = { ...blob, xpath, rendition: 'MP4 480p' };
    expect(await failureOf(read(document, rendition, 0, 9))).toMatchObject({ code: 'source-changed' });
  });

  it('of a file that is not there says so', async () => {
    const { uid } = await bench.newFile();
    const { document, blob } = await withFile();
    expect(await failureOf(read({ ...document, uid }, blob, 0, 9))).toMatchObject({ code: 'nuxeo-not-found' });
  });

  it('that Nuxeo cannot give now may be repeated', async () => {
    const { document, blob } = await withFile();
    bench.fault({ path: '@blob', action: { type: 'status', status: 500, body: '<html>' } });
    const failure = await failureOf(read(document, blob, 0, 9));
    expect(failure).toMatchObject({ code: 'nuxeo-unavailable', retryable: true });
  });
});

describe('a download that Nuxeo sends elsewhere', () => {
  it('comes from there', async () => {
    const { document, blob } = await withFile();
    bench.standIn.world.switches.redirectToPresigned = true;
    expect(await download(bench.admin, document.uid, blob)).toEqual(bytesOf(LENGTH));
    expect(await read(document, blob, 4_990, 4_999)).toEqual(bytesOf(LENGTH).subarray(4_990));
  });

  it('takes none of our credentials there', async () => {
    const { document, blob } = await withFile();
    const authHeaders = () =>
      Promise.resolve({
        authorization: 'Bearer secret',
        'x-authentication-token': 'secret',
        cookie: 'JSESSIONID=secret',
      });
    const store = await startStore({ status: 206, bytes: bytesOf(LENGTH) });
    redirectTo(`${store.url}/bucket/key?signature=1`);
    const source = bench.as('Administrator', { authHeaders }).blobs.source(document.uid, blob);
    const bytes = await readAll(await source.open({ start: 5, end: 24 }, never));

    expect(bytes).toEqual(bytesOf(LENGTH).subarray(5, 25));
    expect(store.seen).toHaveLength(1);
    expect(store.seen[0]).toMatchObject({ range: 'bytes=5-24' });
    expect(JSON.stringify(store.seen)).not.toContain('secret');
    expect(bench.calls('GET', /@blob/)[0]?.requestHeaders).toMatchObject({ cookie: 'JSESSIONID=secret' });
    await store.close();
  });

  it('gets a new link for the next try when the old one expired', async () => {
    const { document, blob } = await withFile();
    bench.standIn.world.switches.redirectToPresigned = true;
    bench.standIn.world.switches.presignedSeconds = 0;
    expect(await failureOf(read(document, blob, 0, 9))).toMatchObject({ code: 'link-expired', retryable: true });
    bench.standIn.world.switches.presignedSeconds = 900;
    expect(await read(document, blob, 0, 9)).toHaveLength(10);
  });

  it('notices that the store has another file now', async () => {
    const { document, blob } = await withFile();
    const source = bench.admin.blobs.source(document.uid, blob);
    const store = await startStore({ status: 206, bytes: bytesOf(LENGTH) });
    redirectTo(store.url, 2);
    expect(await readAll(await source.open({ start: 0, end: 9 }, never))).toHaveLength(10);
    store.etag = '"another"';
    expect(await failureOf(source.open({ start: 10, end: 19 }, never))).toMatchObject({ code: 'source-changed' });
    await store.close();
  });
});

function redirectTo(location: string, times = 1): void {
  bench.fault({ path: '@blob', times, action: { type: 'status', status: 302, headers: { location } } });
}

interface Store {
  readonly url: string;
  readonly seen: IncomingHttpHeaders[];
  etag: string;
  close(): Promise<unknown>;
}

/** A cloud storage that remembers what it was told. */
async function startStore({ status, bytes }: { status: number; bytes: Buffer }): Promise<Store> {
  const seen: IncomingHttpHeaders[] = [];
  const server: Server = createServer((req, res) => {
    seen.push(req.headers);
    const [, start = '0', end = '0'] = /^bytes=(\d+)-(\d+)$/.exec(req.headers.range ?? '') ?? [];
    res.writeHead(status, { etag: store.etag, 'content-range': `bytes ${start}-${end}/${bytes.length}` });
    res.end(bytes.subarray(Number(start), Number(end) + 1));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  const store: Store = { url, seen, etag: '"one"', close };
  return store;
}
