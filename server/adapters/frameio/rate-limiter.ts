import { FrameioError } from '../../domain/errors.ts';
import type { Clock, Sleep } from '../../ports/clock.ts';
import type { HttpResponse } from '../http/http-client.ts';
import { createRateLane, LONGEST_PAUSE_MS, type Priority, type RateLane } from './rate-lane.ts';
import { rateLimits, type Operation } from './rate-limits.ts';

export interface LimitedCall {
  /** Whose limits count: the same word for the same Frame.io user in every connection. */
  readonly user: string;
  readonly operation: Operation;
  readonly priority: Priority;
  readonly signal: AbortSignal | undefined;
}

/** One queue per Frame.io user and endpoint, shared by all connections of a process. */
export interface RateLimiter {
  /**
   * Sends when the endpoint has room, calls of people before those of jobs. An answer 429 is waited for and sent again.
   *
   * @param send - May be called several times.
   * @throws FrameioError `frameio-rate-limited` after a quarter of an hour of nothing but 429.
   * @throws The signal's reason, while it waits.
   */
  run(call: LimitedCall, send: () => Promise<HttpResponse>): Promise<HttpResponse>;
}

export interface RateLimiterOptions {
  readonly clock: Clock;
  readonly sleep: Sleep;
  /** From 0 up to 1: keeps several processes from coming back at the same moment. */
  readonly random?: () => number;
}

const GIVE_UP_AFTER_MS = 15 * 60_000;
const MANY_LANES = 5_000;

export function createRateLimiter({ clock, sleep, random = Math.random }: RateLimiterOptions): RateLimiter {
  const lanes = new Map<string, RateLane>();

  function laneOf({ user, operation }: LimitedCall): RateLane {
    const key = `${operation} ${user}`;
    const known = lanes.get(key);
    if (known) return known;
    if (lanes.size >= MANY_LANES) forgetIdle();
    const lane = createRateLane({ limit: rateLimits[operation], clock, sleep, random });
    lanes.set(key, lane);
    return lane;
  }

  function forgetIdle(): void {
    for (const [key, lane] of lanes) if (lane.isIdle()) lanes.delete(key);
  }

  return {
    async run(call, send) {
      const lane = laneOf(call);
      for (let again = false; ; again = true) {
        const round = await lane.enter(call.priority, call.signal, again);
        const response = await send();
        if (response.status !== 429) {
          lane.accepted(response.headers);
          return response;
        }
        response.body.destroy();
        if (lane.refused(response.headers, round) > GIVE_UP_AFTER_MS) throw refusedForTooLong(call.operation);
      }
    },
  };
}

function refusedForTooLong(operation: Operation): FrameioError {
  const context = { operation };
  return new FrameioError('frameio-rate-limited', { retryable: true, retryAfterMs: LONGEST_PAUSE_MS, context });
}
