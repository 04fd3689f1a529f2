import { describe, expect, it } from 'vitest';
import { FrameioError, NuxeoError } from '../../server/domain/errors.ts';
import { applyRemedy, listAttention } from '../../server/use-cases/attention.ts';
import { cancelJob } from '../../server/use-cases/manage-jobs.ts';
import { cutOffEverywhere } from '../support/every-call.ts';
import { connect, registerProvider } from '../support/world-scene.ts';
import { useWorlds, type World } from '../support/world.ts';

const worlds = useWorlds();

async function startWorld() {
  const world = await worlds.start();
  return { world, uid: world.addDocument('trailer', 'first cut') };
}

/** Ana cancels at this point of the push. */
async function cancelBefore(world: World, uid: string, call: string, skip = 0) {
  const { jobs } = await world.startPush([uid]);
  const id = jobs[0]?.id ?? '';
  world.calls.before(call, () => cancelJob(id, world.nuxeo.person('ana'), world.deps), skip);
  await world.drain();
  return world.job(id);
}

describe('a push that is cancelled', () => {
  it.each([
    ['before the lock', 'nuxeo.locks.take', 0],
    ['before the file is begun', 'frameio.files.beginUpload', 0],
    ['half-way', 'frameio.upload.put', 2],
    ['when everything was sent', 'nuxeo.documents.addFacet', 0],
  ] as const)('%s leaves neither lock nor file', async (_when, call, skip) => {
    const { world, uid } = await startWorld();
    expect(await cancelBefore(world, uid, call, skip)).toMatchObject({ state: 'cancelled' });
    expect(world.files()).toEqual([]);
    expect(world.document(uid).lockedBy).toBeUndefined();
    expect((await world.deps.reviews.get(uid))?.state ?? 'failed').toBe('failed');
  });

  it('leaves the lock that was there before', async () => {
    const { world, uid } = await startWorld();
    const lock = await world.nuxeo.as('ana').locks.take(uid);
    await cancelBefore(world, uid, 'frameio.upload.put', 1);
    expect((await world.nuxeo.as('ana').documents.get(uid)).lock).toEqual(lock);
  });

  it('leaves a lock that somebody took anew meanwhile', async () => {
    const { world, uid } = await startWorld();
    world.calls.before('frameio.upload.put', async () => {
      await world.nuxeo.as('ana').locks.release(uid);
      world.clock.pass(1000);
      await world.nuxeo.as('ana').locks.take(uid);
    });
    await cancelBefore(world, uid, 'frameio.upload.put', 1);
    expect(world.document(uid).lockedBy).toBe('ana');
  });

  it('leaves the document in review, and locked, when an earlier push still is', async () => {
    const { world, uid } = await startWorld();
    await world.push(uid);
    const before = await world.review(uid);
    await world.edit(uid, 'second cut');
    world.clock.pass(1000);
    await cancelBefore(world, uid, 'frameio.upload.put', 1);
    expect(await world.review(uid)).toEqual({ ...before, updatedAt: world.clock.now() });
    expect(world.document(uid).lockedBy).toBe('ana');
    expect(world.files()).toMatchObject([{ text: 'first cut', version: undefined }]);
  });

  it('leaves the document as it was recalled to be', async () => {
    const { world, uid } = await startWorld();
    await world.startPush([uid]);
    world.calls.before('frameio.upload.put', () => world.recall(uid), 1);
    await world.drain();
    expect(await world.review(uid)).toMatchObject({ state: 'recalled', lock: undefined });
    expect(world.document(uid).lockedBy).toBeUndefined();
    expect(world.files()).toEqual([]);
  });

  it('leaves the document as it was recalled to be at the last moment', async () => {
    const { world, uid } = await startWorld();
    await world.startPush([uid]);
    world.calls.before('reviews.linksOfDocument', () => world.recall(uid));
    await world.drain();
    expect(await world.review(uid)).toMatchObject({ state: 'recalled', lock: undefined });
    expect(world.document(uid).lockedBy).toBeUndefined();
    expect(world.files()).toEqual([]);
  });

  it('can be started again, and sends the file anew', async () => {
    const { world, uid } = await startWorld();
    const { id } = await cancelBefore(world, uid, 'nuxeo.documents.addFacet');
    await world.queue.retry(id);
    await world.drain();
    expect(world.files()).toMatchObject([{ text: 'first cut' }]);
    expect(await world.review(uid)).toMatchObject({ state: 'in-review', lock: { owner: 'ana' } });
    expect(world.document(uid).lockedBy).toBe('ana');
  });

  it('is told to nobody but the timeline', async () => {
    const { world, uid } = await startWorld();
    await cancelBefore(world, uid, 'frameio.upload.put');
    expect(world.mail.sent).toEqual([]);
    expect(await world.activity(uid)).toEqual(['push-started', 'cancelled']);
  });

  it('takes everything back wherever that is cut off', { timeout: 60_000 }, async () => {
    await cutOffEverywhere(worlds.another, {
      prepare: async (world) => {
        const uid = world.addDocument('trailer', 'first cut');
        const { jobs } = await world.startPush([uid]);
        world.calls.before('frameio.upload.put', () => world.queue.cancel(jobs[0]?.id ?? ''), 1);
        return uid;
      },
      check: (world, uid) => {
        expect(world.files()).toEqual([]);
        expect(world.document(uid).lockedBy).toBeUndefined();
        expect(world.jobs('push-document')).toMatchObject([{ state: 'cancelled' }]);
      },
    });
  });
});

