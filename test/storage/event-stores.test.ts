import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NewActivity } from '../../server/ports/activity-store.ts';
import { createActivityStore } from '../../server/storage/activity-store.ts';
import { createDeliveryStore } from '../../server/storage/delivery-store.ts';
import { createTransferStore } from '../../server/storage/transfer-store.ts';
import { startTestDatabase, type TestDatabase } from '../support/database.ts';
import { storeOptions } from '../support/store-options.ts';

let database: TestDatabase;
let options: ReturnType<typeof storeOptions>;
beforeAll(async () => {
  database = await startTestDatabase();
  options = storeOptions(database.db);
});
afterAll(() => database.stop());
beforeEach(() => database.empty());

const minute = 60_000;
const day = 24 * 60 * minute;

describe('deliveries', () => {
  const deliveries = () => createDeliveryStore(options);

  it('are ours to answer once, and then have the same answer', async () => {
    const claims = await Promise.all(Array.from({ length: 5 }, () => deliveries().claim('key')));
    expect(claims.filter((claim) => claim === undefined)).toHaveLength(1);
    expect(claims.filter((claim) => claim !== undefined)).toEqual(Array(4).fill({ answer: undefined }));
    await deliveries().answer('key', { title: 'Published', count: 2 });
    expect(await deliveries().claim('key')).toEqual({ answer: { title: 'Published', count: 2 } });
  });

  it('that nobody answered within a minute are given again', async () => {
    await deliveries().claim('key');
    options.clock.pass(minute);
    expect(await deliveries().claim('key')).toEqual({ answer: undefined });
    options.clock.pass(1);
    expect(await deliveries().claim('key')).toBeUndefined();
    await deliveries().answer('key', { title: 'Published' });
    options.clock.pass(day);
    expect(await deliveries().claim('key')).toEqual({ answer: { title: 'Published' } });
  });

  it('keep the context of the first step for a day', async () => {
    await deliveries().saveInteraction('interaction', { resources: ['file-1', 'file-2'] });
    await deliveries().saveInteraction('interaction', { resources: [] });
    expect(await deliveries().interaction('interaction')).toEqual({ resources: ['file-1', 'file-2'] });
    options.clock.pass(day + 1);
    expect(await deliveries().interaction('interaction')).toBeUndefined();
    await deliveries().saveInteraction('interaction', { resources: [] });
    expect(await deliveries().interaction('interaction')).toEqual({ resources: [] });
  });

  it('are forgotten on request', async () => {
    await deliveries().claim('old');
    await deliveries().saveInteraction('old', {});
    options.clock.pass(day);
    await deliveries().claim('new');
    await deliveries().forgetBefore(options.clock.now());
    expect(await deliveries().claim('new')).toEqual({ answer: undefined });
    expect(await deliveries().claim('old')).toBeUndefined();
    expect(await deliveries().interaction('old')).toBeUndefined();
  });
});

describe('activity', () => {
  const activity = () => createActivityStore(options);
  const pushed: NewActivity = { kind: 'pushed', title: 'Trailer', person: 'alice', documentUid: 'document-1' };

  it('is told newest first, by document, binding and person, in pages', async () => {
    for (const title of ['one', 'two', 'three']) {
      await activity().append({ ...pushed, title });
      options.clock.pass(1000);
    }
    await activity().append({ kind: 'bound', title: 'Films', bindingId: 'binding-1', details: { workspaces: 2 } });
    const titles = async (filter: Parameters<ReturnType<typeof activity>['list']>[0]) =>
      (await activity().list(filter)).map(({ title }) => title);
    expect(await titles({})).toEqual(['Films', 'three', 'two', 'one']);
    expect(await titles({ documentUid: 'document-1' })).toEqual(['three', 'two', 'one']);
    expect(await titles({ bindingId: 'binding-1' })).toEqual(['Films']);
    expect(await titles({ person: 'bob' })).toEqual([]);
    const page = await activity().list({ person: 'alice', limit: 2 });
    expect(page.map(({ title }) => title)).toEqual(['three', 'two']);
    expect(await titles({ person: 'alice', before: page[1]?.at ?? new Date(0) })).toEqual(['one']);
  });

  it('comes back whole', async () => {
    const failure = { code: 'locked-by-other', params: ['bob'] } as const;
    await activity().append({ ...pushed, kind: 'push-failed', actor: 'Bob', failure, details: { fileId: 'f' } });
    expect(await activity().list({})).toEqual([
      {
        id: expect.any(String),
        at: options.clock.now(),
        kind: 'push-failed',
        person: 'alice',
        actor: 'Bob',
        documentUid: 'document-1',
        bindingId: undefined,
        title: 'Trailer',
        failure,
        details: { fileId: 'f' },
      },
    ]);
  });
});

