import { describe, expect, it } from 'vitest';
import { FrameioError, JobInterrupted } from '../../server/domain/errors.ts';
import type { ActionForm } from '../../server/use-cases/publish-form.ts';
import { registerProvider } from '../support/world-scene.ts';
import { useWorlds, type World } from '../support/world.ts';

const worlds = useWorlds();
const success = { title: 'Success', description: 'Asset pushed to Nuxeo.' };

async function startWorld() {
  const world = await worlds.start();
  return { world, file: world.addFile('trailer.mov', 'first cut') };
}

/** Another folder bound to the same workspace, by ben. */
async function bindFinals(world: World) {
  const ben = world.frameio.people.get('ben');
  if (ben) Object.assign(ben, { role: 'admin' });
  const folderUid = world.nuxeo.add({ type: 'Folder', title: 'Finals', parentUid: world.nuxeoWorkspace });
  return { folderUid, finals: await world.bind({ folderUid, actionName: 'Publish to finals', by: 'ben' }) };
}

const zoeOf = (world: World) => world.frameio.people.get('zoe')?.id;

describe('a custom action', () => {
  it('answers success before anything has happened', async () => {
    const { world, file } = await startWorld();
    expect(await world.act(world.callOf([file]))).toEqual(success);
    expect(world.documentsIn()).toEqual([]);
    await world.drain();
    expect(world.documentsIn()).toHaveLength(1);
  });

  it('takes several resources at once, each by itself, and tells them by one mail', async () => {
    const { world, file } = await startWorld();
    const other = world.addFile('other.mov', 'another film');
    expect(await world.act(world.callOf([file, other]))).toEqual(success);
    await world.drain();
    expect(world.documentsIn().map(({ title }) => title)).toEqual(['trailer', 'other']);
    expect(world.mail.sent).toHaveLength(1);
  });

  it('gives a repeat the same answer and starts nothing', async () => {
    const { world, file } = await startWorld();
    const call = world.callOf([file]);
    const first = await world.act(call);
    expect(await world.act(call)).toEqual(first);
    await world.drain();
    expect(await world.act(call)).toEqual(first);
    await world.drain();
    expect(world.jobs('publish-resource')).toHaveLength(1);
    expect(world.documentsIn()).toHaveLength(1);
  });

  it('gives a repeat the same answer while the first is still being answered', async () => {
    const { world, file } = await startWorld();
    const call = world.callOf([file]);
    expect(await Promise.all([world.act(call), world.act(call), world.act(call)])).toEqual([success, success, success]);
    expect(world.jobs('publish-resource')).toHaveLength(1);
  });

  it('takes a repeat as the same click when the first one was cut off before its answer was kept', async () => {
    const { world, file } = await startWorld();
    const call = world.callOf([file]);
    const { answer } = world.deps.deliveries;
    Object.assign(world.deps.deliveries, { answer: () => Promise.reject(new JobInterrupted()) });
    await expect(world.act(call)).rejects.toMatchObject({ code: 'interrupted' });
    Object.assign(world.deps.deliveries, { answer });
    expect(await world.act(call)).toEqual(success);
    await world.drain();
    expect(world.documentsIn()).toHaveLength(1);
  });

  it('gives a repeat the same refusal', async () => {
    const { world, file } = await startWorld();
    const call = world.callOf([file]);
    await registerProvider(world, { enabled: false });
    const refused = await world.act(call);
    await registerProvider(world);
    expect(await world.act(call)).toEqual(refused);
  });

  it('is refused for what is on its way already, by another click', async () => {
    const { world, file } = await startWorld();
    await world.act(world.callOf([file]));
    expect(await world.act(world.callOf([file]))).toEqual({
      title: 'Not published',
      description: 'This is on its way already. Wait until it has arrived, or cancel it in Nuxeo first.',
    });
    await world.drain();
    expect(world.documentsIn()).toHaveLength(1);
  });

  it('says how many of several were taken, and why the others were not', async () => {
    const { world, file } = await startWorld();
    await world.act(world.callOf([file]));
    const other = world.addFile('other.mov', 'another film');
    const answer = await world.act(world.callOf([file, other]));
    expect(answer.title).toBe('Not published');
    expect(answer.description).toMatch(/^1 accepted, 1 not\. This is on its way already\./);
    await world.drain();
    expect(world.documentsIn()).toHaveLength(2);
  });

  it('says so when it was run on nothing', async () => {
    const { world } = await startWorld();
    expect((await world.act(world.callOf([]))).title).toBe('Not published');
  });

  it('on a folder that is not bound any more says so, and starts nothing', async () => {
    const { world, file } = await startWorld();
    await world.deps.bindings.markUnbound(world.binding.id, world.clock.now());
    const answer = await world.act(world.callOf([file]));
    expect(answer.title).toBe('Not published');
    expect(answer.description).toMatch(/^Folder not bound/);
    expect(world.jobs('publish-resource')).toEqual([]);
    expect(await world.activity()).toContain('refused');
  });

  it.each([
    [{ enabled: false }, /switched Frame\.io off/],
    [{ serviceEnabled: false }, /actions are switched off/],
  ])('is refused while the administrator has switched it off: %j', async (change, sentence) => {
    const { world, file } = await startWorld();
    await registerProvider(world, change);
    expect(await world.act(world.callOf([file]))).toMatchObject({
      title: 'Not published',
      description: expect.stringMatching(sentence) as string,
    });
  });

  it('is refused to people without a connection where the binding wants one', async () => {
    const { world, file } = await startWorld();
    await world.rules({ anyMember: false });
    const answer = await world.act(world.callOf([file], { clickerId: zoeOf(world) }));
    expect(answer.description).toMatch(/only takes assets from people who are connected/);
    expect(await world.act(world.callOf([file]))).toEqual(success);
  });

  it('is not answered at all when our own work failed, so that Frame.io shows that and a repeat is welcome', async () => {
    const { world, file } = await startWorld();
    const call = world.callOf([file]);
    world.calls.before('queue.enqueue', () => {
      throw new FrameioError('frameio-unavailable', { retryable: true });
    });
    await expect(world.act(call)).rejects.toMatchObject({ code: 'frameio-unavailable' });
    expect(await world.act(call)).toEqual(success);
  });
});

