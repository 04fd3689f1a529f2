import { beforeEach, describe, expect, it } from 'vitest';
import { SyncedWorld } from '../support/sync-steps.ts';
import { useWorlds, type World } from '../support/world.ts';

const worlds = useWorlds();
let world: World;
let synced: SyncedWorld;
beforeEach(async () => {
  world = await worlds.start();
  synced = SyncedWorld.beside(world);
});

describe('the first run', () => {
  it('makes one document per asset and a folder per folder, to any depth', async () => {
    const below = world.frameio.addFolder(synced.source, 'Day 1');
    const deeper = world.frameio.addFolder(below, 'Cam A');
    synced.addFile('one.mov');
    synced.addFile('two.mov', 'second', below);
    synced.addFile('three.mov', 'third', deeper);

    expect(await synced.brought()).toMatchObject({
      ...{ state: 'done', trigger: 'created', isWalked: true, foldersSeen: 3, assetsSeen: 3 },
      ...{ total: 5, done: 5, failed: 0, left: 0 },
    });
    expect(synced.tree()).toEqual([
      'Day 1/',
      'Day 1/Cam A/',
      'Day 1/Cam A/three: third',
      'Day 1/two: second',
      'one: one.mov',
    ]);
    const { uid, label } = synced.document('one');
    expect(label).toBe('0.1');
    expect(synced.properties(uid)).toMatchObject({
      'frameioasset:state': 'synced',
      'frameioasset:fileName': 'one.mov',
    });
  });

  it('makes a stack of ten one document with ten versions, each with its own comments', async () => {
    const first = synced.addFile('cut.mov', 'v1');
    world.frameio.addComment(first, { text: 'too dark', by: 'ben' });
    let last = first;
    for (let round = 2; round <= 10; round += 1) last = world.addVersion(last, 'cut.mov', `v${round}`);
    world.frameio.addComment(last, { text: 'good', by: 'ben' });
    await synced.brought();

    const { uid } = synced.document('cut');
    expect(world.versionTexts(uid)).toEqual(Array.from({ length: 10 }, (_, index) => `v${index + 1}`));
    const comments = world.versions(uid).map((version) => version.record?.comments.length);
    expect([comments[0], comments[1], comments[9]]).toEqual([1, 0, 1]);
  });

  it('asks Frame.io for no more than the listing, the link and the comments of an asset', async () => {
    synced.addFile('quiet.mov');
    world.frameio.addComment(synced.addFile('told.mov'), { text: 'x' });
    await synced.setUp();
    const calls = synced.listen();
    await world.drain();
    const ofAssets = /^(comments|files|folders|projects|versionStacks)\./;
    expect(
      calls()
        .frameio.filter((operation) => ofAssets.test(operation))
        .sort(),
    ).toEqual(['comments.list', 'folders.children']);
  });

  it('counts files, stacks and folders: what is settled is never more than was found, and never less than before', async () => {
    const day = world.frameio.addFolder(synced.source, 'Day 1');
    synced.addFile('one.mov', 'first', day);
    synced.addFile('empty.mov', '', day);
    world.addVersion(synced.addFile('two.mov', 'v1'), 'two.mov', 'v2');
    await synced.setUp();
    const seen: number[] = [];
    const count = async () => {
      const { total, done, failed, left } = await synced.lastRun();
      expect(done + failed + left).toBeLessThanOrEqual(total);
      seen.push(done + failed + left);
    };
    const { addItems, setItem } = world.deps.syncs;
    Object.assign(world.deps.syncs, {
      addItems: (...args: Parameters<typeof addItems>) => addItems(...args).then(count),
      setItem: (...args: Parameters<typeof setItem>) => setItem(...args).then(count),
    });
    await world.drain();
    expect(seen).toEqual(seen.toSorted((one, other) => one - other));
    expect(await synced.lastRun()).toMatchObject({ state: 'partly', total: 4, done: 3, failed: 1, assetsSeen: 3 });
  });

  it('counts what it brought as seen: a walk that still goes on does not ask Frame.io for it', async () => {
    synced.addFile('a.mov');
    const { id } = await synced.brought();
    expect(await world.deps.syncAssets.unseen(synced.sync.id, id, undefined, 10)).toEqual([]);
  });

  it('says so on the folder, in the timeline and by one mail', async () => {
    synced.addFile('one.mov');
    synced.addFile('two.mov');
    await synced.brought();
    expect(synced.properties(synced.folder)).toMatchObject({
      'frameiosynced:state': 'done',
      'frameiosynced:owner': 'ana',
    });
    const kinds = (await world.deps.activity.list({ documentUid: synced.folder })).map(({ kind }) => kind);
    expect(kinds).toEqual(['synced', 'sync-set-up']);
    expect(world.mail.sent).toMatchObject([{ kind: 'synced', items: [{}, {}] }]);
  });
});