describe('what needs attention', () => {
  const activity = () => createActivityStore(options);
  const item = {
    code: 'locked-by-other',
    params: ['bob'],
    person: 'alice',
    documentUid: 'document-1',
    bindingId: undefined,
    jobId: 'job-1',
    title: 'Trailer',
  } as const;

  it('is one item per subject and code, since the first time', async () => {
    const since = options.clock.now();
    await activity().raise(item);
    options.clock.pass(minute);
    await activity().raise({ ...item, params: ['carol'], jobId: 'job-2' });
    await activity().raise({ ...item, code: 'nuxeo-grant-missing' });
    await activity().raise({ ...item, documentUid: 'document-2' });
    const items = await activity().attention({ documentUid: 'document-1' });
    expect(items).toHaveLength(2);
    expect(items[0]).toEqual({ id: expect.any(String), ...item, params: ['carol'], jobId: 'job-2', since });
    expect(await activity().attention({ person: 'alice' })).toHaveLength(3);
    expect(await activity().attention({ person: 'bob' })).toEqual([]);
    expect(await activity().attention({ limit: 1 })).toEqual(items.slice(0, 1));
    expect(await activity().attentionItem(items[0]?.id ?? '')).toEqual(items[0]);
  });

  it('is settled by what matches, and never all at once by accident', async () => {
    await activity().raise(item);
    await activity().raise({ ...item, code: 'nuxeo-grant-missing', jobId: 'job-2' });
    await activity().raise({ ...item, documentUid: undefined, bindingId: 'binding-1', jobId: undefined });
    const codes = async () => (await activity().attention({})).map(({ code }) => code);
    await activity().settle({});
    await activity().settle({ code: 'locked-by-other' });
    expect(await codes()).toHaveLength(3);
    await activity().settle({ documentUid: 'document-1', code: 'locked-by-other' });
    await activity().settle({ bindingId: 'binding-1' });
    expect(await codes()).toEqual(['nuxeo-grant-missing']);
    await activity().settle({ jobId: 'job-2' });
    expect(await codes()).toEqual([]);
  });
});

describe('transfers', () => {
  const transfers = () => createTransferStore(options);

  it('know which parts arrived, and start anew on request', async () => {
    await transfers().begin('transfer', { fingerprint: 'one', target: 'https://upload.example/secret' });
    await Promise.all(
      [2, 0, 1, 1].map((index) => transfers().record('transfer', { index, length: 2 ** 33, crc32: 2 ** 32 - 1 })),
    );
    const part = { length: 2 ** 33, crc32: 2 ** 32 - 1 };
    expect(await transfers().load('transfer')).toEqual({
      fingerprint: 'one',
      target: 'https://upload.example/secret',
      parts: [0, 1, 2].map((index) => ({ index, ...part })),
    });
    await transfers().begin('transfer', { fingerprint: 'two', target: 'next' });
    expect(await transfers().load('transfer')).toEqual({ fingerprint: 'two', target: 'next', parts: [] });
    await transfers().end('transfer');
    expect(await transfers().load('transfer')).toBeUndefined();
  });

  it('keep upload URLs sealed', async () => {
    await transfers().begin('transfer', { fingerprint: 'one', target: 'https://upload.example/secret' });
    const row = await database.db.kysely.selectFrom('transfers').selectAll().executeTakeFirstOrThrow();
    expect(row.target).not.toContain('upload.example');
  });
});
