import type { Clock, Sleep } from '../../server/ports/clock.ts';

/** Time that passes only when a test says so. */
export interface VirtualTime {
  readonly clock: Clock;
  readonly sleep: Sleep;
  /** Milliseconds since the start. */
  elapsed(): number;
  /** Lets this much time pass; who sleeps wakes up in between, in order. */
  pass(milliseconds: number): Promise<void>;
  /** Lets time pass until the promise is settled, and settles like it. */
  until<T>(promise: Promise<T>): Promise<T>;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

const START = Date.UTC(2026, 0, 1);

export function createVirtualTime(): VirtualTime {
  let now = START;
  const sleepers = new Set<Sleeper>();

  async function wakeNext(limit: number): Promise<boolean> {
    await settled();
    const [first] = [...sleepers].sort((a, b) => a.at - b.at);
    if (!first || first.at > limit) return false;
    now = Math.max(now, first.at);
    sleepers.delete(first);
    first.wake();
    await settled();
    return true;
  }

  return {
    clock: { now: () => new Date(now) },
    elapsed: () => now - START,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const sleeper = { at: now + milliseconds, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(signal.reason as Error);
        });
      }),
    async pass(milliseconds) {
      const end = now + milliseconds;
      while (await wakeNext(end));
      now = end;
      await settled();
    },
    async until(promise) {
      let isSettled = false;
      const watched = promise.finally(() => (isSettled = true));
      watched.catch(() => undefined);
      while (!isSettled && (await wakeNext(Infinity)));
      return watched;
    },
  };
}

/** Everything that is only waiting for promises has happened. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
