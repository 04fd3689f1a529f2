import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { SyncRunAnswer } from '../../server/contract/sync.ts';
import { SYNC_TARGET } from '../../sandbox/demo/sync-scenes.ts';
import { syncOf } from '../../sandbox/demo/sync-watching.ts';
import { startEnvironment, type Environment } from '../../sandbox/environment/environment.ts';
import type { Person } from '../../sandbox/environment/person.ts';
import { connected, setUp } from '../../sandbox/environment/set-up.ts';
import { SEEDED } from '../../sandbox/nuxeo/seed.ts';
import type { CallCount } from '../../sandbox/shared/control.ts';
import { forgetPeak, processUse } from '../transfer/proc-stat.ts';
import type { Tree } from './tree.ts';

export interface Requests {
  readonly frameio: readonly CallCount[];
  readonly nuxeo: readonly CallCount[];
}

export interface RunSeen extends Requests {
  readonly run: SyncRunAnswer;
  readonly seconds: number;
  readonly peakRssMb: number;
  readonly cpuSeconds: number;
}

export interface SyncStage {
  readonly environment: Environment;
  readonly ana: Person;
  plant(tree: Tree): Promise<void>;
  /** Sets the synchronisation up, or refreshes it, and sees the run through. */
  run(what: 'first' | 'refresh'): Promise<RunSeen>;
  requestsDuring<T>(work: () => Promise<T>): Promise<Requests & { readonly answer: T }>;
  stop(): Promise<void>;
}

const FOLDER = SEEDED.archive;
/** Longer than any call waits for its turn at the documented limits. */
const QUIET_MS = 3_000;
const LONGEST_RUN_MS = 2 * 3600_000;

export async function startSyncStage(rateFactor: number, sidecarFlags: string): Promise<SyncStage> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'bench-sync-'));
  const environment = await startEnvironment({
    dataFolder,
    frameioSwitches: { rateLimitFactor: rateFactor, keepBytes: false },
    // No second run comes in between.
    sidecarEnv: { NODE_OPTIONS: sidecarFlags, SYNC_WALK_SECONDS: '86400' },
  });
  const origins = { frameio: environment.frameioUrl, nuxeo: new URL(environment.nuxeoUrl).origin };
  await control(`${origins.nuxeo}/_control/switches`, 'PUT', { keepBytes: false });
  await setUp(environment);
  const ana = await connected(environment, 'ana');

  const countsOf = (side: keyof typeof origins) => control<CallCount[]>(`${origins[side]}/_control/counts`, 'GET');
  const requestsDuring: SyncStage['requestsDuring'] = async (work) => {
    for (const origin of Object.values(origins)) await control(`${origin}/_control/calls`, 'DELETE');
    const answer = await work();
    return { answer, frameio: await countsOf('frameio'), nuxeo: await countsOf('nuxeo') };
  };
  const isQuiet = quietness(async () => [...(await countsOf('frameio')), ...(await countsOf('nuxeo'))]);

  return {
    environment,
    ana,
    requestsDuring,
    async plant({ children }) {
      await control(`${origins.frameio}/_control/trees`, 'POST', { folderId: SYNC_TARGET.folderId, children });
    },
    async run(what) {
      const { pid } = environment.sidecar();
      forgetPeak(pid);
      const before = processUse(pid);
      const { frameio, nuxeo } = await requestsDuring(async () => {
        if (what === 'refresh') await ana.api('POST', `/folders/${FOLDER}/sync/runs`);
        else await ana.api('POST', `/folders/${FOLDER}/sync`, { target: SYNC_TARGET, documentType: 'File' });
        await isQuiet();
      });
      const after = processUse(pid);
      const run = await endedRun(ana);
      const seconds = (Date.parse(String(run.endedAt)) - Date.parse(run.startedAt)) / 1000;
      const cpuSeconds = after.cpuSeconds - before.cpuSeconds;
      return { run, seconds, frameio, nuxeo, cpuSeconds, peakRssMb: after.peakRssMb };
    },
    async stop() {
      await environment.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

/**
 * Nobody asks the sidecar how far it is, since each question costs Nuxeo a request: the run is over when neither side
 * was asked anything for a while.
 */
function quietness(count: () => Promise<readonly CallCount[]>): () => Promise<void> {
  return async () => {
    const deadline = Date.now() + LONGEST_RUN_MS;
    let [last, since] = [-1, Date.now()];
    while (Date.now() - since < QUIET_MS) {
      if (Date.now() > deadline) throw new Error('the run does not come to its end');
      const total = (await count()).reduce((sum, one) => sum + one.count, 0);
      if (total !== last) [last, since] = [total, Date.now()];
      await wait(250);
    }
  };
}

async function endedRun(ana: Person): Promise<SyncRunAnswer> {
  const { run } = await syncOf(ana, FOLDER);
  if (!run?.endedAt) throw new Error(`the run stands still: ${JSON.stringify(run)}`);
  if (run.state !== 'done') throw new Error(`the run ended badly: ${JSON.stringify(run)}`);
  return run;
}

async function control<T>(url: string, method: string, body?: unknown): Promise<T> {
  const answer = await fetch(url, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url} answered ${answer.status}: ${text}`);
  return (text ? JSON.parse(text) : undefined) as T;
}
