import { describe, expect, it } from 'vitest';
import { applyRemedy, listAttention } from '../../server/use-cases/attention.ts';
import { releaseLock } from '../../server/use-cases/recall-document.ts';
import { connect, registerProvider } from '../support/world-scene.ts';
import { useWorlds, type World } from '../support/world.ts';

const worlds = useWorlds();

async function startInReview() {
  const world = await worlds.start();
  const uid = world.addDocument('trailer', 'first cut');
  await world.push(uid);
  return { world, uid };
}

const items = (world: World, by: string) => listAttention(world.caller(by), {}, world.deps);

describe('a recall', () => {
  it('unlocks the document, and leaves what is in Frame.io', async () => {
    const { world, uid } = await startInReview();
    await world.recall(uid);
    expect(world.document(uid)).toMatchObject({ lockedBy: undefined, asset: { state: 'recalled' } });
    expect(await world.review(uid)).toMatchObject({ state: 'recalled', lock: undefined });
    expect(world.files()).toMatchObject([{ text: 'first cut' }]);
    expect(await world.activity(uid)).toContain('recalled');
  });

  it('is for the owner of the lock and for who may unlock, in their own name', async () => {
    const { world, uid } = await startInReview();
    await expect(world.recall(uid, 'ben')).rejects.toMatchObject({ code: 'locked-by-other', params: ['ana'] });
    expect(world.document(uid).lockedBy).toBe('ana');
    await world.recall(uid, 'mia');
    expect(world.document(uid).lockedBy).toBeUndefined();
    expect((await world.deps.activity.list({ documentUid: uid }))[0]).toMatchObject({
      kind: 'recalled',
      person: 'mia',
    });
  });

  it('of a document that was unlocked by hand is not for people who only read', async () => {
    const { world, uid } = await startInReview();
    await world.nuxeo.as('ana').locks.release(uid);
    await expect(world.recall(uid, 'cleo')).rejects.toMatchObject({ code: 'write-not-allowed' });
    await world.recall(uid, 'ben');
    expect(await world.review(uid)).toMatchObject({ state: 'recalled' });
  });

  it("leaves somebody else's lock", async () => {
    const { world, uid } = await startInReview();
    await world.nuxeo.as('ana').locks.release(uid);
    await world.nuxeo.as('ben').locks.take(uid);
    await world.recall(uid, 'ben');
    expect(world.document(uid).lockedBy).toBe('ben');
  });

  it('ends a return that waits, and what it asked for', async () => {
    const { world, uid } = await startInReview();
    world.frameio.remove((await world.fileOf(uid)).fileId);
    await world.bringBack(uid);
    expect(await world.attention()).toHaveLength(1);
    await world.recall(uid);
    await world.drain();
    expect(world.jobs('return-document')).toMatchObject([{ state: 'cancelled' }]);
    expect(await world.attention()).toEqual([]);
  });

  it('is only for what is in review, and tells others nothing', async () => {
    const { world, uid } = await startInReview();
    const other = world.addDocument('other', 'a film');
    await expect(world.recall(other)).rejects.toMatchObject({ code: 'not-in-review' });
    world.nuxeo.hide(uid);
    await expect(world.recall(uid, 'ben')).rejects.toMatchObject({ code: 'nuxeo-forbidden' });
  });

  it('of a document that was deleted ends its review', async () => {
    const { world, uid } = await startInReview();
    world.nuxeo.remove(uid);
    await expect(world.recall(uid, 'ben')).rejects.toMatchObject({ code: 'nuxeo-not-found' });
    expect(await world.recall(uid)).toMatchObject({ state: 'recalled' });
  });

  it('makes the asset an ordinary one again: published, it becomes a version', async () => {
    const { world, uid } = await startInReview();
    await world.recall(uid);
    world.addVersion(await world.fileOf(uid), 'trailer.mp4', 'second cut');
    await world.publish(await world.fileOf(uid));
    expect(world.documentsIn()).toMatchObject([{ uid, text: 'second cut', lockedBy: undefined }]);
  });
});

describe('releasing a lock', () => {
  it('is for administrators, with their own session, whatever the lock looks like', async () => {
    const { world, uid } = await startInReview();
    await expect(releaseLock(uid, world.caller('mia'), world.deps)).rejects.toMatchObject({
      code: 'administrators-only',
    });
    await world.nuxeo.as('ana').locks.release(uid);
    await world.nuxeo.as('ben').locks.take(uid);
    await releaseLock(uid, world.caller('Administrator'), world.deps);
    expect(world.document(uid).lockedBy).toBeUndefined();
    expect(await world.review(uid)).toMatchObject({ state: 'recalled' });
    expect(await world.activity(uid)).toContain('lock-released');
  });

  it('needs no person who pushed: theirs may be gone', async () => {
    const { world, uid } = await startInReview();
    world.nuxeo.people.delete('ana');
    await releaseLock(uid, world.caller('Administrator'), world.deps);
    expect(world.document(uid).lockedBy).toBeUndefined();
  });
});

