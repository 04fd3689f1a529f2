import type { ReviewComment } from '../../server/contract/review-record.ts';
import { isOpen } from './record.ts';

export type CommentFilter = 'open' | 'completed' | 'all';

/** Threads of which the state fits, and in which the words occur: in the comment, a reply or a name. */
export function selectComments(
  comments: readonly ReviewComment[],
  filter: CommentFilter,
  words: string,
): ReviewComment[] {
  const wanted = plain(words).split(/\s+/).filter(Boolean);
  return comments.filter((comment) => fits(comment, filter) && hasWords(comment, wanted));
}

function fits(comment: ReviewComment, filter: CommentFilter): boolean {
  return filter === 'all' || isOpen(comment) === (filter === 'open');
}

function hasWords(comment: ReviewComment, wanted: readonly string[]): boolean {
  if (!wanted.length) return true;
  const thread = [comment, ...comment.replies].map(
    ({ author, text, timecode }) => `${author} ${text} ${timecode ?? ''}`,
  );
  const all = plain(thread.join(' '));
  return wanted.every((word) => all.includes(word));
}

/** Case and accents do not matter. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();
}
