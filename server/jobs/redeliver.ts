import type { PgBoss } from 'pg-boss';
import type { Clock } from '../ports/clock.ts';
import type { JobStore } from '../ports/job-store.ts';
import { bossSchema } from './boss.ts';
import { deliverBy, queueOf } from './deliveries.ts';
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
  for (const { id, state } of await store.openDeliveries()) {
    if (state !== 'active') continue;
    await store.change(id, (job) =>
      job.state === 'active' ? { set: lost(job), deliver: deliverBy(boss, queueOf(job.kind)) } : undefined,
    );
  }
}

/** Jobs whose message pg-boss does not hold any more: it was purged, or its retries were used up. */
export async function redeliverLostJobs({ boss, store, clock }: RedeliverOptions): Promise<void> {
  const before = new Date(clock.now().getTime() - settledForMs);
  const open = (await store.openDeliveries()).filter(({ updatedAt }) => updatedAt < before);
  if (open.length === 0) return;
  const held = await heldMessages(
    boss,
    open.map(({ deliveryId }) => deliveryId),
  );
  for (const { id, deliveryId } of open.filter((job) => !held.has(job.deliveryId))) {
    await store.change(id, (job) =>
      job.deliveryId === deliveryId
        ? { set: job.state === 'active' ? lost(job) : {}, deliver: deliverBy(boss, queueOf(job.kind)) }
        : undefined,
    );
  }
}

async function heldMessages(boss: Pick<PgBoss, 'getDb'>, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await boss
    .getDb()
    .executeSql(`select id from ${bossSchema}.job where id = any($1::uuid[]) and state < 'completed'`, [ids]);
  return new Set((rows as { id: string }[]).map(({ id }) => id));
}
