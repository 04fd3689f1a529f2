import type { IncomingHttpHeaders } from 'node:http';
import type { Clock, Sleep } from '../../ports/clock.ts';
import { createLeakyBucket } from './leaky-bucket.ts';
import type { RateLimit } from './rate-limits.ts';

export type Priority = 'interactive' | 'background';

/** The queue before one endpoint, for one Frame.io user. */
export interface RateLane {
  /**
   * Resolves with a round number when a call may be sent.
   *
   * @param again - It was refused: it goes before those that have not been sent yet.
   * @throws The signal's reason.
   */
  enter(priority: Priority, signal: AbortSignal | undefined, again: boolean): Promise<number>;
  /** The answer to a call was anything but 429. */
  accepted(headers: IncomingHttpHeaders): void;
  /**
   * The answer to a call of this round was 429: nobody is let in for a while, each time longer.
   *
   * @returns For how many milliseconds there has been nothing but 429.
   */
  refused(headers: IncomingHttpHeaders, round: number): number;
  isIdle(): boolean;
}

export interface RateLaneOptions {
  readonly limit: RateLimit;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly random: () => number;
}

type Admit = (round: number) => void;

export const FIRST_PAUSE_MS = 1_000;
export const LONGEST_PAUSE_MS = 60_000;

export function createRateLane({ limit, clock, sleep, random }: RateLaneOptions): RateLane {
  const bucket = createLeakyBucket(limit);
  const waiting: Record<Priority, Admit[]> = { interactive: [], background: [] };
  let refusals = 0;
  let refusedSince = 0;
  let isMoving = false;
  const now = () => clock.now().getTime();
  const isAwaited = () => waiting.interactive.length + waiting.background.length > 0;

  /** Lets in who waits, one after the other, as the bucket leaks. */
  async function move(): Promise<void> {
    if (isMoving) return;
    isMoving = true;
    while (isAwaited()) {
      const waitMs = bucket.waitMs(now());
      if (waitMs > 0) await sleep(Math.ceil(waitMs));
      else letOneIn();
    }
    isMoving = false;
  }

  function letOneIn(): void {
    bucket.pour(now());
    const admit = waiting.interactive.shift() ?? waiting.background.shift();
    admit?.(refusals);
  }

  return {
    async enter(priority, signal, again) {
      signal?.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      const queue = waiting[priority];
      const leave = () => {
        if (queue.includes(resolve)) queue.splice(queue.indexOf(resolve), 1);
        reject(signal?.reason as Error);
      };
      if (again) queue.unshift(resolve);
      else queue.push(resolve);
      signal?.addEventListener('abort', leave, { once: true });
      void move();
      return promise.finally(() => signal?.removeEventListener('abort', leave));
    },
    accepted(headers) {
      refusals = 0;
      const told = rateTold(headers);
      if (told) bucket.learn(told, now());
    },
    // What a 429 tells of the room left is not true: the published limiter reports an empty bucket then.
    refused(headers, round) {
      if (refusals === 0) refusedSince = now();
      if (refusals <= round) {
        // Of several calls that were on their way only the first counts.
        bucket.refuse(pauseMs(headers, refusals) * (1 + random() / 4), now());
        refusals += 1;
      }
      return now() - refusedSince;
    },
    isIdle: () => !isMoving && bucket.isEmpty(now()),
  };
}

function pauseMs(headers: IncomingHttpHeaders, refusals: number): number {
  const backoffMs = Math.min(FIRST_PAUSE_MS * 2 ** refusals, LONGEST_PAUSE_MS);
  const askedMs = Number(headers['retry-after'] ?? 0) * 1_000;
  return askedMs > backoffMs ? askedMs : backoffMs;
}

function rateTold(headers: IncomingHttpHeaders): (RateLimit & { remaining: number }) | undefined {
  const calls = Number(headers['x-ratelimit-limit']);
  const windowMs = Number(headers['x-ratelimit-window']);
  const remaining = Number(headers['x-ratelimit-remaining']);
  return calls > 0 && windowMs > 0 && remaining >= 0 ? { calls, windowMs, remaining } : undefined;
}
