import type { Selectable } from 'kysely';
import type { Sync } from '../domain/sync.ts';
import { nullable, present } from './columns.ts';
import type { SyncsTable } from './tables.ts';

export function toSync(row: Selectable<SyncsTable>): Sync {
  return {
    id: row.id,
    folderUid: row.folder_uid,
    folderPath: row.folder_path,
    accountId: row.account_id,
    workspaceId: row.workspace_id,
    workspaceName: row.workspace_name,
    projectId: row.project_id,
    projectName: row.project_name,
    folderId: row.folder_id,
    sourcePath: row.source_path,
    sourceIds: row.source_ids,
    viewUrl: row.view_url,
    owner: row.owner,
    documentType: row.document_type,
    createdAt: row.created_at,
    removedAt: present(row.removed_at),
  };
}

export function toSyncRow(sync: Sync) {
  return {
    id: sync.id,
    folder_uid: sync.folderUid,
    folder_path: sync.folderPath,
    account_id: sync.accountId,
    workspace_id: sync.workspaceId,
    workspace_name: sync.workspaceName,
    project_id: sync.projectId,
    project_name: sync.projectName,
    folder_id: sync.folderId,
    source_path: [...sync.sourcePath],
    source_ids: [...sync.sourceIds],
    view_url: sync.viewUrl,
    owner: sync.owner,
    document_type: sync.documentType,
    created_at: sync.createdAt,
    removed_at: nullable(sync.removedAt),
  };
}
