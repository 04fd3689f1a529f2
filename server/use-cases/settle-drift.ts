import { keptAsset, type DriftLine } from '../domain/drift.ts';
import { hasCode, RuleError } from '../domain/errors.ts';
import {
  choicesFor,
  type DriftChoice,
  type Sync,
  type SyncChange,
  type SyncItem,
  type SyncRun,
} from '../domain/sync.ts';
import { fingerprintOf, type SyncAsset } from '../domain/sync-plan.ts';
import { readerFor } from './actors.ts';
import type { BindCaller } from './bind-folder.ts';
import type { Deps } from './deps.ts';
import { followPlace } from './follow-place.ts';
import { requireConnected } from './guards.ts';
import { syncOf } from './manage-sync.ts';
import { enqueueWalk, startRun } from './start-run.ts';

type SettleDeps = Pick<
  Deps,
  'syncs' | 'syncAssets' | 'drift' | 'reviews' | 'frameio' | 'tokens' | 'queue' | 'activity'
>;

/**
 * A person decides about one difference; nothing is deleted on either side.
 *
 * @throws RuleError `folder-not-synced`, `write-not-allowed`, `drift-line-not-found`, `drift-choice-not-applicable`, and what
 *   the owner's connection lacks.
 */
export async function settleDrift(
  { folderUid, lineId, choice }: { folderUid: string; lineId: string; choice: DriftChoice },
  caller: BindCaller,
  deps: SettleDeps,
): Promise<void> {
  const { sync, folder } = await syncOf(folderUid, caller, deps);
  if (!folder.permissions.includes('WriteProperties')) throw new RuleError('write-not-allowed');
  const line = await deps.drift.line(sync.id, lineId);
  if (!line) throw new RuleError('drift-line-not-found');
  if (!choicesFor[line.kind].includes(choice)) throw new RuleError('drift-choice-not-applicable');
  if (choice === 'dismiss') return deps.drift.dismiss(sync.id, line.id);
  await requireConnected(sync.owner, deps);
  if (choice === 'keep') await keep(line, sync, caller, deps);
  else await bring(line, sync, caller, deps);
  await deps.drift.remove(sync.id, line.id);
}

/** What is there now counts as brought: the head too, which then is no new version. */
async function keep(line: DriftLine, sync: Sync, { nuxeo }: BindCaller, deps: SettleDeps): Promise<void> {
  const known = await rowOf(line, sync, deps);
  if (known?.documentUid === undefined) throw new RuleError('drift-line-not-found');
  const document = await nuxeo.documents.get(known.documentUid);
  const frameio = await readerFor([sync.owner], new AbortController().signal, deps);
  const there = await currentOf(line, known.type, sync, frameio);
  const kept = { ...keptAsset(known, there, document), assetId: String(line.assetId) };
  await deps.syncAssets.save(kept.assetId === known.assetId ? kept : { ...kept, type: 'version_stack' });
  if (kept.assetId !== known.assetId) await deps.syncAssets.forget(sync.id, [known.assetId]);
  const { accountId, id: bindingId } = sync;
  const [link] = await deps.reviews.links(bindingId, { accountId }, [known.assetId, known.headFileId ?? '']);
  if (link && there.headFileId !== undefined) await deps.reviews.saveLink({ ...link, memberIds: [there.headFileId] });
}

/** Of the asset, or of the file that became this stack. */
async function rowOf(
  { assetId, documentUid }: DriftLine,
  { id }: Sync,
  { syncAssets }: Pick<Deps, 'syncAssets'>,
): Promise<SyncAsset | undefined> {
  const own = await syncAssets.get(id, String(assetId));
  return own ?? (await syncAssets.ofDocument(id, String(documentUid)))[0];
}

async function currentOf(
  { assetId, title }: DriftLine,
  type: SyncAsset['type'],
  { accountId }: Sync,
  frameio: Awaited<ReturnType<typeof readerFor>>,
) {
  try {
    const asset = await frameio.resolve({
      ...{ accountId, id: String(assetId) },
      type: type === 'folder' ? 'folder' : 'file',
    });
    return fingerprintOf(asset);
  } catch (error) {
    if (!hasCode(error, 'frameio-not-found')) throw error;
    throw new RuleError('asset-not-found', { params: [title], cause: error });
  }
}

