import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractOf, idsOf, parseRecord } from '../../../elements/review/record.ts';
import { selectComments } from '../../../elements/review/select-comments.ts';
import { commentEntries, type ReviewRecord } from '../../../server/domain/review-record.ts';
import type { ReviewComment } from '../../../server/domain/comment.ts';

function comment(id: string, change: Partial<ReviewComment> = {}): ReviewComment {
  const absent = { authorEmail: undefined, durationInFrames: undefined, page: undefined, annotation: undefined };
  const dates = { createdAt: '2026-01-02T03:04:05Z', updatedAt: '2026-01-02T03:04:05Z' };
  return {
    ...{ id, fileId: 'file', author: 'Cleo', text: id, frame: undefined, timecode: undefined, completedAt: undefined },
    ...{ ...absent, ...dates, replies: [] },
    ...change,
  };
}

const stored: ReviewRecord = {
  format: 1,
  ...{ accountId: 'account', fileId: 'file', fileName: 'cut.mp4', viewUrl: 'https://next.frame.io/x', fps: 25 },
  ...{ status: undefined, uploader: undefined, broughtBy: 'cleo', note: undefined },
  comments: [
    comment('whole', { replies: [comment('reply', { author: 'Ana', text: 'Éclairé' })] }),
    comment('late', { frame: 200, timecode: '00:00:08:00', completedAt: '2026-01-03T00:00:00Z' }),
    comment('early', { frame: 10, timecode: '00:00:00:10' }),
  ],
};
const written = JSON.parse(JSON.stringify(stored)) as unknown;

describe('the stored record', () => {
  it('is read as it was written, in the order of the timeline', () => {
    const record = parseRecord(written);
    expect(record?.fps).toBe(25);
    expect(record?.comments.map(({ id }) => id)).toEqual(['early', 'late', 'whole']);
    expect(record?.comments).toEqual([stored.comments[2], stored.comments[1], stored.comments[0]]);
    expect(record && idsOf(record)).toEqual(new Set(['early', 'late', 'whole', 'reply']));
  });

  it('is replaced by the extract for searches where it is missing', () => {
    const properties = { 'frameioreview:comments': commentEntries(stored) };
    const extract = extractOf({ ...document, properties });
    expect(extract?.isExtract).toBe(true);
    expect(extract?.comments.map(({ id, completedAt }) => [id, completedAt !== undefined])).toEqual([
      ['whole', false],
      ['reply', false],
      ['late', true],
      ['early', false],
    ]);
  });

  it('never fails, whatever somebody wrote into it', () => {
    fc.assert(fc.property(fc.anything(), (json) => parseRecord(json)?.isExtract !== true));
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.constantFrom('id', 'text', 'frame', 'replies', 'author'), fc.anything())),
        (comments) => Array.isArray(parseRecord({ comments })?.comments),
      ),
    );
    expect(parseRecord('x')).toBeUndefined();
    expect(parseRecord({ comments: [null, 3, { frame: -1, text: 7 }] })?.comments).toMatchObject([
      { text: '', frame: undefined },
    ]);
  });
});

const document = { uid: 'u', path: '/', type: 'Video', title: 't', facets: [] };

describe('the list', () => {
  const found = (...[filter, words]: [Parameters<typeof selectComments>[1], string]) =>
    selectComments(stored.comments, filter, words).map(({ id }) => id);

  it('is filtered by state', () => {
    expect(found('all', '')).toEqual(['whole', 'late', 'early']);
    expect(found('open', '')).toEqual(['whole', 'early']);
    expect(found('completed', '')).toEqual(['late']);
  });

  it('is searched in texts, names, timecodes and replies, without case and accents', () => {
    expect(found('all', 'ECLAIRE')).toEqual(['whole']);
    expect(found('all', 'cleo 00:00:08')).toEqual(['late']);
    expect(found('open', 'late')).toEqual([]);
  });
});
