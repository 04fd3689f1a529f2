import type { FileRef, FolderRef, StackRef } from '../../domain/refs.ts';
import type { Frameio } from '../../ports/frameio.ts';
import type { HttpClient } from '../http/http-client.ts';
import { path, type Api, type ApiRequest } from './api.ts';
import { toFile } from './asset-mappers.ts';
import { ignoreMissing } from './errors.ts';
import { createFileSource } from './file-source.ts';
import { everything, FOLDER_PAGE_SIZE } from './paging.ts';
import { filePayload, uploadPayload, uploadStatusPayload } from './payloads.ts';
import { createUploadTarget, sealTarget } from './upload-target.ts';

export interface FileOptions {
  /** For presigned hosts: never sees our token. */
  readonly storage: HttpClient;
}

export function fileResource(api: Api, { storage }: FileOptions): Frameio['files'] {
  return {
    async get(file) {
      const request = { operation: 'files.show', method: 'GET', path: pathOf(file) } as const;
      return toFile(file, await api.one({ ...request, query: { include: 'metadata,creator' } }, filePayload));
    },
    async named(folder, name) {
      const files = await everything(api, newestFilesOf(folder), filePayload);
      return files.filter((file) => file.name === name).map((payload) => toFile(folder, payload));
    },
    async beginUpload(folder, name, length) {
      const resource = `${folderPath(folder)}/files/local_upload`;
      const request = { operation: 'files.create_local_upload', method: 'POST', path: resource } as const;
      const payload = await api.one({ ...request, data: { name, file_size: length } }, uploadPayload);
      return { file: toFile(folder, payload), target: sealTarget(payload) };
    },
    async remoteUpload(folder, name, sourceUrl) {
      const resource = `${folderPath(folder)}/files/remote_upload`;
      const request = { operation: 'files.create_remote_upload', method: 'POST', path: resource } as const;
      return toFile(folder, await api.one({ ...request, data: { name, source_url: sourceUrl } }, filePayload));
    },
    uploadTarget: (target) => createUploadTarget(target, storage),
    async uploadStatus(file) {
      const resource = `${pathOf(file)}/status`;
      const request = { operation: 'files.show_file_upload_status', method: 'GET', path: resource } as const;
      const payload = await api.one(request, uploadStatusPayload);
      return { complete: payload.upload_complete, failed: payload.upload_failed };
    },
    source: (file) => createFileSource(file, { api, storage }),
    async move(file, to) {
      const request = { operation: 'files.move', method: 'PATCH', path: `${pathOf(file)}/move` } as const;
      return toFile(file, await api.one({ ...request, data: { parent_id: containerId(to) } }, filePayload));
    },
    async delete(file) {
      const request = { operation: 'files.delete', method: 'DELETE', path: pathOf(file) } as const;
      await api.send(request).catch(ignoreMissing);
    },
  };
}

const pathOf = ({ accountId, fileId }: FileRef) => path`/v4/accounts/${accountId}/files/${fileId}`;
const folderPath = ({ accountId, folderId }: FolderRef) => path`/v4/accounts/${accountId}/folders/${folderId}`;
const containerId = (to: FolderRef | StackRef) => ('folderId' in to ? to.folderId : to.stackId);

const newestFilesOf = (folder: FolderRef): ApiRequest => ({
  operation: 'files.list',
  method: 'GET',
  path: `${folderPath(folder)}/files`,
  query: { page_size: FOLDER_PAGE_SIZE, include: 'creator', sort: 'created_at_desc' },
});
