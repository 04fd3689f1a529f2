import { createHash, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { JobCancelled } from '../../../server/domain/errors.ts';
import type { FileRef, FolderRef } from '../../../server/domain/refs.ts';
import type { ByteSource } from '../../../server/ports/bytes.ts';
import type { Frameio } from '../../../server/ports/frameio.ts';
import { seededDigest } from '../../../sandbox/shared/seeded-bytes.ts';
import { ana, startStandIn, type StandInWorld } from '../../support/frameio-stand-in.ts';
import { video } from '../../contracts/frameio/world.ts';

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
afterAll(() => world.close());

describe('reading an original', () => {
  const size = 300_000;
  let file: FileRef;
  let source: ByteSource;

  beforeEach(async () => {
    file = await world.addFile(folder, video({ name: `master ${randomBytes(4).toString('hex')}.mov`, size }));
    source = frameio.files.source(await frameio.files.get(file));
    world.standIn.control.reset();
  });
  const links = () => world.calls(/include=media_links/);
  const downloads = () => world.calls(/^\/uploads\//);
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
    world.fault(
      '^/uploads/',
      { type: 'status', status: 403, body: '<Error><Code>AccessDenied</Code></Error>' },
      { times: 2 },
    );
    await expect(read(0, 9)).rejects.toMatchObject({ code: 'link-expired', retryable: true });
    expect(links()).toHaveLength(2);
    expect(await read(0, 9)).toHaveLength(10);
  });

  it('fails with what is missing when a download is cut off', async () => {
    world.fault('^/uploads/', { type: 'truncate', afterBytes: 1_000 });
    await expect(read(0, 9_999)).rejects.toMatchObject({ code: 'download-truncated', retryable: true });
    expect(await read(0, 9_999)).toHaveLength(10_000);
  });

  it('notices when the bytes became others', async () => {
    await read(0, 9);
    world.fault('^/uploads/', {
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
    world.fault('include=media_links', { type: 'delay', milliseconds: 200 });
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
    world.fault('include=media_links', { type: 'status', status: 200, body });
    await expect(read(0, 9)).rejects.toMatchObject({ code: 'frameio-forbidden' });
  });
});
