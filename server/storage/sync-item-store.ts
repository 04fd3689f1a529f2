import { sql, type Kysely, type Selectable } from 'kysely';
import type { SyncItem } from '../domain/sync.ts';
import type { SyncStore } from '../ports/sync-store.ts';
import { nullable, nullableJson, pageSize, present } from './columns.ts';
import type { SyncItemsTable, Tables } from './tables.ts';

type ItemStore = Pick<SyncStore, 'addItems' | 'item' | 'setItem' | 'items' | 'lastFailures' | 'leaveOpenItems'>;

export function createSyncItemStore(kysely: Kysely<Tables>): ItemStore {
  const items = () => kysely.selectFrom('sync_items').selectAll();
  return {
    addItems: async (added) => {
      if (added.length === 0) return;
      await kysely
        .insertInto('sync_items')
        .values(added.map(toRow))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    item: async (runId, assetId) => {
      const row = await items().where('run_id', '=', runId).where('asset_id', '=', assetId).executeTakeFirst();
      return row && toItem(row);
    },
    setItem: async ({ runId, assetId }, change) => {
      await kysely
        .updateTable('sync_items')
        .set({
          ...(change.state && { state: change.state }),
          ...(change.change && { change: change.change }),
          ...('failure' in change && { failure: nullableJson(change.failure) }),
          ...('documentUid' in change && { document_uid: nullable(change.documentUid) }),
        })
        .where('run_id', '=', runId)
        .where('asset_id', '=', assetId)
        .execute();
    },
    items: async (runId, { state, after, limit }) => {
      let query = items().where('run_id', '=', runId);
      if (state) query = query.where('state', '=', state);
      if (after !== undefined) query = query.where('asset_id', '>', after);
      return (await query.orderBy('asset_id').limit(pageSize(limit)).execute()).map(toItem);
    },
    lastFailures: async (syncId, assetIds) => {
      const { rows } = await sql<Pick<Selectable<SyncItemsTable>, 'asset_id' | 'state' | 'failure'>>`
        select distinct on (i.asset_id) i.asset_id, i.state, i.failure
          from frameio.sync_items i join frameio.sync_runs r on r.id = i.run_id
          where r.sync_id = ${syncId} and i.asset_id = any(${[...assetIds]})
          order by i.asset_id, r.position desc`.execute(kysely);
      return new Map(
        rows.flatMap((row) => (row.state === 'failed' && row.failure ? [[row.asset_id, row.failure]] : [])),
      );
    },
    leaveOpenItems: async (runId, failure) => {
      await kysely
        .updateTable('sync_items')
        .set({ state: 'left', failure: nullableJson(failure) })
        .where('run_id', '=', runId)
        .where(sql<boolean>`state = 'open'`)
        .execute();
    },
  };
}

function toItem(row: Selectable<SyncItemsTable>): SyncItem {
  return {
    runId: row.run_id,
    assetId: row.asset_id,
    title: row.title,
    change: row.change,
    state: row.state,
    failure: present(row.failure),
    bytes: row.bytes,
    documentUid: present(row.document_uid),
  };
}

function toRow(item: SyncItem) {
  return {
    run_id: item.runId,
    asset_id: item.assetId,
    title: item.title,
    change: item.change,
    state: item.state,
    failure: nullableJson(item.failure),
    bytes: item.bytes,
    document_uid: nullable(item.documentUid),
  };
}
