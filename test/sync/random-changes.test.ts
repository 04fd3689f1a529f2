import fc from 'fast-check';
import { describe, it } from 'vitest';
import { useWorlds } from '../support/world.ts';
import { steps, type ChangeThere } from './changes.ts';
import { playWith } from './play.ts';

const SEQUENCES = Number(process.env['SYNC_SEQUENCES'] ?? 200);
/** Others in every run. To see one again: `SYNC_SEED=… SYNC_SHRINK=1 npx vitest run test/sync`. */
const seed = Number(process.env['SYNC_SEED'] ?? Date.now() % 2 ** 31);
const endOnFailure = process.env['SYNC_SHRINK'] === undefined;

/** So that the first change already has something to meet. */
const furniture: readonly ChangeThere[] = [
  { do: 'add-folder', into: 0 },
  { do: 'add-folder', into: 1 },
  { do: 'add-file', into: 0 },
  { do: 'add-file', into: 1 },
  { do: 'add-file', into: 2 },
  { do: 'add-version', asset: 0 },
  { do: 'comment', asset: 0 },
  { do: 'comment', asset: 1 },
];

const worlds = useWorlds();

describe('whatever happens on both sides', () => {
  it(`ends with Nuxeo as Frame.io is, by the rules: ${SEQUENCES} sequences, seed ${seed}`, async () => {
    process.stdout.write(`Sequences of changes: seed ${seed}\n`);
    const property = fc.asyncProperty(steps, async (sequence) => {
      await playWith(await worlds.another(), [...furniture, ...sequence]);
    });
    await fc.assert(property, { numRuns: SEQUENCES, seed, endOnFailure });
  }, 600_000);
});
