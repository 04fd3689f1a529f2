import { describe, expect, it } from 'vitest';
import { FrameioError, JobInterrupted } from '../../server/domain/errors.ts';
import { applyRemedy, listAttention } from '../../server/use-cases/attention.ts';
import { bindingOfFolder } from '../../server/use-cases/find-binding.ts';
import { lastRebuild, startRebuild } from '../../server/use-cases/rebuild-links.ts';
import type { Sync } from '../../server/domain/sync.ts';
import { syncOf } from '../../server/use-cases/manage-sync.ts';
import { SyncedWorld } from '../support/sync-steps.ts';
import { connect } from '../support/world-scene.ts';
import { useWorlds, type World } from '../support/world.ts';

const worlds = useWorlds();

/** One document in review, one published, and then the database is gone. */
async function startLost() {
  const world = await worlds.start();
  const file = world.addFile('trailer.mov', 'first cut');
  await world.publish(file);
  const [published = ''] = world.documentsIn().map(({ uid }) => uid);
  const uid = world.addDocument('Cut', 'first cut');
  await world.push(uid);
  const oldBinding = world.binding;
  await worlds.lose(world);
  return { world, uid, published, file, oldBinding };
}

async function rebuild(world: World, { dryRun = false } = {}) {
  await startRebuild(dryRun, world.caller('Administrator'), world.deps);
  await world.drain();
  return (await lastRebuild(world.deps))?.report;
}

async function confirm(world: World, username: string, code = 'binding-unconfirmed') {
  const caller = world.caller(username);
  const item = (await listAttention(caller, {}, world.deps)).find((one) => one.code === code);
  if (!item) throw new Error(`Nobody asks ${username} about ${code}`);
  await applyRemedy(item.id, 'confirm', caller, world.deps);
  await world.drain();
}

const actions = (world: World) => world.frameio.as('ana').actions.list(world.target);

