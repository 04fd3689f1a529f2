import type { Review } from '../domain/review.ts';
import type { AccountRef } from '../domain/refs.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { MarkedChange } from '../ports/webhook-store.ts';
import type { Deps } from './deps.ts';
import { findChanged, type FindDeps } from './find-changed.ts';
import { startWalks, wantWalks, type FollowSyncsDeps, type Found, type WantedWalks } from './follow-syncs.ts';
import { isServiceOn } from './guards.ts';
import { lookAtReview, type PollDeps } from './poll-reviews.ts';
import { refreshSoon, type FreshenDeps } from './refresh-soon.ts';

export type FollowDeps = PollDeps & FreshenDeps & FindDeps & FollowSyncsDeps & Pick<Deps, 'changes'>;

/** Taken at once: these are looked at again when the process dies in the middle. */
const BATCH = 100;

/**
 * Job: looks at what Frame.io told of an account. Events only say that something is not as it was; what it is now is read,
 * so that repeated, late and reordered ones end in the same state (X8). Synchronised folders are walked where something
 * happened; a document in review is looked at at once, and an approval unlocks; records follow when it has become quiet.
 */
export async function followChanges(context: JobContext, deps: FollowDeps): Promise<void> {
  const account = { accountId: String(context.job.payload['accountId']) };
  if (!(await isServiceOn(deps))) return; // the sweep starts it again
  for (;;) {
    const changes = await deps.changes.marked(account, BATCH);
    if (changes.length === 0) return;
    await follow(changes, context, deps);
    for (const change of changes) await deps.changes.settle(change);
  }
}

/** What a batch of changes is about: each is looked at once, however many changes name it. */
interface Touched {
  readonly reviews: Map<string, Review>;
  readonly documents: Set<string>;
  readonly walks: WantedWalks;
}

async function follow(changes: readonly MarkedChange[], context: JobContext, deps: FollowDeps): Promise<void> {
  const touched: Touched = { reviews: new Map(), documents: new Set(), walks: new Map() };
  for (const change of changes) {
    context.signal.throwIfAborted();
    const found = await findChanged(change, context, deps);
    if (!found) continue;
    await wantWalks(change, found, touched.walks, deps);
    await touchDocuments(found, change, touched, deps);
  }
  await startWalks(touched.walks, deps);
  for (const review of touched.reviews.values()) await lookAtReview(review, context, deps);
  for (const documentUid of touched.documents) await refreshSoon(documentUid, deps);
}

/** Documents of folders that are not bound any more are nobody's business; those of synchronised ones follow by a walk. */
async function touchDocuments(
  { ids, stackId }: Found,
  account: AccountRef,
  touched: Touched,
  { reviews, bindings }: FollowDeps,
): Promise<void> {
  if (ids.length === 0) return;
  const known = await reviews.ofAsset(account, { fileIds: ids, ...(stackId === undefined ? {} : { stackId }) });
  for (const review of known.filter(({ state }) => state === 'in-review')) {
    touched.reviews.set(review.documentUid, review);
    touched.documents.add(review.documentUid);
  }
  for (const { documentUid, bindingId } of await reviews.linksOfBindings(account, ids)) {
    const binding = await bindings.get(bindingId);
    if (documentUid !== undefined && binding && !binding.unboundAt) touched.documents.add(documentUid);
  }
}
