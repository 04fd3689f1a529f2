import express, { type Express } from 'express';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createControl, type Control } from '../shared/control.ts';
import { controlRoutes } from './control-routes.ts';
import { answerError } from './errors.ts';
import { EventBus } from './events.ts';
import { imsRouter } from './ims-routes.ts';
import { Ims } from './ims.ts';
import { edge, Operations, unknownRoute } from './operation.ts';
import { Pipeline } from './pipeline.ts';
import { RateLimiter } from './rate-limits.ts';
import { accountOperations } from './resources/accounts.ts';
import { actionOperations } from './resources/actions.ts';
import { commentOperations } from './resources/comments.ts';
import { fieldDefinitionOperations } from './resources/field-definitions.ts';
import { fieldValueOperations } from './resources/field-values.ts';
import { fileOperations } from './resources/files.ts';
import { folderOperations } from './resources/folders.ts';
import { groupOperations } from './resources/groups.ts';
import { memberOperations } from './resources/members.ts';
import { operationsNotImitated } from './resources/not-imitated.ts';
import { projectOperations } from './resources/projects.ts';
import { searchOperations } from './resources/search.ts';
import { shareReviewerOperations } from './resources/share-reviewers.ts';
import { shareOperations } from './resources/shares.ts';
import { uploadOperations } from './resources/uploads.ts';
import { versionStackOperations } from './resources/version-stacks.ts';
import { webhookOperations } from './resources/webhooks.ts';
import { workspaceOperations } from './resources/workspaces.ts';
import type { Sandbox } from './sandbox.ts';
import { seedDemo, seedEmpty } from './seed.ts';
import { storageApp } from './storage-server.ts';
import { Storage } from './storage.ts';
import { World } from './store.ts';
import { DEFAULT_SWITCHES, type Switches } from './switches.ts';

export interface FrameioOptions {
  host?: string;
  /** 0, the default, is any free port. */
  apiPort?: number;
  storagePort?: number;
  /** For the bytes of uploads; a temporary folder, removed at the end, when absent. */
  dataFolder?: string;
  seed?: 'demo' | 'empty';
  switches?: Partial<Switches>;
}

export interface FrameioStandIn {
  /** The API, sign-in, the control API and the reviewer's page. */
  readonly apiUrl: string;
  /** The same origin: paths below `/ims/`. */
  readonly imsUrl: string;
  /** The origin of presigned URLs. */
  readonly storageUrl: string;
  readonly control: Control;
  close(): Promise<void>;
}

const RESOURCES = [
  accountOperations,
  workspaceOperations,
  projectOperations,
  memberOperations,
  folderOperations,
  uploadOperations,
  fileOperations,
  versionStackOperations,
  commentOperations,
  fieldValueOperations,
  fieldDefinitionOperations,
  actionOperations,
  webhookOperations,
  groupOperations,
  shareOperations,
  shareReviewerOperations,
  searchOperations,
  operationsNotImitated,
];

/** Starts a stand-in for Frame.io's V4 API with its sign-in and its storage. */
export async function startFrameio(options: FrameioOptions = {}): Promise<FrameioStandIn> {
  const { host = '127.0.0.1', apiPort = 0, storagePort = 0 } = options;
  const folder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'frameio-')));
  const sandbox = createSandbox(folder, options);
  const control = createControl();
  const reset = () => resetSandbox(sandbox, control, options);
  await reset();

  const storage = await listen(storageApp(sandbox, control.middleware), storagePort, host);
  const api = await listen(apiApp(sandbox, control, reset), apiPort, host);
  sandbox.storage.url = urlOf(storage, host);
  const apiUrl = (sandbox.webUrl = urlOf(api, host));
  return {
    ...{ apiUrl, imsUrl: apiUrl, storageUrl: sandbox.storage.url, control },
    async close() {
      sandbox.pipeline.stop();
      sandbox.events.stop();
      await Promise.all([shut(api), shut(storage)]);
      if (options.dataFolder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

function createSandbox(folder: string, options: FrameioOptions): Sandbox {
  const world = new World();
  const switches = { ...DEFAULT_SWITCHES, ...options.switches };
  // A folder of its own inside: it is emptied on every start.
  const storage = new Storage(join(folder, 'frameio-parts'));
  const events = new EventBus(world, switches);
  const pipeline = new Pipeline({ world, switches, storage, events });
  const ims = new Ims(world, switches);
  return { world, switches, storage, events, pipeline, ims, rateLimiter: new RateLimiter(), webUrl: '' };
}

/** As on the first start: faults, recorded calls, tokens and bytes are gone, switches as given. */
async function resetSandbox(sandbox: Sandbox, control: Control, options: FrameioOptions): Promise<void> {
  sandbox.pipeline.stop();
  sandbox.events.stop();
  sandbox.rateLimiter.reset();
  sandbox.ims.reset();
  sandbox.world.clear();
  control.reset();
  Object.assign(sandbox.switches, DEFAULT_SWITCHES, options.switches);
  await sandbox.storage.clear();
  if (options.seed === 'empty') seedEmpty(sandbox.world);
  else seedDemo(sandbox.world);
}

function apiApp(sandbox: Sandbox, control: Control, reset: () => Promise<void>): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.use(control.middleware);
  app.use('/_control', control.router, controlRoutes(sandbox, reset));
  app.use(imsRouter(sandbox));
  app.use('/v4', ...edge(sandbox));
  const operations = new Operations(sandbox);
  for (const mount of RESOURCES) mount(operations);
  app.use(operations.router);
  app.use('/v4', unknownRoute);
  servePage(app);
  app.use(answerError);
  return app;
}

/** The reviewer's page; links to projects and files lead to it, too. */
function servePage(app: Express): void {
  const folder = fileURLToPath(new URL('./public', import.meta.url));
  app.use(express.static(folder));
  app.get(['/project/:project', '/project/:project/view/:asset'], (_req, res) => {
    res.sendFile('index.html', { root: folder });
  });
}

function listen(app: Express, port: number, host: string): Promise<Server> {
  const server = createServer(app);
  // Uploads of large files take as long as they take.
  server.requestTimeout = 0;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      resolve(server);
    });
  });
}

const urlOf = (server: Server, host: string) => `http://${host}:${String((server.address() as AddressInfo).port)}`;

function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
