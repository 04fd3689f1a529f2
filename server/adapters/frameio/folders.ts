import { z } from 'zod';
import type { FolderRef } from '../../domain/refs.ts';
import type { Frameio, FrameioAsset } from '../../ports/frameio.ts';
import { path, type Api, type ApiRequest } from './api.ts';
import { toAsset, toFolder } from './asset-mappers.ts';
import { FOLDER_PAGE_SIZE, page, pages } from './paging.ts';
import { childPayload, folderPayload, unknownChildPayload } from './payloads.ts';

export function folderResource(api: Api): Frameio['folders'] {
  return {
    async get(folder) {
      const request = { operation: 'folders.show', method: 'GET', path: pathOf(folder) } as const;
      return toFolder(folder, await api.one({ ...request, query: { include: 'creator' } }, folderPayload));
    },
    async list(folder, after) {
      const { items, next } = await page(api, subfolders(folder), folderPayload, after);
      return { folders: items.map((payload) => toFolder(folder, payload)), next };
    },
    children: (folder, { withProject = false } = {}) =>
      children(api, folder, withProject ? 'metadata,creator,project' : 'metadata,creator'),
    async contents(folder, after) {
      const { items, next } = await page(api, everythingIn(folder, 'creator'), anyChild, after);
      return { assets: items.flatMap((item) => assetOf(folder, item)), next };
    },
    async create(parent, name) {
      const resource = `${pathOf(parent)}/folders`;
      const request = { operation: 'folders.create', method: 'POST', path: resource } as const;
      return toFolder(parent, await api.one({ ...request, data: { name } }, folderPayload));
    },
  };
}

const pathOf = ({ accountId, folderId }: FolderRef) => path`/v4/accounts/${accountId}/folders/${folderId}`;

const subfolders = (folder: FolderRef): ApiRequest => ({
  operation: 'folders.list',
  method: 'GET',
  path: `${pathOf(folder)}/folders`,
  query: { page_size: FOLDER_PAGE_SIZE, include: 'creator' },
});

/** Never with links to the originals: one that may not be downloaded fails the whole list. */
const everythingIn = (folder: FolderRef, include: string): ApiRequest => ({
  operation: 'folders.index',
  method: 'GET',
  path: `${pathOf(folder)}/children`,
  query: { page_size: FOLDER_PAGE_SIZE, include },
});

const anyChild = z.union([childPayload, unknownChildPayload]);

function assetOf(folder: FolderRef, item: z.infer<typeof anyChild>): FrameioAsset[] {
  const asset = item && toAsset(folder, item);
  return asset ? [asset] : [];
}

async function* children(api: Api, folder: FolderRef, include: string): AsyncGenerator<FrameioAsset> {
  for await (const items of pages(api, everythingIn(folder, include), anyChild)) {
    for (const item of items) yield* assetOf(folder, item);
  }
}
