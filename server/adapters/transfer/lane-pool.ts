export type ReleaseLane = () => void;

/** Lanes of all transfers together. */
export interface LanePool {
  /**
   * Resolves with the release of a lane when there is one. Of those who wait,
   * the owner with the fewest lanes comes first.
   *
   * @throws The signal's reason.
   */
  acquire(owner: symbol, signal: AbortSignal): Promise<ReleaseLane>;
  /** Whether somebody waits for a lane. */
  isCrowded(): boolean;
}

interface Waiting {
  readonly owner: symbol;
  readonly start: (release: ReleaseLane) => void;
}

export function createLanePool(total: number): LanePool {
  const busy = new Map<symbol, number>();
  const waiting = new Set<Waiting>();
  let free = total;

  const take = (owner: symbol, by: 1 | -1) => {
    free -= by;
    const lanes = (busy.get(owner) ?? 0) + by;
    if (lanes === 0) busy.delete(owner);
    else busy.set(owner, lanes);
  };
  const next = () => {
    const candidate = free > 0 ? poorest(waiting, busy) : undefined;
    if (!candidate) return;
    waiting.delete(candidate);
    take(candidate.owner, 1);
    candidate.start(releaseOnce(candidate.owner));
  };
  const releaseOnce = (owner: symbol): ReleaseLane => {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      take(owner, -1);
      next();
    };
  };

  return {
    isCrowded: () => waiting.size > 0,
    acquire: (owner, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) throw signal.reason;
        const onAbort = () => {
          waiting.delete(entry);
          reject(signal.reason as Error);
        };
        const start = (release: ReleaseLane) => {
          signal.removeEventListener('abort', onAbort);
          resolve(release);
        };
        const entry: Waiting = { owner, start };
        signal.addEventListener('abort', onAbort, { once: true });
        waiting.add(entry);
        next();
      }),
  };
}

/** Insertion order decides between equals: who waits longer comes first. */
function poorest(waiting: ReadonlySet<Waiting>, busy: ReadonlyMap<symbol, number>): Waiting | undefined {
  let found: Waiting | undefined;
  let fewest = Infinity;
  for (const entry of waiting) {
    const lanes = busy.get(entry.owner) ?? 0;
    if (lanes < fewest) [found, fewest] = [entry, lanes];
  }
  return found;
}
