import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { FrameioError, JobCancelled, JobInterrupted } from '../../server/domain/errors.ts';
import { defaultBackoff, delayBeforeRetry } from '../../server/jobs/backoff.ts';
import { createThrottle } from '../../server/jobs/throttle.ts';
import { outcomeOf } from '../../server/jobs/transitions.ts';

describe('the pause before another attempt', () => {
  const pause = (failures: number, random = 1, retryAfterMs?: number) =>
    delayBeforeRetry(failures, retryAfterMs, defaultBackoff, () => random);

  it('doubles up to half an hour', () => {
    expect([1, 2, 3, 9, 10, 50].map((failures) => pause(failures))).toEqual([
      5_000, 10_000, 20_000, 1_280_000, 1_800_000, 1_800_000,
    ]);
  });

  it('is spread over half of its length', () => {
    expect(pause(3, 0)).toBe(10_000);
    expect(pause(3, 0.5)).toBe(15_000);
  });

  it('is never shorter than what the vendor asks for, and never all at the same moment', () => {
    expect(pause(1, 0, 60_000)).toBe(60_000);
    expect(pause(1, 0.5, 60_000)).toBe(60_500);
    expect(pause(9, 1, 60_000)).toBe(1_280_000);
  });

  it('gives a vendor hours before the job gives up', () => {
    const failures = Array.from({ length: defaultBackoff.attempts - 1 }, (_, index) => index + 1);
    const total = failures.reduce((sum, failure) => sum + pause(failure, 0.5), 0);
    expect(total).toBeGreaterThan(3_600_000);
    expect(total).toBeLessThan(4 * 3_600_000);
  });
});

describe('what a run came to', () => {
  const running = new AbortController().signal;
  const passing = new FrameioError('frameio-unavailable', { retryable: true, retryAfterMs: 3_000 });

  it('is what its signal says, whatever the request that was cut off threw', () => {
    expect(outcomeOf(passing, AbortSignal.abort(new JobCancelled()))).toEqual({ kind: 'cancelled' });
    expect(outcomeOf(new Error('socket hang up'), AbortSignal.abort(new JobInterrupted()))).toEqual({
      kind: 'interrupted',
    });
  });

  it('is another try, a wait or an end', () => {
    const failure = { code: 'frameio-unavailable', params: [] };
    expect(outcomeOf(passing, running)).toEqual({ kind: 'retry', failure, retryAfterMs: 3_000 });
    const waits = new FrameioError('frameio-not-connected', { needsAttention: true, retryable: true });
    expect(outcomeOf(waits, running)).toMatchObject({ kind: 'waiting' });
    expect(outcomeOf(new FrameioError('asset-not-found'), running)).toMatchObject({ kind: 'failed' });
    expect(outcomeOf('a string', running)).toEqual({ kind: 'failed', failure: { code: 'internal', params: [] } });
  });
});

describe('the throttle', () => {
  it('writes the first value at once, the last one always, and never two at a time', async () => {
    const written: number[] = [];
    let writing = 0;
    const throttle = createThrottle(async (value: number) => {
      writing += 1;
      expect(writing).toBe(1);
      await delay(5);
      written.push(value);
      writing -= 1;
    }, 40);
    for (let value = 1; value <= 20; value += 1) {
      throttle.offer(value);
      await delay(5);
    }
    await throttle.flush();
    expect(written[0]).toBe(1);
    expect(written.at(-1)).toBe(20);
    expect(written.length).toBeLessThanOrEqual(6);
    await throttle.flush();
    expect(written.at(-1)).toBe(20);
  });
});
