import { sql, type Selectable } from 'kysely';
import type { DriftLine } from '../domain/drift.ts';
import type { DriftStore } from '../ports/drift-store.ts';
import { nullable, nullableJson, pageSize, present } from './columns.ts';
import type { StoreOptions } from './store-options.ts';
import type { SyncDriftTable } from './tables.ts';

export function createDriftStore({ db: { kysely } }: Pick<StoreOptions, 'db'>): DriftStore {
  const listed = (syncId: string) =>
    kysely
      .selectFrom('sync_drift')
      .where('sync_id', '=', syncId)
      .where(sql<boolean>`not dismissed`);
  return {
    note: async (syncId, runId, lines) => {
      if (lines.length === 0) return;
      await kysely
        .insertInto('sync_drift')
        .values(lines.map((line) => toRow(syncId, runId, line)))
        .onConflict((conflict) =>
          conflict.columns(['sync_id', 'id']).doUpdateSet(({ ref }) => ({
            run_id: ref('excluded.run_id'),
            title: ref('excluded.title'),
            path: ref('excluded.path'),
            failure: ref('excluded.failure'),
            document_uid: ref('excluded.document_uid'),
          })),
        )
        .execute();
    },
    lines: async (syncId, runId, { kind, after, limit }) => {
      let query = listed(syncId).selectAll().where('run_id', '=', runId);
      if (kind) query = query.where('kind', '=', kind);
      if (after !== undefined) query = query.where('id', '>', after);
      return (await query.orderBy('id').limit(pageSize(limit)).execute()).map(toLine);
    },
    counts: async (syncId, runId) => {
      const rows = await listed(syncId)
        .where('run_id', '=', runId)
        .groupBy('kind')
        .select(({ fn }) => ['kind', fn.countAll<string>().as('count')])
        .execute();
      return Object.fromEntries(rows.map(({ kind, count }) => [kind, Number(count)]));
    },
    line: async (syncId, id) => {
      const row = await listed(syncId).selectAll().where('id', '=', id).executeTakeFirst();
      return row && toLine(row);
    },
    dismiss: async (syncId, id) => {
      await kysely
        .updateTable('sync_drift')
        .set({ dismissed: true })
        .where('sync_id', '=', syncId)
        .where('id', '=', id)
        .execute();
    },
    remove: async (syncId, id) => {
      await kysely.deleteFrom('sync_drift').where('sync_id', '=', syncId).where('id', '=', id).execute();
    },
  };
}

function toLine(row: Selectable<SyncDriftTable>): DriftLine {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    path: row.path,
    assetId: present(row.asset_id),
    documentUid: present(row.document_uid),
    viewUrl: present(row.view_url),
    failure: present(row.failure),
  };
}

function toRow(syncId: string, runId: string, line: DriftLine) {
  return {
    sync_id: syncId,
    id: line.id,
    run_id: runId,
    kind: line.kind,
    title: line.title,
    path: [...line.path],
    asset_id: nullable(line.assetId),
    document_uid: nullable(line.documentUid),
    view_url: nullable(line.viewUrl),
    failure: nullableJson(line.failure),
  };
}
