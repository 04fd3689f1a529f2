import { RuleError } from '../domain/errors.ts';
import type { Sync } from '../domain/sync.ts';
import type { Nuxeo, NuxeoDocument, NuxeoPerson } from '../ports/nuxeo.ts';
import type { BindCaller } from './bind-folder.ts';
import type { Deps } from './deps.ts';
import { requireConnected, requireService } from './guards.ts';
import { freeFolder, requireStillFree } from './nearby-folders.ts';
import { startRun } from './start-run.ts';
import { syncFacet } from './sync-facet.ts';
import { requireFreeSource, sourceOf, type SyncSource, type SyncTarget } from './sync-source.ts';
import { tendSoon } from './tend-webhooks.ts';

export interface SyncRequest {
  readonly folderUid: string;
  readonly target: SyncTarget;
  readonly documentType: string;
}
export type SyncFolderDeps = Pick<
  Deps,
  'bindings' | 'syncs' | 'frameio' | 'tokens' | 'providers' | 'activity' | 'queue' | 'clock' | 'ids'
>;

/**
 * Keeps a folder of Frame.io in this one from now on; the first run starts. What an earlier synchronisation of the same
 * two folders made is found again.
 *
 * @throws RuleError for what the person can correct.
 */
export async function syncFolder(request: SyncRequest, caller: BindCaller, deps: SyncFolderDeps): Promise<Sync> {
  const { person, nuxeo } = caller;
  await requireService(deps);
  await requireConnected(person.username, deps);
  const folder = await freeFolder(request.folderUid, nuxeo, deps);
  await requireType(request, nuxeo);
  const source = await sourceOf(request.target, await deps.frameio.as(person.username, { interactive: true }));
  await requireFreeSource({ ...request.target, ...source }, undefined, deps);

  const sync = newSync(request, source, folder, person, deps);
  await deps.syncs.create(sync);
  try {
    await requireStillFree(folder, 'synced', nuxeo, deps);
    await requireFreeSource(sync, sync.id, deps);
    await nuxeo.documents.addFacet(folder.uid, 'FrameioSynced', syncFacet(sync, 'queued', undefined));
  } catch (error) {
    await deps.syncs.delete(sync.id);
    throw error;
  }
  await deps.syncs.inherit(sync);
  const about = { title: folder.title, documentUid: folder.uid, bindingId: sync.id };
  await deps.activity.append({ ...about, kind: 'sync-set-up', person: person.username });
  await tendSoon(`synced:${sync.id}`, deps);
  await startRun(sync, { trigger: 'created', mode: 'sync', scope: 'all', by: person.username }, deps);
  return sync;
}

async function requireType({ folderUid, documentType }: SyncRequest, nuxeo: Nuxeo): Promise<void> {
  if ((await nuxeo.documents.creatableTypes(folderUid)).includes(documentType)) return;
  throw new RuleError('document-type-not-allowed', { params: [documentType], field: 'documentType' });
}

function newSync(
  { target, documentType }: SyncRequest,
  source: SyncSource,
  folder: NuxeoDocument,
  person: NuxeoPerson,
  { clock, ids }: Pick<Deps, 'clock' | 'ids'>,
): Sync {
  const { accountId, workspaceId, projectId, folderId } = target;
  return {
    ...{ id: ids.uuid(), folderUid: folder.uid, folderPath: folder.path, documentType, ...source },
    ...{ accountId, workspaceId, projectId, folderId },
    owner: person.username,
    createdAt: clock.now(),
    removedAt: undefined,
  };
}
