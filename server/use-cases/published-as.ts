import { hasCode } from '../domain/errors.ts';
import { allIds, type AssetIdentity } from '../domain/publish-identity.ts';
import type { Nuxeo } from '../ports/nuxeo.ts';
import type { Deps } from './deps.ts';

interface Where {
  readonly nuxeo: Pick<Nuxeo, 'documents'>;
  readonly deps: Pick<Deps, 'reviews'>;
}

/**
 * The document that a push or a publish made of this asset, or sent as it: it is not doubled. Trashed or deleted it
 * does not count; one that the owner may not see does.
 *
 * @param own - The document of the synchronisation itself, which may have been pushed from there.
 */
export async function publishedAs(
  identity: AssetIdentity,
  own: string | undefined,
  { nuxeo, deps: { reviews } }: Where,
): Promise<string | undefined> {
  const { stackId, fileIds } = identity;
  const pushed = await reviews.ofAsset(identity, { fileIds, ...(stackId === undefined ? {} : { stackId }) });
  const published = await reviews.linksOfBindings(identity, allIds(identity));
  const uids = new Set([...pushed, ...published].map(({ documentUid }) => documentUid));
  for (const uid of uids) if (uid !== undefined && uid !== own && (await isThere(uid, nuxeo))) return uid;
  return undefined;
}

async function isThere(uid: string, nuxeo: Where['nuxeo']): Promise<boolean> {
  try {
    return !(await nuxeo.documents.get(uid)).isTrashed;
  } catch (error) {
    if (!hasCode(error, 'nuxeo-not-found', 'nuxeo-forbidden')) throw error;
    return hasCode(error, 'nuxeo-forbidden');
  }
}
