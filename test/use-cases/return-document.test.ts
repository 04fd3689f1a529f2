import { describe, expect, it } from 'vitest';
import type { ApprovalGate } from '../../server/domain/binding.ts';
import { JobInterrupted, NuxeoError } from '../../server/domain/errors.ts';
import { cutOffEverywhere } from '../support/every-call.ts';
import { connect } from '../support/world-scene.ts';
import { useWorlds, type World } from '../support/world.ts';

const worlds = useWorlds();

/** A video of ana's in review. */
async function inReview(world: World, more: Parameters<World['addDocument']>[2] = {}, rendition?: string) {
  const uid = world.addDocument('trailer', 'first cut', more);
  await world.push(uid, { ...(rendition === undefined ? {} : { rendition }) });
  world.clock.pass(1000);
  return { uid, file: await world.fileOf(uid) };
}

async function startInReview(...more: [Parameters<World['addDocument']>[2]?, string?]) {
  const world = await worlds.start();
  return { world, ...(await inReview(world, ...more)) };
}

describe('a document that comes back', () => {
  it('gets one version with the new cut, its comments and the decision, and is unlocked', async () => {
    const { world, uid, file } = await startInReview();
    const head = world.addVersion(file, 'trailer v2.mp4', 'second cut');
    world.frameio.addComment(head, { text: 'Perfect', by: 'zoe', frame: 12 });
    world.approve(head);
    expect(await world.publish(head)).toEqual({ title: 'Success', description: 'Asset pushed to Nuxeo.' });

    expect(world.document(uid)).toMatchObject({
      text: 'second cut',
      lockedBy: undefined,
      asset: { state: 'returned' },
    });
    const withIt = world.versions(uid).filter(({ text }) => text === 'second cut');
    expect(withIt).toMatchObject([
      { record: { broughtBy: 'ben', status: { label: 'Approved' }, comments: [{ text: 'Perfect', frame: 12 }] } },
    ]);
    expect(await world.review(uid)).toMatchObject({ state: 'returned', lock: undefined });
    expect(await world.activity(uid)).toEqual(['push-started', 'pushed', 'unlocked', 'returned']);
    expect(world.mail.sent.at(-1)).toMatchObject({ kind: 'returned', to: { address: 'ben@example.com' } });
  });

  it('is written by the owner of the lock, whoever clicked', async () => {
    const { world, uid, file } = await startInReview();
    world.addVersion(file, 'trailer.mp4', 'second cut');
    await world.publish(file);
    expect(world.nuxeo.stored(uid).lastContributor).toBe('ana');
    expect((await world.deps.activity.list({ documentUid: uid }))[0]).toMatchObject({ person: 'ana', actor: 'ben' });
  });

  it('keeps the state that was pushed as a version of its own', async () => {
    const { world, uid, file } = await startInReview();
    world.addVersion(file, 'trailer.mp4', 'second cut');
    await world.publish(file);
    expect(world.versionTexts(uid)).toEqual(['first cut', 'second cut']);
  });

  it('moves no bytes when the file is the one that was pushed', async () => {
    const { world, uid, file } = await startInReview();
    world.frameio.addComment(file, { text: 'Fine as it is', by: 'zoe' });
    await world.publish(file);
    expect(world.versions(uid)).toMatchObject([
      { text: 'first cut', record: { comments: [{ text: 'Fine as it is' }] } },
    ]);
    expect(world.document(uid).lockedBy).toBeUndefined();
    expect(world.calls.done('frameio.source.open')).toBe(0);
    expect(world.notes('return-document')).toEqual(['unchanged-no-bytes-moved']);
  });

  it('comes back by its stack, too, and from another folder than it was pushed to', async () => {
    const { world, uid, file } = await startInReview();
    const archive = world.frameio.addFolder(world.target, 'Archive', 'ana');
    world.frameio.move(file, archive);
    const head = world.addVersion(file, 'trailer.mp4', 'second cut');
    const stackId = world.frameio.file(head.fileId).parentId ?? '';
    await world.publish({ accountId: head.accountId, stackId });
    expect(world.document(uid)).toMatchObject({ text: 'second cut', asset: { stackId, stackPosition: 2 } });
  });

  it('has no stack where there is none, wherever the file was moved to', async () => {
    const { world, uid, file } = await startInReview();
    world.frameio.move(file, world.frameio.addFolder(world.target, 'Archive', 'ana'));
    await world.publish(file);
    expect(world.document(uid).asset['stackId'] ?? undefined).toBeUndefined();
    expect(world.document(uid).asset['stackPosition'] ?? undefined).toBeUndefined();
    expect((await world.review(uid)).stackId).toBeUndefined();
  });

  it('comes back by its stack when the file that was pushed was deleted from it', async () => {
    const { world, uid, file } = await startInReview();
    await world.recall(uid);
    await world.edit(uid, 'second cut');
    await world.push(uid);
    const second = await world.fileOf(uid);
    const third = world.addVersion(file, 'trailer.mp4', 'third cut');
    world.frameio.remove(second.fileId);
    await world.publish(third);
    expect(world.document(uid)).toMatchObject({ text: 'third cut', lockedBy: undefined });
  });

  it('can be brought back from Nuxeo, where the action cannot reach it', async () => {
    const { world, uid, file } = await startInReview();
    world.addVersion(file, 'trailer.mp4', 'second cut');
    expect(await world.bringBack(uid)).toMatchObject({ state: 'completed', title: 'trailer' });
    expect(world.document(uid)).toMatchObject({ text: 'second cut', lockedBy: undefined });
  });

  it('pushed again unchanged after that, moves no bytes', async () => {
    const { world, uid, file } = await startInReview();
    world.addVersion(file, 'trailer.mp4', 'second cut');
    await world.publish(file);
    const before = world.files();
    expect(await world.push(uid)).toMatchObject({ notes: [{ code: 'unchanged-no-bytes-moved' }] });
    expect(world.files()).toEqual(before);
    expect(world.document(uid).lockedBy).toBe('ana');
  });

  it('stays unlocked when the process died after that, whatever the status says by then', async () => {
    const { world, uid, file } = await startInReview();
    world.calls.before('activity.append', () => {
      world.frameio.setStatus(file, 'In Progress');
      throw new JobInterrupted();
    });
    await world.bringBack(uid);
    expect(await world.review(uid)).toMatchObject({ state: 'returned' });
    expect(world.notes('return-document')).toEqual(['unchanged-no-bytes-moved']);
  });

  it('stays recalled when it was recalled at the last moment', async () => {
    const { world, uid } = await startInReview();
    world.calls.before('activity.append', () => world.recall(uid), 1);
    await world.bringBack(uid);
    expect(await world.review(uid)).toMatchObject({ state: 'recalled' });
  });

  it('ends the same wherever it is cut off: one version has the new cut', { timeout: 60_000 }, async () => {
    await cutOffEverywhere(worlds.another, {
      prepare: async (world) => {
        const { uid, file } = await inReview(world);
        const head = world.addVersion(file, 'trailer.mp4', 'second cut');
        world.frameio.addComment(head, { text: 'Perfect', by: 'zoe' });
        await world.act(world.callOf([file]));
        return uid;
      },
      check: async (world, uid) => {
        expect(world.document(uid)).toMatchObject({ text: 'second cut', lockedBy: undefined });
        expect(world.versionTexts(uid).filter((text) => text === 'second cut')).toHaveLength(1);
        expect(world.versions(uid).at(-1)).toMatchObject({ record: { comments: [{ text: 'Perfect' }] } });
        expect(await world.review(uid)).toMatchObject({ state: 'returned' });
        expect(world.jobs('return-document')).toMatchObject([{ state: 'completed', notes: [] }]);
        expect(await world.activity(uid)).toEqual(expect.arrayContaining(['unlocked', 'returned']));
        expect(world.documentsIn()).toHaveLength(1);
      },
    });
  });
});

