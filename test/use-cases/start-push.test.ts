import { describe, expect, it } from 'vitest';
import { FrameioError, NuxeoError } from '../../server/domain/errors.ts';
import { planPush } from '../../server/use-cases/plan-push.ts';
import type { StartedPush } from '../../server/use-cases/start-push.ts';
import { registerProvider } from '../support/world-scene.ts';
import { useWorlds, type World } from '../support/world.ts';

const worlds = useWorlds();

const plan = (world: World, uids: readonly string[], rendition?: string, by = 'ana') =>
  planPush(uids, rendition, world.caller(by), world.deps);

/** What cannot be pushed, and why. */
async function hopeless(world: World): Promise<Record<string, string>> {
  const { nuxeo, folder } = world;
  const [locked, trashed, held, unwritable] = ['locked', 'trashed', 'held', 'unwritable'].map((title) =>
    world.addDocument(title, 'a film'),
  ) as [string, string, string, string];
  await nuxeo.as('ben').locks.take(locked);
  nuxeo.trash(trashed);
  nuxeo.hold(held);
  nuxeo.hide(unwritable);
  const versioned = world.addDocument('versioned', 'a film');
  await nuxeo.as('ana').versions.create(versioned, 'minor');
  const [version] = await nuxeo.as('ana').versions.list(versioned);
  const proxy = world.addDocument('proxy', 'a film');
  nuxeo.stored(proxy).isProxy = true;
  return {
    'locked-by-other': locked,
    'document-is-trashed': trashed,
    'document-is-record': held,
    'nuxeo-forbidden': unwritable,
    'document-is-version': version?.uid ?? '',
    'document-is-proxy': proxy,
    'document-is-folder': nuxeo.add({ type: 'Folder', title: 'folder', parentUid: folder }),
    'document-without-file': nuxeo.add({ type: 'Video', title: 'empty', parentUid: folder }),
    'nuxeo-not-found': 'no-such-document',
    'folder-not-bound': world.addDocument('elsewhere', 'a film', { parentUid: world.nuxeoWorkspace }),
  };
}

describe('the plan of a push', () => {
  it('says what is new, what becomes a version, what is unchanged, and how much is to be sent', async () => {
    const world = await worlds.start();
    const [fresh, changed, same] = ['fresh', 'changed', 'same'].map((title) => world.addDocument(title, 'a film')) as [
      string,
      string,
      string,
    ];
    await world.push(changed);
    await world.bringBack(changed);
    await world.edit(changed, 'a longer film');
    await world.push(same);
    await world.bringBack(same);
    const { documents, bytesTotal, bindings } = await plan(world, [fresh, changed, same]);
    expect(documents).toMatchObject([
      { uid: fresh, title: 'fresh', outcome: 'new', length: 6, earlier: undefined },
      { uid: changed, outcome: 'version', length: 13, earlier: { folderId: world.target.folderId } },
      { uid: same, outcome: 'unchanged' },
    ]);
    expect(bytesTotal).toBe(19);
    expect(bindings.map(({ id }) => id)).toEqual([world.binding.id]);
  });

  it('says why a document is skipped, and goes on with the rest', async () => {
    const world = await worlds.start();
    const expected = await hopeless(world);
    const good = world.addDocument('good', 'a film');
    const { documents, bytesTotal } = await plan(world, [...Object.values(expected), good]);
    expect(documents.map(({ uid, failure }) => [uid, failure?.code])).toEqual([
      ...Object.entries(expected).map(([code, uid]) => [uid, code]),
      [good, undefined],
    ]);
    expect(bytesTotal).toBe(6);
  });

  it('is not made where Nuxeo does not answer: that says nothing about a document', async () => {
    const world = await worlds.start();
    const uid = world.addDocument('trailer', 'a film');
    for (const call of ['documents.get', 'documents.ancestors']) {
      world.nuxeo.failNext(call, new NuxeoError('nuxeo-unavailable', { retryable: true }));
      await expect(plan(world, [uid])).rejects.toMatchObject({ code: 'nuxeo-unavailable' });
    }
  });

  it('counts a document once, however often it was selected', async () => {
    const world = await worlds.start();
    const uid = world.addDocument('trailer', 'a film');
    expect((await plan(world, [uid, uid])).documents).toHaveLength(1);
  });

  it('says when nobody can tell whether a file changed', async () => {
    const world = await worlds.start();
    const uid = world.addDocument('trailer', 'a film');
    await world.push(uid);
    await world.bringBack(uid);
    Object.assign(world.nuxeo.mainFileOf(uid) ?? {}, { digest: undefined });
    expect((await plan(world, [uid])).documents).toMatchObject([{ outcome: 'version', changedUnknown: true }]);
  });

  it('names each bound folder of the selection', async () => {
    const world = await worlds.start();
    const folderUid = world.nuxeo.add({ type: 'Folder', title: 'Finals', parentUid: world.nuxeoWorkspace });
    const finals = await world.bind({ folderUid, actionName: 'Publish to finals' });
    const uids = [world.addDocument('one', 'a film'), world.addDocument('two', 'a film', { parentUid: folderUid })];
    expect((await plan(world, uids)).bindings.map(({ id }) => id)).toEqual([world.binding.id, finals.id]);
  });

  it('finds the binding of the nearest folder above', async () => {
    const world = await worlds.start();
    const below = world.nuxeo.add({ type: 'Folder', title: 'Day 1', parentUid: world.folder });
    const uid = world.addDocument('take', 'a film', { parentUid: below });
    expect((await plan(world, [uid])).documents).toMatchObject([{ outcome: 'new', bindingId: world.binding.id }]);
  });

  it('skips what is on its way already', async () => {
    const world = await worlds.start();
    const uid = world.addDocument('trailer', 'a film');
    await world.startPush([uid]);
    expect((await plan(world, [uid])).documents).toMatchObject([{ failure: { code: 'already-in-flight' } }]);
  });
});

