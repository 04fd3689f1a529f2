import type { PgBoss } from 'pg-boss';
import type { Clock } from '../ports/clock.ts';
import type { JobStore, OpenDelivery } from '../ports/job-store.ts';
import { bossSchema } from './boss.ts';
import { deliverBy, queueNames, queueOf } from './deliveries.ts';
import { lost } from './transitions.ts';

interface RedeliverOptions {
  readonly boss: Pick<PgBoss, 'send' | 'getDb'>;
  readonly store: JobStore;
  readonly clock: Clock;
}

/** Younger jobs may be on their way between two statements. */
const settledForMs = 30_000;

/** Jobs that a dead process left active start at once, instead of when their heartbeat is missed. */
export async function returnActiveJobs({ boss, store }: Pick<RedeliverOptions, 'boss' | 'store'>): Promise<void> {
  for await (const page of openDeliveries(store, { state: 'active' }))
    for (const { id } of page)
      await store.change(id, (job) =>
        job.state === 'active' ? { set: lost(job), deliver: deliverBy(boss, queueOf(job.kind)) } : undefined,
      );
}

/** Jobs whose message pg-boss does not hold any more: it was purged, or its retries were used up. */
export async function redeliverLostJobs({ boss, store, clock }: RedeliverOptions): Promise<void> {
  const updatedBefore = new Date(clock.now().getTime() - settledForMs);
  for await (const page of openDeliveries(store, { updatedBefore })) {
    const held = await heldMessages(boss, page);
    for (const delivery of page.filter(({ deliveryId }) => !held.has(deliveryId)))
      await redeliver(delivery, { boss, store });
  }
}

/** Page by page: a first synchronization leaves ten thousand jobs open for a while. */
async function* openDeliveries(
  store: JobStore,
  filter: { readonly state?: 'active'; readonly updatedBefore?: Date },
): AsyncGenerator<OpenDelivery[]> {
  let page = await store.openDeliveries(filter);
  while (page.length > 0) {
    yield page;
    page = await store.openDeliveries({ ...filter, afterId: String(page.at(-1)?.id) });
  }
}

async function heldMessages(boss: Pick<PgBoss, 'getDb'>, page: readonly OpenDelivery[]): Promise<Set<string>> {
  // With the queues' names, which are the first column of its key.
  const { rows } = await boss
    .getDb()
    .executeSql(
      `select id from ${bossSchema}.job where name = any($1) and id = any($2::uuid[]) and state < 'completed'`,
      [[...queueNames], page.map(({ deliveryId }) => deliveryId)],
    );
  return new Set((rows as { id: string }[]).map(({ id }) => id));
}

async function redeliver(
  { id, deliveryId }: OpenDelivery,
  { boss, store }: Pick<RedeliverOptions, 'boss' | 'store'>,
): Promise<void> {
  await store.change(id, (job) =>
    job.deliveryId === deliveryId
      ? { set: job.state === 'active' ? lost(job) : {}, deliver: deliverBy(boss, queueOf(job.kind)) }
      : undefined,
  );
}
