import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createControl } from '../shared/control.ts';
import { createApp } from './app.ts';
import { Accounts } from './auth/accounts.ts';
import { OAuth2Store } from './auth/oauth2-store.ts';
import { BlobStore } from './blobs/blob-store.ts';
import { createPresignedApp } from './blobs/presigned-app.ts';
import { Presigner } from './blobs/presigned.ts';
import { Directory } from './people/directory.ts';
import { Audit } from './repository/audit.ts';
import { DocumentStore } from './repository/document-store.ts';
import type { Repository } from './repository/repository.ts';
import { SEEDED, seedDemo, seedPeople, seedTree } from './seed.ts';
import { DEFAULT_SWITCHES, type Switches } from './switches.ts';
import { readPackageTypes } from './types/package-types.ts';
import { TypeRegistry } from './types/registry.ts';
import { loadState, saveState } from './storage/state-file.ts';
import { StateKeeper } from './storage/state-keeper.ts';
import { BatchStore } from './upload/batch-store.ts';
import { VideoConversions } from './video/video-conversions.ts';
import type { World } from './world.ts';

export interface NuxeoOptions {
  host?: string;
  port?: number;
  /** What is kept there survives a restart. Without it, nothing does. */
  dataFolder?: string;
  /** What the server writes into answers instead of the address of the request. */
  publicUrl?: string;
  /** `demo` has a workspace to rehearse with, `empty` only what every server has. */
  seed?: 'demo' | 'empty';
  switches?: Partial<Switches>;
}

export interface NuxeoStandIn {
  /** With the context path. */
  readonly url: string;
  readonly world: World;
  close(): Promise<void>;
}

const PACKAGE_FOLDER = fileURLToPath(new URL('../../nuxeo/', import.meta.url));
const FIXTURES_FOLDER = fileURLToPath(new URL('../fixtures/', import.meta.url));

/** Starts a Nuxeo server to rehearse and test with. */
export async function startNuxeo(options: NuxeoOptions = {}): Promise<NuxeoStandIn> {
  const { host = '127.0.0.1', port = 0, dataFolder } = options;
  const folder = dataFolder ?? mkdtempSync(join(tmpdir(), 'nuxeo-'));
  const stateFile = join(folder, 'state.json');
  const world = createWorld(options, folder);
  const fill = () => refill(world, options.seed ?? 'demo');
  if (!loadState(world, stateFile)) await fill();
  const keeper = new StateKeeper(() => dataFolder && saveState(world, stateFile));
  const server = await listen(createServer(createApp(world, { reset: fill, keeper })), port, host);
  const storage = await listen(createServer(createPresignedApp(world)), 0, host);
  world.presigner.origin = addressOf(storage, host);
  return {
    url: `${addressOf(server, host)}/nuxeo`,
    world,
    async close() {
      await Promise.all([stop(server), stop(storage)]);
      world.videos.cancelAll();
      keeper.close();
      if (dataFolder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function createWorld(options: NuxeoOptions, dataFolder: string): World {
  const switches = structuredClone({ ...DEFAULT_SWITCHES, ...options.switches });
  const blobs = new BlobStore(join(dataFolder, 'blobs'));
  const repository: Repository = {
    documents: new DocumentStore(),
    types: new TypeRegistry([readPackageTypes(PACKAGE_FOLDER)]),
    directory: new Directory(),
    audit: new Audit(),
    switches,
    onMainBlobChanged: (uid) => videos.schedule(uid),
  };
  const videos = new VideoConversions(repository, blobs, join(FIXTURES_FOLDER, 'proxy-480p.mp4'));
  return {
    ...{ switches, repository, blobs, videos, publicUrl: options.publicUrl, control: createControl() },
    batches: new BatchStore(blobs, switches),
    accounts: new Accounts(),
    oauth2: new OAuth2Store(switches),
    presigner: new Presigner(randomBytes(32).toString('hex')),
  };
}

/** Back to the beginning; switches stay as they are. */
async function refill(world: World, seed: 'demo' | 'empty'): Promise<void> {
  const { documents, audit, directory } = world.repository;
  world.videos.cancelAll();
  documents.clear();
  audit.restore([]);
  world.accounts.clear();
  world.oauth2.clear();
  world.control.reset();
  await world.batches.clear();
  await world.blobs.clear();
  seedPeople(directory);
  seedTree(world.repository);
  if (seed !== 'demo') return;
  await seedDemo(world.repository, world.blobs, FIXTURES_FOLDER);
  await world.videos.finish(SEEDED.firstCut);
}

async function listen(server: Server, port: number, host: string): Promise<Server> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  // A 100 GB upload takes longer than the five minutes Node allows a request.
  server.requestTimeout = 0;
  return server;
}

function addressOf(server: Server, host: string): string {
  return `http://${host}:${(server.address() as AddressInfo).port}`;
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