describe('starting a push', () => {
  it('of one document that cannot be pushed says why', async () => {
    const world = await worlds.start();
    for (const [code, uid] of Object.entries(await hopeless(world))) {
      await expect(world.startPush([uid])).rejects.toMatchObject({ code });
    }
    expect(world.jobs('push-document')).toEqual([]);
  });

  it('of many sends what can be sent, each with its own outcome, and says why the others are skipped', async () => {
    const world = await worlds.start();
    const bad = Object.values(await hopeless(world));
    const good = [world.addDocument('one', 'a film'), world.addDocument('two', 'a film')];
    const { jobs, skipped } = await world.startPush([...bad, ...good]);
    expect([jobs.length, skipped.length]).toEqual([2, bad.length]);
    world.frameio.failNext('files.beginUpload', new FrameioError('frameio-quota-exceeded'));
    await world.drain();
    expect(world.jobs('push-document').map(({ state }) => state)).toEqual(['failed', 'completed']);
  });

  it('is one push when the click is delivered twice', async () => {
    const world = await worlds.start();
    const uid = world.addDocument('trailer', 'a film');
    const clicks: StartedPush[] = [];
    world.calls.before('queue.enqueue', async () => clicks.push(await world.startPush([uid])));
    clicks.push(await world.startPush([uid]));
    expect(clicks[1]?.jobs[0]?.id).toBe(clicks[0]?.jobs[0]?.id);
    await expect(world.startPush([uid])).rejects.toMatchObject({ code: 'already-in-flight' });
    await world.drain();
    expect(world.files()).toHaveLength(1);
  });

  it('needs a workspace of the binding, and a folder that is there', async () => {
    const world = await worlds.start();
    const uid = world.addDocument('trailer', 'a film');
    const other = world.frameio.addWorkspace(world.target, 'Elsewhere');
    const project = world.frameio.addProject(other, 'Another film');
    const elsewhere = { ...other, projectId: project.projectId, folderId: project.folderId };
    await expect(world.startPush([uid], 'ana', undefined, elsewhere)).rejects.toMatchObject({
      code: 'workspace-not-in-binding',
    });
    for (const change of [{ folderId: 'gone' }, { projectId: 'gone' }, { folderId: project.folderId }]) {
      const target = { ...world.target, ...change };
      await expect(world.startPush([uid], 'ana', undefined, target)).rejects.toMatchObject({
        code: 'target-folder-unknown',
      });
    }
  });

  it('is not stopped by a document of another bound folder that is skipped anyway', async () => {
    const world = await worlds.start();
    const other = world.frameio.addWorkspace(world.target, 'Elsewhere');
    const folderUid = world.nuxeo.add({ type: 'Folder', title: 'Finals', parentUid: world.nuxeoWorkspace });
    await world.bind({ folderUid, actionName: 'Publish to finals', workspaces: [other] });
    const locked = world.addDocument('locked', 'a film', { parentUid: folderUid });
    await world.nuxeo.as('ben').locks.take(locked);
    const { jobs, skipped } = await world.startPush([locked, world.addDocument('good', 'a film')]);
    expect([jobs.length, skipped.length]).toEqual([1, 1]);
  });

  it('needs both connections, and the provider', async () => {
    const world = await worlds.start();
    const uid = world.addDocument('trailer', 'a film');
    await expect(world.startPush([uid], 'mia')).rejects.toMatchObject({ code: 'nuxeo-grant-missing' });
    await world.deps.tokens.delete('frameio', 'ben');
    await expect(world.startPush([uid], 'ben')).rejects.toMatchObject({ code: 'frameio-not-connected' });
    await registerProvider(world, { serviceEnabled: false });
    await expect(world.startPush([uid])).rejects.toMatchObject({ code: 'service-disabled' });
  });
});