describe('a run in which nothing differs', () => {
  it('costs the listings and a look at the project, asks Nuxeo nothing, and writes nothing', async () => {
    const below = world.frameio.addFolder(synced.source, 'Day 1');
    const cut = synced.addFile('one.mov');
    world.frameio.addComment(cut, { text: 'too dark', by: 'ben' });
    world.addVersion(synced.addFile('two.mov', 'v1', below), 'two.mov', 'v2');
    await synced.brought();
    const before = world.nuxeo.documents.size;
    const mails = world.mail.sent.length;
    const calls = synced.listen();

    expect(await synced.refresh()).toMatchObject({ state: 'done', total: 0, foldersSeen: 2, assetsSeen: 2 });
    expect(calls().frameio).toEqual(['folders.children', 'folders.children']);
    expect(calls().nuxeo.filter((operation) => operation !== 'documents.get')).toEqual([]);
    expect(calls().nuxeo).toHaveLength(1); // the person who asks may read the folder
    expect(world.nuxeo.documents.size).toBe(before);
    expect(world.mail.sent).toHaveLength(mails);
  });
});

describe('what changes in Frame.io', () => {
  it('comes as a version of the same document', async () => {
    const cut = synced.addFile('cut.mov', 'v1');
    await synced.brought();
    const { uid } = synced.document('cut');
    world.addVersion(cut, 'cut.mov', 'v2');
    world.clock.pass(1000);

    expect(await synced.refresh()).toMatchObject({ state: 'done', total: 1, done: 1 });
    expect(synced.tree()).toEqual(['cut: v2']);
    expect(world.versionTexts(uid)).toEqual(['v1', 'v2']);
    expect((await synced.refresh()).total).toBe(0);
    world.addVersion(world.addVersion(cut, 'cut.mov', 'v3'), 'cut.mov', 'v4');
    await synced.refresh();
    expect(world.versionTexts(uid)).toEqual(['v1', 'v2', 'v3', 'v4']);
  });

  it('is only what was said: no version, and no bytes', async () => {
    const cut = synced.addFile('cut.mov', 'v1');
    await synced.brought();
    const { uid } = synced.document('cut');
    world.frameio.addComment(cut, { text: 'too dark', by: 'ben' });
    world.frameio.setStatus(cut, 'Approved');
    const calls = synced.listen();
    expect(await synced.refresh()).toMatchObject({ state: 'done', total: 1, bytesTotal: 0 });
    expect(synced.properties(uid)).toMatchObject({
      'frameioasset:statusLabel': 'Approved',
      'frameioreview:totalComments': 1,
    });
    expect(world.versionTexts(uid)).toEqual(['v1']);
    expect(calls().nuxeo).not.toContain('uploads.put');
  });

  it('is followed by id: renames and moves, of assets and of folders', async () => {
    const day = world.frameio.addFolder(synced.source, 'Day 1');
    const other = world.frameio.addFolder(synced.source, 'Day 2');
    const cut = synced.addFile('cut.mov', 'v1', day);
    synced.addFile('b.mov', 'b', other);
    await synced.brought();
    const { uid } = synced.document('cut');

    world.frameio.rename(cut.fileId, 'final.mov');
    world.frameio.move(cut, other);
    world.frameio.rename(other.folderId, 'Day two');
    expect(await synced.refresh()).toMatchObject({ state: 'done' });
    expect(synced.tree()).toEqual(['Day 1/', 'Day two/', 'Day two/b: b', 'Day two/final: v1']);
    expect(synced.document('final').uid).toBe(uid);
    world.frameio.moveFolder(other, day);
    await synced.refresh();
    expect(synced.tree()).toEqual(['Day 1/', 'Day 1/Day two/', 'Day 1/Day two/b: b', 'Day 1/Day two/final: v1']);
    expect((await synced.refresh()).total).toBe(0);
  });

  it('is marked once when it is gone, and never deleted; back it is the same document', async () => {
    const day = world.frameio.addFolder(synced.source, 'Day 1');
    const cut = synced.addFile('cut.mov', 'v1');
    synced.addFile('b.mov', 'b', day);
    await synced.brought();
    const { uid } = synced.document('cut');
    world.frameio.remove(day.folderId);
    const elsewhere = world.frameio.addFolder({ ...synced.source, folderId: world.target.folderId }, 'Attic');
    world.frameio.move(cut, elsewhere);

    const calls = synced.listen();
    expect(await synced.refresh()).toMatchObject({ state: 'done', total: 3 });
    expect(await synced.outcomes()).toEqual([
      'Day 1 gone done',
      'b.mov gone done',
      'cut.mov gone done asset-moved-outside',
    ]);
    // What was in a folder that is gone is not asked for.
    expect(calls().frameio.filter((operation) => /^(files|folders)\.get$/.test(operation))).toHaveLength(2);
    expect(synced.tree()).toEqual(['Day 1/', 'Day 1/b: b', 'cut: v1']);
    expect(synced.properties(uid)['frameioasset:state']).toBe('gone');
    expect((await synced.refresh()).total).toBe(0);

    world.frameio.move(cut, synced.source);
    expect(await synced.refresh()).toMatchObject({ total: 1, done: 1 });
    expect(synced.properties(uid)['frameioasset:state']).toBe('synced');
    expect(synced.document('cut').uid).toBe(uid);
  });

  it('is gone with the folder it was moved into, in the same run, whichever is looked at first', async () => {
    const day = world.frameio.addFolder(synced.source, 'Day 1');
    const files = Array.from({ length: 6 }, (_, index) => synced.addFile(`${index}.mov`));
    await synced.brought();
    const elsewhere = world.frameio.addFolder({ ...synced.source, folderId: world.target.folderId }, 'Attic');
    for (const file of files) world.frameio.move(file, day);
    world.frameio.moveFolder(day, elsewhere);
    expect(await synced.refresh()).toMatchObject({ state: 'done', total: 7 });
    const states = files.map((_, index) => synced.properties(synced.document(`${index}`).uid)['frameioasset:state']);
    expect(new Set(states)).toEqual(new Set(['gone']));
    expect((await synced.refresh()).total).toBe(0);
  });

  it('stays one document when a file becomes a stack, and when a stack is dissolved', async () => {
    const cut = synced.addFile('cut.mov', 'v1');
    await synced.brought();
    const { uid } = synced.document('cut');
    const second = world.addVersion(cut, 'cut.mov', 'v2');
    await synced.refresh();
    expect(synced.tree()).toEqual(['cut: v2']);

    world.frameio.move(second, synced.source);
    world.frameio.move(cut, synced.source);
    await synced.refresh();
    await synced.refresh();
    expect(synced.document('cut').uid).toBe(uid);
    expect(synced.properties(uid)['frameioasset:state']).toBe('synced');
    expect(synced.tree()).toEqual(['cut: v2']);
  });
});

