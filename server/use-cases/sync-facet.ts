import type { Sync, SyncRunState } from '../domain/sync.ts';

/** The `frameiosynced:*` properties of the folder: for display and search only, nothing is decided by them. */
export function syncFacet(sync: Sync, state: SyncRunState, lastRun: Date | undefined): Record<string, unknown> {
  return {
    'frameiosynced:uid': sync.folderUid,
    'frameiosynced:syncId': sync.id,
    'frameiosynced:accountId': sync.accountId,
    'frameiosynced:workspaceId': sync.workspaceId,
    'frameiosynced:workspaceName': sync.workspaceName,
    'frameiosynced:projectId': sync.projectId,
    'frameiosynced:projectName': sync.projectName,
    'frameiosynced:folderId': sync.folderId,
    'frameiosynced:folderPath': sync.sourcePath.join('/'),
    'frameiosynced:owner': sync.owner,
    'frameiosynced:documentType': sync.documentType,
    'frameiosynced:state': state,
    'frameiosynced:lastRun': lastRun?.toISOString() ?? null,
  };
}
