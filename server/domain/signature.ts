/** Frame.io's clock and ours may differ by this much, in either direction. */
const TOLERANCE_MS = 5 * 60 * 1000;

/** What is signed: `v0:` + timestamp + `:` + the raw body, before it is parsed. */
export function isRecent(timestampInSeconds: string, now: Date): boolean {
  if (!/^\d{1,12}$/.test(timestampInSeconds)) return false;
  return Math.abs(now.getTime() - Number(timestampInSeconds) * 1000) <= TOLERANCE_MS;
}
