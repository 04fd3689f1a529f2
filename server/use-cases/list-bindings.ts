import type { Binding } from '../domain/binding.ts';
import type { BindingPage } from '../ports/binding-store.ts';
import type { Deps } from './deps.ts';

export interface BoundFolder extends Binding {
  /** Documents that are on their way to a review, or in one. */
  readonly inReview: number;
}

/** Bound folders page by page, newest first, for the administration. */
export async function listBindings(
  page: BindingPage,
  { bindings, reviews }: Pick<Deps, 'bindings' | 'reviews'>,
): Promise<BoundFolder[]> {
  const folders = await bindings.list(page);
  const open = await reviews.openOf(folders.map(({ id }) => id));
  const byBinding = Map.groupBy(open, ({ bindingId }) => bindingId);
  return folders.map((binding) => ({ ...binding, inReview: byBinding.get(binding.id)?.length ?? 0 }));
}
