import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '../../server/domain/webhook.ts';
import { createChangeStore } from '../../server/storage/change-store.ts';
import { createSecretBox } from '../../server/storage/secret-box.ts';
import { createWebhookStore } from '../../server/storage/webhook-store.ts';
import { startTestDatabase, type TestDatabase } from '../support/database.ts';
import { storeOptions } from '../support/store-options.ts';

let database: TestDatabase;
let options: ReturnType<typeof storeOptions>;
let webhooks: ReturnType<typeof createWebhookStore>;
let changes: ReturnType<typeof createChangeStore>;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());
beforeEach(async () => {
  await database.empty();
  options = storeOptions(database.db);
  webhooks = createWebhookStore(options);
  changes = createChangeStore(options);
});

const workspace = { accountId: 'account', workspaceId: 'workspace' };

describe('webhooks', () => {
  it('are one per workspace, whoever asks first', async () => {
    const claimed = await Promise.all([1, 2, 3].map(() => webhooks.claim(workspace)));
    expect(new Set(claimed.map(({ id }) => id)).size).toBe(1);
    await webhooks.claim({ ...workspace, workspaceId: 'other' });
    expect((await webhooks.list()).map(({ workspaceId }) => workspaceId)).toEqual(['other', 'workspace']);
  });

  it('come back as they were saved, with a secret that nobody reads in the table', async () => {
    const claimed = await webhooks.claim(workspace);
    expect(claimed).toMatchObject({ ...workspace, state: 'missing', webhookId: undefined, failure: undefined });
    const created = { ...claimed, webhookId: 'w-1', creator: 'ana', state: 'active' as const, checkedAt: new Date(0) };
    await webhooks.save(created, 's3cret');
    expect(await webhooks.get(claimed.id)).toEqual(created);
    expect(await webhooks.secret(claimed.id)).toBe('s3cret');
    const stored = await database.db.kysely.selectFrom('webhooks').select('secret').executeTakeFirst();
    expect(stored?.secret).not.toContain('s3cret');
  });

  it('keep their secret when only what is known of them changes', async () => {
    const claimed = await webhooks.claim(workspace);
    await webhooks.save({ ...claimed, state: 'active' }, 's3cret');
    await webhooks.save({ ...claimed, failure: { code: 'webhook-without-admin', params: [] } });
    expect(await webhooks.secret(claimed.id)).toBe('s3cret');
    expect((await webhooks.get(claimed.id))?.failure).toEqual({ code: 'webhook-without-admin', params: [] });
  });

  it('have no secret any more when its key is lost', async () => {
    const claimed = await webhooks.claim(workspace);
    await webhooks.save(claimed, 's3cret');
    const others = createWebhookStore({ ...options, secrets: createSecretBox([randomBytes(32)]) });
    expect(await others.secret(claimed.id)).toBeUndefined();
  });

  it('go', async () => {
    const { id } = await webhooks.claim(workspace);
    await webhooks.delete(id);
    expect(await webhooks.get(id)).toBeUndefined();
    expect(await webhooks.secret(id)).toBeUndefined();
  });
});

describe('what was told', () => {
  const account = { accountId: 'account' };
  const change: Change = { ...account, projectId: 'project', type: 'file', id: 'file-1' };

  it('is one row, however often it is told', async () => {
    await Promise.all(Array.from({ length: 5 }, () => changes.mark(change)));
    await changes.mark({ ...change, type: 'comment' });
    expect(await changes.marked(account, 10)).toHaveLength(2);
  });

  it('is not forgotten when it was told again after it was taken', async () => {
    await changes.mark(change);
    const [taken] = await changes.marked(account, 10);
    await changes.mark(change);
    if (taken) await changes.settle(taken);
    const [again] = await changes.marked(account, 10);
    expect(again).toMatchObject(change);
    if (again) await changes.settle(again);
    expect(await changes.marked(account, 10)).toEqual([]);
  });

  it('is taken oldest first, one account at a time', async () => {
    for (const id of ['file-3', 'file-2', 'file-1']) {
      await changes.mark({ ...change, id });
      options.clock.pass(1_000);
    }
    await changes.mark({ ...change, accountId: 'another' });
    expect((await changes.marked(account, 2)).map(({ id }) => id)).toEqual(['file-3', 'file-2']);
  });

  it('tells which accounts have waited for long', async () => {
    await changes.mark(change);
    expect(await changes.waitingSince(options.clock.now())).toEqual([]);
    options.clock.pass(1);
    await changes.mark({ ...change, accountId: 'another' });
    expect(await changes.waitingSince(options.clock.now())).toEqual([account]);
  });
});

describe('a stale document', () => {
  it('is stale since the first word, and as of the last', async () => {
    const first = await changes.markDocument('document');
    options.clock.pass(5_000);
    const again = await changes.markDocument('document');
    expect(again).toEqual({ ...first, lastAt: options.clock.now() });
    expect(await changes.staleDocument('document')).toEqual(again);
  });

  it('becomes stale anew once it was settled', async () => {
    const { id } = await changes.markDocument('document');
    await changes.settleDocument('document');
    expect(await changes.staleDocument('document')).toBeUndefined();
    expect((await changes.markDocument('document')).id).not.toBe(id);
  });
});