describe('a lost database', () => {
  it('is looked at first: what documents say is counted, and nobody is asked', async () => {
    const { world } = await startLost();
    const report = await rebuild(world, { dryRun: true });
    expect(report).toMatchObject({ counts: { binding: 1, review: 1, asset: 1, known: 0 }, unmatched: [] });
    expect(await world.attention()).toEqual([]);
    expect(await world.deps.bindings.list()).toEqual([]);
  });

  it('comes back unconfirmed: the people concerned are asked, and nothing acts in their name yet', async () => {
    const { world, uid, oldBinding } = await startLost();
    const before = world.document(uid);
    await rebuild(world);
    expect((await world.attention()).sort((one, other) => one.code.localeCompare(other.code))).toEqual([
      expect.objectContaining({ code: 'binding-unconfirmed', person: 'ana' }),
      expect.objectContaining({ code: 'review-unconfirmed', person: 'ana' }),
    ]);
    expect(await world.deps.bindings.list()).toEqual([]);
    expect(await world.deps.reviews.get(uid)).toBeUndefined();
    expect(world.document(uid)).toEqual(before);
    expect((await actions(world)).map(({ url }) => url.endsWith(oldBinding.id))).toEqual([true]);
  });

  it('says of the folder that it waits, and for whom, until it is confirmed', async () => {
    const { world } = await startLost();
    const asked = () => bindingOfFolder(world.folder, world.deps);
    await expect(asked()).rejects.toMatchObject({ code: 'folder-not-bound' });
    await rebuild(world);
    await expect(asked()).rejects.toMatchObject({
      code: 'binding-unconfirmed',
      params: ['/Films/Cuts', 'Publish to Nuxeo', 'Features', 'Video', 'ana'],
    });
    await confirm(world, 'ana');
    expect(await asked()).toMatchObject({ creator: 'ana' });
  });

  it('is whole again once they have confirmed: publishing makes a version of the same document', async () => {
    const { world, published, file, oldBinding } = await startLost();
    await rebuild(world);
    await confirm(world, 'ana');

    const [binding] = await world.deps.bindings.list();
    expect(binding).toMatchObject({ folderUid: world.folder, creator: 'ana', actionName: 'Publish to Nuxeo' });
    const [action, ...others] = await actions(world);
    expect(others).toEqual([]);
    expect(action?.url).toBe(`https://dam.example.com/nuxeo/frameio/actions/${binding?.id ?? ''}`);
    expect(binding?.id).not.toBe(oldBinding.id);
    expect(await world.deps.bindings.secrets(String(binding?.id))).toHaveLength(1);
    expect(world.notes('restore-links')).toEqual(['links-restored']);

    world.addVersion(file, 'trailer.mov', 'second cut');
    await world.publish(file, {}, binding);
    expect(world.versionTexts(published)).toEqual(['first cut', 'second cut']);
    expect(world.documentsIn()).toHaveLength(2);
  });

  it('takes a document back into review when the owner of its lock says so, and it comes back as ever', async () => {
    const { world, uid } = await startLost();
    await rebuild(world);
    await confirm(world, 'ana');
    await confirm(world, 'ana', 'review-unconfirmed');
    expect(await world.review(uid)).toMatchObject({ state: 'in-review', person: 'ana', lock: { owner: 'ana' } });
    expect(await world.attention()).toEqual([]);

    world.addVersion(await world.fileOf(uid), 'Cut.mp4', 'second cut');
    await world.bringBack(uid);
    expect(world.document(uid)).toMatchObject({ text: 'second cut', lockedBy: undefined });
    expect(world.documentsIn()).toHaveLength(2);
  });

  it('sends the bytes of a round that was over as a version of the same asset', async () => {
    const world = await worlds.start();
    const uid = world.addDocument('Cut', 'first cut');
    await world.push(uid);
    await world.bringBack(uid);
    await worlds.lose(world);
    await rebuild(world);
    await confirm(world, 'ana');
    await world.edit(uid, 'third cut');
    await world.push(uid);
    expect(world.files().map(({ text, version }) => [text, version])).toEqual([
      ['first cut', 'v1 of 2'],
      ['third cut', 'v2 of 2'],
    ]);
  });

  it('asks again and counts again without harm, and leaves what is known', async () => {
    const { world } = await startLost();
    await rebuild(world);
    await rebuild(world);
    expect(await world.attention()).toHaveLength(2);
    await confirm(world, 'ana');
    await confirm(world, 'ana', 'review-unconfirmed');
    expect(await rebuild(world)).toMatchObject({ counts: { known: 3, binding: 0, review: 0, asset: 0 } });
    expect(await world.attention()).toEqual([]);
  });

  it('goes on at the page where it was cut off, and counts nothing twice', async () => {
    const { world } = await startLost();
    for (const name of ['two', 'three', 'four']) world.addDocument(name, name);
    for (const { uid } of world.documentsIn()) {
      if (world.document(uid).facets.includes('FrameioAsset')) continue;
      await world.nuxeo.as('ana').documents.addFacet(uid, 'FrameioAsset', { 'frameioasset:uid': 'another' });
    }
    world.calls.before('nuxeo.documents.withFacet', () => Promise.reject(new JobInterrupted()), 2);
    expect(await rebuild(world)).toMatchObject({ counts: { binding: 1, review: 1, asset: 1, copied: 3 } });
    expect(world.jobs('rebuild-links')).toMatchObject([{ state: 'completed', attempt: 2 }]);
  });

  it('is joined by a second request', async () => {
    const { world } = await startLost();
    const administrator = world.caller('Administrator');
    const first = await startRebuild(true, administrator, world.deps);
    expect((await startRebuild(false, administrator, world.deps)).id).toBe(first.id);
  });
});

