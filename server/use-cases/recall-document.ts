import { hasCode, RuleError } from '../domain/errors.ts';
import { isOver } from '../domain/job.ts';
import { isStillOurs } from '../domain/lock-policy.ts';
import type { Review } from '../domain/review.ts';
import type { NuxeoDocument } from '../ports/nuxeo.ts';
import type { BindCaller } from './bind-folder.ts';
import type { Deps } from './deps.ts';

type RecallDeps = Pick<Deps, 'reviews' | 'queue' | 'activity' | 'clock'>;

/**
 * Takes a document out of review (N110): by the lock's owner or anyone with `Unlock`, in their own name.
 * A running push is cancelled; what is in Frame.io stays.
 *
 * @throws RuleError `not-in-review`, `locked-by-other`.
 */
export async function recallDocument(documentUid: string, caller: BindCaller, deps: RecallDeps): Promise<Review> {
  const document = await caller.nuxeo.documents.get(documentUid); // who may not read it learns nothing about its review
  const review = await deps.reviews.get(documentUid);
  if (!review || !['pushing', 'in-review'].includes(review.state)) throw new RuleError('not-in-review');
  const lock = document.lock;
  if (lock && lock.owner !== caller.person.username && !document.permissions.includes('Unlock')) {
    throw new RuleError('locked-by-other', { params: [lock.owner] });
  }

  await cancelRunning(documentUid, deps);
  if (isStillOurs(review.lock, lock)) await caller.nuxeo.locks.release(documentUid);
  await showRecalled(document, caller);
  const recalled: Review = { ...review, state: 'recalled', lock: undefined, updatedAt: deps.clock.now() };
  await deps.reviews.save(recalled);
  await deps.activity.settle({ documentUid });
  await deps.activity.append({
    kind: 'recalled',
    title: document.title,
    person: caller.person.username,
    documentUid,
    bindingId: review.bindingId,
  });
  return recalled;
}

/** Administrators' way out of *needs attention*: done with their own session, whatever the lock looks like. */
export async function releaseLock(documentUid: string, caller: BindCaller, deps: RecallDeps): Promise<void> {
  if (!caller.person.isAdministrator) throw new RuleError('administrators-only');
  const review = await deps.reviews.get(documentUid);
  if (!review) throw new RuleError('not-in-review');
  const document = await caller.nuxeo.documents.get(documentUid);
  await cancelRunning(documentUid, deps);
  await caller.nuxeo.locks.release(documentUid);
  await showRecalled(document, caller);
  await deps.reviews.save({ ...review, state: 'recalled', lock: undefined, updatedAt: deps.clock.now() });
  await deps.activity.settle({ documentUid });
  await deps.activity.append({
    kind: 'lock-released',
    title: document.title,
    person: caller.person.username,
    documentUid,
    bindingId: review.bindingId,
  });
}

/** The facet is display only: who may unlock a document but not write it recalls it all the same. */
async function showRecalled(document: NuxeoDocument, { nuxeo }: BindCaller): Promise<void> {
  if (!document.facets.includes('FrameioAsset')) return;
  try {
    await nuxeo.documents.update(document.uid, { properties: { 'frameioasset:state': 'recalled' } });
  } catch (error) {
    if (!hasCode(error, 'nuxeo-forbidden', 'locked-by-other')) throw error;
  }
}

async function cancelRunning(documentUid: string, { queue }: Pick<Deps, 'queue'>): Promise<void> {
  const open = await queue.list({ documentUid, open: true });
  for (const job of open) {
    if (job.kind === 'push-document' && !isOver(job)) await queue.cancel(job.id);
  }
}
