export interface Throttle<T> {
  /** Written now, or together with what comes until the pause is over; only the last value counts. */
  offer(value: T): void;
  /** Writes what is still to be written. */
  flush(): Promise<void>;
}

/** One write at a time, and not more often than every `pauseMs`. `write` must not reject. */
export function createThrottle<T>(write: (value: T) => Promise<void>, pauseMs: number): Throttle<T> {
  let pending: { value: T } | undefined;
  let writing: Promise<void> = Promise.resolve();
  let pause: NodeJS.Timeout | undefined;

  const writePending = () => {
    const offered = pending;
    pending = undefined;
    if (!offered) return;
    pause = setTimeout(() => {
      pause = undefined;
      writePending();
    }, pauseMs);
    writing = writing.then(() => write(offered.value));
  };

  return {
    offer: (value) => {
      pending = { value };
      if (!pause) writePending();
    },
    flush: async () => {
      clearTimeout(pause);
      writePending();
      clearTimeout(pause);
      pause = undefined;
      await writing;
    },
  };
}
