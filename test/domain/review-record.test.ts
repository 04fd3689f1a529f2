import { describe, expect, it } from 'vitest';
import type { ReviewComment } from '../../server/domain/comment.ts';
import {
  commentCounts,
  commentEntries,
  flattened,
  recordChanged,
  reviewProperties,
  withoutOwn,
  type ReviewRecord,
} from '../../server/domain/review-record.ts';

function comment(id: string, change: Partial<ReviewComment> = {}): ReviewComment {
  return {
    ...{ id, fileId: 'f', author: 'Zoe', authorEmail: undefined, text: `text of ${id}`, frame: undefined },
    ...{ durationInFrames: undefined, timecode: undefined, page: undefined, completedAt: undefined },
    ...{ annotation: undefined, createdAt: '2026-03-02T09:00:00Z', updatedAt: '2026-03-02T09:00:00Z', replies: [] },
    ...change,
  };
}

const thread = comment('a', { frame: 12, timecode: '00:00:00:12', replies: [comment('b'), comment('c')] });
const record: ReviewRecord = {
  ...{ format: 1, accountId: 'acc', fileId: 'f', fileName: 'a.mp4', viewUrl: 'https://x', fps: 25, uploader: 'Ana' },
  ...{ status: { id: 's', label: 'Approved' }, broughtBy: 'ben', note: undefined },
  comments: [thread, comment('d', { completedAt: '2026-03-02T10:00:00Z' })],
};

describe('the record of a review', () => {
  it('lists replies after what they answer', () => {
    expect(flattened(record.comments).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('counts threads as open until their first comment is completed, and every comment in all', () => {
    expect(commentCounts(record)).toEqual({ open: 1, total: 4 });
    expect(commentCounts({ comments: [] })).toEqual({ open: 0, total: 0 });
  });

  it('is held for search in short', () => {
    expect(commentEntries(record)[0]).toEqual({
      ...{ id: 'a', author: 'Zoe', text: 'text of a', frame: 12, timecode: '00:00:00:12', completed: false },
    });
    expect(commentEntries(record)[3]).toMatchObject({ frame: null, timecode: null, completed: true });
  });

  it('keeps the comment on the very first frame', () => {
    expect(commentEntries({ comments: [comment('x', { frame: 0 })] })[0]?.frame).toBe(0);
  });

  it('holds at most a thousand entries of two thousand characters, never half a character', () => {
    const many = Array.from({ length: 1200 }, (_, nth) => comment(`${nth}`, { text: '🌘'.repeat(2100) }));
    const entries = commentEntries({ comments: many });
    expect(entries).toHaveLength(1000);
    expect(entries[0]?.text).toBe('🌘'.repeat(2000));
    expect(commentCounts({ comments: many }).total).toBe(1200);
  });

  it('leaves out what the connector itself has posted, as a reply, too', () => {
    const left = withoutOwn([thread, comment('own')], new Set(['own', 'b']));
    expect(flattened(left).map(({ id }) => id)).toEqual(['a', 'c']);
  });
});

describe('whether a document says something else by now', () => {
  const properties = reviewProperties(record, 'uid', 'job');
  const changed = (now: ReviewRecord) => recordChanged(properties, now);

  it('is no when nothing that it holds has changed', () => {
    expect(changed({ ...record, broughtBy: 'ana', note: 'again', viewUrl: 'https://y' })).toBe(false);
  });

  it('is no when the server gives the members of an entry in another order, or leaves out what is empty', () => {
    const shuffled = commentEntries(record).map(({ completed, frame, ...entry }) =>
      frame === null ? { completed, ...entry } : { completed, frame, ...entry },
    );
    expect(recordChanged({ ...properties, 'frameioreview:comments': shuffled }, record)).toBe(false);
  });

  it('is no for a document without comments where there are none', () => {
    const empty = { ...record, comments: [], status: undefined };
    const absent = { 'frameioreview:fileId': 'f' };
    expect(recordChanged(absent, empty)).toBe(false);
  });

  it.each<[string, Partial<ReviewRecord>]>([
    ['a comment came', { comments: [...record.comments, comment('e')] }],
    ['a comment went', { comments: [thread] }],
    ['a text was corrected', { comments: [{ ...thread, text: 'other' }, ...record.comments.slice(1)] }],
    ['a comment was completed', { comments: [{ ...thread, completedAt: 'now' }, ...record.comments.slice(1)] }],
    ['the decision is another', { status: { id: 't', label: 'In Progress' } }],
    ['the decision was taken back', { status: undefined }],
    ['it is about another file', { fileId: 'g' }],
  ])('is yes when %s', (_what, change) => {
    expect(changed({ ...record, ...change })).toBe(true);
  });
});
