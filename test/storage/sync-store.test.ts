import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Sync, SyncItem, WantedRun } from '../../server/domain/sync.ts';
import type { SyncAsset } from '../../server/domain/sync-plan.ts';
import { createReviewStore } from '../../server/storage/review-store.ts';
import { createSyncAssetStore } from '../../server/storage/sync-asset-store.ts';
import { createSyncStore } from '../../server/storage/sync-store.ts';
import { startTestDatabase, type TestDatabase } from '../support/database.ts';
import { storeOptions, type HandClock } from '../support/store-options.ts';

let database: TestDatabase;
let syncs: ReturnType<typeof createSyncStore>;
let assets: ReturnType<typeof createSyncAssetStore>;
let clock: HandClock;
beforeAll(async () => {
  database = await startTestDatabase();
  const options = storeOptions(database.db);
  ({ clock } = options);
  syncs = createSyncStore(options);
  assets = createSyncAssetStore(options);
});
afterAll(() => database.stop());
beforeEach(() => database.empty());

function sync(change: Partial<Sync> = {}): Sync {
  return {
    id: 'sync-1',
    folderUid: 'folder-1',
    folderPath: '/default/films/trailers',
    accountId: 'account',
    workspaceId: 'workspace',
    workspaceName: 'Features',
    projectId: 'project',
    projectName: 'Trailer',
    folderId: 'there',
    sourcePath: ['Cuts', 'Final'],
    viewUrl: 'https://next.frame.io/project/p/view/f',
    sourceIds: ['root', 'cuts', 'there'],
    owner: 'ana',
    documentType: 'Video',
    createdAt: new Date('2026-03-02T09:00:00Z'),
    removedAt: undefined,
    ...change,
  };
}
const later = sync({
  id: 'sync-2',
  folderUid: 'folder-2',
  folderPath: '/default/films/trailers-old',
  projectId: 'other',
  createdAt: new Date('2026-03-02T10:00:00Z'),
});
const everything: WantedRun = { trigger: 'person', mode: 'sync', scope: 'all', by: 'ana' };
const told: WantedRun = {
  trigger: 'webhook',
  mode: 'sync',
  scope: [{ folderId: 'cuts', deep: false }],
  by: undefined,
};

const item = (runId: string, assetId: string, change: Partial<SyncItem> = {}): SyncItem => ({
  ...{ runId, assetId, title: 'cut', change: 'new', state: 'open', failure: undefined, bytes: 5 },
  documentUid: undefined,
  ...change,
});

function asset(assetId: string, change: Partial<SyncAsset> = {}): SyncAsset {
  return {
    ...{ syncId: 'sync-1', assetId, type: 'file', parentId: 'there', name: 'cut.mov', state: 'present' },
    ...{ headFileId: assetId, headLength: 5, updatedAt: new Date('2026-03-01T00:00:00Z'), commentCount: 2 },
    ...{ statusId: 'approved', documentUid: `document-${assetId}`, title: 'cut', parentUid: 'folder-1' },
    ...{ digest: 'abc', length: 5 },
    ...change,
  };
}
const folder = (assetId: string, parentId: string | undefined) =>
  asset(assetId, {
    ...{ type: 'folder', parentId, headFileId: undefined, headLength: undefined, updatedAt: undefined },
    ...{ commentCount: undefined, statusId: undefined, digest: undefined, length: undefined },
  });

