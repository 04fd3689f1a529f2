export interface SingleFlight<T> {
  /** @throws What the question failed with, or the signal's reason. */
  get(signal: AbortSignal): Promise<T>;
  /** Asks again next time; does nothing where `value` is not the answer any more. */
  forget(value: T): void;
}

/** One question at a time, however many want the answer; a good answer is kept. */
export function createSingleFlight<T>(ask: (signal: AbortSignal) => Promise<T>): SingleFlight<T> {
  let answer: { readonly value: T } | undefined;
  let asking: { readonly promise: Promise<T>; readonly signal: AbortSignal } | undefined;

  async function question(signal: AbortSignal): Promise<T> {
    try {
      const value = await ask(signal);
      answer = { value };
      return value;
    } finally {
      asking = undefined;
    }
  }

  return {
    async get(signal) {
      for (;;) {
        signal.throwIfAborted();
        if (answer) return answer.value;
        const current = (asking ??= { promise: Promise.resolve(signal).then(question), signal });
        try {
          return await current.promise;
        } catch (error) {
          // Whoever asked has given up: then it is our turn.
          if (current.signal === signal || !current.signal.aborted) throw error;
        }
      }
    },
    forget(value) {
      if (answer?.value === value) answer = undefined;
    },
  };
}
