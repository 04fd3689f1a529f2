import { isStillOurs } from '../domain/lock-policy.ts';
import type { Review } from '../domain/review.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { Nuxeo } from '../ports/nuxeo.ts';
import { appendOnce } from './append-once.ts';
import type { Deps } from './deps.ts';

type EndDeps = Pick<Deps, 'reviews' | 'activity' | 'clock'>;

/** This job has decided that the lock goes: an attempt that comes after a crash does not find it, and is not surprised. */
export function isUnlocking(context: JobContext): boolean {
  return context.memory()['returned'] === true;
}

/** Releases the lock while it is still the one that was taken. */
export async function unlock(review: Review, nuxeo: Nuxeo, context: JobContext, deps: EndDeps): Promise<void> {
  const { documentUid, bindingId, person } = review;
  await context.enter('unlocking');
  await context.remember({ returned: true });
  const document = await nuxeo.documents.get(documentUid);
  if (isStillOurs(review.lock, document.lock)) await nuxeo.locks.release(documentUid);
  await appendOnce(context, { kind: 'unlocked', title: document.title, person, documentUid, bindingId }, deps);
}

/** Saves what came of the return, unless somebody recalled the document meanwhile. */
export async function saveReturned(
  review: Review,
  isOver: boolean,
  { reviews, activity, clock }: EndDeps,
): Promise<void> {
  const { documentUid } = review;
  if ((await reviews.get(documentUid))?.state !== 'in-review') return;
  if (isOver) await activity.settle({ documentUid });
  const ended = isOver ? { state: 'returned' as const, lock: undefined, failure: undefined } : {};
  await reviews.save({ ...review, ...ended, updatedAt: clock.now() });
}
