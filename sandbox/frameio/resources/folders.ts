import { z } from 'zod';
import { timestamp } from '../clock.ts';
import { badRequest, conflict, unprocessable } from '../errors.ts';
import type { Asset, FolderAsset } from '../model.ts';
import { accepted, created, noContent, ok, type Call, type Operations, type Reply } from '../operation.ts';
import { pageOf, sorted, type PageQuery } from '../paging.ts';
import type { Sandbox } from '../sandbox.ts';
import { ASSET_INCLUDES, FILE_INCLUDES, presentAsset, presentFolder, type AssetIncludes } from '../shapes.ts';
import { born } from '../store.ts';
import { flag, frameOrAdobeId, listOf, name, oneOf, pagedQuery, query, wrapped } from '../validation.ts';
import { copyAsset } from './copies.ts';

const ASSET_TYPES = ['file', 'folder', 'version_stack'] as const;
const FILE_SORTS = [
  ...(['name_asc', 'created_at_asc', 'updated_at_asc', 'file_size_asc'] as const),
  ...(['name_desc', 'created_at_desc', 'updated_at_desc', 'file_size_desc'] as const),
] as const;

const folderIncludes = listOf(ASSET_INCLUDES);
const fileIncludes = listOf(FILE_INCLUDES);
const nameBody = wrapped(z.strictObject({ name: name.optional() }));
export const parentBody = wrapped(z.strictObject({ parent_id: frameOrAdobeId.optional() }));
export const copyBody = z.strictObject({ data: z.strictObject({ parent_id: frameOrAdobeId.optional() }).optional() });

const ACCOUNT = '/v4/accounts/:account_id';
const ONE = `${ACCOUNT}/folders/:folder_id`;

export function folderOperations(api: Operations): void {
  folderLists(api);
  folderChanges(api);

  api.get(ONE, {
    id: 'folders.show',
    query: query({ include: folderIncludes }),
    handle({ sandbox, access, accountId, query, id }) {
      return ok({ data: presentAsset(sandbox, access, access.folder(accountId, id('folder_id')), query.include) });
    },
  });

  api.post(`${ONE}/folders`, {
    id: 'folders.create',
    body: nameBody,
    handle({ sandbox, access, accountId, person, body, id }) {
      const parent = access.folder(accountId, id('folder_id'), 'edit');
      const folder = createFolder(sandbox, parent, body.data.name ?? 'New Folder', person.id);
      return created({ data: presentFolder(sandbox, folder) });
    },
  });
}

function folderLists(api: Operations): void {
  api.get(`${ONE}/children`, {
    id: 'folders.index',
    query: pagedQuery({ include: fileIncludes, type: listOf(ASSET_TYPES) }, 500),
    handle(call) {
      const wanted = call.query.type.size > 0 ? call.query.type : new Set(ASSET_TYPES);
      return listed(call, (asset) => wanted.has(asset.type));
    },
  });
  api.get(`${ONE}/files`, {
    id: 'files.list',
    query: pagedQuery({ include: fileIncludes, sort: oneOf(FILE_SORTS) }, 500),
    handle: (call) => listed(call, (asset) => asset.type === 'file', call.query.sort),
  });
  api.get(`${ONE}/folders`, {
    id: 'folders.list',
    query: pagedQuery({ include: folderIncludes }, 500),
    handle: (call) => listed(call, (asset) => asset.type === 'folder'),
  });
  api.get(`${ONE}/version_stacks`, {
    id: 'version_stacks.list',
    query: pagedQuery({ include: fileIncludes }, 500),
    handle: (call) => listed(call, (asset) => asset.type === 'version_stack'),
  });
}

function listed(
  { sandbox, access, accountId, query, path, id }: Call<PageQuery & { include: AssetIncludes }, unknown>,
  wanted: (asset: Asset) => boolean,
  sort?: string,
): Reply {
  const folder = access.folder(accountId, id('folder_id'));
  const found = inOrder(sandbox, sandbox.world.children(folder).filter(wanted));
  const ordered = sorted(found, sort, {
    name: (asset) => asset.name,
    created_at: (asset) => asset.createdAt,
    updated_at: (asset) => asset.updatedAt,
    file_size: (asset) => (asset.type === 'file' ? asset.size : 0),
  });
  return ok(pageOf(ordered, path, query, (asset) => presentAsset(sandbox, access, asset, query.include)));
}

