import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Express } from 'express';
import type { Logger } from 'pino';
import { createProbe, createProbeSeal } from './adapters/create-probe.ts';
import { createRateLimiter } from './adapters/frameio/rate-limiter.ts';
import { createHttpClient } from './adapters/http/create-http-client.ts';
import type { HttpClient } from './adapters/http/http-client.ts';
import { createHostPolicy } from './adapters/http/hosts.ts';
import { createMail } from './adapters/mail/create-mail.ts';
import { createPersonCache } from './adapters/nuxeo/person-cache.ts';
import { createFrameioConnections, createNuxeoSessions } from './adapters/oauth/connections.ts';
import { createSignIn } from './adapters/oauth/create-sign-in.ts';
import { createCredentialProbe } from './adapters/oauth/credential-probe.ts';
import { createTokenService } from './adapters/oauth/token-service.ts';
import { createDigests } from './adapters/transfer/digests.ts';
import { createTransferEngine } from './adapters/transfer/engine.ts';
import { createApp } from './app.ts';
import type { Config } from './config.ts';
import { accountOperations } from './contract/account.ts';
import { actionOperations } from './contract/actions.ts';
import { activityOperations } from './contract/activity.ts';
import { bindingOperations } from './contract/bindings.ts';
import { documentOperations } from './contract/documents.ts';
import { frameioOperations } from './contract/frameio.ts';
import { jobOperations } from './contract/jobs.ts';
import { providerOperations } from './contract/provider.ts';
import { syncOperations } from './contract/sync.ts';
import { rebuildOperations } from './contract/rebuild.ts';
import { webhookOperations } from './contract/webhooks.ts';
import type { Addresses } from './domain/addresses.ts';
import { startBoss } from './jobs/boss.ts';
import { createHandlers, tellFinalFailure } from './jobs/handlers.ts';
import { createJobQueue } from './jobs/queue.ts';
import { startSchedule } from './jobs/schedule.ts';
import { startWorker } from './jobs/worker.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import type { Clock, Ids, Sleep } from './ports/clock.ts';
import type { JobQueue } from './ports/job-queue.ts';
import type { Words } from './ports/words.ts';
import { createAccountRoutes } from './routes/account.ts';
import { createActionCheckRoutes } from './routes/action-check.ts';
import { createActionRoutes } from './routes/actions.ts';
import { createActivityRoutes } from './routes/activity.ts';
import { createBindingRoutes } from './routes/bindings.ts';
import { createDocumentRoutes } from './routes/documents.ts';
import { createFrameioRoutes } from './routes/frameio.ts';
import { createJobRoutes } from './routes/jobs.ts';
import type { GuardDeps } from './routes/middleware.ts';
import { createProviderRoutes } from './routes/provider.ts';
import { createRebuildRoutes } from './routes/rebuild.ts';
import { sentence, words as text } from './routes/sentences.ts';
import { createSyncRoutes } from './routes/syncs.ts';
import { createCallback, createSignInRoutes } from './routes/sign-in.ts';
import { createWebhookRoutes } from './routes/webhooks.ts';
import { openStorage, type Storage } from './storage/open-storage.ts';
import type { AccountDeps } from './use-cases/account-deps.ts';
import { createFollowedProjects, followedProjects } from './use-cases/followed-projects.ts';
import { REREAD_TICK_SECONDS } from './use-cases/reread-published.ts';
import { summarizeWhenSettled } from './use-cases/summarize-batch.ts';
import { tendSoon } from './use-cases/tend-webhooks.ts';

/** A sidecar that is put together and runs its jobs; it only needs a port to listen on. */
export interface Sidecar {
  readonly app: Express;
  /** Running jobs are interrupted and resume with the next start. */
  stop(): Promise<void>;
}

const JOIN_WAIT_MS = 3_600_000;
const clock: Clock = { now: () => new Date() };
const ids: Ids = { uuid: () => randomUUID() };
const sleep: Sleep = (milliseconds, signal) => wait(milliseconds, undefined, { signal });
const words: Words = { error: sentence, text };