describe('the approval gate', () => {
  const cases: [ApprovalGate, string | undefined, 'unlocked' | 'locked' | 'refused'][] = [
    ['off', undefined, 'unlocked'],
    ['off', 'In Progress', 'unlocked'],
    ['off', 'Approved', 'unlocked'],
    ['warn', undefined, 'unlocked'],
    ['warn', 'In Progress', 'locked'],
    ['warn', 'Approved', 'unlocked'],
    ['require', undefined, 'refused'],
    ['require', 'In Progress', 'refused'],
    ['require', 'Approved', 'unlocked'],
  ];
  it.each(cases)('%s and the status %s: %s', async (approvalGate, status, outcome) => {
    const { world, uid, file } = await startInReview();
    await world.rules({ approvalGate });
    world.frameio.setStatus(file, status);
    await world.bringBack(uid);
    expect(world.document(uid).lockedBy).toBe(outcome === 'unlocked' ? undefined : 'ana');
    expect(world.versions(uid)).toHaveLength(outcome === 'refused' ? 0 : 1);
    expect((await world.review(uid)).state).toBe(outcome === 'unlocked' ? 'returned' : 'in-review');
  });

  it('is that of the administration where the binding has none', async () => {
    const { world, uid } = await startInReview();
    await world.settings({ approvalGate: 'require' });
    expect(await world.bringBack(uid)).toMatchObject({ state: 'failed', failure: { code: 'asset-not-approved' } });
  });

  it('looks at the newest cut, not at the one that was pushed', async () => {
    const { world, uid, file } = await startInReview();
    world.approve(file);
    world.frameio.setStatus(world.addVersion(file, 'trailer.mp4', 'second cut'), 'Needs Review');
    await world.bringBack(uid);
    expect(world.document(uid)).toMatchObject({ text: 'second cut', lockedBy: 'ana' });
  });

  it('takes the options that an administrator chose', async () => {
    const { world, uid, file } = await startInReview();
    const { accountId } = world.target;
    const [needsReview] = world.frameio.account(accountId).status?.options ?? [];
    await world.settings({ approvalGate: 'require', approvedOptionIds: { [accountId]: [needsReview?.id ?? ''] } });
    world.approve(file);
    expect(await world.bringBack(uid)).toMatchObject({ failure: { code: 'asset-not-approved' } });
    world.frameio.setStatus(file, 'Needs Review');
    expect(await world.bringBack(uid)).toMatchObject({ state: 'completed' });
  });

  it('cannot be softened by the action of another folder', async () => {
    const { world, uid, file } = await startInReview();
    await world.rules({ approvalGate: 'require' });
    const folderUid = world.nuxeo.add({ type: 'Folder', title: 'Finals', parentUid: world.nuxeoWorkspace });
    const finals = await world.bind({ folderUid, actionName: 'Publish to finals', rules: { approvalGate: 'off' } });
    world.frameio.setStatus(file, 'In Progress');
    await world.publish(file, { form: { folder: finals.id } }, finals);
    expect(world.document(uid).lockedBy).toBe('ana');
    expect(world.documentsIn(folderUid)).toEqual([]);
  });
});

