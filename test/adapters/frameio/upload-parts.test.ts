import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TransferError } from '../../../server/domain/errors.ts';
import type { FolderRef } from '../../../server/domain/refs.ts';
import type { ByteTarget } from '../../../server/ports/bytes.ts';
import type { Frameio } from '../../../server/ports/frameio.ts';
import { ana, startStandIn, type StandInWorld } from '../../support/frameio-stand-in.ts';
import { put } from '../../contracts/frameio/world.ts';

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

describe('sending a part', () => {
  const bytes = randomBytes(100_000);
  let target: ByteTarget;

  beforeEach(async () => {
    const { target: sealed } = await frameio.files.beginUpload(folder, 'cut.mov', bytes.length);
    target = frameio.files.uploadTarget(sealed);
    world.standIn.control.reset();
  });
  const parts = () => world.calls(/^\/parts\//);
  const refuseWith = (status: number, code: string, message = '') =>
    world.fault('^/parts/', {
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
    world.fault('^/parts/', { type });
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
