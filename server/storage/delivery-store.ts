import type { DeliveryStore } from '../ports/delivery-store.ts';
import { json, present } from './columns.ts';
import type { StoreOptions } from './store-options.ts';

const unansweredForMs = 60_000;
const interactionLifeInMs = 24 * 3_600_000;

export function createDeliveryStore({ db, clock }: Pick<StoreOptions, 'db' | 'clock'>): DeliveryStore {
  const { kysely } = db;
  const ago = (ms: number) => new Date(clock.now().getTime() - ms);
  return {
    claim: async (key) => {
      const claimed = await kysely
        .insertInto('deliveries')
        .values({ key, answer: null, claimed_at: clock.now() })
        .onConflict((conflict) =>
          conflict
            .column('key')
            .doUpdateSet({ claimed_at: clock.now() })
            .where('deliveries.answer', 'is', null)
            .where('deliveries.claimed_at', '<', ago(unansweredForMs)),
        )
        .returning('key')
        .executeTakeFirst();
      if (claimed) return undefined;
      const row = await kysely.selectFrom('deliveries').select('answer').where('key', '=', key).executeTakeFirst();
      return { answer: present(row?.answer ?? null) };
    },

    answer: async (key, answer) => {
      await kysely
        .updateTable('deliveries')
        .set({ answer: json(answer) })
        .where('key', '=', key)
        .execute();
    },

    saveInteraction: async (id, context) => {
      const row = { id, context: json(context), created_at: clock.now() };
      await kysely
        .insertInto('interactions')
        .values(row)
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet(row).where('interactions.created_at', '<', ago(interactionLifeInMs)),
        )
        .execute();
    },

    interaction: async (id) => {
      const row = await kysely
        .selectFrom('interactions')
        .select('context')
        .where('id', '=', id)
        .where('created_at', '>=', ago(interactionLifeInMs))
        .executeTakeFirst();
      return row?.context;
    },

    forgetBefore: async (moment) => {
      await kysely.deleteFrom('deliveries').where('claimed_at', '<', moment).execute();
      await kysely.deleteFrom('interactions').where('created_at', '<', moment).execute();
    },
  };
}
