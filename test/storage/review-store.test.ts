import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Review } from '../../server/domain/review.ts';
import type { AssetLink } from '../../server/ports/review-store.ts';
import { createReviewStore } from '../../server/storage/review-store.ts';
import { startTestDatabase, type TestDatabase } from '../support/database.ts';
import { createHandClock } from '../support/store-options.ts';

let database: TestDatabase;
let reviews: ReturnType<typeof createReviewStore>;
const clock = createHandClock();
beforeAll(async () => {
  database = await startTestDatabase();
  reviews = createReviewStore({ db: database.db, clock });
});
afterAll(() => database.stop());
beforeEach(() => database.empty());

const account = { accountId: 'account' };
function review(change: Partial<Review> = {}): Review {
  return {
    documentUid: 'document-1',
    ...account,
    bindingId: 'binding-1',
    workspaceId: 'workspace',
    projectId: 'project',
    folderId: 'folder',
    fileId: 'file-1',
    stackId: undefined,
    person: 'alice',
    state: 'in-review',
    lock: { owner: 'alice', createdAt: '2026-03-02T09:00:00.000Z' },
    sent: { xpath: 'file:content', rendition: undefined, name: 'cut.mp4', length: 2 ** 40, digest: 'abc' },
    versionMadeOf: undefined,
    failure: undefined,
    startedAt: new Date('2026-03-02T09:00:00Z'),
    updatedAt: new Date('2026-03-02T09:05:00Z'),
    ...change,
  };
}

describe('reviews', () => {
  it('are one per document and come back as they were saved', async () => {
    await reviews.save(review());
    expect(await reviews.get('document-1')).toEqual(review());
    const failed = review({
      state: 'failed',
      lock: undefined,
      sent: undefined,
      failure: { code: 'frameio-quota-exceeded', params: ['Studio'] },
    });
    await reviews.save(failed);
    expect(await reviews.get('document-1')).toEqual(failed);
    expect(await reviews.get('document-2')).toBeUndefined();
  });

  it('are found by file, by stack, by binding and by state', async () => {
    await reviews.save(review());
    await reviews.save(review({ documentUid: 'document-2', fileId: 'file-2', stackId: 'stack-2', state: 'returned' }));
    const found = async (ids: { fileIds: string[]; stackId?: string }, owner = account) =>
      (await reviews.ofAsset(owner, ids)).map(({ documentUid }) => documentUid);
    expect(await found({ fileIds: ['file-1', 'file-9'] })).toEqual(['document-1']);
    expect(await found({ fileIds: [], stackId: 'stack-2' })).toEqual(['document-2']);
    expect(await found({ fileIds: ['file-1'], stackId: 'stack-2' })).toEqual(['document-1', 'document-2']);
    expect(await found({ fileIds: [] })).toEqual([]);
    expect(await found({ fileIds: ['file-1'] }, { accountId: 'another' })).toEqual([]);
    expect((await reviews.inReview()).map(({ documentUid }) => documentUid)).toEqual(['document-1']);
  });

  it('tells those of some bindings that somebody has to end, on their way or failed with a lock too', async () => {
    const { lock } = review();
    const states = ['pushing', 'in-review', 'returned', 'failed'] as const;
    for (const state of states) await reviews.save(review({ documentUid: state, state, lock: undefined }));
    await reviews.save(review({ documentUid: 'locked', state: 'failed', lock }));
    await reviews.save(review({ documentUid: 'elsewhere', bindingId: 'binding-2' }));
    const open = async (...ids: string[]) => (await reviews.openOf(ids)).map(({ documentUid }) => documentUid).sort();
    expect(await open('binding-1')).toEqual(['in-review', 'locked', 'pushing']);
    expect(await open('binding-1', 'binding-2')).toHaveLength(4);
    expect(await open()).toEqual([]);
  });
});

const link: AssetLink = {
  ...account,
  bindingId: 'binding-1',
  rootId: 'file-1',
  documentUid: undefined,
  memberIds: ['file-1'],
};

