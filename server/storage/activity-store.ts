import type { Selectable } from 'kysely';
import type { Activity, ActivityStore } from '../ports/activity-store.ts';
import { createAttentionStore } from './attention-store.ts';
import { json, nullable, nullableJson, pageSize, present } from './columns.ts';
import type { StoreOptions } from './store-options.ts';
import type { ActivityTable } from './tables.ts';

export function createActivityStore(options: Omit<StoreOptions, 'secrets'>): ActivityStore {
  const { db, clock, ids } = options;
  return {
    append: async (activity) => {
      await db.kysely
        .insertInto('activity')
        .values({
          id: ids.uuid(),
          at: clock.now(),
          kind: activity.kind,
          person: nullable(activity.person),
          actor: nullable(activity.actor),
          document_uid: nullable(activity.documentUid),
          binding_id: nullable(activity.bindingId),
          title: activity.title,
          failure: nullableJson(activity.failure),
          details: json(activity.details ?? {}),
        })
        .execute();
    },

    list: async ({ documentUid, bindingId, person, before, limit }) => {
      let query = db.kysely.selectFrom('activity').selectAll();
      if (documentUid !== undefined) query = query.where('document_uid', '=', documentUid);
      if (bindingId !== undefined) query = query.where('binding_id', '=', bindingId);
      if (person !== undefined) query = query.where('person', '=', person);
      if (before !== undefined) query = query.where('at', '<', before);
      const rows = await query.orderBy('at', 'desc').orderBy('position', 'desc').limit(pageSize(limit)).execute();
      return rows.map(toActivity);
    },

    forgetPerson: async (username) => {
      await db.kysely.updateTable('activity').set({ person: null }).where('person', '=', username).execute();
      await db.kysely.updateTable('activity').set({ actor: null }).where('actor', '=', username).execute();
      await db.kysely.deleteFrom('attention').where('person', '=', username).execute();
    },

    ...createAttentionStore(options),
  };
}

function toActivity(row: Selectable<ActivityTable>): Activity {
  return {
    id: row.id,
    at: row.at,
    kind: row.kind,
    person: present(row.person),
    actor: present(row.actor),
    documentUid: present(row.document_uid),
    bindingId: present(row.binding_id),
    title: row.title,
    failure: present(row.failure),
    details: row.details,
  };
}
