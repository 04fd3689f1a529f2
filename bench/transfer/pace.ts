export interface Cap {
  /** Of each connection; 0 for no limit. */
  readonly bytesPerSecond: number;
  /** Added to each request. */
  readonly requestDelayMs: number;
}

export function readCap(env: NodeJS.ProcessEnv = process.env): Cap {
  return { bytesPerSecond: Number(env['BYTES_PER_SECOND'] ?? 0), requestDelayMs: Number(env['DELAY_MS'] ?? 0) };
}

export function capEnv({ bytesPerSecond, requestDelayMs }: Cap): Record<string, string> {
  return { BYTES_PER_SECOND: String(bytesPerSecond), DELAY_MS: String(requestDelayMs) };
}

/** Says after each piece how many milliseconds to rest, against the clock, so that late timers are made up for. */
export function createPace(bytesPerSecond: number): (bytes: number) => number {
  const startedAt = performance.now();
  let moved = 0;
  return (bytes) => {
    if (bytesPerSecond === 0) return 0;
    moved += bytes;
    return Math.max(0, (moved / bytesPerSecond) * 1000 - (performance.now() - startedAt));
  };
}
