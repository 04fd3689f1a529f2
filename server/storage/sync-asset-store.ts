import { sql, type Kysely, type Selectable } from 'kysely';
import type { SyncAsset } from '../domain/sync-plan.ts';
import type { SyncAssetStore } from '../ports/sync-asset-store.ts';
import { nullable, present } from './columns.ts';
import type { StoreOptions } from './store-options.ts';
import type { SyncAssetsTable, Tables } from './tables.ts';

type Row = Selectable<SyncAssetsTable>;

export function createSyncAssetStore({ db }: Pick<StoreOptions, 'db'>): SyncAssetStore {
  const { kysely } = db;
  const rows = (syncId: string) => kysely.selectFrom('sync_assets').selectAll().where('sync_id', '=', syncId);
  const these = (ids: readonly string[]) => sql<string>`any(${[...ids]})`;
  const update = (syncId: string, columns: Partial<Row>, assetIds: readonly string[]) =>
    kysely
      .updateTable('sync_assets')
      .set(columns)
      .where('sync_id', '=', syncId)
      .where('asset_id', '=', these(assetIds))
      .returning('asset_id')
      .execute();

  return {
    get: async (syncId, assetId) => {
      const row = await rows(syncId).where('asset_id', '=', assetId).executeTakeFirst();
      return row && toAsset(row);
    },
    known: async (syncId, assetIds) =>
      (await rows(syncId).where('asset_id', '=', these(assetIds)).execute()).map(toAsset),
    ofDocument: async (syncId, documentUid) =>
      (await rows(syncId).where('document_uid', '=', documentUid).execute()).map(toAsset),
    ofDocuments: async (syncId, documentUids) =>
      (await rows(syncId).where('document_uid', '=', these(documentUids)).execute()).map(toAsset),
    gone: async (syncId, after, limit) => {
      const found = rows(syncId)
        .where('state', '=', 'gone')
        .where('asset_id', '>', after ?? '');
      return (await found.orderBy('asset_id').limit(limit).execute()).map(toAsset);
    },
    save: (asset, seenIn) => save(kysely, asset, seenIn),
    unlink: (syncId, assetId) => unlink(kysely, syncId, assetId),
    setState: async (syncId, assetId, state) => void (await update(syncId, { state }, [assetId])),
    forget: async (syncId, assetIds) => {
      await kysely
        .deleteFrom('sync_assets')
        .where('sync_id', '=', syncId)
        .where('asset_id', '=', these(assetIds))
        .execute();
    },
    markSeen: async (syncId, runId, assetIds) => {
      if (assetIds.length > 0) await update(syncId, { seen_in: runId }, assetIds);
    },

    want: async (syncId, runId, starts) => {
      const known: string[] = [];
      for (const deep of [true, false]) {
        const ids = starts.filter((start) => start.deep === deep).map(({ folderId }) => folderId);
        if (ids.length === 0) continue;
        const found = await update(syncId, { seen_in: runId, wanted_in: runId, wanted_deep: deep }, ids);
        known.push(...found.map((row) => row.asset_id));
      }
      return known;
    },
    nextFolders: async (syncId, runId, limit) => {
      const found = await rows(syncId)
        .where(sql<boolean>`type = 'folder'`)
        .where('wanted_in', '=', runId)
        .where(sql<boolean>`walked_in is distinct from wanted_in`)
        .orderBy('depth')
        .orderBy('asset_id')
        .limit(limit)
        .execute();
      return found.map((row) => ({ ...toAsset(row), deep: row.wanted_deep, depth: row.depth }));
    },
    markHere: async (syncId, runId, documentUids) => {
      if (documentUids.length === 0) return;
      await kysely
        .updateTable('sync_assets')
        .set({ here_in: runId })
        .where('sync_id', '=', syncId)
        .where('document_uid', '=', these(documentUids))
        .execute();
    },
    notHere: (syncId, runId, after, limit) => notHere(kysely, syncId, runId, after ?? '', limit),
    markWalked: async (syncId, runId, folderId) => void (await update(syncId, { walked_in: runId }, [folderId])),
    unseen: (syncId, runId, after, limit) => unseen(kysely, syncId, runId, after ?? '', limit),
    isInUnseen: (syncId, runId, assetId) => isInUnseen(kysely, syncId, runId, assetId),
  };
}

