import { hasCode, RuleError } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import { isStillOurs } from '../domain/lock-policy.ts';
import { isOpen, type Review } from '../domain/review.ts';
import type { ActivityKind } from '../ports/activity-store.ts';
import type { NuxeoDocument } from '../ports/nuxeo.ts';
import type { BindCaller } from './bind-folder.ts';
import type { Deps } from './deps.ts';
import { cancelUnlessOver } from './manage-jobs.ts';

type RecallDeps = Pick<Deps, 'reviews' | 'queue' | 'activity' | 'clock'>;

/**
 * Takes a document out of review (N110): by the lock's owner or anyone with `Unlock`, in their own name.
 * What is under way is cancelled; what is in Frame.io stays.
 *
 * @throws RuleError `not-in-review`, `locked-by-other`, `write-not-allowed`.
 */
export async function recallDocument(documentUid: string, caller: BindCaller, deps: RecallDeps): Promise<Review> {
  const document = await documentOrGone(documentUid, caller, deps); // who may not read it learns nothing about its review
  const review = await deps.reviews.get(documentUid);
  if (!review || !isOpen(review)) throw new RuleError('not-in-review');
  if (document) requireMayRecall(document, review, caller);

  await cancelRunning(documentUid, deps);
  if (document && isStillOurs(review.lock, document.lock)) await caller.nuxeo.locks.release(documentUid);
  return close(review, document, 'recalled', caller, deps);
}

/** Administrators' way out of *needs attention*: done with their own session, whatever the lock looks like. */
export async function releaseLock(documentUid: string, caller: BindCaller, deps: RecallDeps): Promise<void> {
  if (!caller.person.isAdministrator) throw new RuleError('administrators-only');
  const document = await documentOrGone(documentUid, caller, deps);
  const review = await deps.reviews.get(documentUid);
  if (!review) throw new RuleError('not-in-review');
  await cancelRunning(documentUid, deps);
  if (document) await caller.nuxeo.locks.release(documentUid);
  await close(review, document, 'lock-released', caller, deps);
}

/** undefined: deleted for good. Then only who pushed it and administrators may say that its review is over. */
async function documentOrGone(
  uid: string,
  { person, nuxeo }: BindCaller,
  { reviews }: RecallDeps,
): Promise<NuxeoDocument | undefined> {
  try {
    return await nuxeo.documents.get(uid);
  } catch (error) {
    const isTheirs = person.isAdministrator || (await reviews.get(uid))?.person === person.username;
    if (hasCode(error, 'nuxeo-not-found') && isTheirs) return undefined;
    throw error;
  }
}

function requireMayRecall({ lock, permissions }: NuxeoDocument, review: Review, { person }: BindCaller): void {
  if (permissions.includes('Unlock')) return;
  if (lock && lock.owner !== person.username) throw new RuleError('locked-by-other', { params: [lock.owner] });
  // Unlocked by hand: whoever may write it, as nobody's lock is in the way.
  const isTheirs = lock !== undefined || review.person === person.username;
  if (!isTheirs && !permissions.includes('WriteProperties')) throw new RuleError('write-not-allowed');
}

async function close(
  review: Review,
  document: NuxeoDocument | undefined,
  kind: ActivityKind,
  caller: BindCaller,
  { reviews, activity, clock }: RecallDeps,
): Promise<Review> {
  const { documentUid, bindingId } = review;
  if (document) await showRecalled(document, caller);
  const recalled: Review = { ...review, state: 'recalled', lock: undefined, updatedAt: clock.now() };
  await reviews.save(recalled);
  await activity.settle({ documentUid });
  const title = document?.title ?? review.sent?.name ?? documentUid;
  await activity.append({ kind, title, person: caller.person.username, documentUid, bindingId });
  return recalled;
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

const aboutTheReview: readonly Job['kind'][] = ['push-document', 'return-document'];

async function cancelRunning(documentUid: string, { queue }: Pick<Deps, 'queue'>): Promise<void> {
  const open = await queue.list({ documentUid, open: true });
  for (const { id } of open.filter(({ kind }) => aboutTheReview.includes(kind))) await cancelUnlessOver(id, { queue });
}