describe('what a poll finds wrong', () => {
  it.each([
    ['the asset is gone', 'asset-not-found'],
    ['nobody is connected', 'frameio-token-refused'],
    ['the provider is switched off', 'provider-disabled'],
  ] as const)('%s: needs attention, with recall', async (what, code) => {
    const { world, uid } = await startInReview();
    if (what === 'the asset is gone') world.frameio.remove((await world.fileOf(uid)).fileId);
    if (what === 'nobody is connected') await world.deps.tokens.markRefused('frameio', 'ana');
    if (what === 'the provider is switched off') await registerProvider(world, { enabled: false });
    await world.poll();
    await world.poll();
    const [item, ...more] = await items(world, 'ana');
    expect(more).toEqual([]);
    expect(item).toMatchObject({ code, person: 'ana', documentUid: uid, title: 'trailer.mp4' });
    expect(item?.remedies).toContain('recall');
    await applyRemedy(item?.id ?? '', 'recall', world.caller('ana'), world.deps);
    expect(await items(world, 'ana')).toEqual([]);
    expect(world.document(uid).lockedBy).toBeUndefined();
  });

  it('is settled when the next poll finds it right', async () => {
    const { world } = await startInReview();
    await world.deps.tokens.markRefused('frameio', 'ana');
    await world.poll();
    expect(await world.attention()).toHaveLength(1);
    await connect(world, 'ana');
    await world.poll();
    expect(await world.attention()).toEqual([]);
  });

  it('is nothing while Frame.io does not answer', async () => {
    const { world } = await startInReview();
    world.frameio.failNext('resolve');
    await world.poll();
    expect(await world.attention()).toEqual([]);
    expect(world.jobs('poll-reviews')).toMatchObject([{ state: 'completed' }]);
  });

  it('in one document does not keep it from the others', async () => {
    const { world, uid } = await startInReview();
    const other = world.addDocument('other', 'another film');
    await world.push(other);
    await world.rules({ bringBackWhenApproved: true });
    world.frameio.remove((await world.fileOf(uid)).fileId);
    world.approve(await world.fileOf(other));
    await world.poll();
    expect(world.document(other).lockedBy).toBeUndefined();
  });

  it('is read with the connection of who bound the folder when who pushed has none any more', async () => {
    const { world } = await startInReview();
    const uid = world.addDocument('other', 'another film');
    await world.push(uid, { by: 'ben' });
    await world.deps.tokens.delete('frameio', 'ben');
    await world.poll();
    expect(await world.attention()).toEqual([]);
  });
});

describe('what needs attention', () => {
  async function waiting() {
    const { world, uid } = await startInReview();
    world.frameio.remove((await world.fileOf(uid)).fileId);
    await world.bringBack(uid);
    return { world, uid };
  }

  it('is seen by who has to settle it, and by administrators', async () => {
    const { world } = await waiting();
    expect(await items(world, 'ana')).toHaveLength(1);
    expect(await items(world, 'Administrator')).toHaveLength(1);
    expect(await items(world, 'ben')).toEqual([]);
  });

  it('offers an administrator to release the lock, and others not', async () => {
    const { world } = await waiting();
    expect((await items(world, 'ana'))[0]?.remedies).toEqual(['retry', 'recall', 'dismiss']);
    expect((await items(world, 'Administrator'))[0]?.remedies).toEqual(['retry', 'recall', 'release-lock', 'dismiss']);
  });

  it('is settled by who may, with what is offered', async () => {
    const { world } = await waiting();
    const [{ id } = { id: '' }] = await items(world, 'ana');
    const apply = (remedy: 'release-lock' | 'dismiss' | 'retry', by: string) =>
      applyRemedy(id, remedy, world.caller(by), world.deps);
    await expect(apply('dismiss', 'ben')).rejects.toMatchObject({ code: 'attention-not-found' });
    await expect(apply('release-lock', 'ana')).rejects.toMatchObject({ code: 'remedy-not-applicable' });
    await apply('dismiss', 'ana');
    await expect(apply('dismiss', 'ana')).rejects.toMatchObject({ code: 'attention-not-found' });
    expect(await world.attention()).toEqual([]);
  });

  it('is tried again at once when somebody asks for it', async () => {
    const { world } = await waiting();
    const [{ id } = { id: '' }] = await items(world, 'ana');
    await applyRemedy(id, 'retry', world.caller('ana'), world.deps);
    await world.drain();
    expect(world.jobs('return-document')).toMatchObject([{ attempt: 2 }]);
    expect(await items(world, 'ana')).toHaveLength(1);
  });
});
