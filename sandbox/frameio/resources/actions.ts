import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { timestamp } from '../clock.ts';
import { notFound } from '../errors.ts';
import type { Action } from '../model.ts';
import { created, noContent, ok, type Call, type Operations } from '../operation.ts';
import { pageOf } from '../paging.ts';
import { presentUser } from '../shapes.ts';
import { born, type World } from '../store.ts';
import { listOf, name, pagedQuery, query, wrapped } from '../validation.ts';

const includes = listOf(['creator']);
const url = z.string().min(1).max(2000);
const timeout = z.number().int().min(5).max(10);
const createBody = wrapped(
  z.strictObject({
    name,
    description: name,
    event: name,
    url,
    timeout: timeout.optional(),
    multi_asset: z.boolean().default(true),
  }),
);
const updateBody = wrapped(
  z.strictObject({
    name: name.optional(),
    description: name.optional(),
    event: name.optional(),
    url: url.optional(),
    timeout: timeout.optional(),
    multi_asset: z.boolean().optional(),
    active: z.boolean().optional(),
  }),
);

const DEFAULT_TIMEOUT_SECONDS = 5;
const ACCOUNT = '/v4/accounts/:account_id';
const LIST = `${ACCOUNT}/workspaces/:workspace_id/actions`;
const ONE = `${ACCOUNT}/actions/:action_id`;

export function actionOperations(api: Operations): void {
  api.get(LIST, {
    id: 'actions.index',
    query: pagedQuery({ include: includes }),
    handle({ sandbox, access, accountId, query, path, id }) {
      const workspace = access.workspace(accountId, id('workspace_id'));
      const found = [...sandbox.world.actions.values()].filter((action) => action.workspaceId === workspace.id);
      return ok(pageOf(found, path, query, (action) => present(sandbox.world, action, query.include)));
    },
  });

  api.post(LIST, {
    id: 'actions.create',
    body: createBody,
    handle({ sandbox, access, accountId, person, body, id }) {
      const workspace = access.workspace(accountId, id('workspace_id'));
      access.requireAdmin(accountId);
      const { name, description, event, url, timeout, multi_asset: multiAsset } = body.data;
      const action: Action = {
        ...{ ...born(), name, description, event, url, multiAsset, active: true },
        ...{ workspaceId: workspace.id, creatorId: person.id, timeoutSeconds: timeout ?? DEFAULT_TIMEOUT_SECONDS },
        secret: randomBytes(32).toString('hex'),
      };
      sandbox.world.actions.set(action.id, action);
      return created({ data: { ...present(sandbox.world, action), secret: action.secret } });
    },
  });

  oneAction(api);
}

function oneAction(api: Operations): void {
  api.get(ONE, {
    id: 'actions.show',
    query: query({ include: includes }),
    handle: (call) => ok({ data: present(call.sandbox.world, actionIn(call), call.query.include) }),
  });

  api.patch(ONE, {
    id: 'actions.update',
    body: updateBody,
    handle(call) {
      const action = actionIn(call);
      call.access.requireAdmin(call.accountId);
      const { timeout, multi_asset: multiAsset, ...rest } = call.body.data;
      Object.assign(action, rest, { updatedAt: timestamp() });
      if (timeout !== undefined) action.timeoutSeconds = timeout;
      if (multiAsset !== undefined) action.multiAsset = multiAsset;
      return ok({ data: present(call.sandbox.world, action) });
    },
  });

  api.delete(ONE, {
    id: 'actions.delete',
    handle(call) {
      const action = actionIn(call);
      call.access.requireAdmin(call.accountId);
      call.sandbox.world.actions.delete(action.id);
      return noContent;
    },
  });
}

function actionIn({ sandbox, access, accountId, id }: Call<unknown, unknown>): Action {
  const action = sandbox.world.actions.get(id('action_id'));
  if (!action) throw notFound();
  access.workspace(accountId, action.workspaceId);
  return action;
}

/** Never with the secret: that is shown once, when the action is made. */
function present(world: World, action: Action, include: ReadonlySet<string> = new Set()) {
  return {
    id: action.id,
    name: action.name,
    description: action.description,
    event: action.event,
    url: action.url,
    workspace_id: action.workspaceId,
    creator_id: action.creatorId,
    active: action.active,
    multi_asset: action.multiAsset,
    timeout: action.timeoutSeconds,
    created_at: action.createdAt,
    updated_at: action.updatedAt,
    deleted_at: null,
    ...(include.has('creator') ? { creator: presentUser(world.people.get(action.creatorId)) } : {}),
  };
}
