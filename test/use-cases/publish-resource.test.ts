import { describe, expect, it } from 'vitest';
import { FrameioError } from '../../server/domain/errors.ts';
import { cutOffEverywhere } from '../support/every-call.ts';
import { connect } from '../support/world-scene.ts';
import { useWorlds, type World } from '../support/world.ts';

const worlds = useWorlds();

/** What people in Frame.io were told as comments. */
function told(world: World): string[] {
  return [...world.frameio.comments.values()].map(({ text }) => text).filter((text) => text.startsWith('Nuxeo:'));
}

describe('a folder that is published', () => {
  async function shootingDay(world: World) {
    const day = world.frameio.addFolder(world.target, 'Day 1', 'ana');
    const takes = world.frameio.addFolder(day, 'Takes', 'ana');
    world.addFile('slate.mov', 'slate', day);
    const first = world.addFile('take v1.mov', 'take one', takes);
    world.addVersion(first, 'take v2.mov', 'take two');
    return day;
  }

  it('becomes a folder with everything below it', async () => {
    const world = await worlds.start();
    await world.publish(await shootingDay(world));
    const [day, ...more] = world.documentsIn();
    expect(more).toEqual([]);
    expect(day).toMatchObject({ type: 'Folder', title: 'Day 1' });
    const below = world.documentsIn(day?.uid);
    expect(below).toMatchObject([
      { type: 'Folder', title: 'Takes' },
      { type: 'Video', title: 'slate', text: 'slate' },
    ]);
    const [take] = world.documentsIn(below[0]?.uid);
    expect(take).toMatchObject({ title: 'take v2', text: 'take two' });
    expect(world.versionTexts(take?.uid ?? '')).toEqual(['take one', 'take two']);
  });

  it('is the same folder when it is published again, and takes what is new', async () => {
    const world = await worlds.start();
    const day = await shootingDay(world);
    await world.publish(day);
    const [folder] = world.documentsIn();
    world.addFile('late.mov', 'late', day);
    await world.publish(day);
    expect(world.documentsIn()).toHaveLength(1);
    expect(world.documentsIn(folder?.uid).map(({ title }) => title)).toEqual(['Takes', 'slate', 'late']);
  });

  it('is made anew when its folder in Nuxeo is in the trash, said so', async () => {
    const world = await worlds.start();
    const day = await shootingDay(world);
    await world.publish(day);
    const [old] = world.documentsIn();
    for (const { uid } of [...world.documentsIn(), ...world.documentsIn(old?.uid)]) world.nuxeo.trash(uid);
    await world.publish(day);
    const [fresh, ...more] = world.documentsIn().filter(({ uid }) => uid !== old?.uid);
    expect(more).toEqual([]);
    expect(world.documentsIn(fresh?.uid).map(({ title }) => title)).toContain('Takes');
    expect(world.notes('publish-resource')).toContain('new-document-after-trash');
  });

  it('is told by one mail, however many files it holds', async () => {
    const world = await worlds.start();
    await world.publish(await shootingDay(world));
    expect(world.mail.sent).toMatchObject([
      { kind: 'arrived', items: [{ title: 'take v2.mov' }, { title: 'slate.mov' }] },
    ]);
  });

  it('ends the same wherever it is cut off: no folder and no document twice', { timeout: 60_000 }, async () => {
    await cutOffEverywhere(worlds.another, {
      prepare: async (world) => {
        const day = world.frameio.addFolder(world.target, 'Day 1', 'ana');
        world.addFile('slate.mov', 's', world.frameio.addFolder(day, 'Takes', 'ana'));
        await world.act(world.callOf([day]));
      },
      check: (world) => {
        const [day, ...more] = world.documentsIn();
        expect([day?.title, more]).toEqual(['Day 1', []]);
        const below = world.documentsIn(day?.uid);
        expect(below).toMatchObject([{ title: 'Takes' }]);
        expect(world.documentsIn(below[0]?.uid)).toMatchObject([{ title: 'slate', text: 's' }]);
      },
    });
  });
});

