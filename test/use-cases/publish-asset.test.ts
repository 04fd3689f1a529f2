import { describe, expect, it } from 'vitest';
import { JobInterrupted, NuxeoError } from '../../server/domain/errors.ts';
import { cutOffEverywhere } from '../support/every-call.ts';
import { useWorlds } from '../support/world.ts';

const worlds = useWorlds();
const success = { title: 'Success', description: 'Asset pushed to Nuxeo.' };

describe('a file that is published', () => {
  it('becomes one document in the bound folder, with its bytes, what is known of it and its comments', async () => {
    const world = await worlds.start();
    const file = world.addFile('Aurora trailer.mov', 'first cut');
    world.frameio.addComment(file, { text: 'Darker\nhere 🌘', by: 'zoe', frame: 74 });
    expect(await world.publish(file)).toEqual(success);

    const [document, ...more] = world.documentsIn();
    expect(more).toEqual([]);
    expect(document).toMatchObject({ type: 'Video', title: 'Aurora trailer', text: 'first cut', label: '0.1' });
    expect(document?.asset).toMatchObject({
      ...{ fileId: file.fileId, fileName: 'Aurora trailer.mov', uploader: 'ana', state: 'published' },
      ...{ codec: 'h264', resolution: '1920 x 1080', fps: 25, duration: 4, frames: 100, totalComments: 1 },
    });
    expect(document?.record).toMatchObject({
      broughtBy: 'ben',
      comments: [{ author: 'zoe', text: 'Darker\nhere 🌘', frame: 74, timecode: '00:00:02:24' }],
    });
  });

  it('is exactly one version, and that one carries bytes and comments', async () => {
    const world = await worlds.start();
    const file = world.addFile('trailer.mov', 'first cut');
    world.frameio.addComment(file, { text: 'Darker', by: 'zoe' });
    await world.publish(file);
    const [document] = world.documentsIn();
    expect(world.versions(document?.uid ?? '')).toMatchObject([
      { label: '0.1', text: 'first cut', record: { comments: [{ text: 'Darker' }] } },
    ]);
  });

  it('is the same document when it is published again, and nothing is written where nothing changed', async () => {
    const world = await worlds.start();
    const file = world.addFile('trailer.mov', 'first cut');
    await world.publish(file);
    const before = world.documentsIn();
    expect(await world.publish(file)).toEqual(success);
    expect(world.documentsIn()).toEqual(before);
    expect(world.versions(before[0]?.uid ?? '')).toHaveLength(1);
    expect(world.notes('publish-asset')).toEqual(['unchanged-no-bytes-moved']);
  });

  it('brings new comments as a version, without its bytes', async () => {
    const world = await worlds.start();
    const file = world.addFile('trailer.mov', 'first cut');
    await world.publish(file);
    world.frameio.addComment(file, { text: 'Darker', by: 'zoe' });
    await world.publish(file);
    const [{ uid } = { uid: '' }] = world.documentsIn();
    expect(world.versions(uid).map(({ record }) => record?.comments.length)).toEqual([0, 1]);
    expect(world.calls.done('frameio.source.open')).toBe(3);
  });

  it('is another document when it is published to another folder', async () => {
    const world = await worlds.start();
    const folderUid = world.nuxeo.add({ type: 'Folder', title: 'Finals', parentUid: world.nuxeoWorkspace });
    const finals = await world.bind({ folderUid, actionName: 'Publish to finals' });
    const file = world.addFile('trailer.mov', 'first cut');
    const form = { folder: world.binding.id };
    await world.publish(file, { form });
    await world.publish(file, { form: { folder: finals.id } }, finals);
    expect(world.documentsIn()).toMatchObject([{ text: 'first cut' }]);
    expect(world.documentsIn(folderUid)).toMatchObject([{ text: 'first cut' }]);
  });

  it('is the same document wherever that was moved to, and keeps the title that it was given there', async () => {
    const world = await worlds.start();
    const file = world.addFile('trailer.mov', 'first cut');
    await world.publish(file);
    const [{ uid } = { uid: '' }] = world.documentsIn();
    const elsewhere = world.nuxeo.add({ type: 'Folder', title: 'Elsewhere', parentUid: world.nuxeoWorkspace });
    world.nuxeo.move(uid, elsewhere);
    await world.nuxeo.as('ana').documents.update(uid, { properties: { 'dc:title': 'The trailer' } });
    world.addVersion(file, 'trailer v2.mov', 'second cut');
    await world.publish(file);
    expect(world.documentsIn()).toEqual([]);
    expect(world.document(uid)).toMatchObject({ title: 'The trailer', text: 'second cut' });
  });

  it('is the same document when the first attempt failed after it was made, wherever it is by now', async () => {
    const world = await worlds.start();
    const file = world.addFile('trailer.mov', 'first cut');
    world.nuxeo.failNext('documents.update', new NuxeoError('nuxeo-refused'));
    await world.publish(file);
    expect(world.jobs('publish-asset')).toMatchObject([{ state: 'failed' }]);
    const [{ uid } = { uid: '' }] = world.documentsIn();
    world.nuxeo.move(uid, world.nuxeoWorkspace);
    await world.publish(file);
    expect(world.documentsIn()).toEqual([]);
    expect(world.document(uid).text).toBe('first cut');
  });

  it('is brought though the document says so already, where its bytes are missing', async () => {
    const world = await worlds.start();
    const file = world.addFile('trailer.mov', 'first cut');
    // Nuxeo takes a lost batch without a word: everything is written but the bytes, and then the process dies.
    world.calls.before('nuxeo.documents.update', () => {
      const mark = `${world.jobs('publish-asset')[0]?.id ?? ''}:${file.fileId}`;
      const [{ uid } = { uid: '' }] = world.documentsIn();
      Object.assign(world.nuxeo.stored(uid).properties, { 'frameioasset:jobId': mark });
      world.nuxeo.expireBatches();
      throw new JobInterrupted();
    });
    await world.publish(file);
    expect(world.documentsIn()).toMatchObject([{ text: 'first cut' }]);
  });

  it('is a new document when the first one is in the trash, said so', async () => {
    const world = await worlds.start();
    const file = world.addFile('trailer.mov', 'first cut');
    await world.publish(file);
    const [{ uid } = { uid: '' }] = world.documentsIn();
    world.nuxeo.trash(uid);
    await world.publish(file);
    expect(world.documentsIn().filter((one) => one.uid !== uid)).toMatchObject([{ text: 'first cut', label: '0.1' }]);
    expect(world.notes('publish-asset')).toEqual(['new-document-after-trash']);
  });

  it('is a new document when the first one was deleted', async () => {
    const world = await worlds.start();
    const file = world.addFile('trailer.mov', 'first cut');
    await world.publish(file);
    world.nuxeo.remove(world.documentsIn()[0]?.uid ?? '');
    await world.publish(file);
    expect(world.documentsIn()).toMatchObject([{ text: 'first cut', label: '0.1' }]);
  });

  it('is found again by its stack or any of its versions, and by no name', async () => {
    const world = await worlds.start();
    const file = world.addFile('trailer.mov', 'first cut');
    await world.publish(file);
    const second = world.addVersion(file, 'quite another name.mov', 'second cut');
    world.addFile('trailer.mov', 'a stranger');
    await world.publish(second);
    expect(world.documentsIn()).toMatchObject([{ title: 'trailer', text: 'second cut' }]);
    // The first version is deleted from the stack: the second one is enough.
    world.frameio.remove(file.fileId);
    world.addVersion(second, 'third.mov', 'third cut');
    await world.publish(second);
    const [{ uid } = { uid: '' }, ...more] = world.documentsIn();
    expect(more).toEqual([]);
    expect(world.versionTexts(uid)).toEqual(['first cut', 'second cut', 'third cut']);
  });

  it('keeps what was edited in Nuxeo as a version before it is replaced', async () => {
    const world = await worlds.start();
    const file = world.addFile('trailer.mov', 'first cut');
    await world.publish(file);
    const [{ uid } = { uid: '' }] = world.documentsIn();
    await world.edit(uid, 'edited by hand', 'ben');
    world.addVersion(file, 'trailer.mov', 'second cut');
    await world.publish(file);
    expect(world.versionTexts(uid)).toEqual(['first cut', 'edited by hand', 'second cut']);
  });

  it('makes the kind of version that the binding says, or that the form says', async () => {
    const world = await worlds.start();
    await world.rules({ version: 'major' });
    const file = world.addFile('trailer.mov', 'first cut');
    await world.publish(file);
    const [{ uid } = { uid: '' }] = world.documentsIn();
    world.addVersion(file, 'trailer.mov', 'second cut');
    await world.publish(file, { form: { version: 'minor', note: 'for the board' } });
    world.addVersion(file, 'trailer.mov', 'third cut');
    await world.publish(file, { form: { version: 'policy' } });
    expect(world.versions(uid).map(({ label }) => label)).toEqual(['1.0', '1.1', '1.2']);
    expect(world.versions(uid)[1]?.record?.note).toBe('for the board');
  });

  it("makes a minor version itself where the server's own rules made none", async () => {
    const world = await worlds.start();
    await world.rules({ version: 'policy' });
    await world.publish(world.addFile('trailer.mov', 'first cut'));
    expect(world.versionTexts(world.documentsIn()[0]?.uid ?? '')).toEqual(['first cut']);
  });

  it('brings guests, replies and drawings as they are', async () => {
    const world = await worlds.start();
    const file = world.addFile('trailer.mov', 'first cut');
    const annotation = JSON.stringify([{ tool: 'rect', x: 0.28, y: 0.13, w: 0.31, h: 0.53 }]);
    const thread = world.frameio.addComment(file, { text: '@ana https://example.com', frame: 0, annotation });
    world.frameio.reply(thread, { text: 'Done', by: 'ana' });
    world.frameio.completeComment(thread);
    await world.publish(file);
    const [document] = world.documentsIn();
    expect(document?.record?.comments).toMatchObject([
      {
        author: 'Guest',
        text: '@ana https://example.com',
        frame: 0,
        annotation,
        replies: [{ author: 'ana', text: 'Done' }],
      },
    ]);
    expect(document?.asset).toMatchObject({ openComments: 0, totalComments: 2 });
  });

  it('follows nothing that people write into the properties', async () => {
    const world = await worlds.start();
    const file = world.addFile('trailer.mov', 'first cut');
    const stranger = world.addFile('stranger.mov', 'a stranger');
    await world.publish(file);
    const [{ uid } = { uid: '' }] = world.documentsIn();
    const ben = world.nuxeo.as('ben').documents;
    await ben.update(uid, { properties: { 'frameioasset:fileId': stranger.fileId, 'frameioasset:stackId': 'x' } });
    await ben.update(world.folder, {
      properties: { 'frameiobound:creator': 'mia', 'frameiobound:documentType': 'Note' },
    });
    world.addVersion(file, 'trailer.mov', 'second cut');
    await world.publish(file, { clickerId: undefined });
    expect(world.documentsIn()).toMatchObject([{ uid, type: 'Video', text: 'second cut' }]);
    expect(world.nuxeo.stored(uid).lastContributor).toBe('ana');
  });

  it('leaves comments in Frame.io where they are switched off, and says so', async () => {
    const world = await worlds.start();
    await world.settings({ comments: false });
    const file = world.addFile('trailer.mov', 'first cut');
    world.frameio.addComment(file, { text: 'Secret', by: 'zoe' });
    await world.publish(file);
    expect(world.documentsIn()[0]?.record?.comments).toEqual([]);
    expect(world.notes('publish-asset')).toEqual(['comments-off']);
  });

  it('ends the same wherever it is cut off: one document, one version', { timeout: 60_000 }, async () => {
    await cutOffEverywhere(worlds.another, {
      prepare: async (world) => {
        const file = world.addFile('trailer.mov', 'first cut');
        world.frameio.addComment(file, { text: 'Darker', by: 'zoe' });
        await world.act(world.callOf([file]));
      },
      check: async (world) => {
        const documents = world.documentsIn();
        expect(documents).toMatchObject([
          { title: 'trailer', text: 'first cut', label: '0.1', asset: { state: 'published' } },
        ]);
        const uid = documents[0]?.uid ?? '';
        expect(world.versions(uid)).toMatchObject([{ text: 'first cut', record: { comments: [{ text: 'Darker' }] } }]);
        expect(world.jobs('publish-asset')).toMatchObject([{ state: 'completed', notes: [] }]);
        expect(await world.activity(uid)).toContain('published');
        const { failed = '' } = world.calls;
        // A batch whose creation was not answered is nobody's: Nuxeo drops it after its time.
        const isUnknown = ['nuxeo.uploads.begin', 'transfers.begin'].includes(failed);
        expect(world.nuxeo.batches.size).toBeLessThanOrEqual(isUnknown ? 1 : 0);
        // A part whose arrival could not be recorded is the only one that may go twice.
        const isUnsure = ['nuxeo.uploads.put', 'transfers.record'].includes(failed);
        expect(world.calls.done('nuxeo.uploads.put')).toBeLessThanOrEqual(isUnsure ? 4 : 3);
        expect(world.mail.sent).toMatchObject([{ kind: 'arrived', to: { address: 'ben@example.com' } }]);
      },
    });
  });
});

