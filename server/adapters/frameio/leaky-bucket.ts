import type { RateLimit } from './rate-limits.ts';

/**
 * Our image of one of Frame.io's leaky buckets. Its level is milliseconds of its
 * window: it leaks one per millisecond, and a call pours in its share of the window.
 */
export interface LeakyBucket {
  /** 0 when a call may go now. */
  waitMs(now: number): number;
  pour(now: number): void;
  /** What an answer told: the numbers win over the documented ones, and so do calls made by others. */
  learn(told: RateLimit & { readonly remaining: number }, now: number): void;
  /** A call was refused: there is no room, whatever we thought, and none for `pauseMs`. */
  refuse(pauseMs: number, now: number): void;
  isEmpty(now: number): boolean;
}

/** Calls that left us in the right distance may arrive in a bunch: this share of a bucket is left for that. */
const MARGIN = 0.1;

export function createLeakyBucket(documented: RateLimit): LeakyBucket {
  let limit = documented;
  let level = 0;
  let leakedAt = 0;
  let closedUntil = 0;

  const cost = () => limit.windowMs / limit.calls;
  const capacity = () => Math.max(limit.windowMs * (1 - MARGIN), cost());
  const leak = (now: number) => {
    level = Math.max(level - Math.max(now - leakedAt, 0), 0);
    leakedAt = now;
  };

  return {
    waitMs(now) {
      leak(now);
      return Math.max(level + cost() - capacity(), closedUntil - now, 0);
    },
    pour(now) {
      leak(now);
      level += cost();
    },
    learn({ calls, windowMs, remaining }, now) {
      leak(now);
      level *= windowMs / limit.windowMs;
      limit = { calls, windowMs };
      level = Math.max(level, (calls - remaining) * cost());
    },
    refuse(pauseMs, now) {
      leak(now);
      level = Math.max(level, capacity());
      closedUntil = now + pauseMs;
    },
    isEmpty(now) {
      leak(now);
      return level === 0 && closedUntil <= now;
    },
  };
}
