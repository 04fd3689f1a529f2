export type ReleaseLane = () => void;

/** Lanes of all transfers together. */
export interface LanePool {
  /**
   * Resolves with the release of a lane when there is one. Of those who wait,
   * the owner with the fewest lanes comes first.
   *
   * @param most - Lanes that this owner may have at once.
   * @throws The signal's reason.
   */
  acquire(owner: symbol, most: number, signal: AbortSignal): Promise<ReleaseLane>;
  /** Whether somebody else waits for a lane. */
  isCrowded(owner: symbol): boolean;
}

interface Waiting {
  readonly owner: symbol;
  readonly most: number;
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
    isCrowded: (owner) => [...waiting].some((entry) => entry.owner !== owner),
    acquire: (owner, most, signal) =>
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
        const entry: Waiting = { owner, most, start };
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
    if (lanes < entry.most && lanes < fewest) [found, fewest] = [entry, lanes];
  }
  return found;
}
