import type { ReviewComment } from '../../domain/comment.ts';
import { hasCode } from '../../domain/errors.ts';
import type { FileRef } from '../../domain/refs.ts';
import type { Frameio } from '../../ports/frameio.ts';
import { path, type Api, type ApiRequest } from './api.ts';
import { toReviewComment, type FrameBase } from './comment-mapper.ts';
import type { FrameioMemory } from './memory.ts';
import { everything, PAGE_SIZE } from './paging.ts';
import {
  commentFilePayload,
  commentPayload,
  createdCommentPayload,
  type CommentPayload,
  type RemarkPayload,
  type UserPayload,
} from './payloads.ts';

export interface CommentOptions {
  readonly frameBase: FrameBase;
  readonly memory: FrameioMemory;
}

export function commentResource(api: Api, options: CommentOptions): Frameio['comments'] {
  return {
    list: (file) => listComments(api, file, options),
    async create(file, text) {
      const request = { operation: 'comments.create', method: 'POST', path: pathOf(file) } as const;
      return (await api.one({ ...request, data: { text } }, createdCommentPayload)).id;
    },
    async fileOf({ accountId, commentId }) {
      const resource = path`/v4/accounts/${accountId}/comments/${commentId}`;
      const request = { operation: 'comments.show', method: 'GET', path: resource } as const;
      return { accountId, fileId: (await api.one(request, commentFilePayload)).file_id };
    },
  };
}

const pathOf = ({ accountId, fileId }: FileRef) => path`/v4/accounts/${accountId}/files/${fileId}/comments`;

const commentsOf = (file: FileRef, query: ApiRequest['query']): ApiRequest => ({
  operation: 'comments.index',
  method: 'GET',
  path: pathOf(file),
  query: { page_size: PAGE_SIZE, sort: 'created_at_asc', ...query },
});

/**
 * An answer has either frames or timecodes, and a timecode cannot be made from a
 * frame before one knows how the media counts: so time-based comments are asked for twice.
 */
async function listComments(api: Api, file: FileRef, options: CommentOptions): Promise<ReviewComment[]> {
  const payloads = await everything(api, commentsOf(file, { include: 'owner,replies' }), commentPayload);
  const timecodes = payloads.flatMap(withReplies).some(isTimed) ? await timecodesOf(api, file) : new Map();
  const owners = await replyOwners(api, file, payloads, options.memory);
  return payloads.map((payload) => toReviewComment(payload, { frameBase: options.frameBase, timecodes, owners }));
}

async function timecodesOf(api: Api, file: FileRef): Promise<Map<string, string>> {
  const request = commentsOf(file, { include: 'replies', timestamp_as_timecode: true });
  const payloads = await everything(api, request, commentPayload);
  return new Map(payloads.flatMap(withReplies).flatMap((remark) => timecodeOf(remark)));
}

const withReplies = (comment: CommentPayload): RemarkPayload[] => [comment, ...(comment.replies ?? [])];
const isTimed = ({ timestamp }: RemarkPayload) => typeof timestamp === 'number';
const timecodeOf = ({ id, timestamp }: RemarkPayload): [string, string][] =>
  typeof timestamp === 'string' ? [[id, timestamp]] : [];

/** The list does not promise to say who replied: where it is silent, each reply is asked for, once. */
async function replyOwners(
  api: Api,
  file: FileRef,
  payloads: readonly CommentPayload[],
  { authors }: FrameioMemory,
): Promise<Map<string, UserPayload | undefined>> {
  const silent = payloads.flatMap(({ replies }) => replies ?? []).filter(({ owner }) => owner === undefined);
  const owners = new Map<string, UserPayload | undefined>();
  for (const { id } of silent) {
    const owner = authors.get(id) ?? { value: await ownerOf(api, file, id) };
    authors.set(id, owner.value);
    owners.set(id, owner.value);
  }
  return owners;
}

async function ownerOf(api: Api, { accountId }: FileRef, commentId: string): Promise<UserPayload | undefined> {
  const resource = path`/v4/accounts/${accountId}/comments/${commentId}`;
  const request = { operation: 'comments.show', method: 'GET', path: resource, query: { include: 'owner' } } as const;
  try {
    return (await api.one(request, commentPayload)).owner ?? undefined;
  } catch (error) {
    if (hasCode(error, 'frameio-not-found')) return undefined; // deleted meanwhile
    throw error;
  }
}
