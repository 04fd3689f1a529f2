import { z } from 'zod';
import { timestamp } from '../clock.ts';
import { notFound } from '../errors.ts';
import type { Comment, FileAsset } from '../model.ts';
import { created, noContent, ok, type Call, type Operations } from '../operation.ts';
import { pageOf, sorted } from '../paging.ts';
import type { Sandbox } from '../sandbox.ts';
import { born } from '../store.ts';
import { bytes, flag, listOf, name, oneOf, pagedQuery, query, wrapped } from '../validation.ts';
import { frameOf, presentAttachment, presentComment, type CommentView } from './comment-shapes.ts';

const SORTS = [
  'owner_asc',
  'owner_desc',
  'completed_at_asc',
  'completed_at_desc',
  'created_at_asc',
  'created_at_desc',
] as const;
const includes = listOf(['owner', 'replies']);

const unit = z.number().min(0).max(1);
const attachment = z.strictObject({ name, media_type: z.string().min(1).max(255), file_size: bytes });
const bounds = z.object({ x: z.number(), y: z.number(), width: z.number().min(0), height: z.number().min(0) });
const reviewKind = z.enum(['highlight', 'insert', 'remove', 'replace']);
const textReview = z.object({
  bounds: z.array(bounds).min(1),
  selection_text: z.string().nullable(),
  suggested_text: z.string().max(3000).nullable(),
  text_review_annotation_type: reviewKind,
});
const link = z.object({ start_index: z.number().int().min(0), end_index: z.number().int().min(1), url: z.string() });

const text = z.string().min(1).max(40_000);
const changeable = {
  timestamp: z.union([z.number().int().min(0), z.string(), z.null()]).optional(),
  duration: z.number().int().min(1).nullable().optional(),
  page: z.number().int().min(1).nullable().optional(),
  annotation: z.string().max(200_000).nullable().optional(),
  anchor: z.object({ x: unit, y: unit }).nullable().optional(),
  completed: z.boolean().nullable().optional(),
  links: z.array(link).optional(),
};
const createBody = wrapped(
  z.strictObject({
    text,
    ...changeable,
    attachments: z.array(attachment).max(6).optional(),
    text_review_annotation: textReview.optional(),
  }),
);
const updateBody = wrapped(
  z.strictObject({ text: text.optional(), ...changeable, text_review_annotation: textReview.partial().optional() }),
);

type Changes = z.output<typeof updateBody>['data'];

const ACCOUNT = '/v4/accounts/:account_id';
const ONE = `${ACCOUNT}/comments/:comment_id`;

export function commentOperations(api: Operations): void {
  api.get(`${ACCOUNT}/files/:file_id/comments`, {
    id: 'comments.index',
    query: pagedQuery({ include: includes, timestamp_as_timecode: flag, sort: oneOf(SORTS) }),
    handle({ sandbox, access, accountId, query, path, id }) {
      const file = access.file(accountId, id('file_id'));
      const threads = sandbox.world.commentsOf(file.id).filter((comment) => comment.parentId === undefined);
      const ordered = sorted(threads, query.sort, {
        owner: ({ ownerId }) => sandbox.world.people.get(ownerId ?? '')?.name ?? '',
        completed_at: ({ completedAt }) => completedAt ?? '',
        created_at: ({ createdAt }) => createdAt,
      });
      return ok(pageOf(ordered, path, query, (comment) => presentComment(sandbox, comment, viewOf(query))));
    },
  });

  api.post(`${ACCOUNT}/files/:file_id/comments`, {
    id: 'comments.create',
    query: query({ timestamp_as_timecode: flag }),
    body: createBody,
    handle({ sandbox, access, accountId, person, query, body, id }) {
      const file = access.file(accountId, id('file_id'), 'comment');
      const comment = createComment(sandbox, file, { ownerId: person.id, changes: body.data });
      comment.attachments = (body.data.attachments ?? []).map(newAttachment);
      return created({ data: presentComment(sandbox, comment, viewOf(query)) });
    },
  });

  oneComment(api);
  attachments(api);
}

function oneComment(api: Operations): void {
  api.get(ONE, {
    id: 'comments.show',
    query: query({ include: includes, timestamp_as_timecode: flag }),
    handle(call) {
      return ok({ data: presentComment(call.sandbox, commentIn(call).comment, viewOf(call.query)) });
    },
  });

  api.patch(ONE, {
    id: 'comments.update',
    query: query({ timestamp_as_timecode: flag }),
    body: updateBody,
    handle(call) {
      const { sandbox, person, body, query } = call;
      const { comment, file } = commentIn(call, 'comment');
      change(sandbox, file, comment, body.data, person.id);
      tell(sandbox, comment, file, 'comment.updated', person.id);
      return ok({ data: presentComment(sandbox, comment, viewOf(query)) });
    },
  });

  api.delete(ONE, {
    id: 'comments.delete',
    handle(call) {
      const { sandbox, person } = call;
      const { comment, file } = commentIn(call, 'comment');
      for (const other of sandbox.world.commentsOf(file.id)) {
        if (other === comment || other.parentId === comment.id) sandbox.world.removeComment(other);
      }
      tell(sandbox, comment, file, 'comment.deleted', person.id);
      return noContent;
    },
  });
}

