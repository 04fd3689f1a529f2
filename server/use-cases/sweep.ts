import { unlistedKinds } from '../domain/job.ts';
import type { JobContext } from '../ports/job-context.ts';
import { followSoon } from './accept-event.ts';
import type { Deps } from './deps.ts';
import { summarizeWhenSettled } from './summarize-batch.ts';

const DAY_MS = 24 * 3_600_000;
/** An unbound action's secret is kept this long, so that it can say that the folder is not bound any more. */
const SECRETS_KEPT_MS = 30 * DAY_MS;
/** A bind that is older than this and has no action yet was cut off by a crash. */
const BIND_TAKES_MS = 10 * 60_000;
/** What was told longer ago than this has no job any more. */
const TOLD_MS = 60_000;

/** Job: finishes what a crash left between two steps, and forgets what is not needed any more. */
export async function sweep(
  context: JobContext,
  deps: Pick<Deps, 'queue' | 'bindings' | 'deliveries' | 'changes' | 'clock'>,
): Promise<void> {
  const now = deps.clock.now().getTime();
  await takeBackHalfBound(context, now, deps);
  const recent = await deps.queue.list({ without: unlistedKinds, limit: 200 });
  for (const batchId of new Set(recent.map((job) => job.batchId))) {
    if (batchId !== undefined) await summarizeWhenSettled(batchId, deps);
  }
  for (const account of await deps.changes.waitingSince(new Date(now - TOLD_MS))) await followSoon(account, deps);
  await deps.deliveries.forgetBefore(new Date(now - DAY_MS));
  await deps.bindings.forgetUnboundBefore(new Date(now - SECRETS_KEPT_MS));
}

async function takeBackHalfBound(
  context: JobContext,
  now: number,
  { bindings, queue }: Pick<Deps, 'bindings' | 'queue'>,
): Promise<void> {
  for (const binding of await bindings.list()) {
    const halfBound = binding.workspaces.some((one) => one.state === 'creating');
    if (!halfBound || now - binding.createdAt.getTime() < BIND_TAKES_MS) continue;
    await bindings.markUnbound(binding.id, new Date(now));
    await queue.enqueue({
      kind: 'remove-actions',
      person: binding.creator,
      title: binding.folderPath,
      bindingId: binding.id,
      payload: { bindingId: binding.id, discard: true },
      key: `remove-actions:${binding.id}`,
    });
  }
  context.signal.throwIfAborted();
}
