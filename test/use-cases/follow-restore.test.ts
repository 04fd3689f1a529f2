import { describe, expect, it } from 'vitest';
import { followRestore } from '../../server/use-cases/follow-restore.ts';
import { useWorlds, type World } from '../support/world.ts';

const worlds = useWorlds();

/** A version from before it was pushed, one of the first round, and now in review for the second time. */
async function startSecondRound() {
  const world = await worlds.start();
  const uid = world.addDocument('Cut', 'first cut');
  await world.nuxeo.as('ana').versions.create(uid, 'minor');
  await world.push(uid);
  await world.bringBack(uid);
  await world.edit(uid, 'second cut');
  await world.push(uid);
  const [before = '', first = ''] = world.versions(uid).map((version) => version.uid);
  return { world, uid, before, first, facet: world.document(uid).asset };
}

async function look(world: World, uid: string, by: string): Promise<void> {
  const nuxeo = world.nuxeo.as(by);
  await followRestore(await nuxeo.documents.get(uid), nuxeo, world.deps);
}

const links = ({ uid, accountId, projectId, workspaceId, fileId, stackId, state }: Record<string, unknown>) => ({
  ...{ uid, accountId, projectId, workspaceId, fileId, stackId, state },
});

describe('a document whose version was restored in Nuxeo', () => {
  it('says again that it is in review, and of what, when somebody who may write it looks', async () => {
    const { world, uid, before, first, facet } = await startSecondRound();
    for (const version of [before, first]) {
      world.nuxeo.restore(version);
      expect(links(world.document(uid).asset)).not.toEqual(links(facet));
      await look(world, uid, 'ana');
      expect(world.document(uid).facets).toContain('FrameioAsset');
      expect(links(world.document(uid).asset)).toEqual(links(facet));
    }
  });

  it('is left to others by who may only read it, and by who does not hold the lock', async () => {
    const { world, uid, before } = await startSecondRound();
    world.nuxeo.restore(before);
    await look(world, uid, 'cleo');
    await look(world, uid, 'ben');
    expect(world.document(uid).facets).not.toContain('FrameioAsset');
  });

  it('is written to by the poll where nobody looks, and comes back as ever', async () => {
    const { world, uid, before, facet } = await startSecondRound();
    world.nuxeo.restore(before);
    await world.poll();
    expect(links(world.document(uid).asset)).toEqual(links(facet));
    const written = world.calls.done('nuxeo.documents.addFacet');
    await world.poll();
    expect(world.calls.done('nuxeo.documents.addFacet')).toBe(written);
    expect(await world.bringBack(uid)).toMatchObject({ state: 'completed' });
    expect(world.document(uid)).toMatchObject({ lockedBy: undefined, asset: { state: 'returned' } });
  });

  it('does not claim a review that is over', async () => {
    const world = await worlds.start();
    const uid = world.addDocument('Cut', 'first cut');
    await world.push(uid);
    await world.nuxeo.as('ana').versions.create(uid, 'minor');
    await world.bringBack(uid);
    world.nuxeo.restore(String(world.versions(uid)[0]?.uid));
    expect(world.document(uid).asset).toMatchObject({ state: 'in-review' });
    await look(world, uid, 'ana');
    expect(world.document(uid).asset).toMatchObject({ state: 'returned' });
  });

  it('keeps naming the member that the version is of, but knows its stack', async () => {
    const world = await worlds.start();
    const file = world.addFile('trailer.mov', 'first cut');
    await world.publish(file);
    const [{ uid } = { uid: '' }] = world.documentsIn();
    world.addVersion(file, 'trailer.mov', 'second cut');
    await world.publish(file);
    const { stackId } = world.document(uid).asset;
    world.nuxeo.restore(String(world.versions(uid)[0]?.uid));
    expect(world.document(uid).asset['stackId']).toBeUndefined();
    await look(world, uid, 'ana');
    expect(world.document(uid).asset).toMatchObject({ fileId: file.fileId, stackId });
  });
});
