import { describe, expect, it } from 'vitest';
import { hasCode } from '../../server/domain/errors.ts';
import { FakeFrameioWorld } from './fake-frameio.ts';

function makeWorld() {
  const world = new FakeFrameioWorld();
  world.addPerson('ana', { role: 'admin' });
  const { accountId, folderId } = world.addProject(
    world.addWorkspace(world.addAccount('Northlight'), 'Films'),
    'Aurora',
  );
  return { world, frameio: world.as('ana'), folder: { accountId, folderId } };
}

describe('the Frame.io in memory', () => {
  it('fails once when told to, before anything is done', async () => {
    const { world, frameio, folder } = makeWorld();
    world.failNext('folders.create');
    await expect(frameio.folders.create(folder, 'Cuts')).rejects.toMatchObject({ code: 'frameio-unavailable' });
    expect(world.childrenOf(folder.folderId)).toEqual([]);
    await frameio.folders.create(folder, 'Cuts');
  });

  it('loses an answer when told to, after everything is done', async () => {
    const { world, frameio, folder } = makeWorld();
    world.loseNextAnswer('files.beginUpload');
    const begun = frameio.files.beginUpload(folder, 'cut.mov', 10);
    await expect(begun).rejects.toSatisfy((error) => hasCode(error, 'frameio-unavailable'));
    expect(await frameio.files.named(folder, 'cut.mov')).toHaveLength(1);
  });

  it('shows what was uploaded and what was deleted', async () => {
    const { world, frameio, folder } = makeWorld();
    const file = world.addFile(folder, { name: 'cut.mov', bytes: Buffer.from('first cut') });
    expect(world.contentOf(file)?.toString()).toBe('first cut');
    await frameio.files.delete(file);
    await frameio.files.delete(file);
    expect(world.deletedFiles).toEqual([file]);
    expect(world.calls.map(({ operation }) => operation)).toEqual(['files.delete', 'files.delete']);
  });
});
