import type { AccountRef, WebhookRef, WorkspaceRef } from '../../domain/refs.ts';
import type { Frameio, FrameioWebhook } from '../../ports/frameio.ts';
import { path, type Api } from './api.ts';
import { ignoreMissing } from './errors.ts';
import { everything } from './paging.ts';
import { createdWebhookPayload, webhookPayload, type WebhookPayload } from './payloads.ts';

export function webhookResource(api: Api): Frameio['webhooks'] {
  return {
    async list(workspace) {
      const request = { operation: 'webhooks.index', method: 'GET', path: pathIn(workspace) } as const;
      return (await everything(api, request, webhookPayload)).map((payload) => toWebhook(workspace, payload));
    },
    async create(workspace, { name, url, events }) {
      const request = { operation: 'webhooks.create', method: 'POST', path: pathIn(workspace) } as const;
      const payload = await api.one({ ...request, data: { name, url, events } }, createdWebhookPayload);
      return { ...toWebhook(workspace, payload), secret: payload.secret };
    },
    async update(webhook, change) {
      const request = { operation: 'webhooks.update', method: 'PATCH', path: pathOf(webhook) } as const;
      await api.send({ ...request, data: change });
    },
    async delete(webhook) {
      const request = { operation: 'webhooks.delete', method: 'DELETE', path: pathOf(webhook) } as const;
      await api.send(request).catch(ignoreMissing);
    },
  };
}

const pathIn = ({ accountId, workspaceId }: WorkspaceRef) =>
  path`/v4/accounts/${accountId}/workspaces/${workspaceId}/webhooks`;
const pathOf = ({ accountId, webhookId }: WebhookRef) => path`/v4/accounts/${accountId}/webhooks/${webhookId}`;

function toWebhook({ accountId }: AccountRef, payload: WebhookPayload): FrameioWebhook {
  const { id, name, url, events, active } = payload;
  return { accountId, webhookId: id, name, url, events, active: active ?? false };
}
