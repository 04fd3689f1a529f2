import { z } from 'zod';
import { forbidden, notFound, unprocessable } from '../errors.ts';
import { mediaTypeOf } from '../media-types.ts';
import type { FileAsset, FolderAsset } from '../model.ts';
import { accepted, created, ok, type Call, type Operations } from '../operation.ts';
import type { Sandbox } from '../sandbox.ts';
import { presentFile } from '../shapes.ts';
import { born } from '../store.ts';
import { bytes, name, uuid, wrapped } from '../validation.ts';
import { requireFreeName } from './folders.ts';
import { pull } from './remote-upload.ts';

const localBody = wrapped(z.strictObject({ name, file_size: bytes }));
const remoteBody = wrapped(z.strictObject({ name, source_url: z.string() }));
const importBody = wrapped(z.strictObject({ name, key: z.string().min(1), storage_location: uuid }));
const oldBody = wrapped(
  z.strictObject({ name, file_size: bytes, media_type: z.string().min(1).max(255), source_url: z.string().optional() }),
);

const ACCOUNT = '/v4/accounts/:account_id';
const FOLDER_FILES = `${ACCOUNT}/folders/:folder_id/files`;

export function uploadOperations(api: Operations): void {
  api.post(`${FOLDER_FILES}/local_upload`, {
    id: 'files.create_local_upload',
    body: localBody,
    handle(call) {
      const { name, file_size: size } = call.body.data;
      const file = createFile(call.sandbox, { folder: folderFor(call, size), name, size, creatorId: call.person.id });
      return created({ data: withUploadUrls(call.sandbox, file) });
    },
  });

  api.post(`${FOLDER_FILES}/remote_upload`, {
    id: 'files.create_remote_upload',
    body: remoteBody,
    handle(call) {
      const { name, source_url: url } = call.body.data;
      const file = createFile(call.sandbox, { folder: folderFor(call, 0), name, size: 0, creatorId: call.person.id });
      void pull(call.sandbox, file, url);
      const status = `/v4/accounts/${call.accountId}/files/${file.id}/status`;
      return accepted({ data: presentFile(call.sandbox, file), links: { status } });
    },
  });

  api.post(FOLDER_FILES, {
    id: 'files.create',
    body: oldBody,
    handle(call) {
      const { name, file_size: size, media_type: mediaType, source_url: url } = call.body.data;
      const folder = folderFor(call, size);
      const file = createFile(call.sandbox, { folder, name, size, mediaType, creatorId: call.person.id });
      if (url === undefined) return created({ data: withUploadUrls(call.sandbox, file) });
      void pull(call.sandbox, file, url);
      return accepted({ data: presentFile(call.sandbox, file) });
    },
  });

  api.post(`${FOLDER_FILES}/import`, {
    id: 'files.import_file',
    body: importBody,
    handle(call) {
      folderFor(call, 0);
      throw notFound('No storage location is configured for this account');
    },
  });

  api.get(`${ACCOUNT}/files/:file_id/status`, {
    id: 'files.show_file_upload_status',
    handle({ access, accountId, id }) {
      return ok({ data: presentUploadStatus(access.file(accountId, id('file_id'))) });
    },
  });
}

/** Where the upload goes; refused for stacks, and when the account is full. */
function folderFor({ sandbox, access, accountId, id }: Call<unknown, unknown>, size: number): FolderAsset {
  const parent = access.asset(accountId, id('folder_id'), 'edit');
  if (parent.type !== 'folder') throw unprocessable(`The entity ${parent.id} is not a folder`, '/folder_id');
  const limit = sandbox.world.accounts.get(accountId)?.storageLimit ?? Infinity;
  if (sandbox.world.storageUsage(accountId) + size > limit) {
    throw forbidden('The storage limit of the account has been reached');
  }
  return parent;
}

export interface NewFile {
  folder: FolderAsset;
  name: string;
  size: number;
  creatorId: string;
  mediaType?: string;
}

export function createFile(sandbox: Sandbox, { folder, name, size, creatorId, mediaType }: NewFile): FileAsset {
  requireFreeName(sandbox, folder, name);
  const file = sandbox.world.addAsset<FileAsset>({
    ...{ ...born(), name, parentId: folder.id, projectId: folder.projectId, creatorId },
    ...{ type: 'file', status: 'created', size, mediaType: mediaType ?? mediaTypeOf(name) },
    ...{ uploadFailed: false, uploadedAt: null, media: {}, metadata: new Map() },
  });
  sandbox.events.emit('file.created', { id: file.id, type: 'file' }, file.projectId, creatorId);
  return file;
}

function withUploadUrls(sandbox: Sandbox, file: FileAsset) {
  const { presigner, url: origin } = sandbox.storage;
  const { sizes } = sandbox.pipeline.expectUpload(file);
  const upload_urls = sizes.map((size, index) => {
    const path = `/parts/${file.id}/part_${String(index + 1)}`;
    const url = origin + presigner.upload(path, file.mediaType, size, sandbox.switches.uploadUrlTtlSeconds);
    return { size, url };
  });
  return { ...presentFile(sandbox, file), upload_urls };
}

function presentUploadStatus(file: FileAsset) {
  return {
    id: file.id,
    filetype: file.mediaType,
    upload_complete: file.status !== 'created',
    upload_failed: file.uploadFailed,
    uploaded_at: file.uploadedAt,
    upload_completed_at: file.uploadedAt,
  };
}