describe('a document that came back before it was approved', () => {
  async function warned() {
    const { world, uid, file } = await startInReview();
    const head = world.addVersion(file, 'trailer.mp4', 'second cut');
    world.frameio.setStatus(head, 'In Progress');
    await world.bringBack(uid);
    world.clock.pass(1000);
    return { world, uid, head };
  }

  it('has its version, stays locked and says so', async () => {
    const { world, uid } = await warned();
    expect(world.document(uid)).toMatchObject({ text: 'second cut', lockedBy: 'ana', asset: { state: 'in-review' } });
    expect(world.notes('return-document')).toEqual(['still-locked-not-approved']);
    expect(await world.review(uid)).toMatchObject({ state: 'in-review' });
  });

  it('is unlocked when a poll finds the approval, without another version', async () => {
    const { world, uid, head } = await warned();
    const before = world.versionTexts(uid);
    await world.poll();
    expect(world.document(uid).lockedBy).toBe('ana');
    world.approve(head);
    await world.poll();
    expect(world.document(uid)).toMatchObject({
      lockedBy: undefined,
      asset: { state: 'returned', statusLabel: 'Approved' },
    });
    expect(world.versionTexts(uid)).toEqual(before);
  });

  it.each(['action', 'bring back'] as const)(
    'is unlocked by the %s after the approval, without another version',
    async (by) => {
      const { world, uid, head } = await warned();
      const before = world.versionTexts(uid);
      world.approve(head);
      await (by === 'action' ? world.publish(head) : world.bringBack(uid));
      expect(world.document(uid).lockedBy).toBeUndefined();
      expect(world.versionTexts(uid)).toEqual(before);
    },
  );

  it('takes later comments into the live document, and makes no version of them', async () => {
    const { world, uid, head } = await warned();
    const before = world.versions(uid);
    world.frameio.addComment(head, { text: 'One more thing', by: 'zoe' });
    await world.bringBack(uid);
    expect(world.document(uid).record?.comments).toMatchObject([{ text: 'One more thing' }]);
    expect(world.versions(uid)).toEqual(before);
    expect(world.document(uid).lockedBy).toBe('ana');
  });

  it('gets another version of a newer cut', async () => {
    const { world, uid, head } = await warned();
    world.approve(world.addVersion(head, 'trailer.mp4', 'third cut'));
    await world.bringBack(uid);
    expect(world.versionTexts(uid)).toEqual(['first cut', 'second cut', 'third cut']);
    expect(world.document(uid).lockedBy).toBeUndefined();
  });

  it('is unlocked by a later approval, too, when an earlier one was taken back at the last moment', async () => {
    const { world, uid, head } = await warned();
    world.approve(head);
    world.calls.before('frameio.versionStacks.members', () => world.frameio.setStatus(head, 'In Progress'), 1);
    await world.poll();
    expect(world.document(uid).lockedBy).toBe('ana');
    world.clock.pass(1000);
    world.approve(head);
    await world.poll();
    expect(world.document(uid).lockedBy).toBeUndefined();
  });
});

