import { describe, expect, it } from 'vitest';
import { sweep } from '../../server/use-cases/sweep.ts';
import { FakeJobContext } from '../support/fake-job-context.ts';
import { registerProvider } from '../support/world-scene.ts';
import { useWorlds, type World } from '../support/world.ts';

const worlds = useWorlds();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

async function runSweep(world: World): Promise<void> {
  const { id } = await world.queue.enqueue({ kind: 'sweep', person: 'system', title: 'sweep', payload: {} });
  const entry = world.queue.entry(id);
  await sweep(new FakeJobContext(world.queue, entry, new AbortController().signal), world.deps);
  world.queue.end(entry, 'completed');
  await world.drain();
}

describe('the sweep', () => {
  it('takes back a binding without its actions, and leaves one that is just being made', async () => {
    const world = await worlds.start();
    const folderUid = world.nuxeo.add({ type: 'Folder', title: 'Finals', parentUid: world.nuxeoWorkspace });
    const workspaces = world.binding.workspaces.map((one) => ({
      ...one,
      actionId: undefined,
      state: 'creating' as const,
    }));
    const id = '11111111-1111-4111-8111-111111111111';
    await world.deps.bindings.create({ ...world.binding, id, folderUid, actionName: 'Half', workspaces });
    await world.frameio
      .as('ana')
      .actions.create(world.target, { name: 'Half', description: '', url: `https://x/${id}` });
    await runSweep(world);
    expect(await world.deps.bindings.ofFolder(folderUid)).toBeDefined();
    world.clock.pass(11 * MINUTE);
    await runSweep(world);
    expect(await world.deps.bindings.get(id)).toBeUndefined();
    expect([...world.frameio.actions.values()].map(({ name }) => name)).toEqual(['Publish to Nuxeo']);
    expect(await world.deps.bindings.ofFolder(world.folder)).toBeDefined();
  });

  it('sends the mail that nobody came to send', async () => {
    const world = await worlds.start();
    const { id } = await world.queue.enqueue({
      ...{ kind: 'push-document', person: 'ana', title: 'trailer', payload: {}, batchId: 'click' },
    });
    world.queue.end(world.queue.entry(id), 'completed');
    await runSweep(world);
    expect(world.mail.sent).toMatchObject([{ items: [{ title: 'trailer' }] }]);
    await runSweep(world);
    expect(world.mail.sent).toHaveLength(1);
  });

  it('keeps the secret of an unbound action for thirty days', async () => {
    const world = await worlds.start();
    await world.deps.bindings.markUnbound(world.binding.id, world.clock.now());
    for (const workspace of world.binding.workspaces) {
      await world.deps.bindings.setWorkspace(world.binding.id, { ...workspace, state: 'removed' });
    }
    world.clock.pass(29 * DAY);
    await runSweep(world);
    expect(await world.deps.bindings.secrets(world.binding.id)).toHaveLength(1);
    world.clock.pass(2 * DAY);
    await runSweep(world);
    expect(await world.deps.bindings.get(world.binding.id)).toBeUndefined();
  });

  it('forgets after a day what a click was answered', async () => {
    const world = await worlds.start();
    const call = world.callOf([world.addFile('trailer.mov', 'first cut')]);
    await registerProvider(world, { enabled: false });
    const refused = await world.act(call);
    await registerProvider(world);
    world.clock.pass(23 * HOUR);
    await runSweep(world);
    expect(await world.act(call)).toEqual(refused);
    world.clock.pass(2 * HOUR);
    await runSweep(world);
    expect(await world.act(call)).toMatchObject({ title: 'Success' });
  });
});
