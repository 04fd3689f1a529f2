import { hasCode } from '../../domain/errors.ts';
import type { ResourceRef } from '../../domain/refs.ts';
import type { Frameio, FrameioAsset, FrameioStack } from '../../ports/frameio.ts';
import { hasStatus } from './errors.ts';

type Resources = Pick<Frameio, 'folders' | 'files' | 'versionStacks'>;

/**
 * What an action points at. On a stack Frame.io may send the stack's id or its
 * head file's, under either type: what is not the one is looked for as the other.
 */
export async function resolveResource(resource: ResourceRef, resources: Resources): Promise<FrameioAsset> {
  const { accountId, id } = resource;
  switch (resource.type) {
    case 'folder':
      return resources.folders.get({ accountId, folderId: id });
    case 'version_stack':
      return (await stackOrNothing(accountId, id, resources)) ?? fileOrItsStack(accountId, id, resources);
    case 'file':
      return fileOrItsStack(accountId, id, resources).catch((error: unknown) => {
        if (isAnotherKind(error)) return resources.versionStacks.get({ accountId, stackId: id });
        throw error;
      });
  }
}

async function fileOrItsStack(accountId: string, fileId: string, resources: Resources): Promise<FrameioAsset> {
  const file = await resources.files.get({ accountId, fileId });
  const stack = file.parentId && (await stackOrNothing(accountId, file.parentId, resources));
  return stack || file;
}

/** Of a parent that is a folder, perhaps one that this connection may not see. */
async function stackOrNothing(
  accountId: string,
  stackId: string,
  resources: Resources,
): Promise<FrameioStack | undefined> {
  try {
    return await resources.versionStacks.get({ accountId, stackId });
  } catch (error) {
    if (hasCode(error, 'frameio-not-found', 'frameio-forbidden')) return undefined;
    throw error;
  }
}

/** A file's id that is a stack's is answered with 422 (400 means the same), or with 404. */
const isAnotherKind = (error: unknown) => hasCode(error, 'frameio-not-found') || hasStatus(error, 400, 422);