describe('a rendition that was pushed', () => {
  const proxy = { renditions: { 'MP4 480p': 'proxy' } };

  it('comes back as an attachment when there is a newer cut, and the version says so', async () => {
    const { world, uid, file } = await startInReview(proxy, 'MP4 480p');
    world.addVersion(file, 'MP4 480p.mp4', 'proxy v2');
    await world.bringBack(uid);
    expect(world.document(uid)).toMatchObject({ text: 'first cut', attachments: ['proxy v2'], lockedBy: undefined });
    expect(world.versions(uid)).toMatchObject([{ text: 'first cut', attachments: ['proxy v2'] }]);
    expect(world.notes('return-document')).toEqual(['rendition-kept-as-attachment']);
  });

  it('is replaced by the newer cut where returned files are masters', async () => {
    const { world, uid, file } = await startInReview(proxy, 'MP4 480p');
    await world.rules({ returnedFilesAreMasters: true });
    world.addVersion(file, 'MP4 480p.mp4', 'graded master');
    await world.bringBack(uid);
    expect(world.document(uid)).toMatchObject({ text: 'graded master', attachments: [] });
    expect(world.versionTexts(uid)).toEqual(['first cut', 'graded master']);
  });

  it('brings no bytes when it is still the newest', async () => {
    const { world, uid } = await startInReview(proxy, 'MP4 480p');
    await world.bringBack(uid);
    expect(world.document(uid)).toMatchObject({ text: 'first cut', attachments: [] });
    expect(world.notes('return-document')).toEqual(['unchanged-no-bytes-moved']);
  });
});

