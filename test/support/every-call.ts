import type { World } from './world.ts';

interface Story<T> {
  /** Answers what `check` needs to know. */
  readonly prepare: (world: World) => Promise<T>;
  /** What is cut off at each of its calls in turn; afterwards everything is as it would have been. */
  readonly run?: (world: World) => Promise<void>;
  readonly check: (world: World, prepared: T) => Promise<void> | void;
}

/**
 * Runs the story once to count its calls, and then once for each of them and each way to be cut off there: before
 * anything is done, and after everything is done. Fails with the list of the places that did not end well.
 */
export async function cutOffEverywhere<T>(another: () => Promise<World>, story: Story<T>): Promise<void> {
  const { prepare, run = (world) => world.drain(), check } = story;
  const attempt = async (failing?: { nth: number; when: 'before' | 'after' }) => {
    const world = await another();
    const prepared = await prepare(world);
    world.calls.arm(failing);
    await run(world);
    const { names, failed } = world.calls;
    world.calls.disarm();
    return { world, prepared, names, failed };
  };

  const whole = await attempt();
  await check(whole.world, whole.prepared);
  const problems: string[] = [];
  for (let nth = 1; nth <= whole.names.length; nth += 1) {
    for (const when of isReading(whole.names[nth - 1] ?? '') ? (['before'] as const) : (['before', 'after'] as const)) {
      const { world, prepared, failed } = await attempt({ nth, when });
      if (failed === undefined) throw new Error(`Call ${nth} of ${whole.names.length} was not made`);
      try {
        await check(world, prepared);
      } catch (error) {
        problems.push(`${when} call ${nth}, ${failed}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
  if (problems.length > 0) throw new Error(problems.join('\n\n'));
}

/** An answer that is lost and a question that is not asked are the same to who only wanted to know. */
function isReading(name: string): boolean {
  const reading = ['get', 'me', 'resolve', 'list', 'named', 'members', 'children', 'childrenFrom', 'creatableTypes'];
  const ours = ['load', 'links', 'linksOfDocument', 'ofAsset', 'inReview', 'attention', 'ownComments', 'uploaded'];
  const others = ['uploadStatus', 'open', 'statusField', 'enter'];
  return [...reading, ...ours, ...others].includes(name.split('.').at(-1) ?? '');
}
