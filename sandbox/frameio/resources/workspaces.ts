import { z } from 'zod';
import { timestamp } from '../clock.ts';
import { created, noContent, ok, type Operations } from '../operation.ts';
import { pageOf, sorted } from '../paging.ts';
import { presentWorkspace } from '../shapes.ts';
import { born } from '../store.ts';
import { listOf, name, oneOf, pagedQuery, query } from '../validation.ts';
import { deleteProject } from './projects.ts';

const includes = listOf(['creator']);
/** The official schema leaves the top level of this one body open. */
const body = z.looseObject({ data: z.strictObject({ name: name.optional() }) });
const sorts = ['name_asc', 'created_at_asc', 'name_desc', 'created_at_desc'] as const;

const LIST = '/v4/accounts/:account_id/workspaces';
const ONE = `${LIST}/:workspace_id`;

export function workspaceOperations(api: Operations): void {
  api.get(LIST, {
    id: 'workspaces.index',
    query: pagedQuery({ include: includes, sort: oneOf(sorts) }),
    handle({ sandbox, access, accountId, query, path }) {
      const visible = [...sandbox.world.workspaces.values()].filter(
        (workspace) => workspace.accountId === accountId && access.workspaceRole(workspace),
      );
      const ordered = sorted(visible, query.sort, { name: (w) => w.name, created_at: (w) => w.createdAt });
      return ok(pageOf(ordered, path, query, (workspace) => presentWorkspace(sandbox, workspace, query.include)));
    },
  });

  api.get(ONE, {
    id: 'workspaces.show',
    query: query({ include: includes }),
    handle({ sandbox, access, accountId, query, id }) {
      const workspace = access.workspace(accountId, id('workspace_id'));
      return ok({ data: presentWorkspace(sandbox, workspace, query.include) });
    },
  });

  api.post(LIST, {
    id: 'workspaces.create',
    body,
    handle({ sandbox, access, accountId, person, body }) {
      access.requireAdmin(accountId);
      const name = body.data.name ?? 'Untitled workspace';
      const workspace = { ...born(), accountId, name, creatorId: person.id, roles: new Map() };
      sandbox.world.workspaces.set(workspace.id, workspace);
      return created({ data: presentWorkspace(sandbox, workspace) });
    },
  });

  api.patch(ONE, {
    id: 'workspaces.update',
    body,
    handle({ sandbox, access, accountId, body, id }) {
      const workspace = access.workspace(accountId, id('workspace_id'), 'manage');
      Object.assign(workspace, { name: body.data.name ?? workspace.name, updatedAt: timestamp() });
      return ok({ data: presentWorkspace(sandbox, workspace) });
    },
  });

  api.delete(ONE, {
    id: 'workspaces.delete',
    handle({ sandbox, access, accountId, person, id }) {
      const workspace = access.workspace(accountId, id('workspace_id'), 'manage');
      for (const project of [...sandbox.world.projects.values()]) {
        if (project.workspaceId === workspace.id) deleteProject(sandbox, project, person.id);
      }
      sandbox.world.workspaces.delete(workspace.id);
      return noContent;
    },
  });
}