describe('synchronised folders', () => {
  it('come back as they were made, newest first, alone or in pages', async () => {
    await syncs.create(sync());
    await syncs.create(later);
    expect(await syncs.get('sync-1')).toEqual(sync());
    expect(await syncs.list()).toEqual([later, sync()]);
    expect(await syncs.list({ limit: 1, before: later.createdAt })).toEqual([sync()]);
    expect(await syncs.ofFolder('folder-2')).toEqual(later);
    expect(await syncs.ofFolders(['folder-1', 'elsewhere'])).toEqual([sync()]);
    expect(await syncs.ofFolders([])).toEqual([]);
    expect(await syncs.inProject({ accountId: 'account', projectId: 'other' })).toEqual([later]);
    expect((await syncs.belowPath('/default/films')).map(({ id }) => id)).toEqual(['sync-2', 'sync-1']);
    expect(await syncs.belowPath('/default/films/trailers')).toEqual([]);
  });

  it('are one per folder while they live', async () => {
    await syncs.create(sync());
    await expect(syncs.create(sync({ id: 'sync-3' }))).rejects.toMatchObject({ code: 'folder-already-synced' });
    await syncs.markRemoved('sync-1', new Date());
    await syncs.create(sync({ id: 'sync-3' }));
    expect((await syncs.ofFolder('folder-1'))?.id).toBe('sync-3');
    expect((await syncs.get('sync-1'))?.removedAt).toBeInstanceOf(Date);
  });

  it('follow their folder and change hands', async () => {
    await syncs.create(sync());
    await syncs.setFolderPath('sync-1', '/default/elsewhere');
    await syncs.setOwner('sync-1', 'ben');
    expect(await syncs.get('sync-1')).toEqual(sync({ folderPath: '/default/elsewhere', owner: 'ben' }));
  });

  it('take over what a removed one of the same source knew, links too', async () => {
    const reviews = createReviewStore({ db: database.db, clock });
    const link = { accountId: 'account', rootId: 'a', documentUid: 'document-a', memberIds: ['a'] };
    await syncs.create(sync());
    await assets.save(asset('a'));
    await reviews.saveLink({ ...link, bindingId: 'sync-1' });
    await syncs.markRemoved('sync-1', new Date());

    const again = sync({ id: 'sync-3' });
    await syncs.create(again);
    await syncs.inherit(again);
    expect(await assets.get('sync-3', 'a')).toEqual(asset('a', { syncId: 'sync-3' }));
    expect(await reviews.links('sync-3', { accountId: 'account' }, ['a'])).toHaveLength(1);
    expect(await reviews.links('sync-1', { accountId: 'account' }, ['a'])).toEqual([]);
  });
});

