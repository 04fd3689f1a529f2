import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { timestamp } from '../clock.ts';
import { notFound } from '../errors.ts';
import { EVENT_TYPES } from '../events.ts';
import type { Webhook } from '../model.ts';
import { created, noContent, ok, type Call, type Operations } from '../operation.ts';
import { pageOf } from '../paging.ts';
import { presentUser } from '../shapes.ts';
import { born, type World } from '../store.ts';
import { listOf, name, pagedQuery, query, wrapped } from '../validation.ts';

const includes = listOf(['creator']);
const url = z.string().min(1).max(2000);
const events = z
  .array(z.enum(EVENT_TYPES))
  .min(1)
  .refine((list) => new Set(list).size === list.length, 'Array items must be unique');
const createBody = wrapped(z.strictObject({ name, url, events }));
const updateBody = wrapped(
  z.strictObject({
    name: name.optional(),
    url: url.optional(),
    events: events.optional(),
    active: z.boolean().optional(),
  }),
);

const ACCOUNT = '/v4/accounts/:account_id';
const LIST = `${ACCOUNT}/workspaces/:workspace_id/webhooks`;
const ONE = `${ACCOUNT}/webhooks/:webhook_id`;

export function webhookOperations(api: Operations): void {
  api.get(LIST, {
    id: 'webhooks.index',
    query: pagedQuery({ include: includes }),
    handle({ sandbox, access, accountId, query, path, id }) {
      const workspace = access.workspace(accountId, id('workspace_id'));
      const found = [...sandbox.world.webhooks.values()].filter((webhook) => webhook.workspaceId === workspace.id);
      return ok(pageOf(found, path, query, (webhook) => present(sandbox.world, webhook, query.include)));
    },
  });

  api.post(LIST, {
    id: 'webhooks.create',
    body: createBody,
    handle({ sandbox, access, accountId, person, body, id }) {
      const workspace = access.workspace(accountId, id('workspace_id'));
      access.requireAdmin(accountId);
      const base = { ...born(), workspaceId: workspace.id, creatorId: person.id, active: true };
      const webhook: Webhook = { ...base, ...body.data, secret: randomBytes(32).toString('hex') };
      sandbox.world.webhooks.set(webhook.id, webhook);
      return created({ data: { ...present(sandbox.world, webhook), secret: webhook.secret } });
    },
  });

  oneWebhook(api);
}

function oneWebhook(api: Operations): void {
  api.get(ONE, {
    id: 'webhooks.show',
    query: query({ include: includes }),
    handle: (call) => ok({ data: present(call.sandbox.world, webhookIn(call), call.query.include) }),
  });

  api.patch(ONE, {
    id: 'webhooks.update',
    body: updateBody,
    handle(call) {
      const webhook = webhookIn(call);
      call.access.requireAdmin(call.accountId);
      Object.assign(webhook, call.body.data, { updatedAt: timestamp() });
      return ok({ data: present(call.sandbox.world, webhook) });
    },
  });

  api.delete(ONE, {
    id: 'webhooks.delete',
    handle(call) {
      const webhook = webhookIn(call);
      call.access.requireAdmin(call.accountId);
      call.sandbox.world.webhooks.delete(webhook.id);
      return noContent;
    },
  });
}

function webhookIn({ sandbox, access, accountId, id }: Call<unknown, unknown>): Webhook {
  const webhook = sandbox.world.webhooks.get(id('webhook_id'));
  if (!webhook) throw notFound();
  access.workspace(accountId, webhook.workspaceId);
  return webhook;
}

function present(world: World, webhook: Webhook, include: ReadonlySet<string> = new Set()) {
  return {
    id: webhook.id,
    name: webhook.name,
    url: webhook.url,
    events: webhook.events,
    active: webhook.active,
    workspace_id: webhook.workspaceId,
    created_at: webhook.createdAt,
    updated_at: webhook.updatedAt,
    ...(include.has('creator') ? { creator: presentUser(world.people.get(webhook.creatorId)) } : {}),
  };
}
