import { describe, expect, it } from 'vitest';
import { summarizeWhenSettled } from '../../server/use-cases/summarize-batch.ts';
import { connect } from '../support/world-scene.ts';
import { useWorlds } from '../support/world.ts';

const worlds = useWorlds();

describe('the mail of a click', () => {
  it('is one, however many documents were pushed, and names what failed', async () => {
    const world = await worlds.start();
    const uids = ['one', 'two', 'three'].map((title) => world.addDocument(title, 'a film'));
    await world.startPush(uids);
    world.nuxeo.remove(uids[1] ?? '');
    await world.drain();
    expect(world.mail.sent).toEqual([
      {
        kind: 'uploaded',
        to: { address: 'ana@example.com', name: 'ana' },
        locale: 'en',
        folderPath: '/Films/Cuts',
        items: [
          { title: 'one', documentUid: uids[0], failure: undefined },
          { title: 'two', documentUid: uids[1], failure: { code: 'nuxeo-not-found', params: [] } },
          { title: 'three', documentUid: uids[2], failure: undefined },
        ],
      },
    ]);
  });

  it('says first what waits, and then, by a second mail, that it is done', async () => {
    const world = await worlds.start();
    const uid = world.addDocument('trailer', 'first cut');
    await world.push(uid);
    await world.nuxeo.as('ana').locks.release(uid);
    await world.nuxeo.as('mia').locks.take(uid);
    world.mail.sent.length = 0;
    await world.publish(await world.fileOf(uid));
    await world.lookAgain();
    await world.lookAgain();
    expect(world.mail.sent).toMatchObject([{ kind: 'returned', items: [{ failure: { code: 'locked-by-other' } }] }]);
    await world.nuxeo.as('mia').locks.release(uid);
    await world.lookAgain();
    expect(world.mail.sent).toMatchObject([
      {},
      { kind: 'returned', items: [{ title: 'trailer', failure: undefined }] },
    ]);
  });

  it('does not speak of what was cancelled', async () => {
    const world = await worlds.start();
    const [one = '', two = ''] = ['one', 'two'].map((title) => world.addDocument(title, 'a film'));
    const { jobs } = await world.startPush([one, two]);
    await world.queue.cancel(jobs[0]?.id ?? '');
    await world.drain();
    expect(world.mail.sent).toMatchObject([{ items: [{ title: 'two' }] }]);
  });

  it('speaks of a file that was handed over to a document in review once, as come back', async () => {
    const world = await worlds.start();
    const uid = world.addDocument('trailer', 'first cut');
    await world.push(uid);
    world.mail.sent.length = 0;
    await world.publish(await world.fileOf(uid));
    expect(world.mail.sent).toMatchObject([{ kind: 'returned', items: [{ title: 'trailer', documentUid: uid }] }]);
  });

  it('never stops the work when the mail server is down, and the timeline says so once', async () => {
    const world = await worlds.start();
    world.mail.isDown = true;
    const uid = world.addDocument('trailer', 'first cut');
    expect(await world.push(uid)).toMatchObject({ state: 'completed' });
    expect(await world.activity(uid)).toEqual(['push-started', 'pushed', 'mail-failed']);
    expect(world.notes('send-summary')).toEqual(['mail-not-sent']);
    expect(await world.review(uid)).toMatchObject({ state: 'in-review' });
  });

  it('is not tried where there is no mail server', async () => {
    const world = await worlds.start();
    world.mail.configured = false;
    await world.push(world.addDocument('trailer', 'first cut'));
    expect(world.mail.sent).toEqual([]);
    expect(world.jobs('send-summary')).toMatchObject([{ state: 'completed', notes: [] }]);
  });

  it('reaches somebody whose permission in Nuxeo is gone, by the address of their Frame.io account', async () => {
    const world = await worlds.start();
    const uid = world.addDocument('trailer', 'first cut');
    await world.startPush([uid]);
    await world.deps.tokens.markRefused('nuxeo', 'ana');
    await world.drain();
    expect(world.mail.sent).toMatchObject([
      { to: { address: 'ana@example.com' }, items: [{ failure: { code: 'nuxeo-grant-refused' } }] },
    ]);
    await connect(world, 'ana');
    await world.lookAgain();
    expect(world.mail.sent).toHaveLength(2);
  });

  it('tells all of a big click, of which the queue lists only so many at a time', async () => {
    const world = await worlds.start();
    const folder = world.frameio.addFolder(world.target, 'Rushes', 'ana');
    const job = { kind: 'publish-asset', person: 'ana', title: 'x', payload: {}, batchId: 'big' } as const;
    for (let nth = 0; nth < 450; nth += 1) {
      if (nth % 50 === 0) world.clock.pass(1);
      const { id } = await world.queue.enqueue({ ...job, title: `${folder.folderId} ${nth}` });
      world.queue.end(world.queue.entry(id), 'failed');
    }
    await summarizeWhenSettled('big', { queue: world.queue });
    await world.drain();
    expect(world.mail.sent).toHaveLength(1);
    expect(world.mail.sent[0]?.items).toHaveLength(450);
    expect(world.mail.sent[0]?.items[0]?.title).toMatch(/ 0$/);
  });

  it('waits for the last of them', async () => {
    const world = await worlds.start();
    const job = { kind: 'publish-asset', person: 'ana', title: 'x', payload: {}, batchId: 'two' } as const;
    const [one] = [await world.queue.enqueue(job), await world.queue.enqueue(job)];
    world.queue.end(world.queue.entry(one.id), 'failed');
    await summarizeWhenSettled('two', { queue: world.queue });
    expect(world.jobs('send-summary')).toEqual([]);
  });
});