describe('runs', () => {
  beforeEach(() => syncs.create(sync()));

  it('are one at a time: a second request joins the one that goes on', async () => {
    const first = await syncs.beginRun('sync-1', everything);
    const second = await syncs.beginRun('sync-1', { ...everything, by: 'ben' });
    expect(first).toMatchObject({ isNew: true, run: { ...everything, state: 'queued', total: 0 } });
    expect(second).toEqual({ run: first.run, isNew: false });
    expect(await syncs.beginKept('sync-1')).toBeUndefined();
  });

  it('that come in together are one', async () => {
    const begun = await Promise.all(Array.from({ length: 8 }, () => syncs.beginRun('sync-1', everything)));
    expect(begun.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(new Set(begun.map(({ run }) => run.id)).size).toBe(1);
  });

  it('are followed by what Frame.io told meanwhile, as one walk', async () => {
    const { run } = await syncs.beginRun('sync-1', everything);
    await syncs.beginRun('sync-1', told);
    await syncs.beginRun('sync-1', { ...told, scope: [{ folderId: 'cuts', deep: true }] });
    await syncs.beginRun('sync-1', { ...everything, mode: 'compare' });
    expect(await syncs.beginKept('sync-1')).toBeUndefined();
    await syncs.progress(run.id, { isWalked: true });
    await syncs.endRun(run.id, { at: clock.now() });

    const next = await syncs.beginKept('sync-1');
    expect(next).toMatchObject({ trigger: 'webhook', scope: [{ folderId: 'cuts', deep: true }] });
    await syncs.endRun(String(next?.id), { at: clock.now(), failure: { code: 'internal', params: [] } });
    expect(await syncs.beginKept('sync-1')).toMatchObject({ mode: 'compare', by: 'ana' });
  });

  it('end when they are walked and nothing is open, for whoever asks first', async () => {
    const { run } = await syncs.beginRun('sync-1', everything);
    await syncs.addItems([item(run.id, 'a'), item(run.id, 'b', { bytes: 7 })]);
    await syncs.addItems([item(run.id, 'a', { title: 'another' })]);
    await syncs.progress(run.id, { state: 'running', foldersSeen: 2, assetsSeen: 9 });
    expect(await syncs.endRun(run.id, { at: clock.now() })).toBeUndefined();
    await syncs.progress(run.id, { isWalked: true });
    expect(await syncs.endRun(run.id, { at: clock.now() })).toBeUndefined();
    await syncs.setItem({ runId: run.id, assetId: 'a' }, { state: 'done', documentUid: 'document-a' });
    const failure = { code: 'asset-without-bytes', params: ['cut'] } as const;
    await syncs.setItem({ runId: run.id, assetId: 'b' }, { state: 'failed', failure });

    const ends = await Promise.all([1, 2, 3].map(() => syncs.endRun(run.id, { at: clock.now() })));
    expect(ends.filter(Boolean)).toHaveLength(1);
    expect(await syncs.run(run.id)).toMatchObject({
      ...{ state: 'partly', foldersSeen: 2, assetsSeen: 9, total: 2, done: 1, failed: 1, left: 0 },
      ...{ bytesTotal: 12, bytesDone: 5, endedAt: clock.now() },
    });
    expect(await syncs.items(run.id, {})).toEqual([
      item(run.id, 'a', { state: 'done', documentUid: 'document-a' }),
      item(run.id, 'b', { state: 'failed', bytes: 7, failure }),
    ]);
    expect(await syncs.items(run.id, { state: 'failed', after: 'a', limit: 1 })).toHaveLength(1);
    expect(await syncs.item(run.id, 'c')).toBeUndefined();
  });

  it('that fail as a whole end at once; what was open is left', async () => {
    const { run } = await syncs.beginRun('sync-1', everything);
    await syncs.addItems([item(run.id, 'a')]);
    const failure = { code: 'sync-source-gone', params: ['Cuts'] } as const;
    expect(await syncs.endRun(run.id, { at: clock.now(), failure })).toMatchObject({ state: 'failed', failure });
    await syncs.leaveOpenItems(run.id, failure);
    expect(await syncs.run(run.id)).toMatchObject({ left: 1 });
    await syncs.progress(run.id, { state: 'running' });
    expect(await syncs.run(run.id)).toMatchObject({ state: 'failed' });
  });

  it('are due again when the last one ended long enough ago, or something was kept', async () => {
    await syncs.create(later);
    const due = async (at: Date) => (await syncs.due(at, 10)).map(({ sync: { id } }) => id);
    const now = new Date(later.createdAt.getTime() + 1000);
    expect(await due(sync().createdAt)).toEqual([]);
    expect((await due(now)).sort()).toEqual(['sync-1', 'sync-2']);

    const { run } = await syncs.beginRun('sync-1', everything);
    await syncs.beginRun('sync-1', told);
    expect(await due(now)).toEqual(['sync-2']);
    await syncs.progress(run.id, { isWalked: true });
    await syncs.endRun(run.id, { at: now });
    expect((await due(now)).sort()).toEqual(['sync-1', 'sync-2']);
    await syncs.beginKept('sync-1');
    expect(await due(now)).toEqual(['sync-2']);
    await syncs.markRemoved('sync-2', now);
    expect(await due(now)).toEqual([]);
  });

  it('are told once, and forgotten after their time except for the last', async () => {
    const ends: string[] = [];
    for (const day of [1, 2, 3]) {
      const { run } = await syncs.beginRun('sync-1', everything);
      await syncs.progress(run.id, { isWalked: true });
      await syncs.endRun(run.id, { at: new Date(`2026-03-0${day}T00:00:00Z`) });
      ends.push(run.id);
    }
    expect(await syncs.unsettledRuns()).toHaveLength(3);
    for (const id of ends) await syncs.markTold(id);
    expect(await syncs.unsettledRuns()).toEqual([]);
    expect((await syncs.lastEnds(['sync-1'])).get('sync-1')).toEqual(new Date('2026-03-03T00:00:00Z'));
    expect(await syncs.forgetRunsBefore(new Date('2026-04-01'))).toBe(2);
    expect((await syncs.lastRuns(['sync-1'], 'sync')).map(({ id }) => id)).toEqual([ends[2]]);
  });

  it('tell the last one that brought changes apart from a comparison that goes on', async () => {
    const { run: brought } = await syncs.beginRun('sync-1', everything);
    await syncs.endRun(brought.id, {
      at: new Date('2026-03-01T00:00:00Z'),
      failure: { code: 'sync-source-gone', params: [] },
    });
    const { run: comparison } = await syncs.beginRun('sync-1', { ...everything, mode: 'compare' });
    expect(await syncs.lastRuns(['sync-1'], 'sync')).toMatchObject([{ id: brought.id, state: 'failed' }]);
    expect(await syncs.lastRuns(['sync-1'], 'compare')).toMatchObject([{ id: comparison.id, state: 'queued' }]);
    expect(await syncs.goingRun('sync-1')).toMatchObject({ id: comparison.id });
    expect(await syncs.lastRuns(['sync-2'], 'compare')).toEqual([]);
    await syncs.endRun(comparison.id, {
      at: new Date('2026-03-01T00:00:00Z'),
      failure: { code: 'sync-removed', params: [] },
    });
    expect(await syncs.goingRun('sync-1')).toBeUndefined();
  });
});

describe('assets of a synchronised folder', () => {
  beforeEach(async () => {
    await syncs.create(sync());
    await assets.save(folder('there', undefined));
    await assets.save(folder('below', 'there'));
    await assets.save(folder('deeper', 'below'));
    await assets.save(asset('a'));
    await assets.save(asset('b', { parentId: 'deeper' }));
  });
  const next = async (run: string) => (await assets.nextFolders('sync-1', run, 10)).map(({ assetId }) => assetId);

  it('come back as they were saved', async () => {
    expect(await assets.get('sync-1', 'a')).toEqual(asset('a'));
    await assets.save(asset('a', { name: 'final.mov', headLength: undefined }));
    expect(await assets.known('sync-1', ['a', 'nothing'])).toEqual([
      asset('a', { name: 'final.mov', headLength: undefined }),
    ]);
    expect(await assets.ofDocument('sync-1', 'document-b')).toEqual([asset('b', { parentId: 'deeper' })]);
    expect(await assets.ofDocuments('sync-1', ['document-b', 'x'])).toHaveLength(1);
    await assets.setState('sync-1', 'a', 'gone');
    expect(await assets.get('sync-1', 'a')).toMatchObject({ state: 'gone' });
    expect((await assets.gone('sync-1', undefined, 10)).map(({ assetId }) => assetId)).toEqual(['a']);
    await assets.forget('sync-1', ['a']);
    expect(await assets.get('sync-1', 'a')).toBeUndefined();
  });

  it('are walked from the source down, and a walk that was cut off goes on where it was', async () => {
    expect(await assets.want('sync-1', 'run', [{ folderId: 'there', deep: true }])).toEqual(['there']);
    expect(await next('run')).toEqual(['there']);
    await assets.want('sync-1', 'run', [{ folderId: 'below', deep: true }]);
    await assets.markWalked('sync-1', 'run', 'there');
    await assets.want('sync-1', 'run', [{ folderId: 'deeper', deep: true }]);
    const [first] = await assets.nextFolders('sync-1', 'run', 1);
    expect(first).toMatchObject({ assetId: 'below', deep: true, depth: 1 });
    expect(await next('run')).toEqual(['below', 'deeper']);
    await assets.markWalked('sync-1', 'run', 'below');
    await assets.markWalked('sync-1', 'run', 'deeper');
    expect(await next('run')).toEqual([]);
    expect(await assets.want('sync-1', 'other', [{ folderId: 'unknown', deep: false }])).toEqual([]);
  });

  it('that a walk did not see are found where it looked, and below what is gone', async () => {
    await assets.want('sync-1', 'run', [{ folderId: 'there', deep: false }]);
    await assets.markSeen('sync-1', 'run', ['a']);
    await assets.markWalked('sync-1', 'run', 'there');
    const unseen = async () => (await assets.unseen('sync-1', 'run', undefined, 10)).map(({ assetId }) => assetId);
    expect(await unseen()).toEqual(['below']);
    await assets.setState('sync-1', 'below', 'gone');
    expect(await unseen()).toEqual(['deeper']);
    await assets.setState('sync-1', 'deeper', 'gone');
    expect(await unseen()).toEqual(['b']);
    expect(await assets.unseen('sync-1', 'run', 'b', 10)).toEqual([]);
  });
});