describe('a synchronised folder', () => {
  /** Brought with a stack and folders; one is gone in Frame.io, one was renamed and one moved here. Then all is forgotten. */
  async function startSynced() {
    const world = await worlds.start();
    const synced = SyncedWorld.beside(world);
    const day = world.frameio.addFolder(synced.source, 'Day 1');
    const cut = synced.addFile('cut.mov', 'v1', day);
    for (const name of ['gone', 'named', 'moved']) synced.addFile(`${name}.mov`, name);
    world.addVersion(cut, 'cut.mov', 'v2');
    world.frameio.addComment(cut, { text: 'too dark', by: 'ben' });
    await synced.brought();
    world.frameio.remove(synced.fileNamed('gone.mov').fileId);
    await synced.refresh();
    const own = world.nuxeo.add({ type: 'Folder', title: 'Ours', parentUid: synced.folder });
    await world.nuxeo.as('ben').documents.update(synced.document('named').uid, { properties: { 'dc:title': 'ours' } });
    world.nuxeo.move(synced.document('moved').uid, own);
    const tree = synced.tree();
    await worlds.lose(world);
    return { world, synced, tree };
  }
  const asked = async (world: World) => (await world.attention()).filter(({ code }) => code === 'sync-unconfirmed');
  const writes = /create|update|move|addFacet|uploads|versions|locks|trash/;

  it('is counted, its owner is asked, and until then nothing is done', async () => {
    const { world, synced } = await startSynced();
    expect(await rebuild(world, { dryRun: true })).toMatchObject({
      counts: { sync: 1, asset: 4, known: 0 },
      unmatched: [],
    });
    expect(await asked(world)).toEqual([]);
    await expect(syncOf(synced.folder, world.caller('ben'), world.deps)).rejects.toMatchObject({
      code: 'folder-not-synced',
    });
    await rebuild(world);
    expect(await asked(world)).toMatchObject([
      { person: 'ana', params: ['/Films/Mirror', 'Aurora/Rushes', 'Features', 'Video', expect.any(String)] },
    ]);
    await expect(syncOf(synced.folder, world.caller('ben'), world.deps)).rejects.toMatchObject({
      ...{ code: 'sync-unconfirmed', params: ['/Films/Mirror', 'Aurora/Rushes', 'Features', 'Video', 'ana'] },
    });
    expect(await world.deps.syncs.list()).toEqual([]);
  });

  it('comes back when its owner says so: its documents are known again, and nothing is written but its state', async () => {
    const { world, synced, tree } = await startSynced();
    await rebuild(world);
    const before = lastWrites(world, synced.folder);
    const calls = synced.listen();
    await confirm(world, 'ana', 'sync-unconfirmed');
    const sync = await world.deps.syncs.ofFolder(synced.folder);
    expect(sync).toMatchObject({ owner: 'ana', documentType: 'Video', sourcePath: ['Rushes'] });
    synced.sync = sync as Sync;
    expect(synced.tree()).toEqual(tree);
    expect(lastWrites(world, synced.folder)).toEqual(before);
    expect(new Set(calls().nuxeo.filter((operation) => writes.test(operation)))).toEqual(
      new Set(['documents.addFacet', 'documents.update']),
    );
    expect(await synced.lastRun()).toMatchObject({ state: 'done', total: 4, done: 4, bytesTotal: 0 });
    expect(await synced.outcomes()).toContain('cut.mov linked done');
    expect(await asked(world)).toEqual([]);
    expect(await synced.refresh()).toMatchObject({ state: 'done', total: 0 });
    expect(await rebuild(world)).toMatchObject({ counts: { sync: 0, asset: 0, known: 5 } });
  });

  it('goes on as ever: what is new there comes as a version of the same document, what is back is the same one', async () => {
    const { world, synced } = await startSynced();
    const { uid } = synced.document('cut');
    const gone = synced.document('gone').uid;
    await rebuild(world);
    world.addVersion(synced.fileNamed('cut.mov'), 'cut.mov', 'v3');
    await confirm(world, 'ana', 'sync-unconfirmed');
    expect(world.versionTexts(uid)).toEqual(['v1', 'v2', 'v3']);
    expect(synced.properties(gone)['frameioasset:state']).toBe('gone');
    expect(synced.tree().filter((line) => line.includes('cut'))).toEqual(['Day 1/cut: v3']);
  });

  it('is not given to whom the facet names without their word, nor from another source than was shown', async () => {
    const { world, synced } = await startSynced();
    await rebuild(world);
    await expect(confirm(world, 'ben', 'sync-unconfirmed')).rejects.toThrow('Nobody asks ben');
    const change = { 'frameiosynced:folderId': world.target.folderId, 'frameiosynced:folderPath': 'Rushes' };
    await world.nuxeo.as('ben').documents.update(synced.folder, { properties: change });
    await expect(confirm(world, 'ana', 'sync-unconfirmed')).rejects.toMatchObject({ code: 'claim-changed' });
    expect((await asked(world))[0]?.params[1]).toBe('Aurora/Cuts');
    expect(await world.deps.syncs.list()).toEqual([]);
  });

  it('takes no document that is another one’s asset, or says that it is the same as another', async () => {
    const { world, synced } = await startSynced();
    const { uid: cut } = synced.document('cut');
    const copy = world.nuxeo.copy(cut, synced.folder);
    Object.assign(world.nuxeo.stored(copy).properties, { 'frameioasset:uid': copy });
    await rebuild(world);
    await confirm(world, 'ana', 'sync-unconfirmed');
    const links = await Promise.all([copy, cut].map((uid) => world.deps.reviews.linksOfDocument(uid)));
    expect(links.flat()).toHaveLength(1);
  });
});