describe('a push that fails', () => {
  it('leaves neither lock nor file, and says why: joining the parts did not succeed', async () => {
    const { world, uid } = await startWorld();
    const failing = () => {
      for (const asset of world.frameio.assets.values()) if (asset.type === 'file') asset.uploadFailed = true;
    };
    world.calls.before('frameio.upload.put', failing, 2);
    const job = await world.push(uid);
    expect(job).toMatchObject({ state: 'failed', failure: { code: 'upload-failed' } });
    expect(world.files()).toEqual([]);
    expect(world.document(uid).lockedBy).toBeUndefined();
    expect(await world.activity(uid)).toEqual(['push-started', 'push-failed']);
    expect(world.mail.sent).toMatchObject([{ kind: 'uploaded', items: [{ failure: { code: 'upload-failed' } }] }]);
  });

  it('gives up a file whose parts are never joined', async () => {
    const { world, uid } = await startWorld();
    world.calls.before('frameio.files.uploadStatus', () => {
      const [file] = world.files();
      Object.assign(world.frameio.file(file?.id ?? ''), { status: 'created' });
    });
    expect(await world.push(uid)).toMatchObject({ failure: { code: 'upload-failed' } });
    expect(world.files()).toEqual([]);
    expect(world.document(uid).lockedBy).toBeUndefined();
  });

  it('leaves the document in review when everything was done and only the telling failed', async () => {
    const { world, uid } = await startWorld();
    await world.startPush([uid]);
    world.calls.before('activity.append', () => {
      throw new NuxeoError('nuxeo-refused');
    });
    await world.drain();
    expect(world.jobs('push-document')).toMatchObject([{ state: 'failed' }]);
    expect(await world.review(uid)).toMatchObject({ state: 'in-review', lock: { owner: 'ana' } });
    expect(world.document(uid).lockedBy).toBe('ana');
    expect(world.files()).toMatchObject([{ text: 'first cut' }]);
  });

  it('leaves nothing when other bytes arrived than were sent', async () => {
    const { world, uid } = await startWorld();
    Object.assign(world.deps.options, { verify: 'full' });
    world.calls.before('frameio.source.open', () => {
      const [file] = world.files();
      world.frameio.file(file?.id ?? '').bytes = Buffer.from('FIRST cut');
    });
    expect(await world.push(uid)).toMatchObject({ state: 'failed', failure: { code: 'digest-mismatch' } });
    expect(world.files()).toEqual([]);
    expect(world.document(uid).lockedBy).toBeUndefined();
  });

  it('leaves nothing when Frame.io has no room', async () => {
    const { world, uid } = await startWorld();
    world.frameio.limitStorage(world.target, 5);
    expect(await world.push(uid)).toMatchObject({ state: 'failed', failure: { code: 'frameio-quota-exceeded' } });
    expect(world.document(uid).lockedBy).toBeUndefined();
  });

  it('leaves nothing when Frame.io stays away for too long', async () => {
    const { world, uid } = await startWorld();
    for (let times = 0; times < 5; times += 1) world.frameio.failNext('files.beginUpload');
    expect(await world.push(uid)).toMatchObject({ state: 'failed', failure: { code: 'frameio-unavailable' } });
    expect(world.document(uid).lockedBy).toBeUndefined();
    expect(await world.activity(uid)).toContain('push-failed');
  });

  it('takes no lock where the rendition is not there yet', async () => {
    const { world } = await startWorld();
    const uid = world.addDocument('film', 'the master', { renditions: { 'MP4 480p': 'proxy' } });
    await world.startPush([uid], 'ana', 'MP4 480p');
    world.nuxeo.setRenditions(uid, []);
    await world.drain();
    expect(world.jobs('push-document')).toMatchObject([
      { failure: { code: 'rendition-missing', params: ['MP4 480p'] } },
    ]);
    expect(world.document(uid).lockedBy).toBeUndefined();
  });

  it('says who has locked the document meanwhile, and leaves their lock', async () => {
    const { world, uid } = await startWorld();
    await world.startPush([uid]);
    await world.nuxeo.as('ben').locks.take(uid);
    await world.drain();
    expect(world.jobs('push-document')).toMatchObject([
      { state: 'failed', failure: { code: 'locked-by-other', params: ['ben'] } },
    ]);
    expect(world.document(uid).lockedBy).toBe('ben');
  });

  it('leaves no silent lock when the half-sent file cannot be deleted, and says so', async () => {
    const { world, uid } = await startWorld();
    await world.startPush([uid]);
    world.calls.before(
      'frameio.upload.put',
      () => {
        world.frameio.failNext('files.delete', new FrameioError('frameio-forbidden'));
        throw new FrameioError('frameio-refused');
      },
      1,
    );
    await world.drain();
    expect(world.document(uid).lockedBy).toBeUndefined();
    expect(world.notes('push-document')).toEqual(['half-sent-file-not-deleted']);
  });
});

