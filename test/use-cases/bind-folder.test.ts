import { describe, expect, it } from 'vitest';
import { FrameioError } from '../../server/domain/errors.ts';
import { applyRemedy, listAttention } from '../../server/use-cases/attention.ts';
import { bindOptions } from '../../server/use-cases/bind-options.ts';
import { editBinding, followFolder } from '../../server/use-cases/edit-binding.ts';
import { unbindFolder } from '../../server/use-cases/unbind-folder.ts';
import { connect, registerProvider } from '../support/world-scene.ts';
import { useWorlds, type World } from '../support/world.ts';

const worlds = useWorlds();

async function startWorld() {
  const world = await worlds.start();
  const folderUid = world.nuxeo.add({ type: 'Folder', title: 'Finals', parentUid: world.nuxeoWorkspace });
  return { world, folderUid };
}

const finals = (folderUid: string) => ({ folderUid, actionName: 'Publish to finals' });
const actions = (world: World) =>
  [...world.frameio.actions.values()].map(({ name, workspaceId }) => ({ name, workspaceId }));
const facetOf = (world: World, uid: string) => world.nuxeo.stored(uid).properties;

describe('binding a folder', () => {
  it('makes an action in each workspace, with where it leads to, and marks the folder', async () => {
    const { world, folderUid } = await startWorld();
    const { accountId, workspaceId } = world.target;
    const other = world.frameio.addWorkspace(world.target, 'Commercials');
    const workspaces = [{ accountId, workspaceId }, other, other];
    const binding = await world.bind({ ...finals(folderUid), workspaces });
    const ours = [...world.frameio.actions.values()].filter(({ name }) => name === 'Publish to finals');
    expect(ours).toMatchObject([
      {
        workspaceId,
        description: 'Push to Nuxeo folder : /Films/Finals',
        url: `https://dam.example.com/nuxeo/frameio/actions/${binding.id}`,
      },
      { workspaceId: other.workspaceId },
    ]);
    expect(world.document(folderUid).facets).toContain('FrameioBound');
    expect(facetOf(world, folderUid)).toMatchObject({
      'frameiobound:uid': folderUid,
      'frameiobound:actionName': 'Publish to finals',
      'frameiobound:documentType': 'Video',
      'frameiobound:creator': 'ana',
      'frameiobound:state': 'bound',
    });
    expect(await world.deps.bindings.secrets(binding.id)).toEqual(ours.map(({ secret }) => secret).reverse());
    expect(await world.activity(folderUid)).toEqual(['bound']);
  });

  it('is refused for what cannot be corrected by trying again, with a reason', async () => {
    const { world, folderUid } = await startWorld();
    const refused = async (request: Parameters<World['bind']>[0], code: string) => {
      await expect(world.bind({ ...finals(folderUid), ...request })).rejects.toMatchObject({ code });
    };
    await refused({ actionName: ' publish to NUXEO ' }, 'action-name-taken');
    await refused({ documentType: 'Hologram' }, 'document-type-not-allowed');
    await refused({ workspaces: [{ ...world.target, workspaceId: 'gone' }] }, 'workspace-unknown');
    await refused({ folderUid: world.folder }, 'folder-already-bound');
    await refused({ folderUid: world.nuxeoWorkspace }, 'folder-bound-nearby');
    const below = world.nuxeo.add({ type: 'Folder', title: 'Day 1', parentUid: world.folder });
    await refused({ folderUid: below }, 'folder-bound-nearby');
    await refused({ folderUid: world.addDocument('a film', 'a film') }, 'not-a-folder');
    await refused({ by: 'mia' }, 'nuxeo-grant-missing');
    await connect(world, 'cleo');
    await refused({ by: 'cleo' }, 'write-not-allowed');
    await refused({ by: 'ben' }, 'action-not-allowed');
    world.nuxeo.trash(folderUid);
    await refused({}, 'folder-trashed');
    await registerProvider(world, { enabled: false });
    await refused({}, 'provider-disabled');
    expect(actions(world)).toHaveLength(1);
  });

  it('sees a bound folder below that the person may not see', async () => {
    const { world } = await startWorld();
    world.nuxeo.hide(world.folder);
    await expect(world.bind(finals(world.nuxeoWorkspace))).rejects.toMatchObject({ code: 'folder-bound-nearby' });
  });

  it('leaves nothing behind where one of several actions cannot be created, and names the workspace', async () => {
    const { world, folderUid } = await startWorld();
    const other = world.frameio.addWorkspace(world.target, 'Commercials');
    world.calls.before(
      'frameio.actions.create',
      () => {
        throw new FrameioError('frameio-refused');
      },
      1,
    );
    const { accountId, workspaceId } = world.target;
    await expect(
      world.bind({ ...finals(folderUid), workspaces: [{ accountId, workspaceId }, other] }),
    ).rejects.toMatchObject({ code: 'action-creation-failed', params: ['Commercials'] });
    await world.drain();
    expect(actions(world).map(({ name }) => name)).toEqual(['Publish to Nuxeo']);
    expect(world.document(folderUid).facets).toEqual([]);
    expect(await world.deps.bindings.ofFolder(folderUid)).toBeUndefined();
    expect(await world.bind(finals(folderUid))).toMatchObject({ folderUid });
  });

  it('leaves no action behind whose creation was not answered', async () => {
    const { world, folderUid } = await startWorld();
    world.frameio.loseNextAnswer('actions.create', new FrameioError('frameio-refused'));
    await expect(world.bind(finals(folderUid))).rejects.toMatchObject({ code: 'action-creation-failed' });
    await world.drain();
    expect(actions(world).map(({ name }) => name)).toEqual(['Publish to Nuxeo']);
  });

  it('leaves no mark on the folder when that was not answered', async () => {
    const { world, folderUid } = await startWorld();
    world.nuxeo.loseNextAnswer('documents.addFacet');
    await expect(world.bind(finals(folderUid))).rejects.toMatchObject({ code: 'nuxeo-unavailable' });
    await world.drain();
    expect(world.document(folderUid).facets).toEqual([]);
    expect(actions(world)).toHaveLength(1);
  });

  it('does not require approval where nobody could approve', async () => {
    const { world, folderUid } = await startWorld();
    const account = world.frameio.addAccount('Without status', { statusOptions: [] });
    const workspaces = [world.frameio.addWorkspace(account, 'Features')];
    const request = { ...finals(folderUid), workspaces };
    const refused = { code: 'status-field-missing' };
    await expect(world.bind({ ...request, rules: { approvalGate: 'require' } })).rejects.toMatchObject(refused);
    await world.settings({ approvalGate: 'require' });
    await expect(world.bind(request)).rejects.toMatchObject(refused);
    const binding = await world.bind({ ...request, rules: { approvalGate: 'warn' } });
    const edit = (approvalGate: 'require' | undefined) =>
      editBinding(folderUid, { approvalGate }, world.caller('ana'), world.deps);
    await expect(edit('require')).rejects.toMatchObject(refused);
    await expect(edit(undefined)).rejects.toMatchObject(refused);
    expect((await world.deps.bindings.get(binding.id))?.rules.approvalGate).toBe('warn');
  });

  it("offers the person's own workspaces, where actions may be created, and the types of the folder", async () => {
    const { world, folderUid } = await startWorld();
    expect(await bindOptions(folderUid, world.caller('ana'), world.deps)).toMatchObject({
      suggestedActionName: 'Publish to Nuxeo',
      defaultDocumentType: 'File',
      documentTypes: expect.arrayContaining(['File', 'Video']) as string[],
      workspaces: [{ accountName: 'Northlight', name: 'Features', mayCreateActions: true }],
    });
    expect((await bindOptions(folderUid, world.caller('ben'), world.deps)).workspaces).toMatchObject([
      { mayCreateActions: false },
    ]);
  });
});