describe('the form of a custom action', () => {
  it('is shown when the binding asks for it, with what the binding would do', async () => {
    const { world, file } = await startWorld();
    await world.rules({ askOnPublish: true, version: 'major' });
    const form = (await world.act(world.callOf([file]))) as ActionForm;
    expect(form.fields.map(({ name, value }) => [name, value])).toEqual([
      ['folder', world.binding.id],
      ['documentType', 'Video'],
      ['version', 'major'],
      ['note', ''],
    ]);
    expect(world.jobs('publish-resource')).toEqual([]);
  });

  it('is shown when the workspace has several bound folders, and offers those that are bound', async () => {
    const { world, file } = await startWorld();
    const { finals } = await bindFinals(world);
    const form = (await world.act(world.callOf([file]))) as ActionForm;
    expect(form.fields[0]?.options).toEqual([
      { name: '/Films/Cuts', value: world.binding.id },
      { name: '/Films/Finals', value: finals.id },
    ]);
    await world.deps.bindings.markUnbound(finals.id, world.clock.now());
    expect(await world.act(world.callOf([file]))).toEqual(success);
  });

  it('publishes to the folder that was chosen, in the name of who bound that one', async () => {
    const { world, file } = await startWorld();
    const { folderUid, finals } = await bindFinals(world);
    const call = world.callOf([file], { clickerId: zoeOf(world) });
    await world.act(call);
    expect(await world.act({ ...call, resources: [], form: { folder: finals.id }, step: 'second' })).toEqual(success);
    await world.drain();
    const [document] = world.documentsIn(folderUid);
    expect(world.nuxeo.stored(document?.uid ?? '').lastContributor).toBe('ben');
    expect(world.documentsIn()).toEqual([]);
  });

  it('holds to the rules of the folder that was chosen', async () => {
    const { world, file } = await startWorld();
    const { folderUid, finals } = await bindFinals(world);
    await world.rules({ anyMember: false }, finals);
    const answer = await world.publish(file, { clickerId: zoeOf(world), form: { folder: finals.id } });
    expect(answer.title).toBe('Not published');
    expect(world.documentsIn(folderUid)).toEqual([]);
  });

  it('refuses a folder that it did not offer', async () => {
    const { world, file } = await startWorld();
    const elsewhere = world.frameio.addWorkspace(world.target, 'Elsewhere');
    const folderUid = world.nuxeo.add({ type: 'Folder', title: 'Secret', parentUid: world.nuxeoWorkspace });
    const secret = await world.bind({ folderUid, actionName: 'Secret', workspaces: [elsewhere] });
    for (const folder of [secret.id, 'not-an-id', '']) {
      const answer = await world.publish(file, { form: { folder } });
      expect(answer.title).toBe(folder === '' ? 'Success' : 'Not published');
    }
    expect(world.documentsIn(folderUid)).toEqual([]);
  });

  it('remembers what the first call said where the second one brings less', async () => {
    const { world, file } = await startWorld();
    await world.rules({ askOnPublish: true });
    const call = world.callOf([file]);
    await world.act(call);
    const second = { ...call, accountId: '', workspaceId: undefined, clickerId: undefined, resources: [] };
    await world.act({ ...second, form: { note: 'x'.repeat(5000), version: 'nonsense' }, step: 'second' });
    await world.drain();
    expect(world.documentsIn()[0]?.record).toMatchObject({ broughtBy: 'ben', note: 'x'.repeat(1000) });
  });
});

