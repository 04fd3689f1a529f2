import type { ErrorCode } from './errors.ts';

/** What a person can do about an item that needs attention. */
export const remedies = ['confirm', 'retry', 'reconnect', 'recall', 'release-lock', 'dismiss'] as const;
export type Remedy = (typeof remedies)[number];

const reconnect: readonly ErrorCode[] = [
  'nuxeo-grant-missing',
  'nuxeo-grant-refused',
  'frameio-not-connected',
  'frameio-token-refused',
];

/** Came back from what documents say of themselves: only the person whom it concerns may say that it is so. */
const unconfirmed: readonly ErrorCode[] = ['binding-unconfirmed', 'sync-unconfirmed', 'review-unconfirmed'];

/**
 * @param item.isTheirs - It is this person whom the item waits for.
 * @param item.inReview - The item's document is in review, so it can be recalled.
 * Releasing a lock is for administrators, with their own session.
 */
export function remediesFor(
  item: { code: ErrorCode; jobId: string | undefined; inReview: boolean; isTheirs: boolean },
  isAdministrator: boolean,
): Remedy[] {
  const offered: Remedy[] = [];
  if (unconfirmed.includes(item.code) && item.isTheirs) offered.push('confirm');
  if (item.jobId !== undefined || item.code === 'action-not-removed') offered.push('retry');
  if (reconnect.includes(item.code)) offered.push('reconnect');
  if (item.inReview) offered.push('recall');
  if (item.inReview && isAdministrator) offered.push('release-lock');
  offered.push('dismiss');
  return offered;
}
