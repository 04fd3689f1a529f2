import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bindDemoWorkspace, TARGET } from '../../sandbox/demo/scenes.ts';
import { startEnvironment, type Environment } from '../../sandbox/environment/environment.ts';
import type { Person } from '../../sandbox/environment/person.ts';
import { Reviewer } from '../../sandbox/environment/reviewer.ts';
import { connected, setUp } from '../../sandbox/environment/set-up.ts';
import { until } from '../../sandbox/environment/until.ts';
import { SEEDED } from '../../sandbox/nuxeo/seed.ts';
import type { Cap } from './pace.ts';

/** The real sidecar with its database between the two stand-ins, ready to push and to publish. */
export interface Stage {
  readonly environment: Environment;
  readonly dataFolder: string;
  cap(cap: Cap): Promise<void>;
  /** Made of a seed, never stored. Answers what `push` and `publish` take. */
  addDocument(size: number): Promise<string>;
  addAsset(size: number): Promise<string>;
  /** Resolves when the job has ended well. */
  push(documentUid: string): Promise<void>;
  publish(fileId: string): Promise<void>;
  restart(): Promise<void>;
  /** Does something to the data while the sidecar is not running. */
  whileDown<T>(work: () => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

interface JobSeen {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly state: string;
  readonly failure: { message: string } | null;
}

const LONGEST_JOB_SECONDS = 3 * 3600;

export async function startStage(sidecarEnv: Readonly<Record<string, string>>): Promise<Stage> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'bench-'));
  const environment = await startEnvironment({
    dataFolder,
    sidecarEnv: { NODE_COMPILE_CACHE: join(dataFolder, 'compile-cache'), ...sidecarEnv },
  });
  await setUp(environment);
  const ana = await connected(environment, 'ana');
  await bindDemoWorkspace(ana);
  const reviewer = await Reviewer.signIn(environment.frameioUrl, 'ana@northlight.example');
  return {
    environment,
    dataFolder,
    cap: (cap) => capBoth(environment, cap),
    addDocument: (size) => addDocument(environment, size),
    addAsset: (size) => addAsset(environment, size),
    async push(uid) {
      const { jobs } = await ana.api<{ jobs: JobSeen[] }>('POST', '/push', { documents: [uid], target: TARGET });
      await ended(ana, (job) => job.id === jobs[0]?.id);
    },
    async publish(fileId) {
      const { jobs: before } = await ana.api<{ jobs: JobSeen[] }>('GET', '/jobs');
      const known = new Set(before.map((job) => job.id));
      await reviewer.run('Publish to Nuxeo', TARGET.workspaceId, [{ type: 'file', id: fileId }]);
      await ended(ana, (job) => job.kind === 'publish-asset' && !known.has(job.id));
    },
    restart: () => environment.restartSidecar(),
    async whileDown(work) {
      await environment.sidecar().stop();
      const result = await work();
      await environment.restartSidecar();
      return result;
    },
    async stop() {
      await environment.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

async function ended(person: Person, isWanted: (job: JobSeen) => boolean): Promise<void> {
  const ask = async () => {
    const { jobs } = await person.api<{ jobs: JobSeen[] }>('GET', '/jobs');
    const job = jobs.find(isWanted);
    return job && ['completed', 'failed', 'cancelled'].includes(job.state) && job;
  };
  const job = await until('the end of the job', ask, LONGEST_JOB_SECONDS);
  if (job.state !== 'completed') throw new Error(`${job.title}: ${job.state}, ${job.failure?.message ?? ''}`);
}

async function capBoth({ nuxeoUrl, frameioUrl }: Environment, cap: Cap): Promise<void> {
  const { bytesPerSecond, requestDelayMs } = cap;
  const nuxeo = `${new URL(nuxeoUrl).origin}/_control`;
  const frameio = `${frameioUrl}/_control`;
  await send('PUT', `${nuxeo}/switches`, {
    keepBytes: false,
    throttle: { bytesPerSecondPerConnection: bytesPerSecond || null, requestDelayMs },
  });
  await send('PUT', `${frameio}/switches`, {
    keepBytes: false,
    throttle: { bytesPerSecondPerConnection: bytesPerSecond, requestDelayMs },
  });
  // The switch of Frame.io's stand-in delays its API; this delays its storage as well.
  await send('DELETE', `${frameio}/faults`);
  if (requestDelayMs === 0) return;
  const delay = { type: 'delay', milliseconds: requestDelayMs };
  await send('POST', `${frameio}/faults`, { path: '^/(parts|uploads)/', times: 1e9, action: delay });
}

async function addDocument({ nuxeoUrl }: Environment, size: number): Promise<string> {
  const name = `bench-${randomUUID()}.mov`;
  const blob = { seed: name, size, name, mimeType: 'video/quicktime' };
  const wish = { parent: SEEDED.dailies, type: 'File', name, blob };
  return ((await send('POST', `${new URL(nuxeoUrl).origin}/_control/documents`, wish)) as { uid: string }).uid;
}

async function addAsset({ frameioUrl }: Environment, size: number): Promise<string> {
  const name = `bench-${randomUUID()}.mov`;
  const wish = { folderId: TARGET.folderId, name, seed: name, size };
  return ((await send('POST', `${frameioUrl}/_control/files`, wish)) as { id: string }).id;
}

async function send(method: string, url: string, body?: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url} answered ${answer.status}: ${text}`);
  return text ? (JSON.parse(text) as unknown) : undefined;
}
