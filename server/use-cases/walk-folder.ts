import { hasCode, RuleError } from '../domain/errors.ts';
import { changeOf, fingerprintOf, headOfListed, nothingBrought, type SyncAsset } from '../domain/sync-plan.ts';
import type { FrameioAsset, FrameioFolder } from '../ports/frameio.ts';
import type { WalkFolder } from '../ports/sync-asset-store.ts';
import { comparePage } from './compare-page.ts';
import { toPayload } from './listed-asset.ts';
import { followFolder, openedFolder } from './sync-folder-document.ts';
import { addItem, enqueueAsset, failedItem, isRefusal, itemOf, sourceGone, type Walk } from './walk.ts';

const PAGE = 500;
const MAX_DEPTH = 50;

/** @throws RuleError `sync-source-gone` when it is the source itself that cannot be listed. */
export async function walkFolder(folder: WalkFolder, walk: Walk): Promise<void> {
  const { sync, run, frameio, deps } = walk;
  try {
    const place = { accountId: sync.accountId, folderId: folder.assetId };
    const children = frameio.folders.children(place, { withProject: !walk.project.isActive });
    for await (const page of inPages(children)) {
      await requireActive(page[0], walk);
      if (page.length > 0) await walkPage(page, folder, walk);
    }
  } catch (error) {
    if (!hasCode(error, 'frameio-not-found', 'frameio-forbidden')) throw error;
    if (folder.assetId === sync.folderId) throw sourceGone(sync, error);
    // It went while we walked, which its parent's next listing tells; or it is not for the owner's eyes.
    if (hasCode(error, 'frameio-forbidden')) await addItem(failedItem(folder.assetId, folder.name, error, walk), walk);
  }
  await deps.syncAssets.markWalked(sync.id, run.id, folder.assetId);
  walk.counts.folders += 1;
}

/**
 * Once for each walk, also where nothing changed: who waits for something new is told why nothing comes. The listing
 * says it with each asset; only where it has none the project is asked for.
 *
 * @throws RuleError `project-archived`.
 */
async function requireActive(listed: FrameioAsset | undefined, walk: Walk): Promise<void> {
  if (walk.project.isActive) return;
  const project = listed?.project ?? (await readableProject(walk));
  if (project?.active === false) throw new RuleError('project-archived', { params: [project.name] });
  walk.project.isActive = true;
}

async function readableProject({ sync, frameio }: Walk) {
  try {
    return await frameio.projects.get(sync);
  } catch (error) {
    if (!hasCode(error, 'frameio-not-found', 'frameio-forbidden')) throw error;
    return undefined;
  }
}