/** Makes everything and passes it on; nothing else knows which adapter is behind a port. */
export async function compose(config: Config, log: Logger, version: string): Promise<Sidecar> {
  const storage = await openStorage({
    databaseUrl: config.DATABASE_URL,
    dataFolder: config.DATA_FOLDER,
    secretKey: config.SECRET_KEY,
    log,
    clock,
    ids,
  });
  const metrics = createMetrics();
  const clients = createClients(config, metrics, version);
  const boss = await startBoss({ connection: storage.connection, log });
  const queue = createJobQueue({ store: storage.jobs, boss, clock, ids });
  const deps = createDeps(config, storage, clients, queue);
  const settle = settleBatches(queue, metrics, log);
  const worker = await startWorker({
    boss,
    store: storage.jobs,
    handlers: createHandlers(deps),
    onGiveUp: tellFinalFailure(deps),
    log,
    clock,
    ids,
    concurrency: config.JOB_CONCURRENCY,
    syncConcurrency: config.SYNC_CONCURRENCY,
    attentionPauseMs: config.WAITING_CHECK_SECONDS * 1000,
    soleOwner: storage.alone,
  });
  // Another address, or another choice, is told to Frame.io at once.
  await tendSoon(`configured:${config.WEBHOOKS}:${config.webhooksUrl}`, { queue });
  const schedule = startSchedule({ queue, clock, log, entries: scheduled(config) });
  return {
    app: createHttpSide(config, deps, storage, metrics, log, version),
    async stop() {
      schedule.stop();
      await worker.stop({ graceful: true });
      settle();
      await boss.stop({ graceful: true, timeout: 5000 });
      await Promise.all(Object.values(clients).map((client) => client.close()));
      await storage.close();
    },
  };
}

type Clients = Readonly<Record<'nuxeo' | 'nuxeoPresigned' | 'frameio' | 'frameioStorage' | 'probe', HttpClient>>;

/** One set of connections per side: a shared one can deadlock when all of it waits for the other side. */
function createClients(config: Config, metrics: Metrics, version: string): Clients {
  const policy = createHostPolicy({
    origins: [
      config.NUXEO_URL,
      config.PUBLIC_URL,
      config.ACTIONS_PUBLIC_URL ?? config.PUBLIC_URL,
      config.FRAMEIO_API_URL,
      config.FRAMEIO_IMS_URL,
    ],
    presignedHosts: config.PRESIGNED_HOSTS,
    allowPrivateAddresses: config.ALLOW_PRIVATE_ADDRESSES,
  });
  const shared = { userAgent: `nuxeo-frameio/${version}`, clock, onCall: metrics.called };
  const lanes = config.TRANSFER_LANES_TOTAL;
  const origins = { ...shared, isAllowed: policy.isOriginAllowed };
  // Twice the lanes: a part that is being confirmed has left its lane, and the next one may be open already.
  const presigned = { ...shared, isAllowed: policy.isPresignedAllowed, maxSockets: 2 * lanes };
  return {
    nuxeo: createHttpClient({ ...origins, maxSockets: 2 * lanes + 32 }),
    nuxeoPresigned: createHttpClient(presigned),
    frameio: createHttpClient({ ...origins, maxSockets: 32 }),
    frameioStorage: createHttpClient(presigned),
    probe: createHttpClient({ ...origins, maxSockets: 4 }),
  };
}

type AllDeps = AccountDeps & GuardDeps & Pick<Storage, 'jobs'>;

function createDeps(config: Config, storage: Storage, clients: Clients, queue: JobQueue): AllDeps {
  const addresses = addressesOf(config);
  const { tokens, providers } = storage;
  const { nuxeoUrl } = addresses;
  const tokenService = createTokenService({ tokens, providers, http: clients.frameio, nuxeoUrl, clock });
  const nuxeo = createNuxeoSessions({ http: clients.nuxeo, presigned: clients.nuxeoPresigned, nuxeoUrl, tokenService });
  return {
    ...storage,
    nuxeo,
    sessions: nuxeo,
    identities: createPersonCache({ me: (caller) => nuxeo.withCredentials(caller).me(), clock, key: randomBytes(32) }),
    frameio: createFrameioConnections({
      http: clients.frameio,
      storage: clients.frameioStorage,
      apiUrl: config.FRAMEIO_API_URL,
      limiter: createRateLimiter({ clock, sleep }),
      frameBase: config.FRAMEIO_FRAME_BASE,
      tokenService,
      tokens,
      providers,
      clock,
    }),
    engine: createTransferEngine({
      store: storage.transfers,
      lanesPerTransfer: config.TRANSFER_LANES,
      lanesTotal: config.TRANSFER_LANES_TOTAL,
    }),
    digests: createDigests(),
    queue,
    mail: createMail({ smtpUrl: config.SMTP_URL, from: config.MAIL_FROM, publicUrl: config.PUBLIC_URL, words }),
    tokenService,
    signIn: createSignIn({
      states: storage.signInStates,
      providers,
      http: clients.frameio,
      nuxeoUrl,
      nuxeoPublicUrl: addresses.nuxeoPublicUrl,
      redirectUris: addresses.redirectUris,
      clock,
      ids,
    }),
    credentialProbe: createCredentialProbe({ providers, http: clients.probe, nuxeoUrl, clock }),
    probe: createProbe({ http: clients.probe, seal: probeSeal(storage), ids, clock }),
    addresses,
    nuxeoClientId: config.NUXEO_CLIENT_ID,
    words,
    clock,
    ids,
    sleep,
    options: {
      actionsUrl: config.actionsUrl,
      webhooksUrl: config.webhooksUrl,
      webhooks: config.WEBHOOKS,
      quietMs: config.QUIET_SECONDS * 1000,
      reviewPollSeconds: config.REVIEW_POLL_SECONDS,
      rereadMs: config.REREAD_SECONDS * 1000,
      locale: config.DEFAULT_LOCALE,
      uploadWaitMs: config.UPLOAD_WAIT_SECONDS * 1000,
      verify: config.VERIFY,
      joinWaitMs: JOIN_WAIT_MS,
      syncWalkMs: config.SYNC_WALK_SECONDS * 1000,
    },
  };
}

