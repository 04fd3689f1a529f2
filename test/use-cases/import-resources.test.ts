import { describe, expect, it } from 'vitest';
import type { ResourceRef } from '../../server/domain/refs.ts';
import { importResources } from '../../server/use-cases/start-return.ts';
import { connect } from '../support/world-scene.ts';
import { useWorlds, type World } from '../support/world.ts';

const worlds = useWorlds();

const imported = (world: World, resources: readonly ResourceRef[], by = 'ben') =>
  importResources(world.folder, resources, {}, world.caller(by), world.deps);

describe('importing from Frame.io', () => {
  it('does what the action does, in the name of who asked', async () => {
    const world = await worlds.start();
    const file = world.addFile('trailer.mov', 'first cut');
    await imported(world, [{ accountId: file.accountId, type: 'file', id: file.fileId }]);
    await world.drain();
    expect(world.documentsIn()).toMatchObject([{ title: 'trailer', text: 'first cut', record: { broughtBy: 'ben' } }]);
    expect(world.mail.sent).toMatchObject([{ kind: 'arrived', to: { address: 'ben@example.com' } }]);
  });

  it('is not asked twice for the same', async () => {
    const world = await worlds.start();
    const file = world.addFile('trailer.mov', 'first cut');
    const resource = { accountId: file.accountId, type: 'file', id: file.fileId } as const;
    const first = await imported(world, [resource]);
    const second = await imported(world, [resource]);
    expect(second.jobs.map(({ id }) => id)).toEqual(first.jobs.map(({ id }) => id));
  });

  it('takes nothing from elsewhere, and leaves no comment in Frame.io: nobody asked there', async () => {
    const world = await worlds.start();
    const other = world.frameio.addProject(world.frameio.addWorkspace(world.target, 'Elsewhere'), 'Secret');
    const file = world.addFile('secret.mov', 'secret', other);
    await imported(world, [{ accountId: file.accountId, type: 'file', id: file.fileId }]);
    await world.drain();
    expect(world.jobs('publish-resource')).toMatchObject([{ failure: { code: 'asset-outside-binding' } }]);
    expect(world.frameio.comments.size).toBe(0);
    expect(world.mail.sent).toMatchObject([{ items: [{ failure: { code: 'asset-outside-binding' } }] }]);
  });

  it('needs a bound folder that the person may add to', async () => {
    const world = await worlds.start();
    await connect(world, 'cleo');
    await expect(imported(world, [], 'cleo')).rejects.toMatchObject({ code: 'write-not-allowed' });
    await world.deps.bindings.markUnbound(world.binding.id, world.clock.now());
    await expect(imported(world, [])).rejects.toMatchObject({ code: 'folder-not-bound' });
  });
});
