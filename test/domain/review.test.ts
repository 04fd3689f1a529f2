import { describe, expect, it } from 'vitest';
import { isStillOurs } from '../../server/domain/lock-policy.ts';
import { isOpen, isUnchanged, reviewStates, type SentBlob } from '../../server/domain/review.ts';

const sent: SentBlob = { xpath: 'file:content', rendition: undefined, name: 'a.mp4', length: 6, digest: 'd' };
const lock = { owner: 'ana', createdAt: '2026-03-02T09:00:00.000Z' };

describe('a file', () => {
  it('is unchanged when property, digest and length are the same, whatever its name is now', () => {
    expect(isUnchanged(sent, { ...sent, name: 'renamed.mp4' })).toBe(true);
  });

  it.each<[string, SentBlob | undefined, SentBlob]>([
    ['it was never sent', undefined, sent],
    ['something else of the document was sent', sent, { ...sent, xpath: 'vid:transcodedVideos/0/content' }],
    ['its digest differs', sent, { ...sent, digest: 'e' }],
    ['its length differs', sent, { ...sent, length: 7 }],
    ['nobody has a digest', { ...sent, digest: undefined }, { ...sent, digest: undefined }],
  ])('counts as changed where %s', (_why, before, now) => {
    expect(isUnchanged(before, now)).toBe(false);
  });
});

describe('a lock', () => {
  it('is ours while its owner and its date are those that we took', () => {
    expect(isStillOurs(lock, { ...lock })).toBe(true);
  });

  it.each([
    ['nobody took one', undefined, lock],
    ['it is gone', lock, undefined],
    ['it is of somebody else', lock, { ...lock, owner: 'ben' }],
    ['it was taken anew', lock, { ...lock, createdAt: '2026-03-02T09:00:01.000Z' }],
  ])('is not ours where %s', (_why, taken, now) => {
    expect(isStillOurs(taken, now)).toBe(false);
  });
});

describe('a review', () => {
  it('has to be ended by somebody while it is under way, or while its lock was left behind', () => {
    expect(reviewStates.filter((state) => isOpen({ state, lock: undefined }))).toEqual(['pushing', 'in-review']);
    expect(reviewStates.filter((state) => isOpen({ state, lock }))).toEqual(['pushing', 'in-review', 'failed']);
  });
});
