import { expect, it } from 'vitest';
import { useWorlds, type World } from '../support/world.ts';
import type { Step } from './changes.ts';
import { playWith } from './play.ts';

/** What random sequences found once, each as the shortest one that shows it. */
const worlds = useWorlds();
const file: Step = { do: 'add-file', into: 0 };
const work: Step = { do: 'work' };

async function play(...sequence: Step[]): Promise<World> {
  const world = await worlds.start();
  await playWith(world, sequence);
  return world;
}

it('fills the new document of an asset whose document was trashed', async () => {
  await play(file, work, { do: 'trash-here', document: 0 }, { do: 'comment', asset: 0 });
});

it('keeps an edit an edit when something was only said there in between', async () => {
  const refresh: Step = { do: 'refresh' };
  const editedAndSaid: Step[] = [
    { do: 'edit-here', document: 0 },
    { do: 'comment', asset: 0 },
  ];
  await play(file, work, ...editedAndSaid, refresh, work, { do: 'add-version', asset: 0 }, refresh, work);
});

it('tells once that a document is locked, however often it is found so', async () => {
  const locked: Step[] = [
    { do: 'lock-here', document: 0 },
    { do: 'comment', asset: 0 },
  ];
  const wait: Step = { do: 'wait', seconds: 1000 };
  const world = await play(file, work, ...locked, wait, work, wait, work, wait, work);
  const told = (await world.activity()).filter((kind) => kind === 'synced');
  expect(told).toHaveLength(3); // the first run, the locked one, and the one that found it free
});
