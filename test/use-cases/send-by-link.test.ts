import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../server/ports/provider-store.ts';
import { cutOffEverywhere } from '../support/every-call.ts';
import { useWorlds, type World } from '../support/world.ts';

const worlds = useWorlds();
const link = 'https://store.example.com/cut?signature=abc';

async function startWorld(settings: { remoteUpload?: boolean; found?: string } = {}) {
  const world = await worlds.start();
  return { world, uid: await prepare(world, settings) };
}

/** @param settings.found - What Frame.io finds at the address. */
async function prepare(world: World, { remoteUpload = true, found = 'first cut' } = {}): Promise<string> {
  await world.deps.providers.saveSettings({ ...defaultSettings, remoteUpload });
  const uid = world.addDocument('trailer', 'first cut');
  world.nuxeo.presignedUrls.set(uid, link);
  world.frameio.reachable.set(link, Buffer.from(found));
  return uid;
}

const partsThroughUs = (world: World) =>
  world.frameio.calls.filter(({ operation }) => operation === 'files.beginUpload').length;

describe('a push by link', () => {
  it('lets Frame.io fetch the file where Nuxeo redirects downloads to', async () => {
    const { world, uid } = await startWorld();
    expect(await world.push(uid)).toMatchObject({ state: 'completed', notes: [] });
    expect(world.files()).toEqual([expect.objectContaining({ name: 'trailer.mp4', text: 'first cut' })]);
    expect(partsThroughUs(world)).toBe(0);
    expect(await world.review(uid)).toMatchObject({ state: 'in-review', sent: { length: 9 } });
  });

  it('is off until an administrator enables it', async () => {
    const { world, uid } = await startWorld({ remoteUpload: false });
    await world.push(uid);
    expect(partsThroughUs(world)).toBe(1);
  });

  it('sends the file itself where Nuxeo delivers downloads itself', async () => {
    const { world, uid } = await startWorld();
    world.nuxeo.presignedUrls.clear();
    expect(await world.push(uid)).toMatchObject({ state: 'completed', notes: [] });
    expect(partsThroughUs(world)).toBe(1);
  });

  it.each([
    ['cannot be fetched', (world: World) => world.frameio.reachable.clear()],
    ['has another length', (world: World) => world.frameio.reachable.set(link, Buffer.from('something else'))],
  ])('sends the file itself, once, and says so when what is there %s', async (_why, spoil) => {
    const { world, uid } = await startWorld();
    spoil(world);
    const job = await world.push(uid);
    expect(job).toMatchObject({ state: 'completed', notes: [{ code: 'link-not-fetched', params: ['trailer.mp4'] }] });
    expect(world.files()).toEqual([expect.objectContaining({ text: 'first cut' })]);
  });

  it('cut off at any call, leaves one file and one lock', async () => {
    await cutOffEverywhere(worlds.another, {
      prepare: async (world) => {
        const uid = await prepare(world);
        await world.startPush([uid]);
        return uid;
      },
      check: async (world, uid) => {
        expect(world.files()).toEqual([expect.objectContaining({ text: 'first cut' })]);
        expect(world.document(uid).lockedBy).toBe('ana');
        expect(await world.review(uid)).toMatchObject({ state: 'in-review' });
      },
    });
  });
});
