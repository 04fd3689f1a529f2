import { expect } from 'vitest';
import type { World } from '../support/world.ts';
import type { Happening, Step } from './changes.ts';
import { Mailbag } from './events.ts';
import { fakeSides } from './fake-sides.ts';
import { Machine } from './machine.ts';
import { differences } from './projection.ts';
import type { Sides } from './sides.ts';
import { Story } from './story.ts';

/** Plays the sequence, lets everything come to rest, and compares both sides. @throws Error with all differences. */
export async function playWith(world: World, sequence: readonly Step[]): Promise<void> {
  const mailbag = new Mailbag();
  const sides = fakeSides(world, mailbag);
  const machine = await Machine.start(world, sides, mailbag);
  const story = new Story(sides);
  for (const step of sequence) {
    world.clock.pass(1_000);
    await (isHappening(step) ? machine.happen(step) : story.play(step));
    await story.look();
  }
  for (const { uid } of await sides.documents()) await sides.inNuxeo.unlock(uid);
  // What is left for somebody to decide is said once, and may be left no more the next time.
  if ((await machine.settle()).left > 0) await machine.settle();
  await story.look();
  const found = differences(story, await sides.assets(), await sides.documents());
  if (found.length > 0) throw new Error(found.join('\n'));
  await expectNothingToDo(world, machine, sides);
  await machine.end();
}

const happenings = ['deliver', 'lose', 'work', 'crash', 'wait', 'refresh'] as const;

function isHappening(step: Step): step is Happening {
  return (happenings as readonly string[]).includes(step.do);
}

/** Once more with nothing changed: listings there, the project where they are empty, nothing here but the click itself, and no write on either side. */
async function expectNothingToDo({ nuxeo, frameio }: World, machine: Machine, sides: Sides): Promise<void> {
  const before = lastWrites(nuxeo, sides);
  const [callsHere, callsThere] = [nuxeo.calls.length, frameio.calls.length];
  const run = await machine.settle();
  expect(lastWrites(nuxeo, sides)).toEqual(before);
  // What is left for somebody to decide is looked at again each time.
  if (run.total > 0) return;
  expect(nuxeo.calls.slice(callsHere).map(({ operation }) => operation)).toEqual(['documents.get']);
  const there = frameio.calls.slice(callsThere).map(({ operation }) => operation);
  expect(there.filter((operation) => operation !== 'folders.children').length).toBeLessThanOrEqual(1);
}

/** Of every document and version but the synchronised folder itself, which tells of its last run. */
function lastWrites(nuxeo: World['nuxeo'], { target }: Sides): string[] {
  const others = [...nuxeo.documents.values()].filter(({ uid }) => uid !== target);
  return others.map(({ uid, modifiedAt, isCheckedOut }) => `${uid} ${modifiedAt.toISOString()} ${isCheckedOut}`);
}