describe('links from assets to documents', () => {
  it('are claimed once, however many publish at the same moment', async () => {
    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, index) => reviews.claim({ ...link, documentUid: `document-${index}` })),
    );
    expect(new Set(claims.map(({ documentUid }) => documentUid)).size).toBe(1);
  });

  it('are claimed once when one names the file and the other its stack', async () => {
    const stack = { ...link, rootId: 'stack-1', memberIds: ['file-1', 'file-2'] };
    const [first, other] = await Promise.all([reviews.claim(link), reviews.claim(stack)]);
    expect(first).toEqual(other);
  });

  it('of another binding or account are others', async () => {
    await reviews.claim({ ...link, documentUid: 'document-1' });
    const elsewhere = { ...link, bindingId: 'binding-2', documentUid: 'document-2' };
    expect(await reviews.claim(elsewhere)).toEqual(elsewhere);
    expect(await reviews.links('binding-1', { accountId: 'another' }, ['file-1'])).toEqual([]);
  });

  it('know the stack and every member', async () => {
    await reviews.claim(link);
    await reviews.saveLink({ ...link, rootId: 'stack-1', documentUid: 'document-1', memberIds: ['file-2'] }, 'file-1');
    const saved = { ...link, rootId: 'stack-1', documentUid: 'document-1', memberIds: ['file-1', 'file-2'] };
    for (const id of ['stack-1', 'file-1', 'file-2']) {
      expect(await reviews.links('binding-1', account, [id])).toEqual([saved]);
    }
    expect(await reviews.links('binding-1', account, ['file-3'])).toEqual([]);
    expect(await reviews.linksOfDocument('document-1')).toEqual([saved]);
    await reviews.deleteLink(saved);
    expect(await reviews.linksOfDocument('document-1')).toEqual([]);
  });

  it('say whose record was not read for long, what is in review and folders left out', async () => {
    const of = (documentUid: string, memberIds = [documentUid]) =>
      reviews.saveLink({ ...link, rootId: `root of ${documentUid}`, documentUid, memberIds });
    for (const uid of ['old', 'older', 'in-review']) await of(uid);
    await of('folder', []);
    await reviews.save(review({ documentUid: 'in-review', state: 'in-review' }));
    const made = clock.now();
    clock.pass(1_000);
    await reviews.markRead('old', clock.now());
    clock.pass(1_000);
    await of('new');

    expect(await reviews.countRead(['binding-1'])).toBe(3);
    expect(await reviews.countRead(['binding-2'])).toBe(0);
    expect(await reviews.longestUnread(['binding-1'], clock.now(), 5)).toEqual(['older', 'old']);
    expect(await reviews.longestUnread(['binding-1'], clock.now(), 1)).toEqual(['older']);
    expect(await reviews.longestUnread(['binding-1'], made, 5)).toEqual([]);
  });

  it('are made when a document gets its link without a claim', async () => {
    await reviews.saveLink({ ...link, documentUid: 'document-1' });
    expect(await reviews.linksOfDocument('document-1')).toHaveLength(1);
  });

  it('refuse a stack that is another document already', async () => {
    await reviews.claim({ ...link, rootId: 'stack-1', memberIds: ['file-2'], documentUid: 'document-2' });
    await reviews.claim({ ...link, documentUid: 'document-1' });
    const joined = reviews.saveLink({ ...link, rootId: 'stack-1', documentUid: 'document-1' }, 'file-1');
    await expect(joined).rejects.toMatchObject({ code: 'asset-in-two-documents', needsAttention: true });
  });
});

it('remembers which comments are our own', async () => {
  await reviews.saveOwnComment('file-1', 'comment-1');
  await reviews.saveOwnComment('file-1', 'comment-1');
  await reviews.saveOwnComment('file-1', 'comment-2');
  expect(await reviews.ownComments('file-1')).toEqual(new Set(['comment-1', 'comment-2']));
  expect(await reviews.ownComments('file-2')).toEqual(new Set());
});

describe('what went into records', () => {
  const file = { ...account, projectId: 'project-2', fileId: 'file-1' };

  it('leads from a comment to its file, also when it is deleted', async () => {
    await reviews.saveSeen(file, ['comment-1', 'comment-2']);
    await reviews.saveSeen(file, ['comment-2', 'comment-3']);
    const found = await reviews.fileOfComment({ ...account, commentId: 'comment-3' });
    expect(found).toEqual({ ...account, fileId: 'file-1' });
    expect(await reviews.fileOfComment({ ...account, commentId: 'comment-4' })).toBeUndefined();
    expect(await reviews.fileOfComment({ accountId: 'another', commentId: 'comment-1' })).toBeUndefined();
  });

  it('may be as many comments as there are', async () => {
    const ids = Array.from({ length: 25_000 }, (_, index) => `comment-${index}`);
    await reviews.saveSeen(file, ids);
    expect(await reviews.fileOfComment({ ...account, commentId: 'comment-24999' })).toBeDefined();
  });

  it('makes a project one to follow, as a review does while it is open', async () => {
    await reviews.save(review());
    await reviews.save(review({ documentUid: 'document-2', projectId: 'project-3', state: 'returned' }));
    await reviews.saveSeen(file, []);
    const followed = (await reviews.followedProjects()).map(({ projectId }) => projectId);
    expect(followed.sort()).toEqual(['project', 'project-2']);
  });
});
