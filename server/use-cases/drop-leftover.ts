import { hasCode, RuleError } from '../domain/errors.ts';
import { originMarker } from '../domain/publish-identity.ts';
import type { Sync } from '../domain/sync.ts';
import type { SyncAsset } from '../domain/sync-plan.ts';
import type { Nuxeo, NuxeoDocument } from '../ports/nuxeo.ts';
import type { AssetLink } from '../ports/review-store.ts';
import type { Deps } from './deps.ts';

interface Where {
  readonly sync: Sync;
  readonly nuxeo: Nuxeo;
  readonly deps: Pick<Deps, 'reviews' | 'syncAssets'>;
}

/**
 * What was begun for an asset that never came to be a document: one without its file, which a process left behind, goes to
 * the trash, and nobody looks for it any more. Safe to repeat.
 *
 * @returns The document when it has a file by now: that stays.
 * @throws RuleError `locked-by-other`.
 */
export async function dropLeftover(row: SyncAsset, where: Where): Promise<NuxeoDocument | undefined> {
  const { sync, nuxeo, deps } = where;
  const [link] = await deps.reviews.links(sync.id, sync, [row.assetId]);
  if (!link) return undefined; // made before anything else
  const document = await madeFor(row, link, where);
  if (document?.mainBlob) return document;
  if (document?.lock) throw new RuleError('locked-by-other', { params: [document.lock.owner] });
  if (document) await nuxeo.documents.trash(document.uid);
  await deps.reviews.deleteLink(link);
  return undefined;
}

/** Its process may have died before it wrote down which one it made. */
async function madeFor(row: SyncAsset, link: AssetLink, where: Where): Promise<NuxeoDocument | undefined> {
  const { sync, nuxeo } = where;
  if (link.documentUid !== undefined) return liveDocument(link.documentUid, nuxeo);
  const folderUid = await folderOf(row, where);
  const [made] = await nuxeo.documents.childrenFrom(folderUid, [originMarker(link, sync.id)]);
  return made;
}

async function liveDocument(uid: string, nuxeo: Nuxeo): Promise<NuxeoDocument | undefined> {
  try {
    const document = await nuxeo.documents.get(uid);
    return document.isTrashed ? undefined : document;
  } catch (error) {
    if (!hasCode(error, 'nuxeo-not-found', 'nuxeo-forbidden')) throw error;
    return undefined;
  }
}

async function folderOf({ parentId }: SyncAsset, { sync, deps }: Where): Promise<string> {
  const parent = parentId === undefined ? undefined : await deps.syncAssets.get(sync.id, parentId);
  return parent?.documentUid ?? sync.folderUid;
}