function attachments(api: Operations): void {
  api.post(`${ONE}/attachments`, {
    id: 'comments.create_attachment',
    body: wrapped(attachment),
    handle(call) {
      const { comment } = commentIn(call, 'comment');
      const added = newAttachment(call.body.data);
      comment.attachments.push(added);
      return created({ data: presentAttachment(call.sandbox, added) });
    },
  });

  api.delete(`${ONE}/attachments/:attachment_id`, {
    id: 'comments.delete_attachment',
    handle(call) {
      const { comment } = commentIn(call, 'comment');
      const left = comment.attachments.filter(({ id }) => id !== call.id('attachment_id'));
      if (left.length === comment.attachments.length) throw notFound();
      comment.attachments = left;
      return noContent;
    },
  });
}

function viewOf(query: { timestamp_as_timecode: boolean; include?: ReadonlySet<string> }): CommentView {
  const include = query.include ?? new Set();
  return { timecode: query.timestamp_as_timecode, owner: include.has('owner'), replies: include.has('replies') };
}

function commentIn(
  { sandbox, access, accountId, id }: Call<unknown, unknown>,
  ability: 'see' | 'comment' = 'see',
): { comment: Comment; file: FileAsset } {
  const comment = sandbox.world.comment(id('comment_id'));
  if (!comment) throw notFound();
  return { comment, file: access.file(accountId, comment.fileId, ability) };
}

export interface NewComment {
  ownerId: string | undefined;
  changes: Changes & { text: string };
  parentId?: string;
  internal?: boolean;
}

export function createComment(sandbox: Sandbox, file: FileAsset, wish: NewComment): Comment {
  const comment = addComment(sandbox, file, wish);
  tell(sandbox, comment, file, 'comment.created', wish.ownerId ?? null);
  return comment;
}

/** Nobody is told. */
export function addComment(
  sandbox: Sandbox,
  file: FileAsset,
  { ownerId, changes, parentId, internal }: NewComment,
): Comment {
  const comment: Comment = {
    ...{ ...born(), fileId: file.id, ownerId, text: changes.text, internal: internal ?? false },
    ...{ frame: null, duration: null, page: null, annotation: null, anchor: null, textReview: null },
    ...{ links: [], attachments: [], completedAt: null, completerId: null, textEditedAt: null },
    ...(parentId === undefined ? {} : { parentId }),
  };
  apply(sandbox, file, comment, changes, ownerId ?? null);
  sandbox.world.addComment(comment);
  return comment;
}

function change(sandbox: Sandbox, file: FileAsset, comment: Comment, changes: Changes, personId: string): void {
  const before = comment.completedAt;
  const now = timestamp();
  if (changes.text !== undefined && changes.text !== comment.text) comment.textEditedAt = now;
  apply(sandbox, file, comment, changes, personId);
  comment.updatedAt = now;
  if (comment.completedAt && !before) tell(sandbox, comment, file, 'comment.completed', personId);
  if (!comment.completedAt && before) tell(sandbox, comment, file, 'comment.uncompleted', personId);
}

function apply(sandbox: Sandbox, file: FileAsset, comment: Comment, changes: Changes, personId: string | null): void {
  if (changes.timestamp !== undefined) comment.frame = frameOf(sandbox, file, changes.timestamp);
  if (changes.text !== undefined) comment.text = changes.text;
  if (changes.duration !== undefined) comment.duration = changes.duration;
  if (changes.page !== undefined) comment.page = changes.page;
  if (changes.annotation !== undefined) comment.annotation = changes.annotation;
  if (changes.anchor !== undefined) comment.anchor = changes.anchor;
  if (changes.text_review_annotation) comment.textReview = { ...comment.textReview, ...changes.text_review_annotation };
  if (changes.links) {
    comment.links = changes.links.map((range) => ({
      ...range,
      text: comment.text.slice(range.start_index, range.end_index),
    }));
  }
  if (typeof changes.completed === 'boolean') complete(comment, changes.completed, personId);
}

function complete(comment: Comment, completed: boolean, personId: string | null): void {
  if (completed === (comment.completedAt !== null)) return;
  comment.completedAt = completed ? timestamp() : null;
  comment.completerId = completed ? personId : null;
}

const newAttachment = (input: z.output<typeof attachment>) => {
  const { id, createdAt } = born();
  return { id, createdAt, name: input.name, mediaType: input.media_type, size: input.file_size };
};

type CommentEvent = `comment.${'created' | 'updated' | 'deleted' | 'completed' | 'uncompleted'}`;

function tell(sandbox: Sandbox, comment: Comment, file: FileAsset, type: CommentEvent, personId: string | null): void {
  sandbox.events.emit(type, { id: comment.id, type: 'comment' }, file.projectId, personId);
}
