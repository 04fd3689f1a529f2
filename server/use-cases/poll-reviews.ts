import { isApproved } from '../domain/approval.ts';
import { failureOf, hasCode, IntegrationError, type ErrorCode } from '../domain/errors.ts';
import { titleOf } from '../domain/file-name.ts';
import type { Review } from '../domain/review.ts';
import type { FrameioFile } from '../ports/frameio.ts';
import type { JobContext } from '../ports/job-context.ts';
import { readerFor, readersOf } from './actors.ts';
import { approvedOptions, statusOf } from './approval-gate.ts';
import type { Deps } from './deps.ts';
import { followRestore } from './follow-restore.ts';
import { inFlight } from './plan-push.ts';
import { headOf } from './read-asset.ts';
import { enqueueReread } from './refresh-soon.ts';
import { assetOf, bindingOf, type ReviewBinding } from './review-asset.ts';

export type PollDeps = Pick<
  Deps,
  'nuxeo' | 'reviews' | 'bindings' | 'frameio' | 'providers' | 'activity' | 'queue' | 'clock'
>;

const HOUR_MS = 3_600_000;

/** What a poll raises, and settles when it has passed. */
const raisedHere: readonly ErrorCode[] = [
  'asset-not-found',
  'frameio-forbidden',
  'frameio-not-connected',
  'frameio-token-refused',
  'provider-disabled',
  'provider-secret-wrong',
];

/**
 * Job: looks at every document in review. An approval that came after the version unlocks without another one;
 * where the binding says so an approval brings the document back; what is gone in Frame.io needs a person (decision 26).
 */
export async function pollReviews(context: JobContext, deps: PollDeps): Promise<void> {
  for (const review of await deps.reviews.inReview()) {
    context.signal.throwIfAborted();
    await lookAtReview(review, context, deps);
    await rereadHourly(review, deps);
  }
}

/** One document in review, whoever says that there is something to see: the poll, or Frame.io itself. */
export async function lookAtReview(review: Review, context: JobContext, deps: PollDeps): Promise<void> {
  try {
    await pollReview(review, context, deps);
  } catch (error) {
    if (!(error instanceof IntegrationError) || hasCode(error, 'interrupted', 'cancelled')) throw error;
    await raise(review, error, deps);
  }
}

/** Comments that no webhook told of: without one nothing else brings them (X18). */
async function rereadHourly({ documentUid }: Review, deps: PollDeps): Promise<void> {
  const hour = Math.floor(deps.clock.now().getTime() / HOUR_MS);
  await enqueueReread(documentUid, `${documentUid}:${hour}`, deps);
}

async function pollReview(review: Review, context: JobContext, deps: PollDeps): Promise<void> {
  const { documentUid } = review;
  await keepFacet(review, context, deps);
  const binding = await bindingOf(review, deps);
  const frameio = await readerFor(readersOf(binding, review.person), context.signal, deps);
  const head = headOf(await assetOf(review, frameio));
  const approved = isApproved(statusOf(head), await approvedOptions(review, frameio, deps));
  await settle(review, deps);
  if (!approved || !isAwaited(review, head, binding) || (await inFlight(documentUid, deps))) return;
  await enqueueReturn(review, head, deps);
}

/** In the name of who holds the lock; a grant that ended is found by the next job that needs it. */
async function keepFacet(review: Review, context: JobContext, deps: PollDeps): Promise<void> {
  try {
    const nuxeo = (await deps.nuxeo.as(review.lock?.owner ?? review.person)).withSignal(context.signal);
    await followRestore(await nuxeo.documents.get(review.documentUid), nuxeo, deps);
  } catch (error) {
    if (!(error instanceof IntegrationError) || hasCode(error, 'interrupted', 'cancelled')) throw error;
  }
}

/** The version is made and only the approval was missing, or the approval alone brings the document back. */
function isAwaited({ versionMadeOf }: Review, head: FrameioFile, { rules }: ReviewBinding): boolean {
  return versionMadeOf === head.id || rules.bringBackWhenApproved;
}

/** A return that ended without unlocking changed the row: then the next approval starts another one. */
async function enqueueReturn(review: Review, head: FrameioFile, { queue }: PollDeps): Promise<void> {
  const { accountId, documentUid, bindingId, person, sent, updatedAt } = review;
  await queue.enqueue({
    kind: 'return-document',
    person,
    title: titleOf(sent?.name ?? head.name),
    documentUid,
    bindingId,
    payload: { accountId, broughtBy: person },
    key: `approved:${documentUid}:${updatedAt.toISOString()}:${head.id}`,
    exclusive: `document:${documentUid}`,
  });
}

async function settle({ documentUid }: Review, { activity }: PollDeps): Promise<void> {
  const open = await activity.attention({ documentUid });
  for (const { id, code } of open.filter((item) => item.jobId === undefined)) {
    if (raisedHere.includes(code)) await activity.settle({ id });
  }
}

/** A vendor that is down is nobody's task; everything else is. */
async function raise(review: Review, error: IntegrationError, { activity }: PollDeps): Promise<void> {
  if (error.retryable) return;
  const { person, documentUid, bindingId, sent } = review;
  const code = error.code === 'frameio-not-found' ? 'asset-not-found' : error.code;
  const { params } = failureOf(error);
  await activity.raise({
    code,
    params,
    person,
    documentUid,
    bindingId,
    jobId: undefined,
    title: sent?.name ?? documentUid,
  });
}