describe('a document that was touched in Nuxeo during its review', () => {
  it('keeps the edit as a version of its own, and says so', async () => {
    const { world, uid, file } = await startInReview();
    await world.edit(uid, 'edited by hand');
    world.addVersion(file, 'trailer.mp4', 'second cut');
    await world.bringBack(uid);
    expect(world.versionTexts(uid)).toEqual(['edited by hand', 'second cut']);
    expect(world.notes('return-document')).toEqual(['edit-kept-as-version']);
    expect((await world.deps.activity.list({ documentUid: uid }))[0]?.details).toMatchObject({ editKept: true });
  });

  it('stays as it was edited when nothing newer came from Frame.io, with the review in a version after it', async () => {
    const { world, uid } = await startInReview();
    await world.edit(uid, 'edited by hand');
    await world.bringBack(uid);
    expect(world.versions(uid)).toMatchObject([
      { text: 'edited by hand', record: undefined },
      { record: { format: 1 } },
    ]);
    expect(world.document(uid)).toMatchObject({ text: 'edited by hand', lockedBy: undefined });
  });

  it('comes back though somebody had unlocked it, and says so', async () => {
    const { world, uid, file } = await startInReview();
    await world.nuxeo.as('ana').locks.release(uid);
    world.addVersion(file, 'trailer.mp4', 'second cut');
    await world.publish(file);
    expect(world.document(uid)).toMatchObject({ text: 'second cut', lockedBy: undefined });
    expect(world.notes('return-document')).toContain('unlocked-by-hand');
    expect((await world.deps.activity.list({ documentUid: uid }))[0]?.details).toMatchObject({ unlockedByHand: true });
  });

  it('keeps a lock that its owner took anew by hand', async () => {
    const { world, uid } = await startInReview();
    await world.nuxeo.as('ana').locks.release(uid);
    world.clock.pass(1000);
    await world.nuxeo.as('ana').locks.take(uid);
    await world.bringBack(uid);
    expect(world.document(uid).lockedBy).toBe('ana');
    expect((await world.review(uid)).state).toBe('returned');
  });

  it('waits while somebody else has locked it, and comes back when it is free', async () => {
    const { world, uid, file } = await startInReview();
    await world.nuxeo.as('ana').locks.release(uid);
    await world.nuxeo.as('mia').locks.take(uid);
    world.addVersion(file, 'trailer.mp4', 'second cut');
    await world.publish(file);
    expect(world.document(uid).text).toBe('first cut');
    expect(await world.attention()).toMatchObject([{ code: 'locked-by-other', params: ['mia'] }]);
    await world.nuxeo.as('mia').locks.release(uid);
    await world.lookAgain();
    expect(world.document(uid).text).toBe('second cut');
    expect(await world.attention()).toEqual([]);
  });

  it('waits while it is in the trash', async () => {
    const { world, uid } = await startInReview();
    world.nuxeo.trash(uid);
    await world.bringBack(uid);
    expect(await world.attention()).toMatchObject([{ code: 'document-is-trashed', params: ['trailer'] }]);
    world.nuxeo.stored(uid).isTrashed = false;
    await world.lookAgain();
    expect((await world.review(uid)).state).toBe('returned');
  });
});

