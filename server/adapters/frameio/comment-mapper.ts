import type { ReviewComment } from '../../domain/comment.ts';
import type { CommentPayload, RemarkPayload, UserPayload } from './payloads.ts';

/** The number of a video's first frame: Frame.io's guide says 1, values that were observed say 0. */
export type FrameBase = 0 | 1;

export interface CommentContext {
  readonly frameBase: FrameBase;
  /** By comment id. */
  readonly timecodes: ReadonlyMap<string, string>;
  /** Who replied, by comment id, where the comment itself does not say. */
  readonly owners: ReadonlyMap<string, UserPayload | undefined>;
}

const GUEST = 'Guest';

export function toReviewComment(payload: CommentPayload, context: CommentContext): ReviewComment {
  const replies = (payload.replies ?? []).map((reply) => toRemark(reply, context));
  return { ...toRemark(payload, context), replies };
}

function toRemark(payload: RemarkPayload, context: CommentContext): ReviewComment {
  const owner = payload.owner ?? context.owners.get(payload.id);
  return {
    id: payload.id,
    fileId: payload.file_id,
    author: owner?.name || owner?.email || GUEST,
    authorEmail: owner?.email || undefined,
    text: payload.text,
    frame: frameOf(payload, context.frameBase),
    durationInFrames: payload.duration ?? undefined,
    timecode: timecodeOf(payload, context),
    page: payload.page ?? undefined,
    completedAt: payload.completed_at ?? undefined,
    annotation: payload.annotation ?? undefined,
    createdAt: payload.created_at,
    updatedAt: payload.updated_at,
    replies: [],
  };
}

function frameOf({ timestamp }: RemarkPayload, frameBase: FrameBase): number | undefined {
  return typeof timestamp === 'number' ? Math.max(timestamp - frameBase, 0) : undefined;
}

function timecodeOf({ id, timestamp }: RemarkPayload, { timecodes }: CommentContext): string | undefined {
  return typeof timestamp === 'string' ? timestamp : timecodes.get(id);
}
