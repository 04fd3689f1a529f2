import type { JobContext } from '../ports/job-context.ts';
import { changesIn } from './changes-in.ts';
import type { Deps } from './deps.ts';
import { enqueueReread } from './refresh-soon.ts';

type RereadDeps = Pick<Deps, 'bindings' | 'webhooks' | 'reviews' | 'queue' | 'clock' | 'options'>;

/** How often this job looks for some. */
export const REREAD_TICK_SECONDS = 600;
/** However many documents there are: what more is due waits for the next look. */
const MOST_AT_ONCE = 200;

/**
 * Job: documents of bound folders that are not in review, and of whose assets Frame.io tells nothing, are read again once in
 * a while, the longest unread first: edited and completed comments have no other way here (decision 30). Each time only as
 * many as bring all of them round in that while, one after the other.
 */
export async function rereadPublished({ signal }: JobContext, deps: RereadDeps): Promise<void> {
  const { rereadMs } = deps.options;
  const tickMs = Math.min(REREAD_TICK_SECONDS * 1000, rereadMs);
  const now = deps.clock.now();
  const bindingIds = await untoldBindings(deps);
  const share = Math.ceil(((await deps.reviews.countRead(bindingIds)) * tickMs) / rereadMs);
  const before = new Date(now.getTime() - rereadMs);
  const due = await deps.reviews.longestUnread(bindingIds, before, Math.min(share, MOST_AT_ONCE));
  for (const [index, documentUid] of due.entries()) {
    signal.throwIfAborted();
    const delayMs = (index * tickMs) / due.length;
    await enqueueReread(documentUid, `${documentUid}:${now.toISOString()}`, deps, { delayMs });
    await deps.reviews.markRead(documentUid, now);
  }
}

/** Those with a workspace in which no webhook tells of changes. */
async function untoldBindings(deps: RereadDeps): Promise<string[]> {
  const ids: string[] = [];
  for (const { id, workspaces } of await deps.bindings.list()) {
    if ((await changesIn(workspaces, deps)).by === 'walk') ids.push(id);
  }
  return ids;
}
