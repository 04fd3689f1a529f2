import type { LockTaken } from './review.ts';

/** A lock is released by us only while it is still the one that we took. */
export function isStillOurs(taken: LockTaken | undefined, now: LockTaken | undefined): boolean {
  return taken !== undefined && now !== undefined && taken.owner === now.owner && taken.createdAt === now.createdAt;
}
