/** Lets at most so many run at once, and of the same name only one; the others wait in order. */
export interface Turns {
  take<T>(name: string, work: () => Promise<T>): Promise<T>;
}

export function createTurns(limit: number): Turns {
  const lastOfName = new Map<string, Promise<unknown>>();
  const waiting: (() => void)[] = [];
  let running = 0;

  const enter = async () => {
    if (running >= limit) return new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
  };
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  };
  const runLimited = async <T>(work: () => Promise<T>) => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };

  return {
    take: async (name, work) => {
      const before = lastOfName.get(name) ?? Promise.resolve();
      const mine = before.then(
        () => runLimited(work),
        () => runLimited(work),
      );
      lastOfName.set(name, mine);
      try {
        return await mine;
      } finally {
        if (lastOfName.get(name) === mine) lastOfName.delete(name);
      }
    },
  };
}
