import { beforeEach, describe, expect, it } from 'vitest';
import { bindFolder } from '../../server/use-cases/bind-folder.ts';
import { mayTakeOver, ownerTrouble, removeSync, syncOf, takeOver } from '../../server/use-cases/manage-sync.ts';
import { JobInterrupted, NuxeoError } from '../../server/domain/errors.ts';
import { SyncedWorld } from '../support/sync-steps.ts';
import { useWorlds, type World } from '../support/world.ts';

const worlds = useWorlds();
let world: World;
let synced: SyncedWorld;
beforeEach(async () => {
  world = await worlds.start();
  synced = SyncedWorld.beside(world);
});

const refused = (code: string) => ({ code });
const activity = async () => (await world.deps.activity.list({ documentUid: synced.folder })).map(({ kind }) => kind);
const disconnect = (username: string) => world.deps.tokens.delete('frameio', username);

describe('a run that cannot go on as a whole', () => {
  it('the source is gone: failed, told once, and well again when it is back', async () => {
    synced.addFile('a.mov');
    await synced.brought();
    synced.allow('ana', 'nobody');
    for (const by of ['ana', 'ben']) {
      const run = await synced.refresh('sync', by);
      expect(run).toMatchObject({ state: 'failed', failure: { code: 'sync-source-gone', params: ['Rushes', 'ana'] } });
    }
    expect(synced.properties(synced.folder)['frameiosynced:state']).toBe('failed');
    synced.allow('ana', 'admin');
    expect(await synced.refresh()).toMatchObject({ state: 'done', total: 0 });
    expect(synced.properties(synced.folder)['frameiosynced:state']).toBe('done');
    expect(synced.tree()).toEqual(['a: a.mov']);
  });

  it.each([
    ['the project is archived', 'project-archived', () => world.frameio.archive(world.target)],
    ['the folder here is trashed', 'folder-trashed', () => world.nuxeo.trash(synced.folder)],
    ['the document type is not offered any more', 'document-type-gone', () => retype()],
  ] as const)('%s: nothing is written', async (_what, code, happen) => {
    synced.addFile('a.mov');
    await synced.brought();
    synced.addFile('b.mov');
    happen();
    const { id } = await world.deps.syncs.beginRun(synced.sync.id, everything).then(({ run }) => run);
    await walk(id);
    expect(await world.deps.syncs.run(id)).toMatchObject({ state: 'failed', failure: { code } });
    expect(await activity()).toContain('sync-failed');
  });

  it('the project is archived and nothing changed: failed all the same, and done again when it is active', async () => {
    synced.addFile('a.mov');
    await synced.brought();
    world.frameio.archive(world.target);
    expect(await synced.refresh()).toMatchObject({ state: 'failed', failure: { code: 'project-archived' } });
    expect(await synced.refresh('compare')).toMatchObject({ state: 'failed', failure: { code: 'project-archived' } });
    world.frameio.archive(world.target, false);
    expect(await synced.refresh()).toMatchObject({ state: 'done', total: 0 });
  });

  it('the project is archived and there is nothing in it', async () => {
    await synced.brought();
    world.frameio.archive(world.target);
    expect(await synced.refresh()).toMatchObject({ state: 'failed', failure: { code: 'project-archived' } });
  });

  const everything = { trigger: 'schedule', mode: 'sync', scope: 'all', by: undefined } as const;
  const walk = async (runId: string) => {
    const payload = { syncId: synced.sync.id, runId };
    await world.queue.enqueue({ kind: 'walk-sync', person: 'ana', title: 'x', payload, key: `walk:${runId}` });
    await world.drain();
  };
  const retype = () => Object.assign(world.nuxeo.stored(synced.folder), { type: 'Note' });

  it('the connection of the owner ends in the middle: the rest is left, and somebody has to act', async () => {
    for (const name of ['a.mov', 'b.mov', 'c.mov']) synced.addFile(name);
    await synced.setUp();
    let brought = 0;
    world.deps.reviews.saveLink = new Proxy(world.deps.reviews.saveLink, {
      async apply(target, self, args) {
        await (Reflect.apply(target, self, args) as Promise<void>);
        brought += 1;
        if (brought === 2) await world.deps.tokens.delete('nuxeo', 'ana');
      },
    });
    await world.drain();
    expect(await synced.lastRun()).toMatchObject({
      state: 'failed',
      failure: { code: 'nuxeo-grant-missing' },
      left: 2,
    });
    expect(await world.deps.activity.attention({ person: 'ana' })).toMatchObject([{ code: 'nuxeo-grant-missing' }]);
  });
});

