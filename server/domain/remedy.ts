import type { ErrorCode } from './errors.ts';

/** What a person can do about an item that needs attention. */
export const remedies = ['retry', 'reconnect', 'recall', 'release-lock', 'dismiss'] as const;
export type Remedy = (typeof remedies)[number];

const reconnect: readonly ErrorCode[] = [
  'nuxeo-grant-missing',
  'nuxeo-grant-refused',
  'frameio-not-connected',
  'frameio-token-refused',
];

/**
 * @param item.inReview - The item's document is in review, so it can be recalled.
 * Releasing a lock is for administrators, with their own session.
 */
export function remediesFor(
  item: { code: ErrorCode; jobId: string | undefined; inReview: boolean },
  isAdministrator: boolean,
): Remedy[] {
  const offered: Remedy[] = [];
  if (item.jobId !== undefined || item.code === 'action-not-removed') offered.push('retry');
  if (reconnect.includes(item.code)) offered.push('reconnect');
  if (item.inReview) offered.push('recall');
  if (item.inReview && isAdministrator) offered.push('release-lock');
  offered.push('dismiss');
  return offered;
}