function addressesOf(config: Config): Addresses {
  return {
    nuxeoUrl: config.NUXEO_URL,
    nuxeoPublicUrl: config.PUBLIC_URL,
    publicUrl: config.sidecarUrl,
    frameioApiUrl: config.FRAMEIO_API_URL,
    imsUrl: config.FRAMEIO_IMS_URL,
    redirectUris: {
      nuxeo: `${config.sidecarUrl}/oauth/nuxeo/callback`,
      frameio: `${config.PUBLIC_URL}/site/oauth2/frameio/callback`,
      frameioOwn: `${config.sidecarUrl}/oauth/frameio/callback`,
    },
  };
}

/** The same in every process that shares the key. */
function probeSeal({ currentKey }: Storage) {
  return createProbeSeal(createHmac('sha256', currentKey).update('probe seal').digest());
}

/** The one mail of a click is enqueued when the last of its jobs ended, by whichever process sees it first. */
function settleBatches(queue: JobQueue, metrics: Metrics, log: Logger): () => void {
  return queue.watch((job) => {
    metrics.jobChanged(job);
    if (job.batchId === undefined) return;
    summarizeWhenSettled(job.batchId, { queue }).catch((error: unknown) => {
      log.warn({ err: error, jobId: job.id }, 'a summary could not be enqueued, the sweep will');
    });
  });
}

function scheduled(config: Config) {
  return [
    { kind: 'poll-reviews', everySeconds: config.REVIEW_POLL_SECONDS, jitterSeconds: config.REVIEW_POLL_SECONDS / 10 },
    { kind: 'start-syncs', everySeconds: Math.min(60, config.SYNC_WALK_SECONDS), jitterSeconds: 0 },
    { kind: 'reread-published', everySeconds: Math.min(REREAD_TICK_SECONDS, config.REREAD_SECONDS), jitterSeconds: 0 },
    { kind: 'tend-webhooks', everySeconds: 3600, jitterSeconds: 60 },
    { kind: 'refresh-tokens', everySeconds: 3600, jitterSeconds: 300 },
    { kind: 'sweep', everySeconds: 600, jitterSeconds: 60 },
  ] as const;
}

function createHttpSide(
  config: Config,
  deps: AllDeps,
  storage: Storage,
  metrics: Metrics,
  log: Logger,
  version: string,
): Express {
  const seal = probeSeal(storage);
  const signInDeps = {
    ...deps,
    probeSeal: seal,
    log: (error: unknown) => log.warn({ err: error }, 'a sign-in did not succeed'),
  };
  return createApp({
    config,
    log,
    metrics,
    version,
    operations: [
      ...accountOperations,
      ...providerOperations,
      ...rebuildOperations,
      ...frameioOperations,
      ...bindingOperations,
      ...syncOperations,
      ...documentOperations,
      ...jobOperations,
      ...activityOperations,
      ...actionOperations,
      ...webhookOperations,
    ],
    actions: [createActionCheckRoutes({ probeSeal: seal, clock }), createActionRoutes(deps), webhookRoutes(deps)],
    signIn: createSignInRoutes(signInDeps),
    nuxeoCallback: createCallback('frameio', signInDeps),
    api: [
      createAccountRoutes(deps),
      createProviderRoutes(deps),
      createRebuildRoutes(deps),
      createFrameioRoutes(deps),
      createBindingRoutes(deps),
      createSyncRoutes(deps),
      createDocumentRoutes(deps),
      createJobRoutes(deps),
      createActivityRoutes(deps),
    ],
    notReady: () => notReady(deps, storage),
  });
}

function webhookRoutes(deps: AllDeps) {
  const followed = createFollowedProjects({ load: () => followedProjects(deps), clock, sleep });
  return createWebhookRoutes({ ...deps, followed });
}

/** What a balancer may wait for: the database, Nuxeo as we reach it, and a key that opens what is stored. */
async function notReady({ probe, addresses }: AllDeps, { providers, keyFits }: Storage): Promise<string[]> {
  const [database, nuxeo] = await Promise.allSettled([
    providers.provider(),
    probe.reach(`${addresses.nuxeoUrl}/runningstatus`),
  ]);
  return [
    ...(keyFits ? [] : ['key']),
    ...(database.status === 'rejected' ? ['database'] : []),
    ...(nuxeo.status === 'rejected' || nuxeo.value === undefined || nuxeo.value.status >= 500 ? ['nuxeo'] : []),
  ];
}
