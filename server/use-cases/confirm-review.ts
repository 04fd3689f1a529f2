import type { Binding } from '../domain/binding.ts';
import { assetClaim, type AssetClaim } from '../domain/claim.ts';
import { RuleError } from '../domain/errors.ts';
import { onlyDocument } from '../domain/publish-identity.ts';
import type { Review } from '../domain/review.ts';
import type { AttentionItem } from '../ports/activity-store.ts';
import type { FrameioFile } from '../ports/frameio.ts';
import type { NuxeoDocument } from '../ports/nuxeo.ts';
import { askForReview } from './ask-to-confirm.ts';
import type { BindCaller } from './bind-folder.ts';
import type { Deps } from './deps.ts';
import { nearestBinding } from './find-binding.ts';
import { requireConnected, requireService } from './guards.ts';
import { claimedAsset, linkOf, type ClaimedAsset } from './restore-links.ts';

type Confirmed = Pick<AttentionItem, 'id' | 'params' | 'documentUid'>;
type ConfirmDeps = Pick<Deps, 'bindings' | 'reviews' | 'frameio' | 'tokens' | 'providers' | 'activity' | 'clock'>;

/**
 * Takes a document back into review, because the owner of its lock says that it is. From then on it comes back in
 * their name: so the file is read with their own connection, and must be what they were shown.
 *
 * @throws RuleError `not-in-review` when it is not locked by this person any more; `folder-not-bound` as long as the
 *   binding has not been confirmed; `asset-outside-binding`, `asset-not-found`, `claim-changed`.
 */
export async function confirmReview(item: Confirmed, caller: BindCaller, deps: ConfirmDeps): Promise<void> {
  const { person, nuxeo } = caller;
  await requireService(deps);
  await requireConnected(person.username, deps);
  const document = await nuxeo.documents.get(String(item.documentUid));
  if (await deps.reviews.get(document.uid)) return deps.activity.settle({ id: item.id });
  const claim = await stillInReview(document, item, caller, deps);
  const binding = await nearestBinding(document.uid, nuxeo, deps);
  const frameio = await deps.frameio.as(person.username, { interactive: true });
  const asset = await claimedAsset(claim, binding, frameio, new Map());
  await requireAsShown(item, document, { ...claim, fileName: asset.file.name }, deps);

  const link = linkOf(document.uid, asset, binding);
  onlyDocument([link, ...(await deps.reviews.links(binding.id, claim, [link.rootId, ...link.memberIds]))]);
  await deps.reviews.saveLink(link);
  await deps.reviews.save(reviewOf(document, claim, asset, binding, caller, deps));
  await deps.activity.settle({ id: item.id });
  const line = { kind: 'confirmed', title: document.title, documentUid: document.uid } as const;
  await deps.activity.append({ ...line, person: person.username, bindingId: binding.id });
}

async function stillInReview(
  document: NuxeoDocument,
  { id }: Confirmed,
  { person }: BindCaller,
  { activity }: ConfirmDeps,
): Promise<AssetClaim> {
  const claim = assetClaim(document);
  const isClaim = claim !== 'copied' && claim !== 'incomplete' && claim.state === 'in-review';
  if (isClaim && document.lock?.owner === person.username) return claim;
  await activity.settle({ id });
  throw new RuleError('not-in-review');
}

async function requireAsShown(
  { params: [, fileName, key] }: Confirmed,
  { uid, path, title, lock }: NuxeoDocument,
  claim: AssetClaim,
  deps: ConfirmDeps,
): Promise<void> {
  if (claim.fileName === fileName && `${claim.accountId}/${claim.fileId}` === key) return;
  if (lock) await askForReview({ uid, path, title, lock }, claim, deps);
  throw new RuleError('claim-changed', { params: [title] });
}

function reviewOf(
  document: NuxeoDocument,
  claim: AssetClaim,
  { file, stackId, folderId, workspaceId }: ClaimedAsset,
  { id: bindingId }: Binding,
  { person }: BindCaller,
  { clock }: ConfirmDeps,
): Review {
  const { uid: documentUid, lock } = document;
  return {
    ...{ documentUid, bindingId, workspaceId, folderId, stackId },
    ...{ accountId: claim.accountId, projectId: file.projectId, fileId: file.id, sent: claim.sent },
    person: person.username,
    state: 'in-review',
    lock: lock && { owner: lock.owner, createdAt: lock.createdAt },
    versionMadeOf: broughtAlready(document, file),
    failure: undefined,
    startedAt: clock.now(),
    updatedAt: clock.now(),
  };
}

/** A version that was made while the lock stayed: its record is of the very file that the document names. */
function broughtAlready({ properties }: NuxeoDocument, { id }: FrameioFile): string | undefined {
  return properties['frameioreview:fileId'] === id ? id : undefined;
}
