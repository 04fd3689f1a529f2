import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { JobCancelled, TransferError } from '../../../server/domain/errors.ts';
import type { FileRef, FolderRef } from '../../../server/domain/refs.ts';
import type { ByteSource, ByteTarget } from '../../../server/ports/bytes.ts';
import type { Frameio } from '../../../server/ports/frameio.ts';
import { seededDigest } from '../../../sandbox/shared/seeded-bytes.ts';
import { legacyTokenOf } from '../../../sandbox/frameio/seed.ts';
import { ana, cleo, startStandIn, type StandInWorld } from '../../support/frameio-stand-in.ts';
import { put, video } from '../../contracts/frameio/world.ts';

let world: StandInWorld;
let frameio: Frameio;
let folder: FolderRef;
const signal = new AbortController().signal;

beforeAll(async () => {
  world = await startStandIn({ partSize: 65_536 });
  frameio = await world.connect(ana.email);
  const { rootFolderId } = await frameio.projects.get(world.project);
  folder = { ...world.account, folderId: rootFolderId };
});
beforeEach(() => world.standIn.control.reset());
afterEach(() => world.standIn.control.reset());
afterAll(() => world.close());

const calls = (path: RegExp) => world.standIn.control.calls.filter((call) => path.test(call.path));
const fault = (path: string, action: Parameters<typeof world.standIn.control.addFault>[0]['action'], more = {}) =>
  world.standIn.control.addFault({ path, action, ...more });

