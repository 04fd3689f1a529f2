let last = 0;

/** Now, as ISO 8601 in UTC with microseconds; never the same twice, so that it also orders. */
export function timestamp(): string {
  const microseconds = Math.max(Math.round((performance.timeOrigin + performance.now()) * 1000), last + 1);
  last = microseconds;
  return isoMicroseconds(microseconds);
}

export function isoMicroseconds(microsecondsSinceEpoch: number): string {
  const seconds = new Date(Math.floor(microsecondsSinceEpoch / 1000)).toISOString().slice(0, 19);
  return `${seconds}.${String(microsecondsSinceEpoch % 1_000_000).padStart(6, '0')}Z`;
}