describe('a push of somebody who is not connected any more', () => {
  it('waits for them, locked, and goes on where it was', async () => {
    const { world, uid } = await startWorld();
    await world.startPush([uid]);
    world.calls.dieBefore('frameio.upload.put', 2);
    world.calls.before('frameio.upload.put', () => world.deps.tokens.markRefused('frameio', 'ana'));
    await world.drain();
    expect(await world.attention()).toEqual([{ code: 'frameio-token-refused', person: 'ana', params: ['ana'] }]);
    expect(world.document(uid).lockedBy).toBe('ana');
    await connect(world, 'ana');
    await world.lookAgain();
    expect(world.files()).toMatchObject([{ text: 'first cut' }]);
    expect(world.calls.done('frameio.upload.put')).toBe(3);
    expect(await world.attention()).toEqual([]);
  });

  it('waits while the provider is switched off', async () => {
    const { world, uid } = await startWorld();
    await world.startPush([uid]);
    await registerProvider(world, { enabled: false });
    await world.drain();
    expect(await world.attention()).toMatchObject([{ code: 'provider-disabled', person: 'ana' }]);
    await registerProvider(world);
    await world.lookAgain();
    expect((await world.review(uid)).state).toBe('in-review');
  });

  it('unlocks when it is cancelled, though Frame.io refuses the person', async () => {
    const { world, uid } = await startWorld();
    await world.startPush([uid]);
    world.calls.dieBefore('frameio.upload.put', 1);
    world.calls.before('frameio.upload.put', () => world.deps.tokens.markRefused('frameio', 'ana'));
    await world.drain();
    await cancelJob(world.jobs('push-document')[0]?.id ?? '', world.nuxeo.person('ana'), world.deps);
    await world.drain();
    expect(world.document(uid).lockedBy).toBeUndefined();
    expect(world.notes('push-document')).toEqual(['half-sent-file-not-deleted']);
    expect(await world.attention()).toEqual([]);
  });

  it('asks somebody else to unlock when Nuxeo refuses the person, who or an administrator then can', async () => {
    const { world, uid } = await startWorld();
    const refused = () => world.deps.tokens.markRefused('nuxeo', 'ana');
    world.calls.before('frameio.upload.put', refused);
    await cancelBefore(world, uid, 'frameio.upload.put', 1);
    expect(world.document(uid).lockedBy).toBe('ana');
    const [item] = await listAttention(world.caller('Administrator'), {}, world.deps);
    expect(item).toMatchObject({ code: 'nuxeo-grant-refused', person: 'ana', documentUid: uid });
    expect(item?.remedies).toEqual(['reconnect', 'recall', 'release-lock', 'dismiss']);
    await applyRemedy(item?.id ?? '', 'release-lock', world.caller('Administrator'), world.deps);
    expect(world.document(uid).lockedBy).toBeUndefined();
    expect(await world.attention()).toEqual([]);
  });
});