describe('a bound folder', () => {
  const follow = (world: World, by = 'ana') => followFolder(world.binding, world.caller(by), world.deps);

  it('stays bound when it is moved, and its description in Frame.io and its tab follow', async () => {
    const { world, folderUid } = await startWorld();
    world.nuxeo.move(world.folder, folderUid);
    const file = world.addFile('trailer.mov', 'first cut');
    await world.publish(file);
    expect(world.documentsIn()).toHaveLength(1);
    expect(await follow(world)).toMatchObject({ folderPath: '/Films/Finals/Cuts' });
    expect([...world.frameio.actions.values()][0]?.description).toBe('Push to Nuxeo folder : /Films/Finals/Cuts');
    expect(facetOf(world, world.folder)['frameiobound:actionDescription']).toBe(
      'Push to Nuxeo folder : /Films/Finals/Cuts',
    );
    expect((await world.deps.bindings.get(world.binding.id))?.folderPath).toBe('/Films/Finals/Cuts');
  });

  it('is described again at the next look when Frame.io was away', async () => {
    const { world, folderUid } = await startWorld();
    world.nuxeo.move(world.folder, folderUid);
    world.frameio.failNext('actions.update');
    await expect(follow(world)).rejects.toMatchObject({ code: 'frameio-unavailable' });
    await follow(world);
    expect([...world.frameio.actions.values()][0]?.description).toBe('Push to Nuxeo folder : /Films/Finals/Cuts');
  });

  it('follows though who bound it is not connected any more', async () => {
    const { world, folderUid } = await startWorld();
    world.nuxeo.move(world.folder, folderUid);
    await world.deps.tokens.delete('frameio', 'ana');
    expect(await follow(world, 'ben')).toMatchObject({ folderPath: '/Films/Finals/Cuts' });
    expect((await world.deps.bindings.get(world.binding.id))?.folderPath).toBe('/Films/Finals/Cuts');
  });

  it('is changed by who may write it', async () => {
    const { world } = await startWorld();
    const edit = (by: string) =>
      editBinding(world.folder, { version: 'major', anyMember: false }, world.caller(by), world.deps);
    await expect(edit('cleo')).rejects.toMatchObject({ code: 'write-not-allowed' });
    await world.deps.bindings.markUnbound(world.binding.id, world.clock.now());
    await expect(edit('ben')).rejects.toMatchObject({ code: 'folder-not-bound' });
    world.binding = await world.bind({ actionName: 'Again' });
    await edit('ben');
    expect((await world.deps.bindings.get(world.binding.id))?.rules).toMatchObject({
      version: 'major',
      anyMember: false,
    });
  });
});

