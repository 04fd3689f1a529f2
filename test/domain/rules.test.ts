import { describe, expect, it } from 'vitest';
import { algorithmOf } from '../../server/domain/digest.ts';
import { errorCodes, failureOf, hasCode, JobCancelled, JobInterrupted, RuleError } from '../../server/domain/errors.ts';
import { isOver, jobStates } from '../../server/domain/job.ts';
import { remediesFor } from '../../server/domain/remedy.ts';
import { isRecent } from '../../server/domain/signature.ts';
import { versionRequest, versionStillMissing } from '../../server/domain/version-policy.ts';

describe('the date of a signature', () => {
  const now = new Date('2026-03-02T09:00:00Z');
  const at = (seconds: number) => String(now.getTime() / 1000 + seconds);

  it.each([0, -300, 300])('is accepted %i seconds away', (seconds) => {
    expect(isRecent(at(seconds), now)).toBe(true);
  });

  it.each(['', '-1', '1e9', '12.5', ' 1', '0x1', 'NaN', at(-301), at(301), '9'.repeat(13)])('%j is refused', (text) => {
    expect(isRecent(text, now)).toBe(false);
  });
});

describe('the version after new content', () => {
  it.each(['minor', 'major'] as const)('is %s when that is asked for', (rule) => {
    expect(versionRequest(rule)).toEqual({ source: 'frameio', version: rule });
    expect(versionStillMissing(rule, true)).toBe(false);
  });

  it("is the server's own business where its policy decides, but never none", () => {
    expect(versionRequest('policy')).toEqual({ source: 'frameio' });
    expect(versionStillMissing('policy', true)).toBe(true);
    expect(versionStillMissing('policy', false)).toBe(false);
  });
});

describe('what a person can do about an item', () => {
  const item = { code: 'asset-not-found', jobId: undefined, inReview: false, isTheirs: true } as const;

  it('is always to dismiss it', () => {
    expect(remediesFor(item, false)).toEqual(['dismiss']);
    expect(remediesFor(item, true)).toEqual(['dismiss']);
  });

  it('is to try a job again, and to remove an action again', () => {
    expect(remediesFor({ ...item, jobId: 'j' }, false)).toEqual(['retry', 'dismiss']);
    expect(remediesFor({ ...item, code: 'action-not-removed' }, false)).toEqual(['retry', 'dismiss']);
  });

  it('is to connect again where a connection is missing', () => {
    for (const code of [
      'nuxeo-grant-missing',
      'nuxeo-grant-refused',
      'frameio-not-connected',
      'frameio-token-refused',
    ] as const)
      expect(remediesFor({ ...item, code }, false)).toEqual(['reconnect', 'dismiss']);
  });

  it('is to recall what is in review, and for administrators to release its lock', () => {
    expect(remediesFor({ ...item, inReview: true }, false)).toEqual(['recall', 'dismiss']);
    expect(remediesFor({ ...item, inReview: true }, true)).toEqual(['recall', 'release-lock', 'dismiss']);
  });
});

describe('failures', () => {
  it('keep their code and what belongs into the sentence; a bug is internal', () => {
    expect(failureOf(new RuleError('locked-by-other', { params: ['ben'] }))).toEqual({
      code: 'locked-by-other',
      params: ['ben'],
    });
    expect(failureOf(new TypeError('x is undefined'))).toEqual({ code: 'internal', params: [] });
  });

  it('are recognised by their code only', () => {
    expect(hasCode(new RuleError('folder-gone'), 'folder-trashed', 'folder-gone')).toBe(true);
    expect(hasCode(new RuleError('folder-gone'), 'folder-trashed')).toBe(false);
    expect(hasCode(new Error('folder-gone'), 'folder-gone')).toBe(false);
  });

  it('are final unless they say otherwise; an interruption is not, a cancel is', () => {
    expect(new RuleError('folder-gone')).toMatchObject({ retryable: false, needsAttention: false });
    expect(new JobInterrupted().retryable).toBe(true);
    expect(new JobCancelled().retryable).toBe(false);
  });

  it('have a code each', () => {
    expect(new Set(errorCodes).size).toBe(errorCodes.length);
  });
});

describe('a job', () => {
  it('is over when it succeeded, failed or was cancelled', () => {
    expect(jobStates.filter((state) => isOver({ state }))).toEqual(['completed', 'failed', 'cancelled']);
  });
});

describe('a digest', () => {
  it.each([
    ['md5', 32],
    ['sha1', 40],
    ['sha256', 64],
  ] as const)('of %s is told by its length', (algorithm, length) => {
    expect(algorithmOf('aF'.repeat(length / 2))).toBe(algorithm);
  });

  it.each([undefined, '', 'abc', 'g'.repeat(32), '0'.repeat(33)])('%j says nothing', (digest) => {
    expect(algorithmOf(digest)).toBeUndefined();
  });
});
