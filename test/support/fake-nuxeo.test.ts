import { describe, expect, it } from 'vitest';
import { NuxeoError } from '../../server/domain/errors.ts';
import { FakeNuxeoWorld } from './fake-nuxeo.ts';

function setUp() {
  const world = new FakeNuxeoWorld();
  world.addPerson('ana');
  const folder = world.add({ type: 'Folder', title: 'Cuts' });
  world.grant(folder, 'ana', 'ReadWrite');
  const file = { name: 'cut.mp4', mimeType: 'video/mp4', bytes: Buffer.from('first') };
  const uid = world.add({ type: 'Video', title: 'cut', parentUid: folder, file, creator: 'ana' });
  return { world, folder, uid, ana: world.as('ana') };
}

const change = { properties: { 'dc:source': 'x' } };

describe('FakeNuxeoWorld', () => {
  it('fails the next call that is named, once and before it does anything', async () => {
    const { world, uid, ana } = setUp();
    const failure = new NuxeoError('nuxeo-unavailable', { retryable: true });
    world.failNext('documents.update', failure);
    await ana.documents.get(uid);
    await expect(ana.documents.update(uid, change)).rejects.toBe(failure);
    expect((await ana.documents.get(uid)).properties).not.toHaveProperty('dc:source');
    expect((await ana.documents.update(uid, change)).properties['dc:source']).toBe('x');
  });

  it('loses an answer after the work was done', async () => {
    const { world, uid, ana } = setUp();
    world.loseNextAnswer('documents.update');
    await expect(ana.documents.update(uid, change)).rejects.toMatchObject({ retryable: true });
    expect((await ana.documents.get(uid)).properties['dc:source']).toBe('x');
  });

  it('knows nobody who was not added', async () => {
    const { world, uid } = setUp();
    await expect(world.as('zoe').documents.get(uid)).rejects.toMatchObject({ code: 'not-signed-in' });
  });

  it('writes down every call', async () => {
    const { world, uid, ana } = setUp();
    await ana.documents.get(uid);
    await ana.locks.take(uid);
    expect(world.calls).toEqual([
      { operation: 'documents.get', username: 'ana' },
      { operation: 'locks.take', username: 'ana' },
    ]);
  });

  it('copies a document with what was written on it, not with its lock', async () => {
    const { world, folder, uid, ana } = setUp();
    await ana.documents.addFacet(uid, 'FrameioAsset', { 'frameioasset:uid': uid });
    await ana.locks.take(uid);
    const copy = await ana.documents.get(world.copy(uid, folder));
    expect(copy).toMatchObject({ lock: undefined, properties: { 'frameioasset:uid': uid } });
    expect(copy.uid).not.toBe(uid);
  });

  it('restores what a version holds', async () => {
    const { world, uid, ana } = setUp();
    await ana.versions.create(uid, 'minor');
    await ana.documents.update(uid, change);
    const [version] = await ana.versions.list(uid);
    world.restore(version?.uid ?? '');
    const restored = await ana.documents.get(uid);
    expect(restored).toMatchObject({ isCheckedOut: false, versionLabel: '0.1' });
    expect(restored.properties).not.toHaveProperty('dc:source');
    expect(world.mainFileOf(uid)?.bytes.toString()).toBe('first');
  });
});
