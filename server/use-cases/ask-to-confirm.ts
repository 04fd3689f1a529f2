import {
  sourceName,
  syncKey,
  workspacesKey,
  type AssetClaim,
  type BindingClaim,
  type SyncClaim,
} from '../domain/claim.ts';
import type { AttentionItem } from '../ports/activity-store.ts';
import type { DocumentLock, MarkedDocument } from '../ports/nuxeo.ts';
import type { Deps } from './deps.ts';

type Asked = Pick<MarkedDocument, 'uid' | 'path' | 'title'>;

/**
 * Asks who has bound the folder. The values are what that person is shown, and at their end what is not shown but must
 * be the same when they confirm.
 */
export async function askForBinding(
  { uid, path, title }: Asked,
  claim: BindingClaim,
  { activity }: Pick<Deps, 'activity'>,
): Promise<void> {
  const { actionName, documentType, workspaces, creator: person } = claim;
  const names = workspaces.map(({ workspaceName }) => workspaceName).join(', ');
  const params = [path, actionName, names, documentType, workspacesKey(workspaces)];
  await activity.raise({ code: 'binding-unconfirmed', params, person, ...at(uid), title });
}

/** Asks the owner of the synchronisation, in the same way. */
export async function askForSync(
  { uid, path, title }: Asked,
  claim: SyncClaim,
  { activity }: Pick<Deps, 'activity'>,
): Promise<void> {
  const { workspaceName, documentType, owner: person } = claim;
  const params = [path, sourceName(claim), workspaceName, documentType, syncKey(claim)];
  await activity.raise({ code: 'sync-unconfirmed', params, person, ...at(uid), title });
}

/** Asks who holds the lock: that is Nuxeo's word, whatever the properties say. */
export async function askForReview(
  { uid, title, lock }: Asked & { readonly lock: DocumentLock },
  { accountId, fileId, fileName }: Pick<AssetClaim, 'accountId' | 'fileId' | 'fileName'>,
  { activity }: Pick<Deps, 'activity'>,
): Promise<void> {
  const params = [title, fileName, `${accountId}/${fileId}`];
  await activity.raise({ code: 'review-unconfirmed', params, person: lock.owner, ...at(uid), title });
}

function at(documentUid: string): Pick<AttentionItem, 'documentUid' | 'bindingId' | 'jobId'> {
  return { documentUid, bindingId: undefined, jobId: undefined };
}