describe('a return that cannot go on', () => {
  it('waits for the owner of the lock when their permission is gone, and names them', async () => {
    const { world, uid, file } = await startInReview();
    await world.deps.tokens.markRefused('nuxeo', 'ana');
    await world.publish(file);
    expect(await world.attention()).toMatchObject([{ code: 'nuxeo-grant-refused', params: ['ana'] }]);
    await connect(world, 'ana');
    await world.lookAgain();
    expect((await world.review(uid)).state).toBe('returned');
  });

  it('waits when the asset is gone in Frame.io', async () => {
    const { world, uid, file } = await startInReview();
    world.frameio.remove(file.fileId);
    await world.bringBack(uid);
    expect(await world.attention()).toMatchObject([{ code: 'asset-not-found', params: ['trailer.mp4'] }]);
    expect(world.document(uid).lockedBy).toBe('ana');
  });

  it('waits when the stack holds files of another document as well, and writes nothing', async () => {
    const { world, uid, file } = await startInReview();
    const other = world.addFile('other.mov', 'another film');
    await world.publish(other);
    world.frameio.addStack(world.target, [file, other]);
    await world.publish(file);
    expect(await world.attention()).toMatchObject([{ code: 'asset-in-two-documents' }]);
    expect(world.versions(uid)).toEqual([]);
  });

  it('still comes back after the folder was unbound, and after its binding is forgotten', async () => {
    const { world, uid, file } = await startInReview();
    world.addVersion(file, 'trailer.mp4', 'second cut');
    await world.deps.bindings.delete(world.binding.id);
    await world.bringBack(uid);
    expect(world.document(uid)).toMatchObject({ text: 'second cut', lockedBy: undefined });
  });

  it('leaves the document locked and in review when it is cancelled, and no half-sent file in Nuxeo', async () => {
    const { world, uid, file } = await startInReview();
    world.addVersion(file, 'trailer.mp4', 'second cut');
    world.calls.before('nuxeo.uploads.put', () => world.queue.cancel(world.jobs('return-document')[0]?.id ?? ''), 1);
    await world.bringBack(uid);
    expect(world.jobs('return-document')).toMatchObject([{ state: 'cancelled' }]);
    expect(world.document(uid)).toMatchObject({ text: 'first cut', lockedBy: 'ana' });
    expect((await world.review(uid)).state).toBe('in-review');
    expect(world.nuxeo.batches.size).toBe(0);
  });

  it('drops the half-sent file a moment later when Nuxeo was away', async () => {
    const { world, uid, file } = await startInReview();
    world.addVersion(file, 'trailer.mp4', 'second cut');
    world.calls.before('nuxeo.uploads.put', () => world.queue.cancel(world.jobs('return-document')[0]?.id ?? ''), 1);
    world.nuxeo.failNext('uploads.drop', new NuxeoError('nuxeo-unavailable', { retryable: true }));
    await world.bringBack(uid);
    expect(world.nuxeo.batches.size).toBe(0);
  });

  it('brings the file again when Nuxeo has dropped the half-sent one, and says so', async () => {
    const { world, uid, file } = await startInReview();
    world.addVersion(file, 'trailer.mp4', 'second cut');
    world.calls.before('nuxeo.uploads.put', () => world.nuxeo.expireBatches(), 1);
    await world.bringBack(uid);
    expect(world.document(uid).text).toBe('second cut');
    expect(world.notes('return-document')).toEqual(['batch-lost-restarted']);
  });
});

describe('a return that is read once more', () => {
  it('says when other bytes arrived, and brings them again when it is tried again', async () => {
    const { world, uid, file } = await startInReview();
    Object.assign(world.deps.options, { verify: 'full' });
    world.addVersion(file, 'trailer.mp4', 'second cut');
    world.calls.before('nuxeo.documents.update', () => {
      for (const { chunks } of world.nuxeo.batches.values()) chunks.set(0, Buffer.from('SECO'));
    });
    const job = await world.bringBack(uid);
    expect(job).toMatchObject({ state: 'failed', failure: { code: 'digest-mismatch' } });
    expect(world.document(uid)).toMatchObject({ text: 'SECOnd cut', lockedBy: 'ana' });
    await world.queue.retry(job.id);
    await world.drain();
    expect(world.document(uid)).toMatchObject({ text: 'second cut', lockedBy: undefined });
  });
});

describe('approval alone', () => {
  it('brings the document back where the binding says so', async () => {
    const { world, uid, file } = await startInReview();
    await world.rules({ bringBackWhenApproved: true });
    const head = world.addVersion(file, 'trailer.mp4', 'second cut');
    await world.poll();
    expect(world.document(uid).lockedBy).toBe('ana');
    world.approve(head);
    await world.poll();
    expect(world.document(uid)).toMatchObject({ text: 'second cut', lockedBy: undefined });
  });

  it('starts nothing where a return is under way already', async () => {
    const { world, uid, file } = await startInReview();
    await world.rules({ bringBackWhenApproved: true });
    world.approve(file);
    await world.nuxeo.as('ana').locks.release(uid);
    await world.nuxeo.as('mia').locks.take(uid);
    await world.publish(file);
    await world.poll();
    expect(world.jobs('return-document')).toHaveLength(1);
  });

  it('changes nothing where the binding does not say so', async () => {
    const { world, uid, file } = await startInReview();
    world.approve(file);
    await world.poll();
    expect(world.document(uid).lockedBy).toBe('ana');
    expect(world.jobs('return-document')).toEqual([]);
  });
});