/** When each document but this one was written last. */
function lastWrites({ nuxeo }: World, but: string): string[] {
  const others = [...nuxeo.documents.values()].filter(({ uid }) => uid !== but);
  return others.map(({ uid, modifiedAt, parentUid }) => `${uid} ${modifiedAt.toISOString()} ${parentUid ?? ''}`);
}

describe('what did not match', () => {
  it('is named: copies, what is incomplete, unlocked by hand, or no longer below a bound folder', async () => {
    const { world, uid, published } = await startLost();
    const copy = world.nuxeo.copy(uid, world.folder);
    const empty = world.addDocument('Empty', 'x');
    await world.nuxeo.as('ana').documents.addFacet(empty, 'FrameioAsset', { 'frameioasset:uid': empty });
    await world.nuxeo.as('ana').locks.release(uid);
    world.nuxeo.move(published, world.nuxeoWorkspace);
    const report = await rebuild(world);
    expect(Object.fromEntries((report?.unmatched ?? []).map((one) => [one.uid, one.finding]))).toEqual({
      [copy]: 'copied',
      [empty]: 'incomplete',
      [uid]: 'not-locked',
      [published]: 'outside',
    });
  });

  it('is an asset that is gone or in another workspace: its document stays unknown, the others come back', async () => {
    const { world, published, uid } = await startLost();
    const elsewhere = world.frameio.addWorkspace(world.target, 'Others');
    const project = world.frameio.addProject(elsewhere, 'Secret');
    const secret = world.addFile('secret.mov', 'secret', world.frameio.addFolder(project, 'In', 'ana'));
    await world.nuxeo.as('ben').documents.update(published, { properties: { 'frameioasset:fileId': secret.fileId } });
    await rebuild(world);
    await confirm(world, 'ana');
    expect(world.jobs('restore-links')).toMatchObject([{ state: 'completed', notes: [{ params: ['1', '1'] }] }]);
    expect(await world.deps.reviews.linksOfDocument(published)).toEqual([]);
    expect(await world.deps.reviews.linksOfDocument(uid)).toHaveLength(1);
  });
});