describe('who adds the document', () => {
  it('is the person who clicked, when they are connected and permitted', async () => {
    const world = await worlds.start();
    await world.publish(world.addFile('trailer.mov', 'first cut'));
    expect(world.nuxeo.stored(world.documentsIn()[0]?.uid ?? '').lastContributor).toBe('ben');
    expect(world.notes('publish-asset')).toEqual([]);
  });

  it('is the owner of the binding for somebody who is not known in Nuxeo, who is recorded all the same', async () => {
    const world = await worlds.start();
    const zoe = world.frameio.people.get('zoe')?.id ?? '';
    await world.publish(world.addFile('trailer.mov', 'first cut'), { clickerId: zoe });
    const [document] = world.documentsIn();
    expect(world.nuxeo.stored(document?.uid ?? '').lastContributor).toBe('ana');
    expect(document?.record?.broughtBy).toBe(`Frame.io ${zoe}`);
    expect(world.notes('publish-asset')).toEqual(['done-in-your-name']);
    expect(world.mail.sent).toMatchObject([{ to: { address: 'ana@example.com' } }]);
  });

  it('is the owner of the binding for somebody who may only read', async () => {
    const world = await worlds.start();
    await connect(world, 'cleo');
    await world.publish(world.addFile('trailer.mov', 'first cut'), { clickerId: world.frameio.people.get('cleo')?.id });
    const [document] = world.documentsIn();
    expect(world.nuxeo.stored(document?.uid ?? '').lastContributor).toBe('ana');
    expect(document?.record?.broughtBy).toBe('cleo');
    expect(world.mail.sent).toMatchObject([{ to: { address: 'cleo@example.com' } }]);
  });

  it('is waited for when nobody can act, and nothing is lost', async () => {
    const world = await worlds.start();
    await world.deps.tokens.markRefused('nuxeo', 'ana');
    const zoe = world.frameio.people.get('zoe')?.id;
    await world.publish(world.addFile('trailer.mov', 'first cut'), { clickerId: zoe });
    expect(world.documentsIn()).toEqual([]);
    expect(await world.attention()).toEqual([{ code: 'nuxeo-grant-refused', person: 'ana', params: ['ana'] }]);
    await connect(world, 'ana');
    await world.lookAgain();
    expect(world.documentsIn()).toMatchObject([{ text: 'first cut' }]);
    expect(await world.attention()).toEqual([]);
  });

  it("reads with the owner's connection only where everybody of the workspace may publish", async () => {
    const world = await worlds.start();
    const file = world.addFile('trailer.mov', 'first cut');
    await world.rules({ anyMember: false });
    await world.act(world.callOf([file]));
    await world.deps.tokens.markRefused('frameio', 'ben');
    await world.drain();
    expect(world.documentsIn()).toEqual([]);
    expect(await world.attention()).toMatchObject([{ code: 'frameio-token-refused', params: ['ben'] }]);
    await world.rules({ anyMember: true });
    await world.lookAgain();
    expect(world.documentsIn()).toMatchObject([{ text: 'first cut' }]);
  });
});

