import type { ReviewComment } from '../../server/contract/review-record.ts';
import type { ReviewDocument } from './document.ts';

/** The stored record, as far as it is shown. */
export interface StoredRecord {
  readonly fps: number | undefined;
  readonly comments: readonly ReviewComment[];
  /** Only the extract for searches was there. */
  readonly isExtract: boolean;
}

type Json = Readonly<Record<string, unknown>>;

/** Anyone who may write the document may have written this: what is not of the expected kind is left out. */
export function parseRecord(json: unknown): StoredRecord | undefined {
  if (!isObject(json) || !Array.isArray(json['comments'])) return undefined;
  return inOrder({ fps: number(json['fps']), comments: comments(json['comments'], 0), isExtract: false });
}

/** What the schema holds for searches: the first thousand comments, threads flattened. */
export function extractOf({ properties }: ReviewDocument): StoredRecord | undefined {
  const entries = properties?.['frameioreview:comments'];
  if (!Array.isArray(entries) || entries.length === 0) return undefined;
  return { fps: undefined, comments: comments(entries, 1), isExtract: true };
}

/** As they come on the timeline; what is about the whole file stands at the end. */
function inOrder(record: StoredRecord): StoredRecord {
  const place = ({ frame }: ReviewComment) => frame ?? Number.POSITIVE_INFINITY;
  const isBefore = (a: ReviewComment, b: ReviewComment) => (place(a) === place(b) ? 0 : place(a) - place(b));
  return { ...record, comments: [...record.comments].sort(isBefore) };
}

/** Ids of all comments and replies. */
export function idsOf(record: StoredRecord): Set<string> {
  return new Set(record.comments.flatMap((comment) => [comment.id, ...comment.replies.map(({ id }) => id)]));
}

export function isOpen({ completedAt }: ReviewComment): boolean {
  return completedAt === undefined;
}

/** Replies have no replies. */
function comments(list: readonly unknown[], depth: 0 | 1): ReviewComment[] {
  return list.filter(isObject).map((one, index) => comment(one, index, depth));
}

function comment(json: Json, index: number, depth: 0 | 1): ReviewComment {
  const replies = json['replies'];
  return {
    id: text(json['id']) ?? `${depth}-${index}`,
    fileId: text(json['fileId']) ?? '',
    author: text(json['author']) ?? 'Guest',
    authorEmail: text(json['authorEmail']),
    text: text(json['text']) ?? '',
    frame: frame(json['frame']),
    durationInFrames: frame(json['durationInFrames']),
    timecode: text(json['timecode']),
    page: number(json['page']),
    completedAt: text(json['completedAt']) ?? (json['completed'] === true ? '' : undefined),
    annotation: text(json['annotation']),
    createdAt: text(json['createdAt']) ?? '',
    updatedAt: text(json['updatedAt']) ?? '',
    replies: depth === 0 && Array.isArray(replies) ? comments(replies, 1) : [],
  };
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
const number = (value: unknown) =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined;
const frame = (value: unknown) =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
