import type { Selectable } from 'kysely';
import type { ActivityStore, AttentionItem } from '../ports/activity-store.ts';
import { nullable, present } from './columns.ts';
import type { StoreOptions } from './store-options.ts';
import type { AttentionTable } from './tables.ts';

type AttentionStore = Pick<ActivityStore, 'raise' | 'attention' | 'attentionItem' | 'settle'>;

/** What people have to settle. */
export function createAttentionStore({ db, clock, ids }: Omit<StoreOptions, 'secrets'>): AttentionStore {
  const { kysely } = db;
  return {
    raise: async (item) => {
      const columns = {
        params: [...item.params],
        person: item.person,
        document_uid: nullable(item.documentUid),
        binding_id: nullable(item.bindingId),
        job_id: nullable(item.jobId),
        title: item.title,
      };
      await kysely
        .insertInto('attention')
        .values({ id: ids.uuid(), subject: subjectOf(item), code: item.code, since: clock.now(), ...columns })
        .onConflict((conflict) => conflict.columns(['subject', 'code']).doUpdateSet(columns))
        .execute();
    },

    attention: async ({ person, documentUid, bindingId, limit }) => {
      let query = kysely.selectFrom('attention').selectAll();
      if (person !== undefined) query = query.where('person', '=', person);
      if (documentUid !== undefined) query = query.where('document_uid', '=', documentUid);
      if (bindingId !== undefined) query = query.where('binding_id', '=', bindingId);
      if (limit !== undefined) query = query.limit(limit);
      return (await query.orderBy('since').orderBy('id').execute()).map(toItem);
    },

    attentionItem: async (id) => {
      const row = await kysely.selectFrom('attention').selectAll().where('id', '=', id).executeTakeFirst();
      return row && toItem(row);
    },

    settle: async ({ id, jobId, documentUid, bindingId, code }) => {
      // A match that says nothing would settle everything.
      if ([id, jobId, documentUid, bindingId].every((value) => value === undefined)) return;
      let query = kysely.deleteFrom('attention');
      if (id !== undefined) query = query.where('id', '=', id);
      if (jobId !== undefined) query = query.where('job_id', '=', jobId);
      if (documentUid !== undefined) query = query.where('document_uid', '=', documentUid);
      if (bindingId !== undefined) query = query.where('binding_id', '=', bindingId);
      if (code !== undefined) query = query.where('code', '=', code);
      await query.execute();
    },
  };
}

function subjectOf(item: Pick<AttentionItem, 'documentUid' | 'bindingId' | 'jobId' | 'person'>): string {
  if (item.documentUid !== undefined) return `document:${item.documentUid}`;
  if (item.bindingId !== undefined) return `binding:${item.bindingId}`;
  if (item.jobId !== undefined) return `job:${item.jobId}`;
  return `person:${item.person}`;
}

function toItem(row: Selectable<AttentionTable>): AttentionItem {
  return {
    id: row.id,
    code: row.code,
    params: row.params,
    person: row.person,
    documentUid: present(row.document_uid),
    bindingId: present(row.binding_id),
    jobId: present(row.job_id),
    title: row.title,
    since: row.since,
  };
}
