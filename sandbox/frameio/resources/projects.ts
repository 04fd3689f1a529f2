import { z } from 'zod';
import { timestamp } from '../clock.ts';
import type { Project } from '../model.ts';
import { created, noContent, ok, type Call, type Operations, type Reply } from '../operation.ts';
import { pageOf, sorted } from '../paging.ts';
import type { Sandbox } from '../sandbox.ts';
import { presentProject, presentProjectWithIncludes } from '../shapes.ts';
import { born } from '../store.ts';
import { listOf, name, oneOf, pagedQuery, query, wrapped } from '../validation.ts';

const includes = listOf(['owner']);
const sorts = ['name_asc', 'created_at_asc', 'name_desc', 'created_at_desc'] as const;
const listQuery = pagedQuery({ include: includes, sort: oneOf(sorts) });
const createBody = wrapped(z.strictObject({ name, restricted: z.boolean().optional() }));
const updateBody = wrapped(
  z.strictObject({
    name: name.optional(),
    restricted: z.boolean().optional(),
    status: z.enum(['active', 'inactive']).optional(),
  }),
);

const ACCOUNT = '/v4/accounts/:account_id';
const ONE = `${ACCOUNT}/projects/:project_id`;

export function projectOperations(api: Operations): void {
  api.get(`${ACCOUNT}/workspaces/:workspace_id/projects`, {
    id: 'projects.index',
    query: listQuery,
    handle(call) {
      const workspace = call.access.workspace(call.accountId, call.id('workspace_id'));
      return listed(call, (project) => project.workspaceId === workspace.id);
    },
  });

  api.get(`${ACCOUNT}/projects`, {
    id: 'account_projects.index',
    query: listQuery,
    handle: (call) => listed(call, () => true),
  });

  api.get(`${ACCOUNT}/invited_projects`, {
    id: 'invited_projects.index',
    query: listQuery,
    handle: (call) => listed(call, (project) => isInvited(call, project)),
  });

  api.post(`${ACCOUNT}/workspaces/:workspace_id/projects`, {
    id: 'projects.create',
    body: createBody,
    handle({ sandbox, access, accountId, person, body, id }) {
      const workspace = access.workspace(accountId, id('workspace_id'), 'manage');
      const { name, restricted = false } = body.data;
      const project = createProject(sandbox, {
        name,
        restricted,
        accountId,
        workspaceId: workspace.id,
        ownerId: person.id,
      });
      return created({ data: presentProject(sandbox, project) });
    },
  });

  api.get(ONE, {
    id: 'projects.show',
    query: query({ include: includes }),
    handle({ sandbox, access, accountId, query, id }) {
      const project = access.project(accountId, id('project_id'));
      return ok({ data: presentProjectWithIncludes(sandbox, project, query.include) });
    },
  });

  api.patch(ONE, {
    id: 'projects.update',
    body: updateBody,
    handle({ sandbox, access, accountId, person, body, id }) {
      const project = access.project(accountId, id('project_id'), 'manage');
      Object.assign(project, body.data, { updatedAt: timestamp() });
      sandbox.events.emit('project.updated', { id: project.id, type: 'project' }, project.id, person.id);
      return ok({ data: presentProject(sandbox, project) });
    },
  });

  api.delete(ONE, {
    id: 'projects.delete',
    handle({ sandbox, access, accountId, person, id }) {
      deleteProject(sandbox, access.project(accountId, id('project_id'), 'manage'), person.id);
      return noContent;
    },
  });
}

function listed(call: Call<z.output<typeof listQuery>, unknown>, wanted: (project: Project) => boolean): Reply {
  const { sandbox, access, accountId, query, path } = call;
  const visible = [...sandbox.world.projects.values()].filter(
    (project) => project.accountId === accountId && wanted(project) && access.projectRole(project),
  );
  const ordered = sorted(visible, query.sort, { name: (p) => p.name, created_at: (p) => p.createdAt });
  return ok(pageOf(ordered, path, query, (project) => presentProjectWithIncludes(sandbox, project, query.include)));
}

/** On the project itself, without its workspace. */
function isInvited({ sandbox, access, person }: Call<unknown, unknown>, project: Project): boolean {
  const workspace = sandbox.world.workspaces.get(project.workspaceId);
  return project.roles.has(person.id) && !(workspace && access.workspaceRole(workspace));
}

interface NewProject {
  name: string;
  restricted: boolean;
  accountId: string;
  workspaceId: string;
  ownerId: string;
}

export function createProject(
  sandbox: Sandbox,
  { name, restricted, accountId, workspaceId, ownerId }: NewProject,
): Project {
  const root = born();
  const project: Project = {
    ...born(),
    ...{ name, restricted, accountId, workspaceId, ownerId, rootFolderId: root.id },
    ...{ description: null, status: 'active', roles: new Map() },
  };
  // Whoever makes a restricted project is in it.
  project.roles.set(ownerId, 'full_access');
  sandbox.world.projects.set(project.id, project);
  const base = { ...root, name, parentId: null, projectId: project.id, creatorId: ownerId };
  sandbox.world.addAsset({ ...base, type: 'folder', roles: new Map() });
  sandbox.events.emit('project.created', { id: project.id, type: 'project' }, project.id, ownerId);
  return project;
}

export function deleteProject(sandbox: Sandbox, project: Project, personId: string): void {
  sandbox.events.emit('project.deleted', { id: project.id, type: 'project' }, project.id, personId);
  const root = sandbox.world.asset(project.rootFolderId);
  if (root) sandbox.world.removeAsset(root);
  sandbox.world.projects.delete(project.id);
}
