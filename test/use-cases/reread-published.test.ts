import { beforeEach, describe, expect, it } from 'vitest';
import { after, tend } from '../support/webhooks.ts';
import { useWorlds, type World } from '../support/world.ts';

const worlds = useWorlds();
const DAY = 24 * 3_600_000;
const WEEK = 7 * DAY;
let world: World;
beforeEach(async () => {
  world = await worlds.start();
  Object.assign(world.deps.options, { webhooks: 'off' });
});

async function published(name: string) {
  const file = world.addFile(name, name);
  await world.publish(file);
  const document = world.documentsIn().find(({ title }) => `${title}.mov` === name);
  return { file, uid: String(document?.uid) };
}

async function tick(passed = 0): Promise<void> {
  await after(world, passed);
  const key = `tick:${world.queue.entries.length}`;
  await world.queue.enqueue({ kind: 'reread-published', person: 'system', title: 'tick', payload: {}, key });
  await world.drain();
}

const reread = () => world.jobs('refresh-document').length;
const remarks = (uid: string) =>
  world.document(uid).record?.comments.map(({ text, completedAt }) => [text, completedAt !== undefined]);

describe('a published document of which Frame.io tells nothing', () => {
  it('has after a week what was changed in comments, decision and details, without a version', async () => {
    const { file, uid } = await published('trailer.mov');
    const comment = world.frameio.addComment(file, { text: 'too dark', by: 'ben' });
    await tick(6 * DAY);
    expect(world.document(uid).record?.comments).toEqual([]);

    await tick(2 * DAY);
    expect(remarks(uid)).toEqual([['too dark', false]]);
    world.frameio.completeComment(comment);
    world.approve(file);
    await tick(6 * DAY);
    expect(remarks(uid)).toEqual([['too dark', false]]);
    await tick(2 * DAY);
    expect(remarks(uid)).toEqual([['too dark', true]]);
    expect(world.document(uid).asset).toMatchObject({ statusLabel: 'Approved' });
    expect(world.versions(uid)).toHaveLength(1);
  });

  it('takes its turn: each look reads no more than bring all round in a week, one after the other', async () => {
    for (let n = 0; n < 5; n += 1) await published(`cut ${n}.mov`);
    await tick(WEEK + 1_000);
    expect(reread()).toBe(1); // of 1,008 looks in a week each takes its share, and at least one
    Object.assign(world.deps.options, { rereadMs: 1_200_000 });
    await tick();
    expect(reread()).toBe(4);
    const starts = world.queue.entries
      .filter(({ job }) => job.kind === 'refresh-document')
      .map(({ startsAt }) => startsAt);
    expect(starts.slice(1).map((start) => start.getTime() - world.clock.now().getTime())).toEqual([
      0, 200_000, 400_000,
    ]);
    await tick();
    expect(reread()).toBe(5);
    await tick();
    expect(reread()).toBe(5);
  });

  it('is not written where nothing changed', async () => {
    await published('trailer.mov');
    const updates = () => world.nuxeo.calls.filter(({ operation }) => operation === 'documents.update').length;
    const before = updates();
    await tick(WEEK + 1_000);
    expect([reread(), updates()]).toEqual([1, before]);
  });
});

describe('nothing is read again', () => {
  it('where Frame.io tells of changes', async () => {
    Object.assign(world.deps.options, { webhooks: 'auto' });
    await tend(world);
    await published('trailer.mov');
    await tick(WEEK + 1_000);
    expect(reread()).toBe(0);
  });

  it('of what is in review: that is looked at every hour', async () => {
    await world.push(world.addDocument('Promo', 'promo'));
    await tick(WEEK + 1_000);
    expect(reread()).toBe(0);
  });

  it('of a folder that is not bound any more', async () => {
    await published('trailer.mov');
    await world.deps.bindings.markUnbound(world.binding.id, world.clock.now());
    await tick(WEEK + 1_000);
    expect(reread()).toBe(0);
  });
});
