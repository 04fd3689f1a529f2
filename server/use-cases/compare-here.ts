import { driftId, placeKindOf, type DriftLine } from '../domain/drift.ts';
import type { SyncAsset } from '../domain/sync-plan.ts';
import type { NuxeoDocument } from '../ports/nuxeo.ts';
import { documentsOf, pathOf } from './compare-page.ts';
import { goneLine } from './compare-unseen.ts';
import { ownersNuxeo, type Walk } from './walk.ts';

const PAGE = 100;

/**
 * The other half of a comparison: documents here that no asset is behind, those that a person renamed, moved or removed,
 * and those whose asset is gone.
 */
export async function compareHere(walk: Walk): Promise<void> {
  const { sync } = walk;
  const nuxeo = await ownersNuxeo(walk);
  const { path } = await nuxeo.documents.get(sync.folderUid);
  for (let page: number | undefined = 0; page !== undefined;) {
    const found: { documents: NuxeoDocument[]; next: number | undefined } = await nuxeo.documents.below(path, page);
    await comparePageHere(found.documents, path, walk);
    page = found.next;
  }
  await noteRemoved(walk);
  await noteGone(walk);
}

async function comparePageHere(documents: readonly NuxeoDocument[], path: string, walk: Walk): Promise<void> {
  const { sync, run, deps } = walk;
  const known = await deps.syncAssets.ofDocuments(
    sync.id,
    documents.map(({ uid }) => uid),
  );
  await deps.syncAssets.markHere(
    sync.id,
    run.id,
    documents.map(({ uid }) => uid),
  );
  const byDocument = new Map(known.map((row) => [row.documentUid, row]));
  const lines = documents.flatMap((document) => lineOf(document, byDocument.get(document.uid), path));
  await deps.drift.note(sync.id, run.id, lines);
}

function lineOf(document: NuxeoDocument, known: SyncAsset | undefined, above: string): DriftLine[] {
  const kind = known ? placeKindOf(known, document) : 'only-here';
  // Its folders are compared by what is in them.
  if (!kind || (document.isFolderish && !known)) return [];
  const path = document.path
    .slice(above.length + 1)
    .split('/')
    .slice(0, -1);
  const { uid: documentUid, title } = document;
  const about = { title, path, documentUid, assetId: known?.assetId, viewUrl: undefined, failure: undefined };
  return [{ ...about, id: driftId(kind, known?.assetId ?? documentUid), kind }];
}

/** Somebody trashed or deleted it here, or moved it out of the folder; what was in a folder went with it. */
async function noteRemoved(walk: Walk): Promise<void> {
  const { sync, run, deps } = walk;
  for (let after: string | undefined; ;) {
    const page = await deps.syncAssets.notHere(sync.id, run.id, after, PAGE);
    const elsewhere = await documentsOf(page, walk);
    const lines: DriftLine[] = [];
    for (const row of page) lines.push(await removedLine(row, elsewhere.get(String(row.documentUid)), walk));
    await deps.drift.note(sync.id, run.id, lines);
    after = page.at(-1)?.assetId;
    if (page.length < PAGE) return;
  }
}

async function removedLine(row: SyncAsset, elsewhere: NuxeoDocument | undefined, walk: Walk): Promise<DriftLine> {
  const kind = elsewhere ? 'moved-here' : 'removed-here';
  const about = { title: elsewhere?.title ?? row.title ?? row.name, path: await pathOf(row.parentId, walk) };
  const { assetId } = row;
  return { ...about, id: driftId(kind, assetId), kind, assetId, documentUid: elsewhere?.uid, ...nothingMore };
}

const nothingMore = { viewUrl: undefined, failure: undefined };

async function noteGone(walk: Walk): Promise<void> {
  const { sync, run, deps } = walk;
  for (let after: string | undefined; ;) {
    const page = await deps.syncAssets.gone(sync.id, after, PAGE);
    const lines: DriftLine[] = [];
    for (const row of page) lines.push(await goneLine(row, walk));
    await deps.drift.note(sync.id, run.id, lines);
    after = page.at(-1)?.assetId;
    if (page.length < PAGE) return;
  }
}
