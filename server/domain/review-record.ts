import type { ReviewComment } from './comment.ts';

const MAX_ENTRIES = 1000;
const MAX_TEXT = 2000;

/** The complete record of a review as it is stored with the version it belongs to (X10). */
export interface ReviewRecord {
  readonly format: 1;
  readonly accountId: string;
  readonly fileId: string;
  readonly fileName: string;
  readonly viewUrl: string;
  /** undefined where the file has no frames. */
  readonly fps: number | undefined;
  readonly status: { readonly id: string; readonly label: string } | undefined;
  readonly uploader: string | undefined;
  /** Who brought it to Nuxeo. */
  readonly broughtBy: string;
  readonly note: string | undefined;
  readonly comments: readonly ReviewComment[];
}

/** A comment as the schema holds it for search and lists. */
export interface CommentEntry {
  readonly id: string;
  readonly author: string;
  readonly text: string;
  readonly frame: number | null;
  readonly timecode: string | null;
  readonly completed: boolean;
}

export function flattened(comments: readonly ReviewComment[]): ReviewComment[] {
  return comments.flatMap((comment) => [comment, ...flattened(comment.replies)]);
}

export function commentEntries(record: Pick<ReviewRecord, 'comments'>): CommentEntry[] {
  return flattened(record.comments)
    .slice(0, MAX_ENTRIES)
    .map((comment) => ({
      id: comment.id,
      author: comment.author,
      text: [...comment.text].slice(0, MAX_TEXT).join(''),
      frame: comment.frame ?? null,
      timecode: comment.timecode ?? null,
      completed: comment.completedAt !== undefined,
    }));
}

export function commentCounts(record: Pick<ReviewRecord, 'comments'>): { open: number; total: number } {
  const all = flattened(record.comments);
  // A thread is open until its first comment is completed; replies have no state of their own.
  return { open: record.comments.filter((comment) => comment.completedAt === undefined).length, total: all.length };
}

/** The `frameioreview:*` properties that travel in the same write as the version. */
export function reviewProperties(record: ReviewRecord, uid: string, jobId: string): Record<string, unknown> {
  const counts = commentCounts(record);
  return {
    'frameioreview:uid': uid,
    'frameioreview:fileId': record.fileId,
    'frameioreview:decision': record.status?.label ?? null,
    'frameioreview:openComments': counts.open,
    'frameioreview:totalComments': counts.total,
    'frameioreview:comments': commentEntries(record),
    'frameioreview:jobId': jobId,
  };
}

/** Leaves out the comments that the connector itself posted. */
export function withoutOwn(comments: readonly ReviewComment[], ownIds: ReadonlySet<string>): ReviewComment[] {
  return comments
    .filter((comment) => !ownIds.has(comment.id))
    .map((comment) => ({ ...comment, replies: withoutOwn(comment.replies, ownIds) }));
}

/** Whether a document that holds an earlier record says something else by now. */
export function recordChanged(properties: Readonly<Record<string, unknown>>, record: ReviewRecord): boolean {
  const before = properties['frameioreview:comments'];
  const entries = Array.isArray(before) ? (before as CommentEntry[]) : [];
  const decision = record.status?.label ?? null;
  return (
    (properties['frameioreview:fileId'] ?? null) !== record.fileId ||
    (properties['frameioreview:decision'] ?? null) !== decision ||
    JSON.stringify(entries.map(comparable)) !== JSON.stringify(commentEntries(record).map(comparable))
  );
}

/** The server decides the order of an entry's members, so it must not matter. */
function comparable({ id, author, text, frame, timecode, completed }: CommentEntry): unknown[] {
  return [id, author, text, frame ?? null, timecode ?? null, completed];
}
