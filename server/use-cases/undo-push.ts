import { hasCode, IntegrationError } from '../domain/errors.ts';
import type { LockTaken } from '../domain/review.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { Deps } from './deps.ts';
import { noteOnce } from './note-once.ts';
import { beforeOf } from './push-round.ts';
import { discardUpload, endUpload } from './send-file.ts';
import { lockTakenHere, releaseLockTakenHere } from './take-lock.ts';

type UndoDeps = Pick<Deps, 'nuxeo' | 'frameio' | 'reviews' | 'activity' | 'transfers' | 'clock'>;

/**
 * What a cancelled or finally failed push takes back: the lock if this job took it and no earlier push is still in
 * review, and the file that was begun (decision 21). The lock goes first: it is what people wait for.
 */
export async function undoPush(context: JobContext, deps: UndoDeps): Promise<void> {
  const uid = String(context.job.documentUid);
  const review = await deps.reviews.get(uid);
  const before = beforeOf(context);
  // Everything was done, only the telling of it was cut off.
  if (before && review?.state === 'in-review') return;

  const wasInReview = before?.state === 'in-review';
  const lockLeft = wasInReview ? review?.lock : await unlocked(uid, context, deps);
  if (review?.state === 'pushing') {
    const state = wasInReview ? 'in-review' : 'failed';
    await deps.reviews.save({ ...review, state, lock: lockLeft, updatedAt: deps.clock.now() });
  }
  await discarded(context, deps);
  // A retry begins anew.
  await context.remember({ before: null, uploaded: null, lock: null });
}

/** Answers the lock that could not be released: then somebody else has to, and is asked to. */
async function unlocked(uid: string, context: JobContext, deps: UndoDeps): Promise<LockTaken | undefined> {
  const { job } = context;
  const taken = lockTakenHere(context);
  if (!taken) return undefined;
  try {
    await releaseLockTakenHere(uid, (await deps.nuxeo.as(job.person)).withSignal(context.signal), context);
    return undefined;
  } catch (error) {
    if (!isFinal(error)) throw error;
    if (hasCode(error, 'nuxeo-not-found')) return undefined;
    const { code, params } = error;
    const { person, documentUid, bindingId, title } = job;
    await deps.activity.raise({ code, params, person, documentUid, bindingId, jobId: undefined, title });
    return taken;
  }
}

/** A half-sent file that nobody may delete any more stays in Frame.io, and the job says so. */
async function discarded(context: JobContext, deps: UndoDeps): Promise<void> {
  try {
    const frameio = (await deps.frameio.as(context.job.person)).withSignal(context.signal);
    await discardUpload(frameio, context, deps);
  } catch (error) {
    if (!isFinal(error)) throw error;
    await endUpload(context, deps);
    await noteOnce(context, { code: 'half-sent-file-not-deleted', params: [context.job.title] });
  }
}

function isFinal(error: unknown): error is IntegrationError {
  return error instanceof IntegrationError && !error.retryable && !hasCode(error, 'cancelled', 'interrupted');
}