describe('unbinding a folder', () => {
  const unbind = (world: World, by = 'ana', reviews: 'keep' | 'recall' = 'keep') =>
    unbindFolder({ folderUid: world.folder, reviews }, world.caller(by), world.deps);

  async function startInReview() {
    const world = await worlds.start();
    const uid = world.addDocument('trailer', 'first cut');
    await world.push(uid);
    return { world, uid };
  }

  it('refuses publishing from that moment on, removes the action and the tab, and leaves the documents', async () => {
    const { world } = await startInReview();
    const file = world.addFile('other.mov', 'a film');
    await world.publish(file);
    await unbind(world);
    expect((await world.act(world.callOf([file]))).title).toBe('Not published');
    await world.drain();
    expect(actions(world)).toEqual([]);
    expect(world.document(world.folder).facets).toEqual([]);
    expect(world.documentsIn()).toHaveLength(2);
    expect(await world.activity(world.folder)).toEqual(['bound', 'unbound']);
    expect(await world.bind()).toMatchObject({ folderUid: world.folder });
  });

  it('is for who bound it, for managers of the folder and for administrators', async () => {
    const { world } = await startInReview();
    await expect(unbind(world, 'ben')).rejects.toMatchObject({ code: 'unbind-not-allowed' });
    await unbind(world, 'mia');
    await expect(unbind(world, 'Administrator')).rejects.toMatchObject({ code: 'folder-not-bound' });
    await world.bind({ actionName: 'Again' });
    await unbind(world, 'Administrator');
  });

  it('keeps documents in review, which come back from Nuxeo', async () => {
    const { world, uid } = await startInReview();
    await unbind(world);
    await world.drain();
    expect(world.document(uid).lockedBy).toBe('ana');
    await world.bringBack(uid);
    expect(world.document(uid).lockedBy).toBeUndefined();
  });

  it('recalls what is in review, as far as the person may', async () => {
    const { world, uid } = await startInReview();
    const bens = world.addDocument('other', 'another film');
    await world.push(bens, { by: 'ben' });
    await unbind(world, 'ana', 'recall');
    expect(world.document(uid).lockedBy).toBeUndefined();
    expect(world.document(bens).lockedBy).toBe('ben');
    expect((await world.review(bens)).state).toBe('in-review');
  });

  it('works for a folder that is gone, and for one that is locked', async () => {
    const world = await worlds.start();
    await world.nuxeo.as('ben').locks.take(world.folder);
    await unbind(world);
    expect(await world.deps.bindings.ofFolder(world.folder)).toBeUndefined();
    const binding = await world.bind({
      by: 'ana',
      actionName: 'Again',
      folderUid: world.nuxeo.add({ type: 'Folder', title: 'Gone', parentUid: world.nuxeoWorkspace }),
    });
    world.nuxeo.remove(binding.folderUid);
    await unbindFolder({ folderUid: binding.folderUid, reviews: 'keep' }, world.caller('ana'), world.deps);
    await world.drain();
    expect(actions(world)).toEqual([]);
  });

  it('removes the action with the connection of who unbound, where that of who bound is gone', async () => {
    const world = await worlds.start();
    Object.assign(world.frameio.people.get('mia') ?? {}, { role: 'admin' });
    await connect(world, 'mia');
    await world.deps.tokens.delete('frameio', 'ana');
    await unbind(world, 'mia');
    await world.drain();
    expect(actions(world)).toEqual([]);
  });

  it('asks for somebody, with the name of the action, when nobody may remove it, and goes on by itself', async () => {
    const world = await worlds.start();
    await world.deps.tokens.delete('frameio', 'ana');
    await unbind(world, 'mia');
    await world.drain();
    expect(await world.attention()).toEqual([
      { code: 'action-not-removed', person: 'mia', params: ['Publish to Nuxeo', 'Features'] },
    ]);
    expect((await world.act(world.callOf([world.addFile('x.mov', 'x')]))).title).toBe('Not published');
    await connect(world, 'ana');
    await world.lookAgain();
    expect(actions(world)).toEqual([]);
    expect(await world.attention()).toEqual([]);
  });

  it('removes the action of every workspace that lets it, whichever refuses', async () => {
    const { world, folderUid } = await startWorld();
    const other = world.frameio.addWorkspace(world.target, 'Commercials');
    const { accountId, workspaceId } = world.target;
    await world.bind({ ...finals(folderUid), workspaces: [{ accountId, workspaceId }, other] });
    world.frameio.failNext('actions.delete', new FrameioError('frameio-forbidden'));
    await unbindFolder({ folderUid, reviews: 'keep' }, world.caller('ana'), world.deps);
    await world.drain();
    expect(actions(world).map((one) => one.workspaceId)).toEqual([workspaceId, workspaceId]);
    await world.lookAgain();
    expect(actions(world)).toEqual([{ name: 'Publish to Nuxeo', workspaceId }]);
  });

  it('asks for somebody when Frame.io stays away for too long', async () => {
    const world = await worlds.start();
    for (let times = 0; times < 5; times += 1) world.frameio.failNext('actions.delete');
    await unbind(world);
    await world.drain();
    const [item, ...more] = await listAttention(world.caller('ana'), {}, world.deps);
    expect(more).toEqual([]);
    expect(item).toMatchObject({ code: 'action-not-removed', person: 'ana', remedies: ['retry', 'dismiss'] });
    await applyRemedy(item?.id ?? '', 'retry', world.caller('ana'), world.deps);
    await world.drain();
    expect(actions(world)).toEqual([]);
    expect(await world.attention()).toEqual([]);
  });
});
