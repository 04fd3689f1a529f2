import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bindDemoWorkspace } from '../../../sandbox/demo/scenes.ts';
import { SMTP_PASSWORD, startEnvironment, type Environment } from '../../../sandbox/environment/environment.ts';
import { Person } from '../../../sandbox/environment/person.ts';
import { Reviewer } from '../../../sandbox/environment/reviewer.ts';
import { connected, setUp } from '../../../sandbox/environment/set-up.ts';
import { completedJob } from './jobs.ts';
import { leftovers } from './leftovers.ts';
import { standInsOf, type StandIns } from './stand-ins.ts';
import { makeDocument, push } from './things.ts';
import { leaksIn, secretsOf, trafficProblems } from './whole-run.ts';

/** The real sidecar with its own database, between stand-ins, and the people of the rehearsal. */
export interface World {
  readonly environment: Environment;
  readonly standIns: StandIns;
  readonly dataFolder: string;
  readonly logFolder: string;
  readonly administrator: Person;
  /** Both connected; ana owns the account in Frame.io, ben administers it. */
  readonly ana: Person;
  readonly ben: Person;
  /** Only reads in Nuxeo, edits in Frame.io, and is not connected. */
  readonly cleo: Person;
  /** The same cleo where she works: in Frame.io. */
  readonly cleoThere: Reviewer;
  readonly anaThere: Reviewer;
}

export interface WorldOptions {
  readonly sidecarEnv?: Readonly<Record<string, string>>;
  /** Whether the demo workspace is bound from the start; default true. */
  readonly bound?: boolean;
}

const nothing = { jobs: [], locks: [], halfSent: [], batches: [] };

/**
 * One environment for the tests of a file. After each test no fault is left, and nothing that it did:
 * no open job, no lock without a review, no half-sent file, no batch. At the end the whole run is looked at.
 */
export function useWorld(options: WorldOptions = {}): () => World {
  let world: World | undefined;
  const get = () => {
    if (!world) throw new Error('the world is made before the first test');
    return world;
  };
  beforeAll(async () => {
    world = await makeWorld(options);
  });
  afterEach(async () => {
    await get().standIns.restore();
    expect(await leftovers(get()), 'what the test left behind').toEqual(nothing);
  });
  afterAll(async () => {
    if (!world) return;
    await world.environment.stop();
    for (const folder of [world.dataFolder, world.logFolder])
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return get;
}

/** To be called at the end of a file: the last tests of it. */
export function lookAtTheWholeRun(get: () => World): void {
  describe('the whole run', () => {
    const run = () => {
      const { administrator, ana, ben, cleo, ...world } = get();
      const configured = ['sandbox-secret', SMTP_PASSWORD];
      return { ...world, people: [administrator, ana, ben, cleo], configured };
    };

    it('spoke to Frame.io as its official description says', async () => {
      expect(await trafficProblems(run())).toEqual([]);
    });

    it('wrote no secret into the log', async () => {
      await transferOnce(get()); // whatever the tests did: presigned links are among what could have been written
      const secrets = await secretsOf(run());
      const unknown = Object.keys(secrets).filter((kind) => secrets[kind]?.length === 0);
      expect(unknown, 'kinds of secrets of which this run knows none').toEqual([]);
      expect(await leaksIn(run(), secrets)).toEqual([]);
      expect(await leaksIn(run(), { 'what is there is found': ['the sidecar is ready'] })).not.toEqual([]);
    });
  });
}

async function transferOnce({ ana, standIns }: World): Promise<void> {
  const { jobs } = await push(ana, [(await makeDocument(standIns)).uid]);
  await completedJob(ana, String(jobs[0]?.id));
}

async function makeWorld({ sidecarEnv = {}, bound = true }: WorldOptions): Promise<World> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'frameio-e2e-'));
  const logFolder = await mkdtemp(join(tmpdir(), 'frameio-logs-'));
  const environment = await startEnvironment({
    dataFolder,
    logFolder,
    sidecarEnv: { LOG_LEVEL: 'trace', WAITING_CHECK_SECONDS: '1', ...sidecarEnv },
    frameioSwitches: { rateLimitFactor: 50 },
  });
  const standIns = await standInsOf(environment);
  const administrator = await setUp(environment);
  const ana = await connected(environment, 'ana');
  const ben = await connected(environment, 'ben');
  const cleo = await Person.login(environment.publicUrl, 'cleo');
  if (bound) await bindDemoWorkspace(ana);
  const [cleoThere, anaThere] = await Promise.all([
    Reviewer.signIn(environment.frameioUrl, 'cleo@northlight.example'),
    Reviewer.signIn(environment.frameioUrl, 'ana@northlight.example'),
  ]);
  return { environment, standIns, dataFolder, logFolder, administrator, ana, ben, cleo, cleoThere, anaThere };
}
