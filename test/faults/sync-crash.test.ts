import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TARGET } from '../../sandbox/demo/scenes.ts';
import { nextRun, syncOf } from '../../sandbox/demo/sync-watching.ts';
import { startEnvironment, type Environment } from '../../sandbox/environment/environment.ts';
import type { Person } from '../../sandbox/environment/person.ts';
import { Reviewer } from '../../sandbox/environment/reviewer.ts';
import { connected, setUp } from '../../sandbox/environment/set-up.ts';
import { until } from '../../sandbox/environment/until.ts';
import { changes, type ChangeThere } from '../sync/changes.ts';
import { differences } from '../sync/projection.ts';
import { realSides } from '../sync/real-sides.ts';
import type { Sides } from '../sync/sides.ts';
import { Story } from '../sync/story.ts';

const SEQUENCES = 4;
const seed = Number(process.env['SYNC_SEED'] ?? Date.now() % 2 ** 31);
const furniture: readonly ChangeThere[] = [
  { do: 'add-folder', into: 0 },
  ...Array.from({ length: 6 }, (_, into) => ({ do: 'add-file', into }) as const),
  { do: 'add-version', asset: 0 },
];

let dataFolder: string;
let environment: Environment;
let ana: Person;
let ben: Person;
let editor: Reviewer;

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'frameio-sync-crash-'));
  environment = await startEnvironment({
    dataFolder,
    sidecarEnv: { WEBHOOKS: 'always', QUIET_SECONDS: '0' },
    frameioSwitches: { rateLimitFactor: 100, webhookBaseDelayMs: 500 },
  });
  await setUp(environment);
  ana = await connected(environment, 'ana');
  ben = await connected(environment, 'ben');
  editor = await Reviewer.signIn(environment.frameioUrl, 'ana@northlight.example');
}, 60_000);

afterAll(async () => {
  await environment.stop();
  await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
});

const sequences = fc.sample(fc.tuple(changes, fc.array(fc.nat({ max: 2_500 }), { minLength: 2, maxLength: 3 })), {
  numRuns: SEQUENCES,
  seed,
});

it.each(sequences.map((sequence, n) => [n, sequence] as const))(
  `ends with Nuxeo as Frame.io is, killed in between: sequence %i of seed ${seed}`,
  async (n, [sequence, deaths]) => {
    process.stdout.write(`Killed in between: seed ${seed}, sequence ${n}\n`);
    // Short: Nuxeo cuts the names of documents at 24 characters.
    const sides = await realSides({ environment, ana, ben, editor }, `${n}-${randomUUID().slice(0, 8)}`);
    const story = new Story(sides);
    for (const change of furniture) await story.play(change);
    await ana.api('POST', `/folders/${sides.target}/sync`, {
      target: { ...TARGET, folderId: sides.source },
      documentType: 'File',
    });
    const share = Math.ceil(sequence.length / deaths.length);
    for (const [death, milliseconds] of deaths.entries()) {
      for (const change of sequence.slice(death * share, (death + 1) * share)) await story.play(change);
      await wait(milliseconds);
      environment.sidecar().kill('SIGKILL');
      await environment.sidecar().exited;
      await environment.restartSidecar();
    }
    for (const { uid } of await sides.documents()) await sides.inNuxeo.unlock(uid);
    await settle(sides);
    await settle(sides);
    await story.look();
    expect(differences(story, await sides.assets(), await sides.documents())).toEqual([]);
  },
  120_000,
);

/** A run that began after everything was done has come to its end. */
async function settle({ target }: Sides): Promise<void> {
  // By the same answer: a webhook may start another one at any moment, which the click then joins.
  const before = await until(
    'no run to go on',
    async () => {
      const { run } = await syncOf(ana, target);
      return run?.endedAt ? run.id : undefined;
    },
    90,
  );
  await ana.api('POST', `/folders/${target}/sync/runs`);
  await nextRun(ana, target, [before]);
}
