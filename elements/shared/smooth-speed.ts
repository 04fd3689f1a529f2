/** A transfer's pace, smoothed so that the time left does not jump. */
export interface Pace {
  readonly bytes: number;
  readonly atMs: number;
  /** Undefined until two moments are known. */
  readonly bytesPerSecond: number | undefined;
}

/** After this time an old pace counts for a third of the new one. */
const MEMORY_MS = 6_000;

export function nextPace(before: Pace | undefined, bytes: number, atMs: number): Pace {
  if (!before || bytes < before.bytes) return { bytes, atMs, bytesPerSecond: undefined };
  const elapsedMs = atMs - before.atMs;
  // What comes in one breath says nothing about the pace.
  if (elapsedMs < 200) return before;
  const now = ((bytes - before.bytes) / elapsedMs) * 1000;
  const weight = 1 - Math.exp(-elapsedMs / MEMORY_MS);
  const smoothed = before.bytesPerSecond === undefined ? now : before.bytesPerSecond * (1 - weight) + now * weight;
  return { bytes, atMs, bytesPerSecond: smoothed };
}

/** Undefined while nobody can tell. */
export function secondsLeft(pace: Pace | undefined, total: number | null): number | undefined {
  if (!pace?.bytesPerSecond || total === null) return undefined;
  return Math.max(0, (total - pace.bytes) / pace.bytesPerSecond);
}