describe('an asset that cannot be brought', () => {
  it('says why, and never stops the rest', async () => {
    synced.addFile('good.mov');
    synced.addFile('one-byte.mov', 'x');
    synced.addFile('empty.mov', '');
    world.frameio.addEmptyFile(synced.source, 'uploading.mov', 5, 'ana');
    expect(await synced.brought()).toMatchObject({ state: 'partly', total: 4, done: 2, failed: 1, left: 1 });
    expect(await synced.outcomes()).toEqual([
      'empty.mov new failed asset-without-bytes',
      'good.mov new done',
      'one-byte.mov new done',
      'uploading.mov new left asset-not-uploaded',
    ]);
    expect(synced.tree()).toEqual(['good: good.mov', 'one-byte: x']);
  });

  it('is tried again by the next run', async () => {
    synced.addFile('a.mov');
    world.nuxeo.failNext('documents.create', new NuxeoError('nuxeo-refused'));
    await synced.brought();
    expect(await synced.outcomes()).toEqual(['a.mov new failed nuxeo-refused']);
    expect(synced.tree()).toEqual([]);
    expect(await synced.refresh()).toMatchObject({ state: 'done', done: 1 });
    expect(synced.tree()).toEqual(['a: a.mov']);
  });

  it('because Nuxeo is away for a moment is brought when it is back, in the same run', async () => {
    synced.addFile('a.mov');
    world.nuxeo.failNext('documents.update', new NuxeoError('nuxeo-unavailable', { retryable: true }));
    expect(await synced.brought()).toMatchObject({ state: 'done', done: 1 });
    expect(world.versionTexts(synced.document('a').uid)).toEqual(['a.mov']);
  });

  it('with a name that exists gets one of its own, titles may repeat', async () => {
    synced.addFile('same.mov', 'first');
    synced.addFile('same.mov', 'second');
    world.nuxeo.add({ type: 'File', title: 'same.mov', parentUid: synced.folder });
    await synced.brought();
    expect(synced.tree()).toEqual(['same.mov: undefined', 'same: first', 'same: second']);
  });

  it('into a folder that takes nothing from the owner fails with its reason', async () => {
    const day = world.frameio.addFolder(synced.source, 'Day 1');
    synced.addFile('a.mov');
    await synced.brought();
    world.nuxeo.hide(synced.document('Day 1').uid);
    synced.addFile('b.mov', 'b', day);
    synced.addFile('c.mov');
    expect(await synced.refresh()).toMatchObject({ state: 'partly', done: 1, failed: 1 });
    expect(await synced.outcomes()).toEqual(['b.mov new failed publish-not-allowed', 'c.mov new done']);
  });
});

describe('an owner who is gone', () => {
  it('is replaced by somebody who may write here and read there', async () => {
    synced.addFile('a.mov');
    await synced.brought();
    const taking = (by: string) => takeOver(synced.folder, world.caller(by), world.deps);
    await expect(taking('ben')).rejects.toMatchObject(refused('take-over-not-needed'));
    await disconnect('ana');
    const found = await syncOf(synced.folder, world.caller('ben'), world.deps);
    const trouble = await ownerTrouble(found.sync, undefined, world.deps);
    expect(trouble).toMatchObject({ code: 'frameio-not-connected', params: ['ana'] });
    expect(mayTakeOver(found, trouble, world.caller('ben'))).toBe(true);
    await expect(taking('cleo')).rejects.toMatchObject({ code: 'nuxeo-grant-missing' });
    synced.addFile('b.mov');

    expect(await taking('ben')).toMatchObject({ owner: 'ben' });
    await world.drain();
    expect(synced.tree()).toEqual(['a: a.mov', 'b: b.mov']);
    expect(synced.properties(synced.folder)['frameiosynced:owner']).toBe('ben');
    expect(await activity()).toContain('sync-taken-over');
  });
});

describe('a synchronisation that is removed', () => {
  it('ends what is on its way; documents stay, and set up again nothing is doubled', async () => {
    const cut = synced.addFile('a.mov', 'v1');
    await synced.brought();
    synced.addFile('b.mov');
    await synced.refresh('compare');
    await expect(removeSync(synced.folder, world.caller('ben'), world.deps)).rejects.toMatchObject(
      refused('sync-not-yours'),
    );
    await removeSync(synced.folder, world.caller('mia'), world.deps);
    await world.drain();
    expect(world.document(synced.folder).facets).not.toContain('FrameioSynced');
    expect(synced.tree()).toEqual(['a: v1']);

    world.addVersion(cut, 'a.mov', 'v2');
    expect(await synced.brought()).toMatchObject({ state: 'done', done: 2 });
    expect(synced.tree()).toEqual(['a: v2', 'b: b.mov']);
    expect(world.versionTexts(synced.document('a').uid)).toEqual(['v1', 'v2']);
  });

  it('in the middle of a run leaves what was not brought', async () => {
    synced.addFile('a.mov');
    await synced.setUp();
    await removeSync(synced.folder, world.caller('ana'), world.deps);
    await world.drain();
    expect(synced.tree()).toEqual([]);
    expect(await synced.lastRun()).toMatchObject({ state: 'failed', failure: { code: 'sync-removed' } });
  });
});

