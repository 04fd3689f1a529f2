import { defaultBindingRules, type Binding } from '../domain/binding.ts';
import { hasCode, RuleError } from '../domain/errors.ts';
import { allIds, onlyDocument, type AssetIdentity } from '../domain/publish-identity.ts';
import type { ResourceRef } from '../domain/refs.ts';
import type { Review } from '../domain/review.ts';
import type { Frameio } from '../ports/frameio.ts';
import type { Deps } from './deps.ts';
import { identityOf, readAsset, type ReadAsset } from './read-asset.ts';

/** Whose rules a review goes by. A binding that is forgotten leaves the usual ones: its documents still come back. */
export type ReviewBinding = Pick<Binding, 'creator' | 'rules'>;

export async function bindingOf(review: Review, { bindings }: Pick<Deps, 'bindings'>): Promise<ReviewBinding> {
  return (await bindings.get(review.bindingId)) ?? { creator: review.person, rules: defaultBindingRules };
}

/**
 * The asset that a document in review was pushed as: by the file, or by its stack where that file was deleted from it.
 *
 * @throws RuleError `asset-not-found`, which needs attention.
 */
export async function assetOf(review: Review, frameio: Frameio): Promise<ReadAsset> {
  const { accountId, fileId, stackId, sent, documentUid } = review;
  const title = sent?.name ?? documentUid;
  const places: ResourceRef[] = [
    { accountId, type: 'file', id: String(fileId) },
    ...(stackId === undefined ? [] : [{ accountId, type: 'version_stack', id: stackId } as const]),
  ];
  for (const place of places) {
    try {
      return await readAsset(place, frameio, title);
    } catch (error) {
      if (!hasCode(error, 'asset-not-found')) throw error;
    }
  }
  throw new RuleError('asset-not-found', { params: [title], needsAttention: true });
}

/**
 * The review that the asset is in.
 *
 * @throws RuleError `asset-in-two-documents` when documents of two reviews were stacked.
 */
export async function openReviewOf(
  identity: AssetIdentity,
  { reviews }: Pick<Deps, 'reviews'>,
): Promise<Review | undefined> {
  const { fileIds, stackId } = identity;
  const known = await reviews.ofAsset(identity, { fileIds, ...(stackId === undefined ? {} : { stackId }) });
  return onlyDocument(known.filter(({ state }) => state === 'in-review' || state === 'pushing'));
}

/** @throws RuleError `asset-in-two-documents`: somebody stacked files of two documents; nothing may be written. */
export async function requireOneDocument(
  review: Review,
  asset: ReadAsset,
  { reviews }: Pick<Deps, 'reviews'>,
): Promise<void> {
  const links = await reviews.links(review.bindingId, review, allIds(identityOf(asset, review)));
  onlyDocument<{ readonly documentUid: string | undefined }>([...links, review]);
}