async function* inPages(children: AsyncIterable<FrameioAsset>): AsyncGenerator<FrameioAsset[]> {
  let page: FrameioAsset[] = [];
  for await (const child of children) {
    page.push(child);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  yield page; // also an empty one
}

/** One read of what is known, one write of what was seen; more only for what differs. */
async function walkPage(page: readonly FrameioAsset[], folder: WalkFolder, walk: Walk): Promise<void> {
  const { sync, run, deps } = walk;
  const ids = page.map(({ id }) => id);
  const known = new Map((await deps.syncAssets.known(sync.id, ids)).map((row) => [row.assetId, row]));
  await deps.syncAssets.markSeen(sync.id, run.id, ids);
  const shut = new Set<string>();
  const linked = await linkedIds(page, known, walk);
  if (run.mode === 'compare') await comparePage(page, known, folder, walk);
  for (const child of page) {
    const row = known.get(child.id);
    if (run.mode === 'compare') await keepWalking(child, row, walk);
    else if (child.type !== 'folder') await seeAsset(child, row, linked, folder, walk);
    else if (!(await seeFolder(child, row, folder, walk))) shut.add(child.id);
  }
  walk.counts.assets += page.filter(({ type }) => type !== 'folder').length;
  const below = page.filter(({ type, id }) => type === 'folder' && !shut.has(id) && isWanted(known.get(id), folder));
  const starts = below.map(({ id }) => ({ folderId: id, deep: true }));
  await deps.syncAssets.want(sync.id, run.id, starts);
}

/** Files that are in a document already, of which only the link is known: their bytes do not move again. */
async function linkedIds(
  page: readonly FrameioAsset[],
  known: ReadonlyMap<string, SyncAsset>,
  { sync, run, deps }: Walk,
): Promise<ReadonlySet<string>> {
  const unknown = page.filter(({ id, type }) => type !== 'folder' && !known.has(id));
  if (run.mode === 'compare' || unknown.length === 0) return new Set();
  const links = await deps.reviews.links(
    sync.id,
    sync,
    unknown.map(({ id }) => id),
  );
  return new Set(links.flatMap(({ documentUid, memberIds }) => (documentUid === undefined ? [] : memberIds)));
}

/** All folders below a deep start; below a shallow one those that nobody looked into yet. */
function isWanted(row: SyncAsset | undefined, { deep }: WalkFolder): boolean {
  return deep || row === undefined || row.state === 'gone';
}

/** A comparison makes nothing here, and looks into folders all the same that are there only. */
async function keepWalking(child: FrameioAsset, row: SyncAsset | undefined, { sync, run, deps }: Walk): Promise<void> {
  if (child.type !== 'folder' || row) return;
  const base = { ...nothingBrought, ...fingerprintOf(child), syncId: sync.id, assetId: child.id } as const;
  await deps.syncAssets.save({ ...base, type: 'folder', state: 'present' }, run.id);
}

/** Answers false for a folder that has no place here: what is in it has none either. */
async function seeFolder(
  child: FrameioFolder,
  row: SyncAsset | undefined,
  folder: WalkFolder,
  walk: Walk,
): Promise<boolean> {
  const { sync, run, deps } = walk;
  const fingerprint = fingerprintOf(child);
  const change = changeOf(fingerprint, row);
  if (!change) return true;
  try {
    if (folder.depth >= MAX_DEPTH) throw new RuleError('walk-too-deep', { params: [child.name, String(MAX_DEPTH)] });
    const opened = await openedFolder(folder, walk);
    if ('refusal' in opened) throw new RuleError(opened.refusal.code, { params: opened.refusal.params });
    const { brought, left } = await followFolder(child, row, opened.uid, walk);
    const base = { ...nothingBrought, ...fingerprint, syncId: sync.id, assetId: child.id } as const;
    await deps.syncAssets.save({ ...base, ...brought, type: 'folder', state: 'present' }, run.id);
    const { documentUid } = brought;
    const item = { ...itemOf(child.id, child.name, change, walk), failure: left, documentUid };
    await addItem({ ...item, state: left ? 'left' : 'done' }, walk);
    return true;
  } catch (error) {
    if (!isRefusal(error) || hasCode(error, ...aboutAll)) throw error;
    await addItem(failedItem(child.id, child.name, error, walk, change), walk);
    return false;
  }
}

/** These say something of the whole run, not of one folder. */
const aboutAll = ['folder-gone', 'folder-trashed', 'project-archived', 'document-type-gone'] as const;

async function seeAsset(
  child: Exclude<FrameioAsset, FrameioFolder>,
  row: SyncAsset | undefined,
  linked: ReadonlySet<string>,
  folder: WalkFolder,
  walk: Walk,
): Promise<void> {
  const { run, deps } = walk;
  const fingerprint = fingerprintOf(child);
  const found = changeOf(fingerprint, row);
  if (!found) return;
  const change = found === 'new' && linked.has(headOfListed(child).id) ? 'linked' : found;
  // A document of a push or publish follows by itself.
  if (row?.state === 'linked') return deps.syncAssets.save({ ...row, ...fingerprint }, run.id);
  const head = headOfListed(child);
  const moves = change === 'new' || change === 'version' || change === 'back';
  const item = { ...itemOf(child.id, head.name, change, walk), bytes: moves ? head.length : 0 };
  const opened = await openedFolder(folder, walk);
  if ('refusal' in opened) return addItem({ ...item, state: 'failed', failure: opened.refusal }, walk);
  await addItem({ ...item, documentUid: row?.documentUid }, walk);
  const file = child.type === 'file' ? child : undefined;
  await enqueueAsset(item, child.type, opened.uid, walk, toPayload({ fingerprint, file }));
}