describe('what people do in Nuxeo', () => {
  it('stays: a rename or move here is left and reported', async () => {
    const cut = synced.addFile('cut.mov', 'v1');
    const take = synced.addFile('take.mov', 't1');
    const day = world.frameio.addFolder(synced.source, 'Day 1');
    await synced.brought();
    const own = world.nuxeo.add({ type: 'Folder', title: 'Ours', parentUid: synced.folder });
    await world.nuxeo.as('ben').documents.update(synced.document('cut').uid, { properties: { 'dc:title': 'Opening' } });
    world.nuxeo.move(synced.document('take').uid, own);
    expect((await synced.refresh()).total).toBe(0);

    world.frameio.rename(cut.fileId, 'final.mov');
    world.frameio.move(take, day);
    expect(await synced.refresh()).toMatchObject({ state: 'partly', left: 2 });
    expect(await synced.outcomes()).toEqual(['final.mov renamed left renamed-here', 'take.mov moved left moved-here']);
    expect(synced.tree()).toEqual(['Day 1/', 'Opening: v1', 'Ours/', 'Ours/take: t1']);
    expect((await synced.refresh()).total).toBe(0);
  });

  it('is not written over: edited here and newer there is left until somebody decides', async () => {
    const cut = synced.addFile('cut.mov', 'v1');
    await synced.brought();
    const { uid } = synced.document('cut');
    await world.edit(uid, 'edited here');
    expect((await synced.refresh()).total).toBe(0);
    world.addVersion(cut, 'cut.mov', 'v2');

    for (const round of [1, 2]) {
      expect(await synced.refresh(), `round ${round}`).toMatchObject({ state: 'partly', left: 1 });
      expect(await synced.outcomes()).toEqual([expect.stringMatching(/^cut.mov (new|version) left changed-in-both$/)]);
    }
    expect(world.document(uid).text).toBe('edited here');
  });

  it('holds back what is locked, by whomever, until it is free', async () => {
    const cut = synced.addFile('cut.mov', 'v1');
    await synced.brought();
    const { uid } = synced.document('cut');
    for (const owner of ['ben', 'ana']) {
      await world.nuxeo.as(owner).locks.take(uid);
      world.frameio.addComment(cut, { text: `for ${owner}` });
      await synced.refresh();
      expect(await synced.outcomes()).toEqual(['cut.mov record left locked-by-other']);
      await world.nuxeo.as(owner).locks.release(uid);
      expect(await synced.refresh()).toMatchObject({ state: 'done', total: 1 });
    }
  });

  it('that is pushed or published already is linked, not doubled', async () => {
    const document = world.addDocument('Promo', 'promo');
    await world.push(document);
    const published = world.addFile('teaser.mov', 'teaser');
    await world.publish(published);
    await synced.setUp({ source: world.target });
    await world.drain();
    expect(await synced.outcomes()).toEqual(['Promo.mp4 linked done', 'teaser.mov linked done']);
    expect(synced.tree()).toEqual([]);
    world.frameio.addComment(published, { text: 'x' });
    expect((await synced.refresh()).total).toBe(0);
  });
});
