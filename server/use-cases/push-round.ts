import type { FolderRef } from '../domain/refs.ts';
import type { LockTaken, Review, ReviewState, SentBlob } from '../domain/review.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { Deps } from './deps.ts';

export interface PushPayload extends FolderRef {
  readonly workspaceId: string;
  readonly projectId: string;
  readonly rendition: string | undefined;
}

/** What was known of the document before this job: remembered, since the row is written over on the way. */
export interface Before {
  readonly state: ReviewState | 'none';
  readonly accountId?: string;
  /** The file of the last finished push. */
  readonly fileId?: string;
  readonly sent?: SentBlob;
}

export function payloadOf(context: JobContext): PushPayload {
  return context.job.payload as unknown as PushPayload;
}

export function beforeOf(context: JobContext): Before | undefined {
  return (context.memory()['before'] as unknown as Before | null | undefined) ?? undefined;
}

/** Records the round before any byte moves. Answers what there was before this job. */
export async function beginRound(
  uid: string,
  lock: LockTaken,
  context: JobContext,
  { reviews, clock }: Pick<Deps, 'reviews' | 'clock'>,
): Promise<Before> {
  const known = await reviews.get(uid);
  const before = beforeOf(context) ?? (await remembered(known, context));
  const now = clock.now();
  const round = known?.state === 'in-review' || known?.state === 'pushing' ? known : newRound(uid, known, context, now);
  await reviews.save({ ...round, state: 'pushing', lock, failure: undefined, updatedAt: now });
  return before;
}

async function remembered(known: Review | undefined, context: JobContext): Promise<Before> {
  const { fileId, sent } = known ?? {};
  const before = {
    state: known?.state ?? 'none',
    ...(known && fileId !== undefined ? { accountId: known.accountId, fileId } : {}),
    ...(sent ? { sent: { ...sent } } : {}),
  } satisfies Before;
  await context.remember({ before });
  return before;
}

/** Until the push is done the row keeps pointing at the earlier file, where there is one. */
function newRound(uid: string, known: Review | undefined, context: JobContext, now: Date): Review {
  const { accountId, workspaceId, projectId, folderId } = payloadOf(context);
  return {
    documentUid: uid,
    bindingId: String(context.job.bindingId),
    fileId: known?.fileId,
    stackId: known?.stackId,
    sent: known?.sent,
    versionMadeOf: known?.versionMadeOf,
    accountId: known?.fileId === undefined ? accountId : known.accountId,
    workspaceId,
    projectId,
    folderId,
    person: context.job.person,
    state: 'pushing',
    lock: undefined,
    failure: undefined,
    startedAt: now,
    updatedAt: now,
  };
}
