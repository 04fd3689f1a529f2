import { isApproved } from '../domain/approval.ts';
import { failureOf, hasCode, IntegrationError } from '../domain/errors.ts';
import type { Review } from '../domain/review.ts';
import type { Frameio, FrameioFile } from '../ports/frameio.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { Deps } from './deps.ts';
import { approvedOptions, statusOf, unlockAndClose } from './return-document.ts';

type PollDeps = Pick<Deps, 'reviews' | 'bindings' | 'nuxeo' | 'frameio' | 'providers' | 'activity' | 'queue' | 'clock'>;

/**
 * Job: looks at every document in review. An approval that came after the version unlocks without another one;
 * where the binding says so an approval brings the document back; what is gone in Frame.io needs a person (decision 26).
 */
export async function pollReviews(context: JobContext, deps: PollDeps): Promise<void> {
  for (const review of await deps.reviews.inReview()) {
    context.signal.throwIfAborted();
    try {
      await pollReview(review, context, deps);
    } catch (error) {
      if (!(error instanceof IntegrationError) || hasCode(error, 'interrupted', 'cancelled')) throw error;
      await raise(review, error, deps);
    }
  }
}

async function pollReview(review: Review, context: JobContext, deps: PollDeps): Promise<void> {
  const frameio = (await deps.frameio.as(review.person)).withSignal(context.signal);
  const head = await headOf(review, frameio);
  const approved = isApproved(statusOf(head), await approvedOptions(review, frameio, deps));
  await deps.activity.settle({ documentUid: review.documentUid, code: 'asset-not-found' });
  if (!approved) return;
  const binding = await deps.bindings.get(review.bindingId);
  if (review.versionMadeOf === head.id) {
    const nuxeo = (await deps.nuxeo.as(review.lock?.owner ?? review.person)).withSignal(context.signal);
    await unlockAndClose(review, nuxeo, context, deps);
  } else if (binding?.rules.bringBackWhenApproved) {
    await enqueueReturn(review, head, deps);
  }
}

async function headOf(review: Review, frameio: Frameio): Promise<FrameioFile> {
  const { accountId, fileId } = review;
  const asset = await frameio.resolve({ accountId, type: 'file', id: String(fileId) });
  return frameio.files.get({ accountId, fileId: asset.type === 'version_stack' ? asset.head.id : asset.id });
}

async function enqueueReturn(review: Review, head: FrameioFile, { queue }: PollDeps): Promise<void> {
  const { accountId, documentUid, bindingId, person } = review;
  await queue.enqueue({
    kind: 'return-document',
    person,
    title: head.name,
    documentUid,
    bindingId,
    payload: { accountId, broughtBy: person },
    key: `approved:${documentUid}:${review.startedAt.toISOString()}:${head.id}`,
    exclusive: `document:${documentUid}`,
  });
}

/** A vendor that is down is nobody's task; everything else is. */
async function raise(review: Review, error: IntegrationError, { activity }: PollDeps): Promise<void> {
  if (error.retryable) return;
  const code = error.code === 'frameio-not-found' ? 'asset-not-found' : error.code;
  await activity.raise({
    code,
    params: failureOf(error).params,
    person: review.person,
    documentUid: review.documentUid,
    bindingId: review.bindingId,
    jobId: undefined,
    title: review.sent?.name ?? review.documentUid,
  });
}
