import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import express from 'express';
import { startFrameio, type FrameioStandIn } from '../../sandbox/frameio/server.ts';
import { startMail, type RunningMail } from '../../sandbox/mail/server.ts';
import { startNuxeo, type NuxeoStandIn } from '../../sandbox/nuxeo/server.ts';
import { startProxy, type RunningProxy } from '../../sandbox/proxy/server.ts';
import { createProbe, createProbeSeal } from '../../server/adapters/create-probe.ts';
import { createRateLimiter } from '../../server/adapters/frameio/rate-limiter.ts';
import { createHttpClient } from '../../server/adapters/http/create-http-client.ts';
import type { HttpClient } from '../../server/adapters/http/http-client.ts';
import { createMail } from '../../server/adapters/mail/create-mail.ts';
import { createFrameioConnections, createNuxeoSessions } from '../../server/adapters/oauth/connections.ts';
import { createSignIn } from '../../server/adapters/oauth/create-sign-in.ts';
import { createCredentialProbe } from '../../server/adapters/oauth/credential-probe.ts';
import { createTokenService } from '../../server/adapters/oauth/token-service.ts';
import type { Addresses } from '../../server/domain/addresses.ts';
import { failureOf } from '../../server/domain/errors.ts';
import type { Job } from '../../server/domain/job.ts';
import type { Clock } from '../../server/ports/clock.ts';
import type { JobQueue } from '../../server/ports/job-queue.ts';
import { createAccountRoutes } from '../../server/routes/account.ts';
import { createActionCheckRoutes } from '../../server/routes/action-check.ts';
import { errorResponse } from '../../server/routes/error-response.ts';
import { requestId, sameOrigin, type GuardDeps } from '../../server/routes/middleware.ts';
import { createProviderRoutes } from '../../server/routes/provider.ts';
import { createCallback, createSignInRoutes, type SignInRouteDeps } from '../../server/routes/sign-in.ts';
import { createActivityStore } from '../../server/storage/activity-store.ts';
import { createBindingStore } from '../../server/storage/binding-store.ts';
import { createProviderStore } from '../../server/storage/provider-store.ts';
import { createReviewStore } from '../../server/storage/review-store.ts';
import { createSecretBox } from '../../server/storage/secret-box.ts';
import { createSignInStateStore } from '../../server/storage/sign-in-state-store.ts';
import { createSyncStore } from '../../server/storage/sync-store.ts';
import { createTokenStore } from '../../server/storage/token-store.ts';
import { createWebhookStore } from '../../server/storage/webhook-store.ts';
import { startTestDatabase, type TestDatabase } from './database.ts';
import { testWords } from './words.ts';

/** Runs beside the real time, so that hours pass without waiting; the stand-ins keep the real one. */
export interface ShiftedClock extends Clock {
  shift(milliseconds: number): void;
  reset(): void;
}

/** Jobs as far as a sign-in needs them: what waits, and what was started again. */
export interface WaitingJobs extends Pick<JobQueue, 'list' | 'retry'> {
  waiting: Job[];
  readonly retried: string[];
}

