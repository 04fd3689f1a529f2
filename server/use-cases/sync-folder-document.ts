import { failureOf, hasCode, RuleError, type Failure } from '../domain/errors.ts';
import { validName } from '../domain/file-name.ts';
import { originMarker } from '../domain/publish-identity.ts';
import type { SyncAsset } from '../domain/sync-plan.ts';
import type { FrameioFolder } from '../ports/frameio.ts';
import { foundOrCreated } from './create-document.ts';
import { followPlace } from './follow-place.ts';
import { openFolder, requireType } from './publish-resource.ts';
import { destinationOf } from './sync-destination.ts';
import { addItem, isRefusal, itemOf, ownersNuxeo, type Opened, type Walk } from './walk.ts';

export interface FollowedFolder {
  readonly brought: Pick<SyncAsset, 'documentUid' | 'title' | 'parentUid'>;
  readonly left: Failure | undefined;
}

/**
 * The Folder document of a folder that is new, renamed, moved or back. By id: it is the same one wherever it is.
 *
 * @param parentUid - Of an open folder.
 */
export async function followFolder(
  folder: Pick<FrameioFolder, 'id' | 'name'>,
  row: SyncAsset | undefined,
  parentUid: string,
  walk: Walk,
): Promise<FollowedFolder> {
  const { sync, context, deps } = walk;
  const nuxeo = await ownersNuxeo(walk);
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

/** Where new documents of the folder go, or why it takes none. */
export function openedFolder(folder: SyncAsset, walk: Walk): Promise<Opened> {
  const known = walk.checked.get(folder.assetId);
  if (known) return known;
  const opening = open(folder, walk);
  walk.checked.set(folder.assetId, opening);
  return opening;
}

async function open(folder: SyncAsset, walk: Walk): Promise<Opened> {
  await requireReady(walk);
  try {
    return { uid: await liveFolder(folder, walk) };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { refusal: failureOf(error) };
  }
}

async function liveFolder(folder: SyncAsset, walk: Walk): Promise<string> {
  const { sync, context, deps } = walk;
  const uid = folder.documentUid ?? sync.folderUid;
  try {
    await openFolder(uid, destinationOf(sync), context, deps);
    return uid;
  } catch (error) {
    if (folder.assetId === sync.folderId || !hasCode(error, 'folder-gone', 'folder-trashed')) throw error;
    return madeAgain(folder, walk);
  }
}

/**
 * Something new comes into a folder that somebody trashed or deleted here: it is made again, as a document would be
 * (decision 18). What was in it stays where it is.
 */
async function madeAgain(folder: SyncAsset, walk: Walk): Promise<string> {
  const { sync, run, deps } = walk;
  const parent = folder.parentId === undefined ? undefined : await deps.syncAssets.get(sync.id, folder.parentId);
  const above = parent ? await openedFolder(parent, walk) : { uid: sync.folderUid };
  if ('refusal' in above) throw new RuleError(above.refusal.code, { params: above.refusal.params });
  const { assetId: id, name } = folder;
  const { brought } = await followFolder({ id, name }, undefined, above.uid, walk);
  await deps.syncAssets.save({ ...folder, ...brought }, run.id);
  await addItem({ ...itemOf(id, name, 'new', walk), state: 'done', documentUid: brought.documentUid }, walk);
  return String(brought.documentUid);
}

/**
 * Before the first write of a walk, once: the synchronised folder is there and takes documents of the type. An unchanged
 * tree is never asked.
 *
 * @throws RuleError `folder-gone`, `folder-trashed`, `document-type-gone`.
 */
async function requireReady(walk: Walk): Promise<void> {
  const known = walk.checked.get('') ?? readiness(walk);
  walk.checked.set('', known);
  await known;
}

async function readiness({ sync, context, deps }: Walk): Promise<Opened> {
  const destination = destinationOf(sync);
  const { nuxeo, document } = await openFolder(sync.folderUid, destination, context, deps);
  if (document.path !== sync.folderPath) await deps.syncs.setFolderPath(sync.id, document.path);
  await requireType({ nuxeo, folderUid: document.uid }, destination, context);
  return { uid: document.uid };
}
