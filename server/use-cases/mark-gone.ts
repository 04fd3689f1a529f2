import { hasCode, RuleError } from '../domain/errors.ts';
import type { SyncAsset } from '../domain/sync-plan.ts';
import type { NuxeoDocument } from '../ports/nuxeo.ts';
import type { Bringing } from './bring-asset.ts';
import { dropLeftover } from './drop-leftover.ts';
import type { ItemOutcome } from './sync-asset.ts';

/**
 * The asset is not in Frame.io's folder any more: its document stays, marked once (N122). One that went on as another
 * asset, a file as a stack or a stack as its files, is not gone. What was only begun when it went leaves nothing.
 */
export async function markGone(bringing: Bringing): Promise<ItemOutcome> {
  const { sync, item, nuxeo, deps } = bringing;
  const { syncAssets } = deps;
  const known = await syncAssets.get(sync.id, item.assetId);
  if (!known || known.state === 'gone') return { state: 'done', documentUid: known?.documentUid };
  const { documentUid } = known;
  if (documentUid === undefined) return endBegun(known, bringing);
  const others = (await syncAssets.ofDocument(sync.id, documentUid)).filter(
    ({ assetId, state }) => assetId !== item.assetId && state === 'present',
  );
  if (others.length > 0) {
    await syncAssets.forget(sync.id, [item.assetId]);
    return { state: 'done', change: 'moved', documentUid };
  }
  if (known.state !== 'linked' && known.type !== 'folder') await mark(documentUid, nuxeo);
  await syncAssets.setState(sync.id, item.assetId, 'gone');
  return { state: 'done', failure: item.failure, documentUid };
}

/** A stack whose first versions came is a document, and stays one. */
async function endBegun(known: SyncAsset, { sync, item, nuxeo, deps }: Bringing): Promise<ItemOutcome> {
  const document = await dropLeftover(known, { sync, nuxeo, deps });
  if (!document) {
    await deps.syncAssets.forget(sync.id, [known.assetId]);
    return { state: 'done', failure: item.failure, documentUid: undefined };
  }
  const { uid: documentUid, title, parentUid, mainBlob } = document;
  await mark(documentUid, nuxeo);
  const brought = { documentUid, title, parentUid, digest: mainBlob?.digest, length: mainBlob?.length };
  await deps.syncAssets.save({ ...known, ...brought, state: 'gone' }, item.runId);
  return { state: 'done', failure: item.failure, documentUid };
}

async function mark(uid: string, nuxeo: Bringing['nuxeo']): Promise<void> {
  const document = await readable(uid, nuxeo);
  if (!document?.facets.includes('FrameioAsset') || document.properties['frameioasset:state'] === 'gone') return;
  if (document.lock) throw new RuleError('locked-by-other', { params: [document.lock.owner] });
  await nuxeo.documents.update(uid, { properties: { 'frameioasset:state': 'gone' } });
}

async function readable(uid: string, nuxeo: Bringing['nuxeo']): Promise<NuxeoDocument | undefined> {
  try {
    return await nuxeo.documents.get(uid);
  } catch (error) {
    if (!hasCode(error, 'nuxeo-not-found', 'nuxeo-forbidden')) throw error;
    return undefined;
  }
}