describe('what an action knows of approval', () => {
  async function inReview(world: World) {
    await world.rules({ approvalGate: 'require' });
    const uid = world.addDocument('trailer', 'first cut');
    await world.push(uid);
    const file = await world.fileOf(uid);
    world.frameio.setStatus(file, 'In Progress');
    return file;
  }

  it('is a refusal at once where approval is required and missing', async () => {
    const { world } = await startWorld();
    const file = await inReview(world);
    expect(await world.act(world.callOf([file]))).toEqual({
      title: 'Not published',
      description:
        'trailer.mp4 is not approved in Frame.io (status: In Progress), and this folder takes back only what is ' +
        'approved. Approve it there and try again.',
    });
    world.approve(file);
    expect(await world.act(world.callOf([file]))).toEqual(success);
  });

  it('is that of the head, by whichever id the stack is named', async () => {
    const { world } = await startWorld();
    const first = await inReview(world);
    const second = world.addVersion(first, 'trailer.mp4', 'second cut');
    const stackId = world.frameio.file(first.fileId).parentId ?? '';
    // Nuxeo learns of the stack by a return that is not approved.
    await world.rules({ approvalGate: 'warn' });
    world.frameio.setStatus(second, 'Needs Review');
    await world.publish(second);
    await world.rules({ approvalGate: 'require' });
    for (const id of [stackId, second.fileId]) {
      const call = world.callOf([], { resources: [{ type: 'version_stack', id }] });
      expect((await world.act(call)).description).toContain('(status: Needs Review)');
    }
    world.approve(second);
    expect(await world.publish({ accountId: first.accountId, stackId })).toEqual(success);
  });

  it('comes later, as a comment and by mail, where it cannot be known in time', async () => {
    const { world } = await startWorld();
    const file = await inReview(world);
    world.calls.before('frameio.files.get', () => new Promise(() => undefined));
    const startedAt = Date.now();
    expect(await world.act(world.callOf([file]))).toEqual(success);
    expect(Date.now() - startedAt).toBeLessThan(4000);
    await world.drain();
    const comments = [...world.frameio.comments.values()].map(({ text }) => text);
    expect(comments).toEqual([expect.stringMatching(/^Nuxeo: trailer\.mp4 is not approved/)]);
    expect(world.mail.sent.at(-1)).toMatchObject({ items: [{ failure: { code: 'asset-not-approved' } }] });
  });

  it('is not asked where approval is not required', async () => {
    const { world } = await startWorld();
    const file = await inReview(world);
    await world.rules({ approvalGate: 'warn' });
    const before = world.frameio.calls.length;
    await world.act(world.callOf([file]));
    expect(world.frameio.calls).toHaveLength(before);
  });
});
