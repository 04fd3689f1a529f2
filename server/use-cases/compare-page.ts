import { driftId, driftKindOf, isFailing, type DriftLine } from '../domain/drift.ts';
import type { Failure } from '../domain/errors.ts';
import { changeOf, fingerprintOf, type SyncAsset } from '../domain/sync-plan.ts';
import type { SyncChange } from '../domain/sync.ts';
import type { FrameioAsset, FrameioFolder } from '../ports/frameio.ts';
import type { NuxeoDocument } from '../ports/nuxeo.ts';
import type { WalkFolder } from '../ports/sync-asset-store.ts';
import { ownersNuxeo, type Walk } from './walk.ts';

type Listed = Exclude<FrameioAsset, FrameioFolder>;
interface Difference {
  readonly asset: Listed;
  readonly change: SyncChange;
  readonly known: SyncAsset | undefined;
}

/**
 * A page of a comparison: nothing is written on either side. Documents are read only where Frame.io says something new,
 * to tell what is newer there from what was changed in both.
 */
export async function comparePage(
  page: readonly FrameioAsset[],
  known: ReadonlyMap<string, SyncAsset>,
  folder: WalkFolder,
  walk: Walk,
): Promise<void> {
  const differences = page.flatMap((asset) => differenceOf(asset, known.get(asset.id)));
  const documents = await documentsOf(
    differences.flatMap(({ known: row }) => row ?? []),
    walk,
  );
  const ids = differences.map(({ asset }) => asset.id);
  const failures = ids.length === 0 ? noFailures : await walk.deps.syncs.lastFailures(walk.sync.id, ids);
  const path = ids.length === 0 ? [] : await pathOf(folder.assetId, walk);
  const lines = differences.map(({ asset, change, known: row }): DriftLine => {
    const document = row?.documentUid === undefined ? undefined : documents.get(row.documentUid);
    const found = driftKindOf(change, row, document);
    const failure = isFailing(found) ? failures.get(asset.id) : undefined;
    const kind = failure ? 'failed' : found;
    const there = { assetId: asset.id, viewUrl: asset.viewUrl, title: asset.name, path, failure };
    return { ...there, id: driftId(kind, asset.id), kind, documentUid: document?.uid };
  });
  await walk.deps.drift.note(walk.sync.id, walk.run.id, lines);
  const told = differences.flatMap(({ known: row }) => row?.documentUid ?? []);
  await walk.deps.syncAssets.markHere(walk.sync.id, walk.run.id, told);
}

const noFailures: ReadonlyMap<string, Failure> = new Map();

function differenceOf(asset: FrameioAsset, known: SyncAsset | undefined): Difference[] {
  if (asset.type === 'folder' || known?.state === 'linked') return [];
  const change = changeOf(fingerprintOf(asset), known);
  return change ? [{ asset, change, known }] : [];
}

export async function documentsOf(rows: readonly SyncAsset[], walk: Walk): Promise<Map<string, NuxeoDocument>> {
  const uids = rows.flatMap(({ documentUid }) => documentUid ?? []);
  if (uids.length === 0) return new Map();
  const nuxeo = await ownersNuxeo(walk);
  const documents = (await nuxeo.documents.getMany(uids)).filter(({ isTrashed }) => !isTrashed);
  return new Map(documents.map((document) => [document.uid, document]));
}

/** Names from the synchronised folder down to this one. */
export async function pathOf(folderId: string | undefined, { sync, deps }: Walk): Promise<string[]> {
  const names: string[] = [];
  for (let id = folderId; id !== undefined && id !== sync.folderId;) {
    const row = await deps.syncAssets.get(sync.id, id);
    if (row) names.unshift(row.name);
    id = row?.parentId;
  }
  return names;
}
