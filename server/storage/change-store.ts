import { sql, type Selectable } from 'kysely';
import type { ChangeStore, MarkedChange, StaleDocument } from '../ports/webhook-store.ts';
import type { StoreOptions } from './store-options.ts';
import type { ChangesTable, StaleDocumentsTable } from './tables.ts';

export function createChangeStore({ db, clock, ids }: Omit<StoreOptions, 'secrets'>): ChangeStore {
  const { kysely } = db;
  return {
    mark: async ({ accountId, projectId, type, id }) => {
      await kysely
        .insertInto('changes')
        .values({ account_id: accountId, project_id: projectId, type, id, since: clock.now() })
        .onConflict((conflict) =>
          conflict
            .columns(['account_id', 'project_id', 'type', 'id'])
            .doUpdateSet({ marks: sql<number>`changes.marks + 1` }),
        )
        .execute();
    },

    marked: async ({ accountId }, limit) => {
      const marked = kysely.selectFrom('changes').selectAll().where('account_id', '=', accountId);
      return (await marked.orderBy('since').orderBy('id').limit(limit).execute()).map(toChange);
    },

    settle: async ({ accountId, projectId, type, id, marks }) => {
      await kysely
        .deleteFrom('changes')
        .where('account_id', '=', accountId)
        .where('project_id', '=', projectId)
        .where('type', '=', type)
        .where('id', '=', id)
        .where('marks', '=', marks)
        .execute();
    },

    waitingSince: async (before) => {
      const waiting = kysely.selectFrom('changes').select('account_id').distinct().where('since', '<', before);
      return (await waiting.execute()).map((row) => ({ accountId: row.account_id }));
    },

    markDocument: async (documentUid) => {
      const now = clock.now();
      const row = await kysely
        .insertInto('stale_documents')
        .values({ id: ids.uuid(), document_uid: documentUid, since: now, last_at: now })
        .onConflict((conflict) => conflict.column('document_uid').doUpdateSet({ last_at: now }))
        .returningAll()
        .executeTakeFirstOrThrow();
      return toStale(row);
    },

    staleDocument: async (documentUid) => {
      const row = await kysely
        .selectFrom('stale_documents')
        .selectAll()
        .where('document_uid', '=', documentUid)
        .executeTakeFirst();
      return row && toStale(row);
    },

    settleDocument: async (documentUid) => {
      await kysely.deleteFrom('stale_documents').where('document_uid', '=', documentUid).execute();
    },
  };
}

function toChange(row: Selectable<ChangesTable>): MarkedChange {
  return {
    accountId: row.account_id,
    projectId: row.project_id,
    type: row.type,
    id: row.id,
    marks: row.marks,
  };
}

function toStale(row: Selectable<StaleDocumentsTable>): StaleDocument {
  return { id: row.id, documentUid: row.document_uid, since: row.since, lastAt: row.last_at };
}
