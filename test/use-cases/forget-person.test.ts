import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { defaultBindingRules, type Binding } from '../../server/domain/binding.ts';
import { FrameioError } from '../../server/domain/errors.ts';
import type { Job } from '../../server/domain/job.ts';
import type { Review } from '../../server/domain/review.ts';
import type { JobQueue } from '../../server/ports/job-queue.ts';
import type { Grant, TokenKind } from '../../server/ports/token-store.ts';
import { createActivityStore } from '../../server/storage/activity-store.ts';
import { createBindingStore } from '../../server/storage/binding-store.ts';
import { createReviewStore } from '../../server/storage/review-store.ts';
import type { Sync } from '../../server/domain/sync.ts';
import { createSyncStore } from '../../server/storage/sync-store.ts';
import type { StoreOptions } from '../../server/storage/store-options.ts';
import { createTokenStore } from '../../server/storage/token-store.ts';
import { disconnectAccount } from '../../server/use-cases/disconnect-account.ts';
import { forgetPerson } from '../../server/use-cases/forget-person.ts';
import { listPeople } from '../../server/use-cases/list-people.ts';
import { refreshTokens } from '../../server/use-cases/refresh-tokens.ts';
import { startTestDatabase, type TestDatabase } from '../support/database.ts';
import { storeOptions } from '../support/store-options.ts';

let database: TestDatabase;
let options: StoreOptions;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());
beforeEach(async () => {
  await database.empty();
  options = storeOptions(database.db);
});

/** Adobe and Nuxeo take every grant back, but for those that are named here. */
function revoking(silent: readonly TokenKind[] = []) {
  const revoked: string[] = [];
  const notAsked = () => Promise.reject(new Error('not asked for'));
  return {
    ...{ revoked, accessToken: notAsked, forceRefresh: notAsked, refreshDue: notAsked },
    revoke: (kind: TokenKind, username: string) => {
      if (silent.includes(kind)) return Promise.reject(new FrameioError('frameio-unavailable', { retryable: true }));
      revoked.push(`${kind} ${username}`);
      return Promise.resolve();
    },
  };
}

function world(jobs: Job[] = []) {
  const queue = {
    list: ({ person }: { person?: string }) => Promise.resolve(jobs.filter((job) => job.person === person)),
  };
  return {
    tokens: createTokenStore(options),
    activity: createActivityStore(options),
    bindings: createBindingStore(options),
    reviews: createReviewStore(options),
    syncs: createSyncStore(options),
    tokenService: revoking(),
    queue: queue as unknown as JobQueue,
    clock: options.clock,
  };
}

const grant = (change: Partial<Grant>): Grant => ({
  kind: 'frameio',
  username: 'ana',
  accessToken: 'a',
  refreshToken: 'r',
  expiresAt: options.clock.now(),
  scopes: [],
  remoteId: 'u1',
  remoteAdobeId: undefined,
  remoteEmail: 'ana@example.com',
  remoteName: 'Ana',
  connectedAt: options.clock.now(),
  refreshedAt: options.clock.now(),
  refusedAt: undefined,
  ...change,
});

const binding = (folder: string, creator: string): Binding => ({
  id: options.ids.uuid(),
  folderUid: folder,
  folderPath: `/${folder}`,
  actionName: 'Publish to Nuxeo',
  documentType: 'File',
  creator,
  workspaces: [],
  rules: defaultBindingRules,
  createdAt: options.clock.now(),
  unboundAt: undefined,
});

const review = (documentUid: string, person: string, state: Review['state']): Review => ({
  ...{ documentUid, person, state, bindingId: options.ids.uuid() },
  ...{ accountId: 'a1', workspaceId: 'w1', projectId: 'p1', folderId: 'f1', fileId: undefined, stackId: undefined },
  ...{ lock: undefined, sent: undefined, versionMadeOf: undefined, failure: undefined },
  ...{ startedAt: options.clock.now(), updatedAt: options.clock.now() },
});

function sync(folderUid: string, owner: string): Sync {
  return {
    ...{ accountId: 'a', workspaceId: 'w', projectId: 'p', folderId: 'f', workspaceName: 'Features' },
    ...{ projectName: 'Aurora', sourcePath: [], sourceIds: ['f'], viewUrl: '', documentType: 'File', owner },
    ...{ id: `sync of ${folderUid}`, folderUid, folderPath: `/${folderUid}` },
    ...{ createdAt: options.clock.now(), removedAt: undefined },
  };
}

async function filled(jobs: Job[] = []) {
  const here = world(jobs);
  for (const username of ['ana', 'ben'])
    for (const kind of ['nuxeo', 'frameio'] as const) await here.tokens.save(grant({ kind, username }));
  await here.bindings.create(binding('anas', 'ana'));
  await here.bindings.create(binding('bens', 'ben'));
  await here.reviews.save(review('doc-1', 'ana', 'in-review'));
  await here.reviews.save(review('doc-2', 'ana', 'returned'));
  await here.reviews.save(review('doc-3', 'ben', 'in-review'));
  await here.activity.append({ kind: 'pushed', person: 'ana', actor: 'ana', title: 'Cut', documentUid: 'doc-1' });
  await here.activity.append({ kind: 'published', person: 'ben', actor: 'ana', title: 'Other', documentUid: 'doc-3' });
  return here;
}