describe('publishing that is refused', () => {
  it('says so where the folder is in the trash, on the asset, by mail and in the timeline', async () => {
    const world = await worlds.start();
    world.nuxeo.trash(world.folder);
    await world.publish(world.addFile('trailer.mov', 'first cut'));
    expect(told(world)).toEqual([
      'Nuxeo: The folder Cuts is in the trash in Nuxeo. Restore it, or choose another folder.',
    ]);
    expect(world.mail.sent).toMatchObject([{ items: [{ failure: { code: 'folder-trashed' } }] }]);
    expect(await world.activity()).toContain('publish-failed');
  });

  it('never brings its own comment back', async () => {
    const world = await worlds.start();
    const file = world.addFile('trailer.mov', 'first cut');
    world.nuxeo.trash(world.folder);
    await world.publish(file);
    world.nuxeo.stored(world.folder).isTrashed = false;
    await world.publish(file);
    expect(world.documentsIn()[0]?.record?.comments).toEqual([]);
  });

  it('says so where the folder was deleted', async () => {
    const world = await worlds.start();
    world.nuxeo.remove(world.folder);
    await world.publish(world.addFile('trailer.mov', 'first cut'));
    expect(world.jobs('publish-resource')).toMatchObject([{ state: 'failed', failure: { code: 'folder-gone' } }]);
    const folder = world.frameio.addFolder(world.target, 'Day 1', 'ana');
    await world.publish(folder);
    expect(world.jobs('publish-resource').at(-1)).toMatchObject({ state: 'failed', failure: { code: 'folder-gone' } });
  });

  it('says so where the type of document cannot be created any more', async () => {
    const world = await worlds.start();
    await world.publish(world.addFile('trailer.mov', 'first cut'), { form: { documentType: 'Hologram' } });
    expect(world.jobs('publish-resource')).toMatchObject([
      { failure: { code: 'document-type-gone', params: ['Hologram'] } },
    ]);
    expect(world.documentsIn()).toEqual([]);
  });

  it('does not stop the return of a document that is in review elsewhere', async () => {
    const world = await worlds.start();
    const uid = world.addDocument('trailer', 'first cut');
    await world.push(uid);
    world.nuxeo.move(uid, world.nuxeoWorkspace);
    world.nuxeo.trash(world.folder);
    await world.publish(world.addVersion(await world.fileOf(uid), 'trailer.mp4', 'second cut'));
    expect(world.document(uid)).toMatchObject({ text: 'second cut', lockedBy: undefined });
  });

  it('looks at the folder again when the document is made', async () => {
    const world = await worlds.start();
    await world.act(world.callOf([world.addFile('trailer.mov', 'first cut')]));
    world.calls.before('queue.enqueue', () => world.nuxeo.trash(world.folder));
    await world.drain();
    expect(world.jobs('publish-asset')).toMatchObject([{ state: 'failed', failure: { code: 'folder-trashed' } }]);
    expect(world.documentsIn()).toEqual([]);
  });

  it('takes the type that was chosen in the form', async () => {
    const world = await worlds.start();
    await world.publish(world.addFile('trailer.mov', 'first cut'), { form: { documentType: 'File' } });
    expect(world.documentsIn()).toMatchObject([{ type: 'File', text: 'first cut' }]);
  });

  it('says so where the file is empty, and leaves no document behind', async () => {
    const world = await worlds.start();
    await world.publish(world.addFile('empty.mov', ''));
    expect(world.jobs('publish-asset')).toMatchObject([
      { failure: { code: 'asset-without-bytes', params: ['empty.mov'] } },
    ]);
    expect(world.documentsIn()).toEqual([]);
  });

  it('leaves no document behind where the bytes may not be downloaded', async () => {
    const world = await worlds.start();
    const file = world.addFile('trailer.mov', 'first cut');
    world.frameio.failNext('source.open', new FrameioError('frameio-forbidden'));
    await world.publish(file);
    expect(world.jobs('publish-asset')).toMatchObject([{ state: 'failed', failure: { code: 'frameio-forbidden' } }]);
    expect(world.documentsIn()).toEqual([]);
    expect([...world.nuxeo.batches.keys()]).toEqual([]);
  });

  it('says so where the asset is in a workspace that the folder is not bound to', async () => {
    const world = await worlds.start();
    const other = world.frameio.addWorkspace(world.target, 'Elsewhere');
    const file = world.addFile('trailer.mov', 'first cut', world.frameio.addProject(other, 'Secret'));
    await world.publish(file);
    expect(world.documentsIn()).toEqual([]);
    expect(world.jobs('publish-resource')).toMatchObject([
      { state: 'failed', failure: { code: 'asset-outside-binding', params: ['trailer.mov'] } },
    ]);
  });

  it('says so where the asset is gone by the time it is looked at', async () => {
    const world = await worlds.start();
    const file = world.addFile('trailer.mov', 'first cut');
    await world.act(world.callOf([file]));
    world.frameio.remove(file.fileId);
    await world.drain();
    expect(world.jobs('publish-resource')).toMatchObject([{ state: 'failed', failure: { code: 'asset-not-found' } }]);
  });

  it('still takes what was accepted before the folder was unbound', async () => {
    const world = await worlds.start();
    await world.act(world.callOf([world.addFile('trailer.mov', 'first cut')]));
    await world.deps.bindings.markUnbound(world.binding.id, world.clock.now());
    await world.drain();
    expect(world.documentsIn()).toMatchObject([{ text: 'first cut' }]);
  });
});