describe('a synchronisation that is removed while a file is on its way', () => {
  const leftovers = () => world.documentsIn(synced.folder).filter(({ text }) => text === undefined);

  it.each([
    ['nuxeo.uploads.put', 1],
    ['nuxeo.documents.create', 0],
    ['reviews.saveLink', 0],
    ['nuxeo.documents.addFacet', 0],
    ['nuxeo.documents.update', 0],
  ])('cuts it off before %s: nothing is left half made', async (call, skip) => {
    synced.addFile('a.mov', 'long enough for several parts');
    synced.addFile('b.mov');
    await synced.setUp();
    world.calls.before(call, () => removeSync(synced.folder, world.caller('ana'), world.deps), skip);
    await world.drain();
    expect(await synced.lastRun()).toMatchObject({
      state: 'failed',
      done: 0,
      left: 2,
      failure: { code: 'sync-removed' },
    });
    expect(await synced.outcomes()).toEqual(['a.mov new left sync-removed', 'b.mov new left sync-removed']);
    expect(world.nuxeo.batches.size).toBe(0);
    expect(leftovers().filter(({ uid }) => !world.nuxeo.stored(uid).isTrashed)).toEqual([]);
    expect(world.jobs('sync-asset').map(({ state }) => state)).toEqual(['cancelled', 'completed']);

    await synced.setUp();
    await world.drain();
    expect(synced.tree()).toEqual(['a: long enough for several parts', 'b: b.mov']);
  });

  it('takes back what waits for another try', async () => {
    synced.addFile('a.mov', 'long enough for several parts');
    await synced.setUp();
    world.calls.before('nuxeo.uploads.put', () => Promise.reject(new JobInterrupted()), 1);
    world.calls.before('context.enter', () => removeSync(synced.folder, world.caller('ana'), world.deps), 3);
    await world.drain();
    expect(world.nuxeo.batches.size).toBe(0);
    expect(synced.tree()).toEqual([]);
  });

  it('ends the walk that goes on', async () => {
    for (const name of ['Day 1', 'Day 2']) synced.addFile('a.mov', name, world.frameio.addFolder(synced.source, name));
    await synced.setUp();
    world.calls.before('syncAssets.markWalked', () => removeSync(synced.folder, world.caller('ana'), world.deps));
    await world.drain();
    expect(world.jobs('walk-sync')).toMatchObject([{ state: 'cancelled' }]);
    expect(await synced.outcomes()).toEqual(['Day 1 new done', 'Day 2 new done']);
  });
});

describe('a place that is taken', () => {
  it('is neither bound and synchronised, nor synchronised twice, nor nearby', async () => {
    const below = world.nuxeo.add({ type: 'Folder', title: 'Below', parentUid: synced.folder });
    await expect(synced.setUp({ folderUid: world.folder })).rejects.toMatchObject(refused('folder-already-bound'));
    await expect(synced.setUp({ folderUid: world.nuxeoWorkspace })).rejects.toMatchObject(
      refused('folder-bound-nearby'),
    );
    await synced.brought();
    await expect(synced.setUp()).rejects.toMatchObject(refused('folder-already-synced'));
    await expect(synced.setUp({ folderUid: below })).rejects.toMatchObject(refused('folder-synced-nearby'));
    const bind = (folderUid: string) => world.bind({ folderUid, actionName: 'Another' });
    await expect(bind(synced.folder)).rejects.toMatchObject(refused('folder-already-synced'));
    await expect(bind(below)).rejects.toMatchObject(refused('folder-synced-nearby'));
  });

  it('goes to neither when somebody binds while somebody synchronises', async () => {
    const { accountId, workspaceId } = world.target;
    const request = { folderUid: synced.folder, actionName: 'Another', documentType: 'Video' };
    const binding = bindFolder(
      { ...request, workspaces: [{ accountId, workspaceId }] },
      world.caller('ana'),
      world.deps,
    );
    const both = await Promise.allSettled([binding, synced.setUp()]);
    expect(both.filter(({ status }) => status === 'fulfilled').length).toBeLessThan(2);
    const bound = await world.deps.bindings.ofFolder(synced.folder);
    expect([bound, await world.deps.syncs.ofFolder(synced.folder)].filter(Boolean).length).toBeLessThan(2);
  });

  it('in Frame.io feeds one folder only, with what is above and below it', async () => {
    const day = world.frameio.addFolder(synced.source, 'Day 1');
    await synced.brought();
    const other = world.nuxeo.add({ type: 'Folder', title: 'Other', parentUid: world.nuxeoWorkspace });
    const root = {
      ...synced.source,
      folderId: String(world.frameio.projects.get(world.target.projectId)?.rootFolderId),
    };
    for (const source of [synced.source, day, root]) {
      await expect(synced.setUp({ folderUid: other, source })).rejects.toMatchObject({
        ...{ code: 'sync-source-taken', params: [synced.sync.folderPath] },
      });
    }
    await expect(synced.setUp({ folderUid: other, source: world.target })).resolves.toMatchObject({ folderUid: other });
  });
});

