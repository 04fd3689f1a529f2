import type { Binding } from '../domain/binding.ts';
import type { Review } from '../domain/review.ts';
import type { AccountDeps } from './account-deps.ts';

/** Live bindings and open reviews that stand in a person's name. */
export interface Depending {
  readonly bindings: readonly Binding[];
  readonly reviews: readonly Review[];
}

export async function dependingOn(
  username: string,
  { bindings, reviews }: Pick<AccountDeps, 'bindings' | 'reviews'>,
): Promise<Depending> {
  const [allBindings, openReviews] = await Promise.all([bindings.list(), reviews.inReview()]);
  return {
    bindings: allBindings.filter((one) => one.creator === username),
    reviews: openReviews.filter((one) => one.person === username),
  };
}
