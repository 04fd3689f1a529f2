import type { Binding } from '../domain/binding.ts';
import type { Review } from '../domain/review.ts';
import type { Sync } from '../domain/sync.ts';
import type { AccountDeps } from './account-deps.ts';

/** Live bindings and synchronisations, and open reviews, that stand in a person's name. */
export interface Depending {
  readonly bindings: readonly Binding[];
  readonly reviews: readonly Review[];
  readonly syncs: readonly Sync[];
}

export async function dependingOn(
  username: string,
  { bindings, reviews, syncs }: Pick<AccountDeps, 'bindings' | 'reviews' | 'syncs'>,
): Promise<Depending> {
  const [allBindings, openReviews, allSyncs] = await Promise.all([bindings.list(), reviews.inReview(), syncs.list()]);
  return {
    bindings: allBindings.filter((one) => one.creator === username),
    reviews: openReviews.filter((one) => one.person === username),
    syncs: allSyncs.filter((one) => one.owner === username),
  };
}