describe('what somebody has written on a document', () => {
  it('binds nobody: the facet’s creator alone may confirm, with their own rights', async () => {
    const { world } = await startLost();
    const nuxeo = world.nuxeo.as('ben').documents;
    await nuxeo.update(world.folder, { properties: { 'frameiobound:creator': 'cleo' } });
    await rebuild(world);
    const [item] = await listAttention(world.caller('Administrator'), {}, world.deps);
    expect(item?.remedies).toEqual(['dismiss']);
    await connect(world, 'cleo');
    await expect(confirm(world, 'cleo')).rejects.toMatchObject({ code: 'write-not-allowed' });
    expect(await world.deps.bindings.list()).toEqual([]);
  });

  it('since they were asked is not confirmed with it: they are asked anew', async () => {
    const { world } = await startLost();
    await rebuild(world);
    const change = { 'frameiobound:documentType': 'File' };
    await world.nuxeo.as('ben').documents.update(world.folder, { properties: change });
    await expect(confirm(world, 'ana')).rejects.toMatchObject({ code: 'claim-changed' });
    expect(await world.deps.bindings.list()).toEqual([]);
    await confirm(world, 'ana');
    expect(await world.deps.bindings.list()).toMatchObject([{ documentType: 'File' }]);
  });

  it('about a workspace’s name does not hide which one it is', async () => {
    const { world } = await startLost();
    const { accountId, workspaceId } = world.target;
    const workspaces = [{ accountId, workspaceId, workspaceName: 'Harmless' }];
    await world.nuxeo
      .as('ben')
      .documents.update(world.folder, { properties: { 'frameiobound:workspaces': workspaces } });
    await rebuild(world);
    await expect(confirm(world, 'ana')).rejects.toMatchObject({ code: 'claim-changed' });
    const asked = (await world.attention()).find(({ code }) => code === 'binding-unconfirmed');
    expect(asked?.params[2]).toBe('Features');
  });

  it('about the file in review is not read in another’s name without their word, nor from another workspace', async () => {
    const { world, uid } = await startLost();
    const elsewhere = world.frameio.addWorkspace(world.target, 'Others');
    const project = world.frameio.addProject(elsewhere, 'Secret');
    const secret = world.addFile('Cut.mp4', 'secret', world.frameio.addFolder(project, 'In', 'ana'));
    Object.assign(world.nuxeo.stored(uid).properties, { 'frameioasset:fileId': secret.fileId });
    await rebuild(world);
    await confirm(world, 'ana');
    await expect(confirm(world, 'ana', 'review-unconfirmed')).rejects.toMatchObject({ code: 'asset-outside-binding' });
    expect(await world.deps.reviews.get(uid)).toBeUndefined();
  });

  it('deletes no action of a binding that lives', async () => {
    const { world } = await startLost();
    await rebuild(world);
    await confirm(world, 'ana');
    const [living] = await world.deps.bindings.list();
    const other = world.nuxeo.add({ type: 'Folder', title: 'Other', parentUid: world.nuxeoWorkspace });
    const { properties } = world.nuxeo.stored(world.folder);
    const facet = { ...properties, 'frameiobound:uid': other, 'frameiobound:actionName': 'Other', 'dc:title': 'Other' };
    await world.nuxeo.as('ana').documents.addFacet(other, 'FrameioBound', facet);
    await rebuild(world);
    await confirm(world, 'ana');
    expect((await actions(world)).map(({ url }) => url)).toContain(
      `https://dam.example.com/nuxeo/frameio/actions/${living?.id ?? ''}`,
    );
  });
});

describe('confirming', () => {
  it('that fails in Frame.io can be tried again: the folder still says what it was', async () => {
    const { world } = await startLost();
    await rebuild(world);
    world.frameio.failNext('actions.create', new FrameioError('frameio-refused'));
    await expect(confirm(world, 'ana')).rejects.toMatchObject({ code: 'action-creation-failed' });
    expect(await world.deps.bindings.list()).toEqual([]);
    await confirm(world, 'ana');
    expect(await world.deps.bindings.list()).toHaveLength(1);
  });

  it('a review needs the folder’s binding first, and the lock still', async () => {
    const { world, uid } = await startLost();
    await rebuild(world);
    await expect(confirm(world, 'ana', 'review-unconfirmed')).rejects.toMatchObject({ code: 'folder-not-bound' });
    await confirm(world, 'ana');
    await world.nuxeo.as('ana').locks.release(uid);
    await expect(confirm(world, 'ana', 'review-unconfirmed')).rejects.toMatchObject({ code: 'not-in-review' });
    expect(await world.attention()).toEqual([]);
  });

  it('is for who is connected, and rebuilding for administrators', async () => {
    const { world } = await startLost();
    await worlds.lose(world, ['Administrator']);
    await rebuild(world);
    await expect(confirm(world, 'ana')).rejects.toMatchObject({ code: 'nuxeo-grant-missing' });
    await expect(startRebuild(true, world.caller('ana'), world.deps)).rejects.toMatchObject({
      code: 'administrators-only',
    });
    await worlds.lose(world, []);
    await expect(startRebuild(true, world.caller('Administrator'), world.deps)).rejects.toMatchObject({
      code: 'nuxeo-grant-missing',
    });
  });
});
