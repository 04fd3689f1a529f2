import { driftId, driftKindOf, type DriftLine } from '../domain/drift.ts';
import { hasCode } from '../domain/errors.ts';
import type { SyncAsset } from '../domain/sync-plan.ts';
import { documentsOf, pathOf } from './compare-page.ts';
import type { Walk } from './walk.ts';

/** What a comparison did not see again is gone there, or went on as a version of a stack that nobody knew. */
export async function compareUnseen(row: SyncAsset, walk: Walk): Promise<void> {
  const { sync, run, deps } = walk;
  if (row.documentUid === undefined) return; // on neither side
  const stackId = row.type === 'file' ? await parentOf(row, walk) : undefined;
  const unknown = stackId === undefined ? undefined : await deps.drift.line(sync.id, driftId('only-there', stackId));
  if (!unknown) return deps.drift.note(sync.id, run.id, [await goneLine(row, walk)]);
  const document = (await documentsOf([row], walk)).get(String(row.documentUid));
  const kind = driftKindOf('version', row, document);
  await deps.drift.remove(sync.id, unknown.id);
  const line = { ...unknown, id: driftId(kind, String(stackId)), kind, documentUid: document?.uid };
  await deps.drift.note(sync.id, run.id, [line]);
}

async function parentOf({ assetId }: SyncAsset, { sync: { accountId }, frameio }: Walk): Promise<string | undefined> {
  try {
    return (await frameio.files.get({ accountId, fileId: assetId })).parentId;
  } catch (error) {
    if (!hasCode(error, 'frameio-not-found')) throw error;
    return undefined;
  }
}

export async function goneLine(row: SyncAsset, walk: Walk): Promise<DriftLine> {
  const { assetId, documentUid } = row;
  const path = await pathOf(row.parentId, walk);
  const about = { title: row.title ?? row.name, path, viewUrl: undefined, failure: undefined };
  return { ...about, id: driftId('gone-there', assetId), kind: 'gone-there', assetId, documentUid };
}