/** The order of children is not documented: a switch. */
export function inOrder(sandbox: Sandbox, assets: Asset[]): Asset[] {
  return sandbox.switches.childrenOrder === 'newest-first' ? assets.toReversed() : assets;
}

function folderChanges(api: Operations): void {
  api.patch(ONE, {
    id: 'folders.update',
    body: nameBody,
    handle({ sandbox, access, accountId, person, body, id }) {
      const folder = access.folder(accountId, id('folder_id'), 'edit');
      Object.assign(folder, { name: body.data.name ?? folder.name, updatedAt: timestamp() });
      sandbox.events.emit('folder.updated', { id: folder.id, type: 'folder' }, folder.projectId, person.id);
      return ok({ data: presentFolder(sandbox, folder) });
    },
  });

  api.delete(ONE, {
    id: 'folders.delete',
    handle({ sandbox, access, accountId, person, id }) {
      const folder = access.folder(accountId, id('folder_id'), 'edit');
      if (folder.parentId === null) throw badRequest('The root folder of a project cannot be deleted');
      sandbox.events.emit('folder.deleted', { id: folder.id, type: 'folder' }, folder.projectId, person.id);
      sandbox.world.removeAsset(folder);
      return noContent;
    },
  });

  api.patch(`${ONE}/move`, {
    id: 'folders.move',
    body: parentBody,
    handle({ sandbox, access, accountId, person, body, id }) {
      const folder = access.folder(accountId, id('folder_id'), 'edit');
      if (folder.parentId === null) throw badRequest('The root folder of a project cannot be moved');
      const parent = access.folder(accountId, body.data.parent_id ?? folder.parentId, 'edit');
      if (sandbox.world.subtree(folder).includes(parent)) {
        throw unprocessable('A folder cannot be moved into itself', '/data/parent_id');
      }
      sandbox.world.moveAsset(folder, parent);
      sandbox.events.emit('folder.updated', { id: folder.id, type: 'folder' }, folder.projectId, person.id);
      return ok({ data: presentFolder(sandbox, folder) });
    },
  });

  api.post(`${ONE}/copy`, {
    id: 'folders.copy',
    query: query({ copy_metadata: flag }),
    body: copyBody,
    handle({ sandbox, access, accountId, person, query, body, id }) {
      const folder = access.folder(accountId, id('folder_id'), 'edit');
      const parentId = body.data?.parent_id ?? folder.parentId ?? folder.id;
      const parent = access.folder(accountId, parentId, 'edit');
      const large = sandbox.world.subtree(folder).length > sandbox.switches.largeCopyThreshold;
      const options = { parent, personId: person.id, metadata: query.copy_metadata, comments: 'none' as const };
      const copy = copyAsset(sandbox, folder, options);
      return large ? accepted({}) : ok({ data: presentFolder(sandbox, copy as FolderAsset) });
    },
  });
}

export function createFolder(sandbox: Sandbox, parent: FolderAsset, name: string, creatorId: string): FolderAsset {
  requireFreeName(sandbox, parent, name);
  const base = { ...born(), name, parentId: parent.id, projectId: parent.projectId, creatorId };
  const folder = sandbox.world.addAsset<FolderAsset>({ ...base, type: 'folder', roles: new Map() });
  sandbox.events.emit('folder.created', { id: folder.id, type: 'folder' }, folder.projectId, creatorId);
  return folder;
}

/** Whether two assets in one folder may have the same name is not documented: a switch. */
export function requireFreeName({ world, switches }: Sandbox, parent: FolderAsset, name: string): void {
  if (switches.duplicateNames === 'allowed') return;
  if (world.children(parent).some((child) => child.name === name)) throw conflict(`${name} exists in this folder`);
}
