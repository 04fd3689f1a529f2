import { beforeEach, describe, expect, it } from 'vitest';
import type { FileRef } from '../../server/domain/refs.ts';
import type { Change } from '../../server/domain/webhook.ts';
import { after, tend, told } from '../support/webhooks.ts';
import { registerProvider } from '../support/world-scene.ts';
import { useWorlds, type World } from '../support/world.ts';

const worlds = useWorlds();
const SOON = 2_000;
const QUIET = 60_000;
let world: World;
beforeEach(async () => {
  world = await worlds.start();
  await tend(world);
});

const fileEvent = ({ fileId: id }: FileRef) => ({ type: 'file', id }) as const;
const commentEvent = (id: string) => ({ type: 'comment', id }) as const;

async function followed(...events: readonly Pick<Change, 'type' | 'id'>[]): Promise<void> {
  await told(world, ...events);
  await after(world, SOON);
  await after(world, QUIET);
}

/** A document that was published, with the file that it was made of. */
async function published(): Promise<{ uid: string; file: FileRef }> {
  const file = world.addFile('trailer.mov', 'first cut');
  await world.publish(file);
  return { uid: String(world.documentsIn()[0]?.uid), file };
}

async function pushed(): Promise<{ uid: string; file: FileRef }> {
  const uid = world.addDocument('trailer', 'first cut');
  await world.push(uid);
  return { uid, file: await world.fileOf(uid) };
}

const remarks = (uid: string) => world.document(uid).record?.comments.map(({ text }) => text) ?? [];
const updates = () => world.nuxeo.calls.filter(({ operation }) => operation === 'documents.update').length;

describe.each([
  ['published', published],
  ['in review', pushed],
])('a document that is %s', (_how, make) => {
  it('shows what was said, changed and taken back, without a version', async () => {
    const { uid, file } = await make();
    const versions = world.versions(uid).length;
    const first = world.frameio.addComment(file, { text: 'too dark', by: 'ben' });
    const other = world.frameio.addComment(file, { text: 'too loud', by: 'ben' });
    await followed(commentEvent(first), commentEvent(other));
    expect(remarks(uid)).toEqual(['too dark', 'too loud']);
    expect(world.document(uid).asset).toMatchObject({ openComments: 2, totalComments: 2 });

    world.frameio.completeComment(first);
    world.frameio.comments.delete(other);
    await followed(commentEvent(first), commentEvent(other));
    expect(remarks(uid)).toEqual(['too dark']);
    expect(world.document(uid).asset).toMatchObject({ openComments: 0, totalComments: 1 });
    expect(world.versions(uid)).toHaveLength(versions);
  });

  it('shows the decision', async () => {
    const { uid, file } = await make();
    world.frameio.setStatus(file, 'In Progress');
    await followed(fileEvent(file));
    expect(world.document(uid).asset).toMatchObject({ statusLabel: 'In Progress' });
  });

  it('says that there is a newer version, and does not bring it', async () => {
    const { uid, file } = await make();
    const newer = world.addVersion(file, 'trailer v2.mov', 'second cut');
    const stackId = String(world.frameio.file(newer.fileId).parentId);
    await followed({ type: 'version_stack', id: stackId });
    expect(world.document(uid)).toMatchObject({
      text: 'first cut',
      asset: { fileId: file.fileId, newerFileId: newer.fileId, newerFileName: 'trailer v2.mov' },
    });
  });

  it('is written once, when it has become quiet', async () => {
    const { uid, file } = await make();
    const before = updates();
    for (const text of ['one', 'two', 'three']) {
      await told(world, commentEvent(world.frameio.addComment(file, { text, by: 'ben' })));
      await after(world, SOON);
      await after(world, 30_000);
    }
    expect(remarks(uid)).toEqual([]);
    await after(world, QUIET);
    expect(remarks(uid)).toEqual(['one', 'two', 'three']);
    expect(updates() - before).toBe(1);
  });

  it('is not kept waiting by people who never stop', async () => {
    const { uid, file } = await make();
    for (let round = 0; round < 25; round += 1) {
      await told(world, commentEvent(world.frameio.addComment(file, { text: `${round}`, by: 'ben' })));
      await after(world, SOON);
      await after(world, QUIET / 2);
    }
    expect(remarks(uid).length).toBeGreaterThan(10);
  });

  it('is not written where nothing changed, whoever did nothing', async () => {
    const { uid, file } = await make();
    const id = world.frameio.addComment(file, { text: 'too dark', by: 'ben' });
    await followed(commentEvent(id));
    const before = updates();
    await followed(commentEvent(id), fileEvent(file));
    expect(updates()).toBe(before);
    expect(remarks(uid)).toEqual(['too dark']);
  });

  it('ends the same with repeated, reordered and late deliveries', async () => {
    const { uid, file } = await make();
    const first = world.frameio.addComment(file, { text: 'too dark', by: 'ben' });
    const newer = world.addVersion(file, 'trailer v2.mov', 'second cut');
    world.frameio.completeComment(first);
    const stack = { type: 'version_stack', id: String(world.frameio.file(newer.fileId).parentId) } as const;
    await followed(stack, commentEvent(first), fileEvent(newer), commentEvent(first), stack, fileEvent(file));
    const once = world.document(uid);
    expect(once.record?.comments).toMatchObject([{ text: 'too dark', completedAt: expect.any(String) as string }]);
    expect(once.asset).toMatchObject({ newerFileId: newer.fileId });
    const before = updates();
    await followed(fileEvent(file), stack, commentEvent(first));
    expect(updates()).toBe(before);
  });

  it('is caught up by the next word after deliveries that were lost', async () => {
    const { uid, file } = await make();
    world.frameio.addComment(file, { text: 'lost', by: 'ben' });
    const id = world.frameio.addComment(file, { text: 'told', by: 'ben' });
    await followed(commentEvent(id));
    expect(remarks(uid)).toEqual(['lost', 'told']);
  });

  it('goes on after a failure that passes', async () => {
    const { uid, file } = await make();
    const id = world.frameio.addComment(file, { text: 'too dark', by: 'ben' });
    world.frameio.failNext('comments.fileOf');
    world.frameio.failNext('comments.list');
    await followed(commentEvent(id));
    expect(remarks(uid)).toEqual(['too dark']);
  });
});

