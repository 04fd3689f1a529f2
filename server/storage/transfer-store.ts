import type { TransferStore } from '../ports/bytes.ts';
import type { StoreOptions } from './store-options.ts';

export function createTransferStore({ db, secrets, clock }: Omit<StoreOptions, 'ids'>): TransferStore {
  const { kysely } = db;
  return {
    load: async (transferId) => {
      const row = await kysely.selectFrom('transfers').selectAll().where('id', '=', transferId).executeTakeFirst();
      if (!row) return undefined;
      const parts = await kysely
        .selectFrom('transfer_parts')
        .select(['index', 'length', 'crc32'])
        .where('transfer_id', '=', transferId)
        .orderBy('index')
        .execute();
      return { fingerprint: row.fingerprint, target: secrets.open(row.target, place(transferId)), parts };
    },

    begin: async (transferId, { fingerprint, target }) => {
      const sealed = secrets.seal(target, place(transferId));
      await kysely.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('transfers').where('id', '=', transferId).execute();
        await transaction
          .insertInto('transfers')
          .values({ id: transferId, fingerprint, target: sealed, started_at: clock.now() })
          .execute();
      });
    },

    record: async (transferId, { index, length, crc32 }) => {
      await kysely
        .insertInto('transfer_parts')
        .values({ transfer_id: transferId, index, length, crc32 })
        .onConflict((conflict) => conflict.columns(['transfer_id', 'index']).doUpdateSet({ length, crc32 }))
        .execute();
    },

    end: async (transferId) => {
      await kysely.deleteFrom('transfers').where('id', '=', transferId).execute();
    },
  };
}

function place(row: string) {
  return { table: 'transfers', column: 'target', row };
}
