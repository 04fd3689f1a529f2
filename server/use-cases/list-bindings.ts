import type { Binding } from '../domain/binding.ts';
import type { BindingPage } from '../ports/binding-store.ts';
import type { Deps } from './deps.ts';

export interface BoundFolder extends Binding {
  /** Documents that are under way or in review. */
  readonly inReview: number;
}

/** Bound folders page by page, newest first, for the administration. */
export async function listBindings(
  page: BindingPage,
  { bindings, reviews }: Pick<Deps, 'bindings' | 'reviews'>,
): Promise<BoundFolder[]> {
  const [folders, open] = await Promise.all([bindings.list(page), reviews.inReview()]);
  const byBinding = Map.groupBy(open, ({ bindingId }) => bindingId);
  return folders.map((binding) => ({ ...binding, inReview: byBinding.get(binding.id)?.length ?? 0 }));
}