describe('a version stack that is published', () => {
  it('is one document with a version of each member, oldest first, each with its own comments', async () => {
    const world = await worlds.start();
    const first = world.addFile('trailer v1.mov', 'first cut');
    const second = world.addVersion(first, 'trailer v2.mov', 'second cut');
    world.frameio.addComment(first, { text: 'Too long', by: 'zoe' });
    world.frameio.addComment(second, { text: 'Better', by: 'zoe' });
    await world.publish(second);
    const [document, ...more] = world.documentsIn();
    expect(more).toEqual([]);
    expect(document).toMatchObject({ title: 'trailer v2', text: 'second cut' });
    expect(world.versions(document?.uid ?? '')).toMatchObject([
      { label: '0.1', text: 'first cut', record: { fileId: first.fileId, comments: [{ text: 'Too long' }] } },
      { label: '0.2', text: 'second cut', record: { fileId: second.fileId, comments: [{ text: 'Better' }] } },
    ]);
  });

  it('brings later only what is new on top', async () => {
    const world = await worlds.start();
    const first = world.addFile('trailer.mov', 'first cut');
    await world.publish(first);
    world.addVersion(first, 'trailer.mov', 'second cut');
    const third = world.addVersion(first, 'trailer.mov', 'third cut');
    await world.publish(third);
    const [{ uid } = { uid: '' }] = world.documentsIn();
    expect(world.versionTexts(uid)).toEqual(['first cut', 'second cut', 'third cut']);
  });

  it('does not bring an older cut over a newer one when it was slipped in below', async () => {
    const world = await worlds.start();
    const newer = world.addFile('trailer.mov', 'newer cut');
    await world.publish(newer);
    const older = world.addFile('old.mov', 'older cut');
    world.frameio.addStack(world.target, [older, newer]);
    await world.publish(newer);
    const [{ uid, text } = { uid: '', text: '' }] = world.documentsIn();
    expect(text).toBe('newer cut');
    expect(world.versionTexts(uid)).toEqual(['newer cut']);
  });

  it('of files of two documents needs somebody, and nothing is written', async () => {
    const world = await worlds.start();
    const [one, two] = [world.addFile('one.mov', 'first film'), world.addFile('two.mov', 'second film')];
    await world.publish(one);
    await world.publish(two);
    const before = world.documentsIn();
    const stack = world.frameio.addStack(world.target, [one, two]);
    await world.publish(stack);
    expect(world.documentsIn()).toEqual(before);
    expect(await world.attention()).toMatchObject([{ code: 'asset-in-two-documents', person: 'ben' }]);
    // Separated again, it goes on by itself.
    world.frameio.move(two, world.target);
    await world.lookAgain();
    expect(await world.attention()).toEqual([]);
    expect(world.jobs('publish-asset').at(-1)?.state).toBe('completed');
  });

  it('ends the same wherever it is cut off: a version of each member', { timeout: 60_000 }, async () => {
    await cutOffEverywhere(worlds.another, {
      prepare: async (world) => {
        const first = world.addFile('v1.mov', 'one');
        await world.act(world.callOf([world.addVersion(first, 'v2.mov', 'two')]));
      },
      check: (world) => {
        const [{ uid } = { uid: '' }, ...more] = world.documentsIn();
        expect(more).toEqual([]);
        expect(world.versions(uid)).toMatchObject([
          { label: '0.1', text: 'one' },
          { label: '0.2', text: 'two' },
        ]);
      },
    });
  });
});