it('takes a leaver’s permissions and name away, and lists what needs somebody else', async () => {
  const job = { id: 'j1', person: 'ana', title: 'Cut' } as unknown as Job;
  const here = await filled([job]);
  const forgotten = await forgetPerson('ana', here);

  expect(forgotten.connections).toBe(2);
  expect(forgotten.notRevoked).toEqual([]);
  expect(here.tokenService.revoked.sort()).toEqual(['frameio ana', 'nuxeo ana']);
  expect(forgotten.bindings.map((one) => one.folderUid)).toEqual(['anas']);
  expect(forgotten.reviews.map((one) => one.documentUid)).toEqual(['doc-1']);
  expect(forgotten.jobs).toEqual([job]);
  expect((await here.tokens.list()).map((one) => one.username)).toEqual(['ben', 'ben']);
  const timeline = await here.activity.list({});
  expect(timeline.map((one) => [one.title, one.person, one.actor])).toEqual([
    ['Other', 'ben', undefined],
    ['Cut', undefined, undefined],
  ]);
});

it('lists synchronised folders that need another owner, and forgets who asked for their runs', async () => {
  const here = await filled();
  await here.syncs.create(sync('mirror', 'ana'));
  await here.syncs.beginRun('sync of mirror', { trigger: 'person', mode: 'sync', scope: 'all', by: 'ana' });

  expect((await forgetPerson('ana', here)).syncs.map(({ folderUid }) => folderUid)).toEqual(['mirror']);
  expect((await here.syncs.lastRuns(['sync of mirror'], 'sync')).map(({ by }) => by)).toEqual([undefined]);
});

it('can be asked again, and leaves others alone', async () => {
  const here = await filled();
  await forgetPerson('ana', here);
  expect(await forgetPerson('ana', here)).toMatchObject({ connections: 0 });
  expect(await forgetPerson('nobody', here)).toEqual({
    ...{ connections: 0, notRevoked: [], bindings: [], reviews: [], syncs: [], jobs: [] },
  });
  expect(await here.tokens.list()).toHaveLength(2);
});

it('counts what depends on a person who only disconnects Frame.io', async () => {
  const here = await filled();
  expect(await disconnectAccount('ana', here)).toEqual({ bindings: 1, syncs: 0, reviews: 1, revoked: true });
  expect(here.tokenService.revoked).toEqual(['frameio ana']);
  expect(await here.tokens.get('frameio', 'ana')).toBeUndefined();
  expect(await here.tokens.get('nuxeo', 'ana')).toBeDefined();
  expect((await here.activity.list({ person: 'ana' })).map((one) => one.kind)).toContain('disconnected');
});

it('ends a connection that Adobe could not be told of, and says so', async () => {
  const here = { ...(await filled()), tokenService: revoking(['frameio']) };
  expect(await disconnectAccount('ana', here)).toMatchObject({ revoked: false });
  expect(await here.tokens.get('frameio', 'ana')).toBeUndefined();
  expect(await forgetPerson('ben', here)).toMatchObject({ connections: 2, notRevoked: ['frameio'] });
  expect(await here.tokens.list()).toMatchObject([{ kind: 'nuxeo', username: 'ana' }]);
});

it('lists people once, whatever they have given', async () => {
  const here = await filled();
  await here.syncs.create(sync('bens', 'ben'));
  await here.tokens.delete('nuxeo', 'ben');
  await here.tokens.markRefused('frameio', 'ben');
  expect(await listPeople(here)).toMatchObject([
    {
      username: 'ana',
      nuxeo: 'connected',
      frameio: 'connected',
      frameioEmail: 'ana@example.com',
      bindings: 1,
      syncs: 0,
      reviews: 1,
    },
    { username: 'ben', nuxeo: 'missing', frameio: 'refused', bindings: 1, syncs: 1, reviews: 1 },
  ]);
});

it('lists people page by page, with the day on which their connections end', async () => {
  const here = await filled();
  const [ana, ...others] = await listPeople(here, { limit: 1 });
  expect([ana?.username, others]).toEqual(['ana', []]);
  expect((ana?.renewBy?.getTime() ?? 0) - options.clock.now().getTime()).toBe(14 * 86_400_000);
  expect((await listPeople(here, { limit: 1, after: 'ana' })).map((one) => one.username)).toEqual(['ben']);
  expect(await listPeople(here, { limit: 1, after: 'ben' })).toEqual([]);
});

it('tells people whose connection was refused while they were away', async () => {
  const here = await filled();
  const report = { refreshed: 3, refused: [{ kind: 'frameio', username: 'ana' } as const], postponed: 0 };
  const tokenService = {
    refreshDue: () => Promise.resolve(report),
    accessToken: () => Promise.reject(new Error('not asked for')),
    forceRefresh: () => Promise.reject(new Error('not asked for')),
    revoke: () => Promise.reject(new Error('not asked for')),
  };
  expect(await refreshTokens({ ...here, tokenService })).toEqual(report);
  await refreshTokens({ ...here, tokenService });
  expect(await here.activity.attention({ person: 'ana' })).toMatchObject([
    { code: 'frameio-token-refused', params: ['ana'], title: 'Frame.io' },
  ]);
  expect(await here.activity.attention({ person: 'ben' })).toEqual([]);
});
