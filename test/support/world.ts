import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { createDigests } from '../../server/adapters/transfer/digests.ts';
import { createTransferEngine } from '../../server/adapters/transfer/engine.ts';
import { createHandlers, tellFinalFailure } from '../../server/jobs/handlers.ts';
import type { TokenService } from '../../server/ports/token-service.ts';
import type { Deps } from '../../server/use-cases/deps.ts';
import { createActivityStore } from '../../server/storage/activity-store.ts';
import { createBindingStore } from '../../server/storage/binding-store.ts';
import { createChangeStore } from '../../server/storage/change-store.ts';
import { createDeliveryStore } from '../../server/storage/delivery-store.ts';
import { createDriftStore } from '../../server/storage/drift-store.ts';
import { createProviderStore } from '../../server/storage/provider-store.ts';
import { createReviewStore } from '../../server/storage/review-store.ts';
import { createSecretBox } from '../../server/storage/secret-box.ts';
import { createSyncAssetStore } from '../../server/storage/sync-asset-store.ts';
import { createSyncStore } from '../../server/storage/sync-store.ts';
import { createTokenStore } from '../../server/storage/token-store.ts';
import { createTransferStore } from '../../server/storage/transfer-store.ts';
import { createWebhookStore } from '../../server/storage/webhook-store.ts';
import { summarizeWhenSettled } from '../../server/use-cases/summarize-batch.ts';
import { fakeConnections, fakeSessions } from './fake-connections.ts';
import { FakeFrameioWorld } from './fake-frameio.ts';
import { FakeMail } from './fake-mail.ts';
import { FakeNuxeoWorld } from './fake-nuxeo.ts';
import { FakeQueue } from './fake-queue.ts';
import { startTestDatabase, type TestDatabase } from './database.ts';
import { NthCall } from './nth-call.ts';
import { createJobRunner } from './run-jobs.ts';
import { connect, registerProvider } from './world-scene.ts';
import { createHandClock, type HandClock } from './store-options.ts';
import { testWords } from './words.ts';
import { World } from './world-steps.ts';

export type { World } from './world-steps.ts';

/** Everything the stories ask for: fakes for the two systems, real stores, time that passes when somebody sleeps. */
export interface WorldParts {
  readonly deps: Deps;
  readonly nuxeo: FakeNuxeoWorld;
  readonly frameio: FakeFrameioWorld;
  readonly queue: FakeQueue;
  readonly mail: FakeMail;
  readonly clock: HandClock;
  readonly calls: NthCall;
  drain(): Promise<void>;
  lookAgain(): Promise<void>;
}

/** One database for the tests of a file. */
export function useWorlds() {
  let database: TestDatabase;
  const secrets = createSecretBox([randomBytes(32)]);
  beforeAll(async () => {
    database = await startTestDatabase();
  });
  afterAll(() => database.stop());

  return {
    /** With an empty database. */
    async start(): Promise<World> {
      await database.empty();
      return World.create(makeParts(database, secrets));
    },
    /** The database is gone; an administrator has set up a new one, and these people are connected again. */
    async lose(world: World, connected: readonly string[] = ['Administrator', 'ana', 'ben']): Promise<void> {
      await database.empty();
      world.queue.entries.length = 0;
      await registerProvider(world);
      for (const person of connected) await connect(world, person);
    },
    /** Beside what other worlds left in the database: for whoever needs many. */
    another: () => World.create(makeParts(database, secrets)),
  };
}

function makeParts({ db }: TestDatabase, secrets: ReturnType<typeof createSecretBox>): WorldParts {
  const clock = createHandClock();
  const calls = new NthCall();
  const queue = new FakeQueue(clock);
  const mail = new FakeMail();
  const nuxeo = new FakeNuxeoWorld({ now: () => clock.now() });
  const frameio = new FakeFrameioWorld({ now: () => clock.now() });
  // Small enough that a short text has several parts.
  frameio.partSize = 4;
  nuxeo.chunkSize = 4;
  watchCalls(calls, 'nuxeo', nuxeo);
  watchCalls(calls, 'frameio', frameio);

  const options = { db, secrets, clock, ids: { uuid: () => randomUUID() } };
  const tokens = createTokenStore(options);
  const providers = createProviderStore(options);
  const transfers = calls.watch('transfers', createTransferStore(options));
  const deps: Deps = {
    ...{ tokens, providers, transfers, queue: calls.watch('queue', queue, ['watch']), mail, words: testWords, clock },
    nuxeo: fakeSessions(nuxeo, tokens),
    frameio: fakeConnections(frameio, tokens, providers),
    bindings: createBindingStore(options),
    reviews: calls.watch('reviews', createReviewStore(options)),
    syncs: calls.watch('syncs', createSyncStore(options)),
    drift: createDriftStore(options),
    syncAssets: calls.watch('syncAssets', createSyncAssetStore(options)),
    deliveries: createDeliveryStore(options),
    webhooks: createWebhookStore(options),
    changes: createChangeStore(options),
    activity: calls.watch('activity', createActivityStore(options)),
    // One lane: what was sent when is the same every time.
    engine: createTransferEngine({ store: transfers, lanesPerTransfer: 1, attemptsPerPart: 1 }),
    digests: createDigests(),
    ids: options.ids,
    sleep: (milliseconds, signal) => {
      signal?.throwIfAborted();
      clock.pass(milliseconds);
      return Promise.resolve();
    },
    options: {
      actionsUrl: 'https://dam.example.com/nuxeo/frameio/actions',
      webhooksUrl: 'https://dam.example.com/nuxeo/frameio/webhooks',
      webhooks: 'auto',
      quietMs: 60_000,
      reviewPollSeconds: 300,
      locale: 'en',
      uploadWaitMs: 3_600_000,
      rereadMs: 604_800_000,
      joinWaitMs: 60_000,
      syncWalkMs: 900_000,
      verify: 'length',
    },
  };
  const others = { tokenService: freshTokens, jobs: { purge: () => Promise.resolve(0) } };
  const runner = createJobRunner({
    queue,
    handlers: createHandlers({ ...deps, ...others }),
    onGiveUp: tellFinalFailure(deps),
    onSettled: async ({ job }) => {
      if (job.batchId !== undefined) await summarizeWhenSettled(job.batchId, { queue });
    },
    around: (context) => calls.watch('context', context, ['memory', 'progress']),
  });
  return { deps, nuxeo, frameio, queue, mail, clock, calls, ...runner };
}

/** Tokens here are never stale. */
const freshTokens: TokenService = {
  accessToken: () => Promise.resolve('a'),
  forceRefresh: () => Promise.resolve('a'),
  revoke: () => Promise.resolve(),
  refreshDue: () => Promise.resolve({ refreshed: 0, refused: [], postponed: 0 }),
};

type Perform = (operation: string, username: string, work: (person: never) => unknown) => Promise<unknown>;

function watchCalls(calls: NthCall, name: string, world: FakeNuxeoWorld | FakeFrameioWorld): void {
  const perform = world.perform.bind(world) as Perform;
  const watched: Perform = (operation, username, work) =>
    calls.around(`${name}.${operation}`, () => perform(operation, username, work));
  world.perform = watched as typeof world.perform;
}