describe('a process that dies right after it made a document', () => {
  const dieAfterMaking = (meanwhile: () => unknown) =>
    world.calls.before('reviews.saveLink', async () => {
      await meanwhile();
      throw new JobInterrupted();
    });

  it('finds it again, whatever became of the file in Frame.io: nothing is doubled', async () => {
    const cut = synced.addFile('cut.mov', 'v1');
    dieAfterMaking(() => world.addVersion(cut, 'final cut.mov', 'v2'));
    await synced.brought();
    await synced.refresh();
    const [document, ...more] = world.documentsIn(synced.folder);
    expect(more).toEqual([]);
    expect(world.versionTexts(document?.uid ?? '')).toEqual(['v1', 'v2']);
  });

  it('leaves nothing of a file that is gone from Frame.io before it is tried again', async () => {
    const cut = synced.addFile('cut.mov', 'v1');
    dieAfterMaking(() => world.frameio.remove(cut.fileId));
    await synced.brought();
    expect(await synced.outcomes()).toEqual(['cut.mov new failed asset-not-found']);
    await synced.refresh();
    expect(await synced.outcomes()).toEqual(['cut.mov gone done']);
    expect(synced.tree()).toEqual([]);
    expect(await synced.refresh()).toMatchObject({ state: 'done', total: 0 });
  });

  it('keeps a stack whose first version came, and says that it is gone', async () => {
    const cut = synced.addFile('cut.mov', 'v1');
    const { parentId } = world.frameio.file(world.addVersion(cut, 'cut.mov', 'v2').fileId);
    world.calls.before(
      'reviews.saveLink',
      () => {
        world.frameio.remove(String(parentId));
        throw new JobInterrupted();
      },
      1,
    );
    await synced.brought();
    await synced.refresh();
    const { uid } = synced.document('cut');
    expect(world.versionTexts(uid)).toEqual(['v1']);
    expect(synced.properties(uid)['frameioasset:state']).toBe('gone');
    expect(await synced.refresh()).toMatchObject({ state: 'done', total: 0 });
  });

  it('gives it the name and the place that the file got in Frame.io meanwhile', async () => {
    const day = world.frameio.addFolder(synced.source, 'Day 1');
    const cut = synced.addFile('cut.mov', 'v1');
    dieAfterMaking(() => {
      world.frameio.rename(cut.fileId, 'final.mov');
      world.frameio.move(cut, day);
    });
    await synced.brought();
    await synced.refresh();
    expect(synced.tree()).toEqual(['Day 1/', 'Day 1/final: v1']);
    expect(await synced.refresh()).toMatchObject({ state: 'done', total: 0 });
  });

  it('leaves the name that somebody gave it here meanwhile', async () => {
    synced.addFile('cut.mov', 'v1');
    dieAfterMaking(async () => {
      const { uid } = synced.document('cut');
      await world.nuxeo.as('ben').documents.update(uid, { properties: { 'dc:title': 'ours' } });
    });
    await synced.brought();
    await synced.refresh();
    expect(synced.tree()).toEqual(['ours: v1']);
  });
});

describe('the clock', () => {
  it('walks again when the time has passed, and finishes what a crash left', async () => {
    synced.addFile('a.mov');
    await synced.brought();
    synced.addFile('b.mov');
    const tick = async () => {
      const key = `tick:${world.queue.entries.length}`;
      await world.queue.enqueue({ kind: 'start-syncs', person: 'system', title: 'tick', payload: {}, key });
      await world.drain();
    };
    await tick();
    expect(synced.tree()).toEqual(['a: a.mov']);
    world.clock.pass(2 * 900_000);
    await tick();
    expect(await synced.lastRun()).toMatchObject({ trigger: 'schedule', state: 'done', total: 1 });
    expect(synced.tree()).toEqual(['a: a.mov', 'b: b.mov']);

    await world.deps.syncs.beginRun(synced.sync.id, { trigger: 'person', mode: 'sync', scope: 'all', by: 'ana' });
    await tick();
    expect(await synced.lastRun()).toMatchObject({ trigger: 'person', state: 'done' });
  });
});