export interface AccountWorld {
  readonly nuxeo: NuxeoStandIn;
  readonly frameio: FrameioStandIn;
  readonly mail: RunningMail;
  readonly proxy: RunningProxy;
  readonly deps: SignInRouteDeps & GuardDeps;
  readonly clock: ShiftedClock;
  readonly jobs: WaitingJobs;
  readonly http: HttpClient;
  /** Codes of what the sign-in pages wrote to the log. */
  readonly logged: string[];
  /** `http://localhost:…`: everybody's origin. */
  readonly origin: string;
  /** The sidecar: `<origin>/nuxeo/frameio`. */
  readonly url: string;
  /** As on the first start. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

const clientId = 'nuxeo-frameio';

/** The account part of the sidecar behind the proxy, with real stores, and stand-ins for everybody else. */
export async function startAccountWorld(): Promise<AccountWorld> {
  const database = await startTestDatabase();
  const [frameio, nuxeo, mail] = await Promise.all([startFrameio(), startNuxeo({ seed: 'empty' }), startMail()]);
  const nowhere = 'http://127.0.0.1:9';
  const proxy = await startProxy({ nuxeoUrl: new URL(nuxeo.url).origin, sidecarUrl: nowhere });
  const origin = proxy.url.replace('127.0.0.1', 'localhost');

  const clock = shiftedClock();
  const jobs = waitingJobs();
  const logged: string[] = [];
  const http = createHttpClient({ userAgent: 'nuxeo-frameio test', isAllowed: () => true, maxSockets: 16 });
  const addresses = addressesOf({ origin, nuxeoUrl: nuxeo.url, frameio });
  const deps = createDeps({ database, addresses, clock, jobs, http, logged, smtpUrl: mail.smtpUrl });
  const sidecar = await listen(createSidecar(deps, origin));
  proxy.setTargets({ sidecarUrl: `http://127.0.0.1:${String((sidecar.address() as AddressInfo).port)}` });

  return {
    ...{ nuxeo, frameio, mail, proxy, deps, clock, jobs, http, logged, origin, url: addresses.publicUrl },
    async empty() {
      clock.reset();
      jobs.waiting = [];
      jobs.retried.length = 0;
      logged.length = 0;
      frameio.control.reset();
      nuxeo.world.control.reset();
      nuxeo.world.oauth2.clear();
      await fetch(`${frameio.apiUrl}/_control/reset`, { method: 'POST' });
      await database.empty();
    },
    async close() {
      sidecar.closeAllConnections();
      await new Promise((resolve) => sidecar.close(resolve));
      await Promise.all([proxy.close(), frameio.close(), nuxeo.close(), mail.close(), http.close()]);
      await database.stop();
    },
  };
}

function addressesOf({ origin, nuxeoUrl, frameio }: { origin: string; nuxeoUrl: string; frameio: FrameioStandIn }) {
  const nuxeoPublicUrl = `${origin}/nuxeo`;
  const publicUrl = `${nuxeoPublicUrl}/frameio`;
  return {
    ...{ nuxeoUrl, nuxeoPublicUrl, publicUrl, frameioApiUrl: frameio.apiUrl, imsUrl: frameio.imsUrl },
    redirectUris: {
      nuxeo: `${publicUrl}/oauth/nuxeo/callback`,
      frameio: `${nuxeoPublicUrl}/site/oauth2/frameio/callback`,
      frameioOwn: `${publicUrl}/oauth/frameio/callback`,
    },
  };
}

interface Parts {
  readonly database: TestDatabase;
  readonly addresses: Addresses;
  readonly clock: Clock;
  readonly jobs: WaitingJobs;
  readonly http: HttpClient;
  readonly logged: string[];
  readonly smtpUrl: string;
}

function createDeps({ database, addresses, clock, jobs, http, logged, smtpUrl }: Parts): SignInRouteDeps & GuardDeps {
  const ids = { uuid: () => randomUUID() };
  const options = { db: database.db, secrets: createSecretBox([randomBytes(32)]), clock, ids };
  const [tokens, providers] = [createTokenStore(options), createProviderStore(options)];
  const { nuxeoUrl, frameioApiUrl: apiUrl } = addresses;
  const tokenService = createTokenService({ tokens, providers, http, nuxeoUrl, clock });
  const sleep = (milliseconds: number, signal?: AbortSignal) => wait(milliseconds, undefined, { signal });
  const limiter = createRateLimiter({ clock, sleep });
  const nuxeo = createNuxeoSessions({ http, presigned: http, nuxeoUrl, tokenService });
  const shared = { http, storage: http, apiUrl, limiter, frameBase: 0, clock } as const;
  const probeSeal = createProbeSeal(randomBytes(32));
  const accountDeps = {
    ...{ tokens, providers, tokenService, nuxeo, sessions: nuxeo, addresses, clock, ids, sleep, probeSeal },
    frameio: createFrameioConnections({ ...shared, tokenService, tokens, providers }),
    identities: { identify: (credentials) => nuxeo.withCredentials(credentials).me() },
    signIn: createSignIn({ ...addresses, providers, http, clock, ids, states: createSignInStateStore(options) }),
    credentialProbe: createCredentialProbe({ providers, http, nuxeoUrl, clock }),
    probe: createProbe({ http, seal: probeSeal, ids, clock }),
    bindings: createBindingStore(options),
    reviews: createReviewStore(options),
    syncs: createSyncStore(options),
    activity: createActivityStore(options),
    webhooks: createWebhookStore(options),
    mail: createMail({
      smtpUrl,
      from: 'Nuxeo <dam@example.com>',
      publicUrl: addresses.nuxeoPublicUrl,
      words: testWords,
    }),
    words: testWords,
    queue: jobs as unknown as JobQueue,
    nuxeoClientId: clientId,
    options: {
      actionsUrl: `${addresses.publicUrl}/actions`,
      webhooksUrl: `${addresses.publicUrl}/webhooks`,
      webhooks: 'always',
      quietMs: 0,
      reviewPollSeconds: 300,
      locale: 'en',
      uploadWaitMs: 0,
      syncWalkMs: 900_000,
      rereadMs: 604_800_000,
      joinWaitMs: 0,
      verify: 'length',
    },
    log: (error) => void logged.push(failureOf(error).code),
  } satisfies Partial<SignInRouteDeps & GuardDeps>;
  return accountDeps as unknown as SignInRouteDeps & GuardDeps;
}

function createSidecar(deps: SignInRouteDeps & GuardDeps, origin: string) {
  const app = express();
  app.set('query parser', 'simple');
  app.use(requestId);
  app.get('/nuxeo/site/oauth2/frameio/callback', createCallback('frameio', deps));
  app.use('/nuxeo/frameio', createActionCheckRoutes(deps), createSignInRoutes(deps));
  app.use(
    '/nuxeo/frameio',
    sameOrigin([origin]),
    express.json(),
    createAccountRoutes(deps),
    createProviderRoutes(deps),
  );
  app.use(errorResponse(() => undefined));
  return app;
}

async function listen(app: express.Express): Promise<Server> {
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function shiftedClock(): ShiftedClock {
  let offset = 0;
  return {
    now: () => new Date(Date.now() + offset),
    shift: (milliseconds) => {
      offset += milliseconds;
    },
    reset: () => {
      offset = 0;
    },
  };
}

function waitingJobs(): WaitingJobs {
  const retried: string[] = [];
  const jobs: WaitingJobs = {
    waiting: [],
    retried,
    list: ({ person }) => Promise.resolve(jobs.waiting.filter((job) => person === undefined || job.person === person)),
    retry: (id) => {
      retried.push(id);
      return Promise.resolve(jobs.waiting.find((job) => job.id === id) as Job);
    },
  };
  return jobs;
}
