import type { Selectable } from 'kysely';
import type { Webhook } from '../domain/webhook.ts';
import type { WebhookStore } from '../ports/webhook-store.ts';
import { nullable, nullableJson, present } from './columns.ts';
import { UnreadableSecret } from './secret-box.ts';
import type { StoreOptions } from './store-options.ts';
import type { WebhooksTable } from './tables.ts';

export function createWebhookStore({ db, secrets, ids }: Omit<StoreOptions, 'clock'>): WebhookStore {
  const { kysely } = db;
  const all = () => kysely.selectFrom('webhooks').selectAll().orderBy('account_id').orderBy('workspace_id');
  return {
    claim: async ({ accountId, workspaceId }) => {
      const row = { id: ids.uuid(), account_id: accountId, workspace_id: workspaceId, state: 'missing' } as const;
      await kysely
        .insertInto('webhooks')
        .values(row)
        .onConflict((conflict) => conflict.columns(['account_id', 'workspace_id']).doNothing())
        .execute();
      const claimed = all().where('account_id', '=', accountId).where('workspace_id', '=', workspaceId);
      return toWebhook(await claimed.executeTakeFirstOrThrow());
    },

    get: async (id) => {
      const row = await all().where('id', '=', id).executeTakeFirst();
      return row && toWebhook(row);
    },

    list: async () => (await all().execute()).map(toWebhook),

    secret: async (id) => {
      const row = await kysely.selectFrom('webhooks').select('secret').where('id', '=', id).executeTakeFirst();
      if (!row?.secret) return undefined;
      try {
        return secrets.open(row.secret, place(id));
      } catch (error) {
        if (error instanceof UnreadableSecret) return undefined;
        throw error;
      }
    },

    save: async (webhook, secret) => {
      const sealed = secret === undefined ? {} : { secret: secrets.seal(secret, place(webhook.id)) };
      await kysely
        .updateTable('webhooks')
        .set({ ...toRow(webhook), ...sealed })
        .where('id', '=', webhook.id)
        .execute();
    },

    delete: async (id) => {
      await kysely.deleteFrom('webhooks').where('id', '=', id).execute();
    },
  };
}

function toWebhook(row: Selectable<WebhooksTable>): Webhook {
  return {
    id: row.id,
    accountId: row.account_id,
    workspaceId: row.workspace_id,
    webhookId: present(row.webhook_id),
    creator: present(row.creator),
    state: row.state,
    failure: present(row.failure),
    checkedAt: present(row.checked_at),
  };
}

function toRow({ webhookId, creator, state, failure, checkedAt }: Webhook) {
  return {
    webhook_id: nullable(webhookId),
    creator: nullable(creator),
    state,
    failure: nullableJson(failure),
    checked_at: nullable(checkedAt),
  };
}

function place(row: string) {
  return { table: 'webhooks', column: 'secret', row };
}
