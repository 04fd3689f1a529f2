import { randomUUID } from 'node:crypto';
import type { Asset, FileAsset, FolderAsset, StackAsset } from '../model.ts';
import type { Sandbox } from '../sandbox.ts';
import { born } from '../store.ts';

export interface CopyOptions {
  parent: FolderAsset | StackAsset;
  personId: string;
  metadata: boolean;
  comments: 'none' | 'internal' | 'public' | 'all';
}

/** Copies an asset with everything below it; the bytes are shared, not copied. */
export function copyAsset(sandbox: Sandbox, asset: Asset, options: CopyOptions): Asset {
  const { events } = sandbox;
  const { parent, personId } = options;
  // Before anything is added: the copy of a folder may go into that folder.
  const members = asset.type === 'file' ? [] : sandbox.world.children(asset);
  const base = { ...born(), name: asset.name, parentId: parent.id, projectId: parent.projectId, creatorId: personId };
  if (asset.type === 'file') {
    const copy = copyFile(
      sandbox,
      asset,
      { ...asset, ...base, metadata: new Map(options.metadata ? asset.metadata : []) },
      options,
    );
    events.emit('file.copied', { id: copy.id, type: 'file' }, copy.projectId, personId);
    return copy;
  }
  const copy =
    asset.type === 'folder'
      ? sandbox.world.addAsset<FolderAsset>({ ...base, type: 'folder', roles: new Map() })
      : sandbox.world.addAsset<StackAsset>({ ...base, type: 'version_stack', versions: [] });
  for (const member of members) copyAsset(sandbox, member, { ...options, parent: copy });
  if (copy.type === 'folder') events.emit('folder.copied', { id: copy.id, type: 'folder' }, copy.projectId, personId);
  return copy;
}

function copyFile(
  { world }: Sandbox,
  original: FileAsset,
  copy: FileAsset,
  { parent, comments }: CopyOptions,
): FileAsset {
  world.addAsset(copy);
  if (parent.type === 'version_stack') parent.versions.push(copy.id);
  if (comments === 'none') return copy;
  const ids = new Map<string, string>();
  for (const comment of world.commentsOf(original.id)) {
    if (comments !== 'all' && comment.internal !== (comments === 'internal')) continue;
    const id = randomUUID();
    ids.set(comment.id, id);
    const parentId = comment.parentId === undefined ? undefined : ids.get(comment.parentId);
    world.addComment({ ...comment, id, fileId: copy.id, ...(parentId ? { parentId } : {}) });
  }
  return copy;
}