describe('a file that is still uploading to Frame.io', () => {
  it('is waited for, shown, without a word to anybody, and then taken', async () => {
    const world = await worlds.start();
    const file = world.addFile('trailer.mov', 'first cut');
    const stored = world.frameio.file(file.fileId);
    stored.status = 'created';
    await world.publish(file);
    expect(world.jobs('publish-asset')).toMatchObject([
      { state: 'retry', stage: 'waiting', failure: { code: 'asset-not-uploaded', params: ['trailer.mov'] } },
    ]);
    expect(await world.attention()).toEqual([]);
    expect(told(world)).toEqual([]);
    expect(world.mail.sent).toEqual([]);
    stored.status = 'transcoded';
    await world.lookAgain();
    expect(world.documentsIn()).toMatchObject([{ text: 'first cut' }]);
    expect(world.mail.sent).toMatchObject([{ items: [{ failure: undefined }] }]);
  });

  it('is given up after a while, and people are told', async () => {
    const world = await worlds.start();
    const file = world.addFile('trailer.mov', 'first cut');
    world.frameio.file(file.fileId).status = 'created';
    await world.publish(file);
    world.clock.pass(2 * 3_600_000);
    await world.lookAgain();
    expect(world.jobs('publish-asset')).toMatchObject([{ state: 'failed', failure: { code: 'asset-not-uploaded' } }]);
    expect(told(world)).toHaveLength(1);
    expect(world.mail.sent).toMatchObject([{ items: [{ failure: { code: 'asset-not-uploaded' } }] }]);
  });

  it('does not hold up a newer cut for ever when it is an older one that never ends', async () => {
    const world = await worlds.start();
    const first = world.addFile('v1.mov', 'first cut');
    const second = world.addVersion(first, 'v2.mov', 'second cut');
    world.frameio.file(first.fileId).status = 'created';
    await world.publish(second);
    expect(world.documentsIn()).toEqual([]);
    world.clock.pass(2 * 3_600_000);
    await world.lookAgain();
    const [{ uid } = { uid: '' }] = world.documentsIn();
    expect(world.versionTexts(uid)).toEqual(['second cut']);
    expect(world.notes('publish-asset')).toEqual(['skipped-while-uploading']);
  });
});

describe('a document that is locked', () => {
  it('is waited for, and written when it is free', async () => {
    const world = await worlds.start();
    const file = world.addFile('trailer.mov', 'first cut');
    await world.publish(file);
    const [{ uid } = { uid: '' }] = world.documentsIn();
    await world.nuxeo.as('mia').locks.take(uid);
    world.addVersion(file, 'trailer.mov', 'second cut');
    await world.publish(file);
    expect(world.document(uid).text).toBe('first cut');
    expect(await world.attention()).toEqual([{ code: 'locked-by-other', person: 'ben', params: ['mia'] }]);
    await world.nuxeo.as('mia').locks.release(uid);
    await world.lookAgain();
    expect(world.document(uid).text).toBe('second cut');
    expect(await world.attention()).toEqual([]);
  });

  it('by somebody who has lost the right to write it meanwhile is waited for, too', async () => {
    const world = await worlds.start();
    const file = world.addFile('trailer.mov', 'first cut');
    await world.publish(file);
    const [{ uid } = { uid: '' }] = world.documentsIn();
    await world.nuxeo.as('ben').locks.take(uid);
    world.nuxeo.grant(world.nuxeoWorkspace, 'ben', 'Read');
    world.addVersion(file, 'trailer.mov', 'second cut');
    await world.publish(file);
    expect(await world.attention()).toMatchObject([{ code: 'locked-by-other', params: ['ben'] }]);
  });

  it('is waited for by administrators, too, though Nuxeo would let them pass', async () => {
    const world = await worlds.start();
    world.frameio.addPerson('Administrator');
    await connect(world, 'Administrator');
    const clickerId = world.frameio.people.get('Administrator')?.id;
    const file = world.addFile('trailer.mov', 'first cut');
    await world.publish(file);
    const [{ uid } = { uid: '' }] = world.documentsIn();
    await world.nuxeo.as('mia').locks.take(uid);
    world.addVersion(file, 'trailer.mov', 'second cut');
    await world.publish(file, { clickerId });
    expect(world.document(uid).text).toBe('first cut');
    expect(await world.attention()).toMatchObject([{ code: 'locked-by-other', params: ['mia'] }]);
  });
});
