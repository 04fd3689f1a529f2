import { hasCode } from '../domain/errors.ts';
import type { FolderRef, ProjectRef, WorkspaceRef } from '../domain/refs.ts';
import type { Frameio, FrameioFolder } from '../ports/frameio.ts';
import type { Deps } from './deps.ts';
import type { PushCaller } from './plan-push.ts';

/** Deeper than this the way to the project's root is left out. */
const MAX_DEPTH = 20;

/** Where the file of the earlier push is now: pushing again goes there (decision 24). */
export interface EarlierFile {
  readonly target: WorkspaceRef & ProjectRef & FolderRef;
  readonly fileName: string;
  /** The project's name first, then folders down to the file's. */
  readonly path: readonly string[];
  readonly viewUrl: string;
}

/** Read anew, since people move things in Frame.io; undefined when nothing was pushed or it is gone there. */
export async function earlierFile(
  documentUid: string,
  { person, nuxeo }: PushCaller,
  deps: Pick<Deps, 'reviews' | 'frameio'>,
): Promise<EarlierFile | undefined> {
  await nuxeo.documents.get(documentUid); // only for who may read the document
  const review = await deps.reviews.get(documentUid);
  if (review?.fileId === undefined) return undefined;
  const frameio = await deps.frameio.as(person.username, { interactive: true });
  const { accountId, fileId } = review;
  try {
    const asset = await frameio.resolve({ accountId, type: 'file', id: fileId });
    if (asset.type === 'folder' || asset.parentId === undefined) return undefined;
    const project = await frameio.projects.get({ accountId, projectId: asset.projectId });
    const folders = await foldersTo({ accountId, folderId: asset.parentId }, frameio);
    return {
      target: { accountId, workspaceId: project.workspaceId, projectId: project.projectId, folderId: asset.parentId },
      fileName: asset.name,
      path: [project.name, ...folders],
      viewUrl: asset.viewUrl,
    };
  } catch (error) {
    if (hasCode(error, 'frameio-not-found')) return undefined;
    throw error;
  }
}

/** Names below the project's root folder, which is the project itself to people. */
async function foldersTo(folder: FolderRef, frameio: Pick<Frameio, 'folders'>): Promise<string[]> {
  const names: string[] = [];
  let at: FrameioFolder = await frameio.folders.get(folder);
  while (at.parentId !== undefined && names.length < MAX_DEPTH) {
    names.unshift(at.name);
    at = await frameio.folders.get({ accountId: folder.accountId, folderId: at.parentId });
  }
  return names;
}