describe('a document in review', () => {
  it('is unlocked at once when an approval is told that was missing', async () => {
    const { uid, file } = await pushed();
    world.frameio.setStatus(file, 'In Progress');
    await world.bringBack(uid);
    expect(world.document(uid).lockedBy).toBe('ana');
    world.approve(file);
    await told(world, fileEvent(file));
    await after(world, SOON);
    expect(world.document(uid).lockedBy).toBeUndefined();
    expect((await world.review(uid)).state).toBe('returned');
  });

  it('shows comments within the hour where nothing is told', async () => {
    const { uid, file } = await pushed();
    world.frameio.addComment(file, { text: 'too dark', by: 'ben' });
    await world.poll();
    expect(remarks(uid)).toEqual(['too dark']);
    world.frameio.addComment(file, { text: 'too loud', by: 'ben' });
    await world.poll();
    expect(remarks(uid)).toEqual(['too dark']);
    world.clock.pass(3_600_000);
    await world.poll();
    expect(remarks(uid)).toEqual(['too dark', 'too loud']);
  });
});

describe('a document that somebody else works on', () => {
  it('is left alone, and brought up to date when it is free', async () => {
    const { uid, file } = await published();
    await world.nuxeo.as('ben').locks.take(uid);
    const id = world.frameio.addComment(file, { text: 'too dark', by: 'ben' });
    await followed(commentEvent(id));
    expect(remarks(uid)).toEqual([]);
    await world.nuxeo.as('ben').locks.release(uid);
    await after(world, 3_600_000);
    expect(remarks(uid)).toEqual(['too dark']);
    expect(await world.attention()).toEqual([]);
  });
});

describe('what is nobody’s business', () => {
  it('is dropped without a trace: a project from which nothing came', async () => {
    const file = world.addFile('foreign.mov', 'foreign');
    await told(world, fileEvent(file));
    expect(await world.deps.changes.marked(world.target, 10)).toEqual([]);
    expect(world.jobs('follow-changes')).toEqual([]);
  });

  it('costs a few questions and no write: another asset of a project that is followed', async () => {
    await published();
    const before = updates();
    const other = world.addFile('other.mov', 'other');
    await followed(fileEvent(other), commentEvent('gone'), { type: 'folder', id: world.target.folderId });
    expect(updates()).toBe(before);
    expect(world.jobs('refresh-document')).toEqual([]);
    expect(await world.deps.changes.marked(world.target, 10)).toEqual([]);
  });

  it('waits while the service is off, and is not lost', async () => {
    const { uid, file } = await published();
    const id = world.frameio.addComment(file, { text: 'too dark', by: 'ben' });
    await registerProvider(world, { serviceEnabled: false });
    await followed(commentEvent(id));
    expect(remarks(uid)).toEqual([]);
    await registerProvider(world);
    await world.queue.enqueue({ kind: 'sweep', person: 'system', title: 'sweep', payload: {} });
    await world.drain();
    await after(world, SOON);
    await after(world, QUIET);
    expect(remarks(uid)).toEqual(['too dark']);
  });
});
