export interface Backoff {
  /** In milliseconds, before the second attempt; doubled for each one after. */
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** The failure of this attempt is final. */
  readonly attempts: number;
}

/** Twelve attempts within about two hours. */
export const defaultBackoff: Backoff = { firstDelayMs: 5_000, longestDelayMs: 30 * 60_000, attempts: 12 };

/**
 * Jittered over half of its length, so that what failed together does not come back together.
 *
 * @param failures - How many attempts failed in a row, this one included.
 * @param retryAfterMs - What the vendor asked for: never earlier.
 */
export function delayBeforeRetry(
  failures: number,
  retryAfterMs: number | undefined,
  { firstDelayMs, longestDelayMs }: Backoff,
  random: () => number,
): number {
  const full = Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - 1));
  const jittered = full * (0.5 + random() / 2);
  if (retryAfterMs === undefined) return jittered;
  return Math.max(jittered, retryAfterMs + random() * 1_000);
}