/** A run of its own with this one asset; what is not here, yet or any more, comes by a run with everything. */
async function bring(line: DriftLine, sync: Sync, caller: BindCaller, deps: SettleDeps): Promise<void> {
  const { person, nuxeo } = caller;
  const wanted = { trigger: 'person', mode: 'sync', by: person.username } as const;
  if (line.kind === 'removed-here') await deps.syncAssets.unlink(sync.id, String(line.assetId));
  if (line.documentUid === undefined) {
    await startRun(sync, { ...wanted, scope: 'all' }, deps);
    return;
  }
  const known = await rowOf(line, sync, deps);
  if (known?.type === 'folder') return bringFolder(known, sync, caller, deps);
  const { parentUid } = await nuxeo.documents.get(line.documentUid);
  const { run } = await deps.syncs.beginRun(sync.id, { ...wanted, scope: [] });
  await enqueueForced(line, known, run, { sync, parentUid }, deps);
  await enqueueWalk(sync, run, deps);
}

/** Of a folder only its name and place come from Frame.io, and who decides may write it. */
async function bringFolder(
  known: SyncAsset,
  sync: Sync,
  { nuxeo }: BindCaller,
  { syncAssets }: Pick<Deps, 'syncAssets'>,
): Promise<void> {
  const document = await nuxeo.documents.get(String(known.documentUid));
  const parent = known.parentId === undefined ? undefined : await syncAssets.get(sync.id, known.parentId);
  const wanted = { title: known.name, parentUid: parent?.documentUid ?? sync.folderUid };
  const { title, parentUid } = await followPlace(document, document, wanted, nuxeo);
  await syncAssets.save({ ...known, title, parentUid });
}

async function enqueueForced(
  { assetId: id, kind, title, documentUid }: DriftLine,
  known: SyncAsset | undefined,
  { id: runId }: SyncRun,
  { sync, parentUid }: { sync: Sync; parentUid: string | undefined },
  deps: SettleDeps,
): Promise<void> {
  const item = { runId, assetId: String(id), title, change: changes[kind] ?? 'version', state: 'open' } as const;
  await deps.syncs.addItems([{ ...item, failure: undefined, bytes: 0, documentUid }]);
  await enqueueItem(item, known, { sync, parentUid }, deps);
}

/** The key is the item's: what is enqueued already stays as it is. */
async function enqueueItem(
  { runId, assetId, title }: Pick<SyncItem, 'runId' | 'assetId' | 'title'>,
  known: SyncAsset | undefined,
  { sync, parentUid }: { sync: Sync; parentUid: string | undefined },
  deps: Pick<Deps, 'syncAssets' | 'queue'>,
): Promise<void> {
  const isOwnRow = known?.assetId === assetId;
  const folder = known?.parentId === undefined ? undefined : await deps.syncAssets.get(sync.id, known.parentId);
  const place = isOwnRow ? (folder?.documentUid ?? parentUid) : parentUid;
  const type = isOwnRow ? known.type : 'version_stack';
  await deps.queue.enqueue({
    kind: 'sync-asset',
    person: sync.owner,
    title,
    bindingId: sync.id,
    payload: { syncId: sync.id, runId, assetId, type, parentUid: place, force: true },
    key: `sync:${runId}:${assetId}`,
    exclusive: `sync:${sync.id}:${assetId}`,
    priority: 1,
  });
}

/** A crash between an item and its job would leave the run open, and every later one behind it. */
export async function requeueForced(
  sync: Sync,
  run: SyncRun,
  deps: Pick<Deps, 'syncs' | 'syncAssets' | 'queue'>,
): Promise<void> {
  if (run.scope === 'all' || run.scope.length > 0) return;
  for (const item of await deps.syncs.items(run.id, { state: 'open' })) {
    const rows = item.documentUid === undefined ? [] : await deps.syncAssets.ofDocument(sync.id, item.documentUid);
    const known = rows.find(({ assetId }) => assetId === item.assetId) ?? rows[0];
    await enqueueItem(item, known, { sync, parentUid: known?.parentUid }, deps);
  }
}

const changes: Partial<Record<DriftLine['kind'], SyncChange>> = { 'moved-here': 'moved', 'renamed-here': 'renamed' };
