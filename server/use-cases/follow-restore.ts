import { hasCode } from '../domain/errors.ts';
import type { Review } from '../domain/review.ts';
import type { Nuxeo, NuxeoDocument } from '../ports/nuxeo.ts';
import type { AssetLink } from '../ports/review-store.ts';
import type { Deps } from './deps.ts';

/**
 * A version that was restored in Nuxeo brings its own state of our facet along, or none. What the database knows of the
 * document is written back to it (decision 13). Called when somebody looks at the document, and when its review is
 * polled; a job writes the facet anyway. Nothing is written where nothing differs, or where the person may not.
 */
export async function followRestore(
  document: NuxeoDocument,
  { documents }: Pick<Nuxeo, 'documents'>,
  { reviews }: Pick<Deps, 'reviews'>,
): Promise<void> {
  const [review, [link]] = await Promise.all([reviews.get(document.uid), reviews.linksOfDocument(document.uid)]);
  const known = {
    ...(link ? linkProperties(document, link) : {}),
    ...(review ? reviewProperties(document, review) : {}),
  };
  const differing = Object.entries(known).filter(([name, value]) => document.properties[name] !== value);
  if (differing.length === 0 || !document.permissions.includes('WriteProperties')) return;
  try {
    await documents.addFacet(document.uid, 'FrameioAsset', {
      ...Object.fromEntries(differing),
      'frameioasset:uid': document.uid,
    });
  } catch (error) {
    // Locked or changed at this very moment: the next look writes it.
    if (!hasCode(error, 'locked-by-other', 'nuxeo-forbidden', 'nuxeo-conflict')) throw error;
  }
}

/** A version made of an earlier member rightly names that file; only what is no member at all is wrong. */
function linkProperties({ properties }: NuxeoDocument, link: AssetLink): Record<string, unknown> {
  const { accountId, rootId, memberIds } = link;
  const file = properties['frameioasset:fileId'];
  const isMember = typeof file === 'string' && memberIds.includes(file);
  const newest = memberIds.at(-1);
  if (newest === undefined) return {};
  return {
    'frameioasset:accountId': accountId,
    ...(isMember ? {} : { 'frameioasset:fileId': newest }),
    ...(memberIds.includes(rootId) ? {} : { 'frameioasset:stackId': rootId }),
  };
}

function reviewProperties({ properties }: NuxeoDocument, review: Review): Record<string, unknown> {
  const { state, accountId, workspaceId, projectId, fileId, stackId, versionMadeOf } = review;
  // Published since: that is what it says then.
  if (state === 'returned' || state === 'recalled')
    return properties['frameioasset:state'] === 'in-review' ? { 'frameioasset:state': state } : {};
  if (state !== 'in-review') return {}; // a push writes the facet itself
  const file = properties['frameioasset:fileId'];
  return {
    'frameioasset:accountId': accountId,
    'frameioasset:workspaceId': workspaceId,
    'frameioasset:projectId': projectId,
    ...(file === fileId || file === versionMadeOf ? {} : { 'frameioasset:fileId': fileId }),
    ...(stackId === undefined ? {} : { 'frameioasset:stackId': stackId }),
    'frameioasset:state': state,
    'frameioasset:sentBy': review.person,
  };
}