async function unseen(
  kysely: Kysely<Tables>,
  syncId: string,
  runId: string,
  after: string,
  limit: number,
): Promise<SyncAsset[]> {
  const found = await sql<Row>`
    select a.* from frameio.sync_assets a
      join frameio.sync_assets p on p.sync_id = a.sync_id and p.asset_id = a.parent_id
      where a.sync_id = ${syncId} and a.asset_id > ${after} and a.state <> 'gone'
        and a.seen_in is distinct from ${runId} and (p.walked_in = ${runId} or p.state = 'gone')
      order by a.asset_id limit ${limit}`.execute(kysely);
  return found.rows.map(toAsset);
}

async function isInUnseen(kysely: Kysely<Tables>, syncId: string, runId: string, assetId: string): Promise<boolean> {
  // Not "union all": what is known may be old, and go round in a circle.
  const found = await sql<{ found: boolean }>`
    with recursive up as (
      select asset_id, parent_id, state, seen_in from frameio.sync_assets
        where sync_id = ${syncId} and asset_id = ${assetId}
      union
      select p.asset_id, p.parent_id, p.state, p.seen_in from frameio.sync_assets p
        join up on p.asset_id = up.parent_id where p.sync_id = ${syncId}
    )
    select exists (
      select from up join frameio.sync_assets p on p.sync_id = ${syncId} and p.asset_id = up.parent_id
        where up.state <> 'gone' and up.seen_in is distinct from ${runId}
          and (p.walked_in = ${runId} or p.state = 'gone')
    ) as found`.execute(kysely);
  return found.rows[0]?.found === true;
}

async function notHere(
  kysely: Kysely<Tables>,
  syncId: string,
  runId: string,
  after: string,
  limit: number,
): Promise<SyncAsset[]> {
  const found = await sql<Row>`
    select a.* from frameio.sync_assets a
      join frameio.sync_assets p on p.sync_id = a.sync_id and p.asset_id = a.parent_id
      where a.sync_id = ${syncId} and a.asset_id > ${after} and a.state = 'present' and a.document_uid is not null
        and a.seen_in = ${runId} and a.here_in is distinct from ${runId}
        and (p.here_in = ${runId} or p.parent_id is null)
      order by a.asset_id limit ${limit}`.execute(kysely);
  return found.rows.map(toAsset);
}

async function unlink(kysely: Kysely<Tables>, syncId: string, assetId: string): Promise<void> {
  await sql`
    with recursive below as (
      select asset_id from frameio.sync_assets where sync_id = ${syncId} and asset_id = ${assetId}
      union
      select a.asset_id from frameio.sync_assets a join below b on a.parent_id = b.asset_id where a.sync_id = ${syncId})
    update frameio.sync_assets
      set document_uid = null, title = null, parent_uid = null, digest = null, length = null
      where sync_id = ${syncId} and state = 'present' and asset_id in (select asset_id from below)`.execute(kysely);
}

/** One below its parent, as far as that is known. */
async function save(kysely: Kysely<Tables>, asset: SyncAsset, seenIn: string | undefined): Promise<void> {
  const row = { ...toRow(asset), ...(seenIn === undefined ? {} : { seen_in: seenIn }) };
  const depth = sql<number>`coalesce((select depth + 1 from frameio.sync_assets
    where sync_id = ${asset.syncId} and asset_id = ${nullable(asset.parentId)}), 0)`;
  await kysely
    .insertInto('sync_assets')
    .values({ ...row, depth })
    .onConflict((conflict) => conflict.columns(['sync_id', 'asset_id']).doUpdateSet({ ...row, depth }))
    .execute();
}

function toAsset(row: Row): SyncAsset {
  return {
    syncId: row.sync_id,
    assetId: row.asset_id,
    type: row.type,
    parentId: present(row.parent_id),
    name: row.name,
    headFileId: present(row.head_file_id),
    headLength: present(row.head_length),
    updatedAt: present(row.updated_at),
    commentCount: present(row.comment_count),
    statusId: present(row.status_id),
    state: row.state,
    documentUid: present(row.document_uid),
    title: present(row.title),
    parentUid: present(row.parent_uid),
    digest: present(row.digest),
    length: present(row.length),
  };
}

function toRow(asset: SyncAsset) {
  return {
    sync_id: asset.syncId,
    asset_id: asset.assetId,
    type: asset.type,
    parent_id: nullable(asset.parentId),
    name: asset.name,
    head_file_id: nullable(asset.headFileId),
    head_length: nullable(asset.headLength),
    updated_at: nullable(asset.updatedAt),
    comment_count: nullable(asset.commentCount),
    status_id: nullable(asset.statusId),
    state: asset.state,
    document_uid: nullable(asset.documentUid),
    title: nullable(asset.title),
    parent_uid: nullable(asset.parentUid),
    digest: nullable(asset.digest),
    length: nullable(asset.length),
  };
}
