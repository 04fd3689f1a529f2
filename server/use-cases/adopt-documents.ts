import { assetClaim } from '../domain/claim.ts';
import { originRoot } from '../domain/publish-identity.ts';
import type { Sync } from '../domain/sync.ts';
import type { MarkedDocument, Nuxeo, NuxeoDocument } from '../ports/nuxeo.ts';
import type { AssetLink } from '../ports/review-store.ts';
import type { Deps } from './deps.ts';
import { pages } from './rebuild-links.ts';

interface Adopting {
  readonly sync: Sync;
  readonly nuxeo: Nuxeo;
  readonly reviews: Deps['reviews'];
}

/**
 * Before the first listing of a synchronisation: documents in its folder that say of themselves that they are assets of the
 * source, and that nobody knows, are known by them again. So they are after a database was lost (decision 12); otherwise
 * there are none. Which of them lie in the source the listing tells. Safe to repeat.
 */
export async function adoptDocuments(adopting: Adopting): Promise<void> {
  const { sync, nuxeo } = adopting;
  let adopted = 0;
  for await (const { documents } of pages('FrameioAsset', 0, nuxeo, sync.folderPath)) {
    for (const document of documents) if (await isAdopted(document, assetLink(document, sync), adopting)) adopted += 1;
  }
  if (adopted > 0) await adoptFolders(adopting);
}

/** A folder has no facet: where it comes from is in its source. */
async function adoptFolders(adopting: Adopting): Promise<void> {
  const { sync, nuxeo } = adopting;
  for (let page: number | undefined = 0; page !== undefined;) {
    const found: { documents: NuxeoDocument[]; next: number | undefined } = await nuxeo.documents.below(
      sync.folderPath,
      page,
    );
    const folders = found.documents.filter(({ isFolderish }) => isFolderish);
    for (const folder of folders) await isAdopted(folder, folderLink(folder, sync), adopting);
    page = found.next;
  }
}

function assetLink(document: MarkedDocument, sync: Sync): AssetLink | undefined {
  const claim = assetClaim(document);
  if (claim === 'copied' || claim === 'incomplete') return undefined;
  const { accountId, fileId, state } = claim;
  const isOurs = accountId === sync.accountId && document.properties['frameioasset:projectId'] === sync.projectId;
  if (!isOurs || (state !== 'synced' && state !== 'gone')) return undefined;
  const stackId = document.properties['frameioasset:stackId'];
  const rootId = typeof stackId === 'string' ? stackId : fileId;
  return { accountId, bindingId: sync.id, rootId, documentUid: document.uid, memberIds: [fileId] };
}

function folderLink({ uid, properties }: NuxeoDocument, { id, accountId }: Sync): AssetLink | undefined {
  const rootId = originRoot(properties['dc:source'], { accountId });
  return rootId === undefined ? undefined : { accountId, bindingId: id, rootId, documentUid: uid, memberIds: [] };
}

/** Two that say that they are the same asset: the second one is nobody's. */
async function isAdopted(
  { uid }: Pick<MarkedDocument, 'uid'>,
  link: AssetLink | undefined,
  { sync, reviews }: Adopting,
): Promise<boolean> {
  if (!link) return false;
  const known = await reviews.linksOfDocument(uid);
  if (known.length > 0) return known.some(({ bindingId }) => bindingId === sync.id);
  const others = await reviews.links(sync.id, sync, [link.rootId, ...link.memberIds]);
  if (others.length > 0) return false;
  await reviews.saveLink(link);
  return true;
}