describe('a request', () => {
  it('says who sends it', async () => {
    await frameio.me();
    expect(calls(/\/v4\/me/)[0]?.requestHeaders).toMatchObject({
      'user-agent': 'nuxeo-frameio-test',
      accept: 'application/json',
    });
  });

  it('waits instead of failing on a 429', async () => {
    fault('/v4/me', { type: 'status', status: 429, body: { errors: [{ detail: 'Too many requests' }] } }, { times: 2 });
    const startedAt = performance.now();
    expect((await frameio.me()).name).toBe(ana.name);
    expect(performance.now() - startedAt).toBeGreaterThan(2_900);
    expect(calls(/\/v4\/me/).map(({ status }) => status)).toEqual([429, 429, 200]);
  });

  it('ends a wait for a 429 when its job does', async () => {
    fault('/v4/me', { type: 'status', status: 429 }, { times: 100 });
    const controller = new AbortController();
    const asked = frameio.withSignal(controller.signal).me();
    setTimeout(() => controller.abort(new JobCancelled()), 50);
    await expect(asked).rejects.toBeInstanceOf(JobCancelled);
  });

  it('that reads survives a passing failure', async () => {
    fault('/v4/me', { type: 'status', status: 503 });
    fault('/v4/accounts', { type: 'reset' });
    expect((await frameio.me()).name).toBe(ana.name);
    expect(await frameio.accounts.list()).not.toEqual([]);
  });

  it('that writes is sent once when its answer is lost', async () => {
    fault('/folders$', { type: 'lose-answer' }, { method: 'POST' });
    const created = frameio.folders.create(folder, 'Lost');
    await expect(created).rejects.toMatchObject({ code: 'frameio-unavailable', retryable: true });
    const { folders } = await frameio.folders.list(folder);
    expect(folders.filter(({ name }) => name === 'Lost')).toHaveLength(1);
  });

  it('whose answer is cut off may be sent again later', async () => {
    fault('/v4/me', { type: 'truncate', afterBytes: 20 });
    await expect(frameio.me()).rejects.toMatchObject({ code: 'frameio-unavailable', retryable: true });
  });

  it('whose answer is no JSON is refused', async () => {
    fault('/v4/me', { type: 'status', status: 200, body: '<html>Maintenance</html>' });
    await expect(frameio.me()).rejects.toMatchObject({ code: 'frameio-refused' });
  });

  it('deletes although the first answer was lost', async () => {
    const file = await world.addFile(folder, video());
    fault(`/files/${file.fileId}$`, { type: 'lose-answer' }, { method: 'DELETE' });
    await frameio.files.delete(file);
    expect(calls(/\/files\//).filter(({ method }) => method === 'DELETE')).toHaveLength(2);
  });

  it('goes with a developer token of the old API', async () => {
    const accessToken = () => Promise.resolve(legacyTokenOf(ana.email));
    const legacy = await world.connect(ana.email, { accessToken, legacyToken: true });
    expect((await legacy.me()).name).toBe(ana.name);
    const unannounced = await world.connect(ana.email, { accessToken });
    await expect(unannounced.me()).rejects.toMatchObject({ code: 'frameio-token-refused' });
  });

  it('renews a token that expired in between', async () => {
    let token = await world.newToken(cleo.email);
    const frameioOfCleo = await world.connect(cleo.email, {
      accessToken: () => Promise.resolve(token),
      async onTokenRejected() {
        token = await world.newToken(cleo.email);
        return true;
      },
    });
    await world.control('POST', '/expire', { what: 'access-tokens', email: cleo.email });
    expect((await frameioOfCleo.me()).name).toBe(cleo.name);
  });
});

describe('reading an original', () => {
  const size = 300_000;
  let file: FileRef;
  let source: ByteSource;

  beforeEach(async () => {
    file = await world.addFile(folder, video({ name: `master ${randomBytes(4).toString('hex')}.mov`, size }));
    source = frameio.files.source(await frameio.files.get(file));
    world.standIn.control.reset();
  });
  const links = () => calls(/include=media_links/);
  const downloads = () => calls(/^\/uploads\//);
  const read = async (start: number, end: number) => buffer(await source.open({ start, end }, signal));

  it('gives the very bytes', async () => {
    const { name } = await frameio.files.get(file);
    const digest = createHash('sha256')
      .update(await read(0, size - 1))
      .digest('hex');
    expect(digest).toBe(await seededDigest(name, size, 'sha256'));
  });

  it('never shows our token to the storage', async () => {
    await read(0, 99);
    expect(downloads()).toHaveLength(1);
    for (const { requestHeaders } of downloads()) {
      expect(requestHeaders).not.toHaveProperty('authorization');
      expect(JSON.stringify(requestHeaders)).not.toContain('Bearer');
      expect(requestHeaders).toMatchObject({ range: 'bytes=0-99' });
    }
  });

  it('asks for one link, however many lanes begin at once', async () => {
    await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map((lane) => read(lane * 1_000, lane * 1_000 + 999)));
    expect(links()).toHaveLength(1);
    expect(downloads()).toHaveLength(8);
  });

  it('asks for a fresh link when the old one has expired', async () => {
    await read(0, 9);
    await world.control('POST', '/expire', { what: 'links' });
    expect(await read(10, 19)).toHaveLength(10);
    expect(links()).toHaveLength(2);
  });

  it('asks again once for each failure, then says that the link does not work', async () => {
    fault(
      '^/uploads/',
      { type: 'status', status: 403, body: '<Error><Code>AccessDenied</Code></Error>' },
      { times: 2 },
    );
    await expect(read(0, 9)).rejects.toMatchObject({ code: 'link-expired', retryable: true });
    expect(links()).toHaveLength(2);
    expect(await read(0, 9)).toHaveLength(10);
  });

  it('fails with what is missing when a download is cut off', async () => {
    fault('^/uploads/', { type: 'truncate', afterBytes: 1_000 });
    await expect(read(0, 9_999)).rejects.toMatchObject({ code: 'download-truncated', retryable: true });
    expect(await read(0, 9_999)).toHaveLength(10_000);
  });

  it('notices when the bytes became others', async () => {
    await read(0, 9);
    fault('^/uploads/', {
      ...{ type: 'status', status: 206, body: '0123456789' },
      headers: { etag: '"other"', 'content-range': `bytes 0-9/${size}` },
    });
    await expect(read(0, 9)).rejects.toMatchObject({ code: 'source-changed' });
  });

  it('notices when the file became longer', async () => {
    const asset = await frameio.files.get(file);
    const announced = frameio.files.source({ ...asset, length: size - 1 });
    const opened = announced.open({ start: 0, end: 9 }, signal);
    await expect(opened).rejects.toMatchObject({ code: 'source-changed' });
  });

  it('goes on for the others when the one who asked for the link gives up', async () => {
    fault('include=media_links', { type: 'delay', milliseconds: 200 });
    const controller = new AbortController();
    const first = source.open({ start: 0, end: 9 }, controller.signal);
    const second = read(10, 19);
    setTimeout(() => controller.abort(new JobCancelled()), 50);
    await expect(first).rejects.toBeInstanceOf(JobCancelled);
    expect(await second).toHaveLength(10);
  });

  it('says that the file is gone', async () => {
    await frameio.files.delete(file);
    await expect(read(0, 9)).rejects.toMatchObject({ code: 'frameio-not-found' });
  });

  it('says when there is no link in spite of everything', async () => {
    const { data } = (await world.actAs(ana.email, 'GET', `/v4/accounts/${file.accountId}/files/${file.fileId}`)) as {
      data: object;
    };
    const body = { data: { ...data, media_links: { original: { download_url: null, inline_url: null } } } };
    fault('include=media_links', { type: 'status', status: 200, body });
    await expect(read(0, 9)).rejects.toMatchObject({ code: 'frameio-forbidden' });
  });
});

describe('sending a part', () => {
  const bytes = randomBytes(100_000);
  let target: ByteTarget;

  beforeEach(async () => {
    const { target: sealed } = await frameio.files.beginUpload(folder, 'cut.mov', bytes.length);
    target = frameio.files.uploadTarget(sealed);
    world.standIn.control.reset();
  });
  const parts = () => calls(/^\/parts\//);
  const refuseWith = (status: number, code: string, message = '') =>
    fault('^/parts/', {
      type: 'status',
      status,
      body: `<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
    });

  it('shows the storage what was signed, and not our token', async () => {
    await put(target, 1, bytes);
    const [sent] = parts();
    expect(sent?.requestHeaders).toMatchObject({
      'content-type': 'video/quicktime',
      'x-amz-acl': 'private',
      'content-length': String(target.parts[1]?.length),
    });
    expect(sent?.requestHeaders).not.toHaveProperty('authorization');
    expect(sent?.requestHeaders).not.toHaveProperty('transfer-encoding');
  });

  it.each([
    [503, 'SlowDown'],
    [500, 'InternalError'],
    [400, 'RequestTimeout'],
    [429, 'TooManyRequests'],
  ])('may be repeated after %i %s, with what was sent so far', async (status, code) => {
    refuseWith(status, code);
    await expect(put(target, 0, bytes)).rejects.toMatchObject({ code: 'frameio-unavailable', retryable: true });
    await put(target, 0, bytes);
  });

  it.each([
    [403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match'],
    [403, 'AccessDenied', 'Access Denied'],
    [400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size'],
  ])('fails for good after %i %s', async (status, code, message) => {
    refuseWith(status, code, message);
    await expect(put(target, 0, bytes)).rejects.toMatchObject({
      ...{ name: 'TransferError', code: 'upload-failed', retryable: false },
      context: { status, code, message },
    });
  });

  it.each([
    [403, 'AccessDenied', 'Request has expired'],
    [400, 'ExpiredToken', 'The provided token has expired.'],
  ])('says that the address expired after %i %s: %s', async (status, code, message) => {
    refuseWith(status, code, message);
    await expect(put(target, 0, bytes)).rejects.toMatchObject({ code: 'upload-expired', retryable: false });
  });

  it.each(['reset', 'lose-answer'] as const)('may be repeated when the connection breaks: %s', async (type) => {
    fault('^/parts/', { type });
    await expect(put(target, 0, bytes)).rejects.toMatchObject({ code: 'frameio-unavailable', retryable: true });
    await put(target, 0, bytes);
  });

  it('fails with the failure of its source, and the storage gets no shorter part', async () => {
    const [part] = target.parts;
    const cut = new TransferError('download-truncated', { retryable: true });
    const body = Readable.from(
      (async function* () {
        yield bytes.subarray(0, 10_000);
        throw cut;
      })(),
    );
    const sent = part && target.put(part, body, signal);
    await expect(sent).rejects.toBe(cut);
    await put(target, 0, bytes);
    await put(target, 1, bytes);
  });
});
