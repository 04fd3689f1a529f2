import type { Change, Webhook } from '../../server/domain/webhook.ts';
import { acceptEvent } from '../../server/use-cases/accept-event.ts';
import { createFollowedProjects, followedProjects } from '../../server/use-cases/followed-projects.ts';
import { tendSoon } from '../../server/use-cases/tend-webhooks.ts';
import type { World } from './world.ts';

/** Looked at now, as within the hour. Answers what the connector knows of its one webhook. */
export async function tend(world: World): Promise<Webhook | undefined> {
  await tendSoon(`test:${world.queue.entries.length}`, world.deps);
  await world.drain();
  return (await world.deps.webhooks.list())[0];
}

/** What Frame.io tells of the demo project, in this order. */
export async function told(world: World, ...events: readonly Pick<Change, 'type' | 'id'>[]): Promise<void> {
  const [webhook] = await world.deps.webhooks.list();
  if (!webhook) throw new Error('there is no webhook that could tell');
  const followed = createFollowedProjects({ ...world.deps, load: () => followedProjects(world.deps) });
  const { projectId } = world.target;
  for (const event of events) await acceptEvent({ ...event, projectId }, webhook, { ...world.deps, followed });
}

/** So much time, and what it lets begin. */
export async function after(world: World, milliseconds: number): Promise<void> {
  world.clock.pass(milliseconds);
  await world.drain();
}
