import type { AccountRef, ActionRef } from '../../domain/refs.ts';
import type { Frameio, FrameioAction, NewAction } from '../../ports/frameio.ts';
import { path, type Api } from './api.ts';
import { ignoreMissing } from './errors.ts';
import { everything } from './paging.ts';
import { actionPayload, createdActionPayload, type ActionPayload } from './payloads.ts';

/** What Frame.io calls us with; its system events have other names. */
const EVENT = 'nuxeo.publish';
/** The longest that Frame.io allows. */
const TIMEOUT_SECONDS = 10;
const LONGEST_DESCRIPTION = 255;

export function actionResource(api: Api): Frameio['actions'] {
  return {
    async list(workspace) {
      const resource = path`/v4/accounts/${workspace.accountId}/workspaces/${workspace.workspaceId}/actions`;
      const request = { operation: 'actions.index', method: 'GET', path: resource } as const;
      return (await everything(api, request, actionPayload)).map((payload) => toAction(workspace, payload));
    },
    async create(workspace, action) {
      const resource = path`/v4/accounts/${workspace.accountId}/workspaces/${workspace.workspaceId}/actions`;
      const request = { operation: 'actions.create', method: 'POST', path: resource } as const;
      const data = { ...fields(action), event: EVENT, timeout: TIMEOUT_SECONDS, multi_asset: true };
      const payload = await api.one({ ...request, data }, createdActionPayload);
      return { ...toAction(workspace, payload), secret: payload.secret };
    },
    async update(action, change) {
      const request = { operation: 'actions.update', method: 'PATCH', path: pathOf(action) } as const;
      await api.send({ ...request, data: fields(change) });
    },
    async delete(action) {
      const request = { operation: 'actions.delete', method: 'DELETE', path: pathOf(action) } as const;
      await api.send(request).catch(ignoreMissing);
    },
  };
}

const pathOf = ({ accountId, actionId }: ActionRef) => path`/v4/accounts/${accountId}/actions/${actionId}`;

/** A description names a folder's path, which may be longer than Frame.io takes. */
function fields({ name, description, url }: Partial<NewAction>): object {
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description: shortened(description) }),
    ...(url === undefined ? {} : { url }),
  };
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length > LONGEST_DESCRIPTION ? `${characters.slice(0, LONGEST_DESCRIPTION - 1).join('')}…` : text;
}

function toAction({ accountId }: AccountRef, payload: ActionPayload): FrameioAction {
  return {
    accountId,
    actionId: payload.id,
    name: payload.name,
    workspaceId: payload.workspace_id,
    url: payload.url,
    active: payload.active ?? false,
    creatorId: payload.creator_id ?? undefined,
  };
}
