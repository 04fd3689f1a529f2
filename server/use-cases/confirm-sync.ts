import { sourceName, syncClaim, syncKey, type SyncClaim } from '../domain/claim.ts';
import { RuleError } from '../domain/errors.ts';
import type { AttentionItem } from '../ports/activity-store.ts';
import type { NuxeoDocument } from '../ports/nuxeo.ts';
import { askForSync } from './ask-to-confirm.ts';
import type { BindCaller } from './bind-folder.ts';
import type { Deps } from './deps.ts';
import { requireConnected, requireService } from './guards.ts';
import { syncFolder, type SyncFolderDeps } from './sync-folder.ts';
import { sourceOf } from './sync-source.ts';

type Confirmed = Pick<AttentionItem, 'id' | 'params' | 'documentUid'>;

/**
 * Synchronises a folder anew as its facet says, because its owner has read it and says so. Their own rights and connection
 * count, exactly as if they had filled in the form; the first run finds the documents that are there.
 *
 * @throws RuleError `claim-changed` when the facet says something else by now: then it is asked again.
 */
export async function confirmSync(item: Confirmed, caller: BindCaller, deps: SyncFolderDeps): Promise<void> {
  await requireService(deps);
  await requireConnected(caller.person.username, deps);
  const folder = await caller.nuxeo.documents.get(String(item.documentUid));
  if (await deps.syncs.ofFolder(folder.uid)) return deps.activity.settle({ id: item.id });
  const claim = syncClaim(folder);
  if (claim === 'copied' || claim === 'incomplete') {
    await deps.activity.settle({ id: item.id });
    throw new RuleError('folder-not-synced');
  }
  await requireAsShown(item, folder, await named(claim, caller, deps), deps);

  await syncFolder({ folderUid: folder.uid, target: claim, documentType: claim.documentType }, caller, deps);
  await deps.activity.settle({ id: item.id });
}

/** With the names that the source has in Frame.io: those in the facet may be anything. */
async function named(claim: SyncClaim, { person }: BindCaller, { frameio }: Pick<Deps, 'frameio'>): Promise<SyncClaim> {
  const source = await sourceOf(claim, await frameio.as(person.username, { interactive: true }));
  const { workspaceName, projectName, sourcePath } = source;
  return { ...claim, workspaceName, projectName, folderPath: sourcePath.join('/') };
}

/** What is synchronised is what the person has read, and not what somebody wrote there since. The path is Nuxeo's word. */
async function requireAsShown(
  { params: [, source, workspaceName, documentType, key] }: Confirmed,
  folder: NuxeoDocument,
  claim: SyncClaim,
  deps: Pick<Deps, 'activity'>,
): Promise<void> {
  const isSame =
    sourceName(claim) === source &&
    claim.workspaceName === workspaceName &&
    claim.documentType === documentType &&
    syncKey(claim) === key;
  if (isSame) return;
  await askForSync(folder, claim, deps);
  throw new RuleError('claim-changed', { params: [folder.title] });
}
