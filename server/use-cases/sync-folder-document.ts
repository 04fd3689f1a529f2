import { failureOf, type Failure } from '../domain/errors.ts';
import { validName } from '../domain/file-name.ts';
import { originMarker } from '../domain/publish-identity.ts';
import type { SyncAsset } from '../domain/sync-plan.ts';
import type { FrameioFolder } from '../ports/frameio.ts';
import type { WalkFolder } from '../ports/sync-asset-store.ts';
import { foundOrCreated } from './create-document.ts';
import { followPlace } from './follow-place.ts';
import { openFolder, requireType } from './publish-resource.ts';
import { destinationOf } from './sync-destination.ts';
import { isRefusal, type Walk } from './walk.ts';

export interface FollowedFolder {
  readonly brought: Pick<SyncAsset, 'documentUid' | 'title' | 'parentUid'>;
  readonly left: Failure | undefined;
}

/** The Folder document of a folder that is new, renamed, moved or back. By id: it is the same one wherever it is. */
export async function followFolder(
  folder: FrameioFolder,
  row: SyncAsset | undefined,
  parent: WalkFolder,
  walk: Walk,
): Promise<FollowedFolder> {
  const { sync, context, deps } = walk;
  await requireReady(walk);
  const parentUid = String(parent.documentUid ?? sync.folderUid);
  const { nuxeo } = await openFolder(parentUid, destinationOf(sync), context, deps);
  const key = { accountId: sync.accountId, bindingId: sync.id, rootId: folder.id };
  const link = await deps.reviews.claim({ ...key, documentUid: undefined, memberIds: [] });
  const wanted = { name: validName(folder.name), title: folder.name, marker: originMarker(key, sync.id) };
  const document = await foundOrCreated(link.documentUid, { parentUid, type: 'Folder', ...wanted }, nuxeo, context);
  await deps.reviews.saveLink({ ...key, documentUid: document.uid, memberIds: [] });
  const brought = row?.documentUid === document.uid ? row : { title: document.title, parentUid: document.parentUid };
  const {
    title,
    parentUid: under,
    left,
  } = await followPlace(document, brought as Partial<SyncAsset>, { title: folder.name, parentUid }, nuxeo);
  return { brought: { documentUid: document.uid, title, parentUid: under }, left };
}

/** Why the folder takes no new documents; undefined: it does. */
export function requireOpen(folder: WalkFolder, walk: Walk): Promise<Failure | undefined> {
  const known = walk.checked.get(folder.assetId);
  if (known) return known;
  const checking = refusalOf(folder, walk);
  walk.checked.set(folder.assetId, checking);
  return checking;
}

async function refusalOf(folder: WalkFolder, walk: Walk): Promise<Failure | undefined> {
  const { sync, context, deps } = walk;
  await requireReady(walk);
  try {
    await openFolder(String(folder.documentUid ?? sync.folderUid), destinationOf(sync), context, deps);
    return undefined;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return failureOf(error);
  }
}

/**
 * Before the first write of a walk, once: the synchronised folder is there and takes documents of the type. An unchanged
 * tree is never asked.
 *
 * @throws RuleError `folder-gone`, `folder-trashed`, `document-type-gone`.
 */
async function requireReady(walk: Walk): Promise<void> {
  const known = walk.checked.get('');
  if (known) return void (await known);
  const checking = readiness(walk);
  walk.checked.set('', checking);
  await checking;
}

async function readiness({ sync, context, deps }: Walk): Promise<undefined> {
  const destination = destinationOf(sync);
  const { nuxeo, document } = await openFolder(sync.folderUid, destination, context, deps);
  if (document.path !== sync.folderPath) await deps.syncs.setFolderPath(sync.id, document.path);
  await requireType({ nuxeo, folderUid: document.uid }, destination, context);
}
