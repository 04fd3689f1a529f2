import { z } from 'zod';
import { notFound } from '../errors.ts';
import type { AccountRole, EffectiveRole, GrantedRole, Person, Project, WorkspaceRole } from '../model.ts';
import { noContent, ok, type Operations } from '../operation.ts';
import { pageOf, sorted } from '../paging.ts';
import type { Sandbox } from '../sandbox.ts';
import { presentUser } from '../shapes.ts';
import type { World } from '../store.ts';
import { flag, oneOf, pagedQuery, wrapped } from '../validation.ts';

const sorts = ['role_asc', 'role_desc', 'name_asc', 'name_desc', 'email_asc', 'email_desc'] as const;
const sortedQuery = pagedQuery({ include_deactivated: flag, sort: oneOf(sorts) });
/** The one member list that cannot be sorted. */
const folderQuery = pagedQuery({ include_deactivated: flag });

const granted = z.enum(['full_access', 'editor', 'edit_only', 'commenter', 'viewer']);
const roleBody = wrapped(z.strictObject({ role: granted }));
const workspaceRoleBody = wrapped(z.strictObject({ role: z.enum([...granted.options, 'workspace_admin']) }));

const ACCOUNT = '/v4/accounts/:account_id';
const PROJECT = `${ACCOUNT}/projects/:project_id/users`;
const FOLDER = `${ACCOUNT}/folders/:folder_id/users`;
const WORKSPACE = `${ACCOUNT}/workspaces/:workspace_id/users`;

export function memberOperations(api: Operations): void {
  api.get(`${ACCOUNT}/users`, {
    id: 'account_user_roles.index',
    query: sortedQuery,
    handle({ sandbox, accountId, query, path }) {
      const roles = sandbox.world.accounts.get(accountId)?.roles ?? new Map<string, AccountRole>();
      return ok(pageOf(members(sandbox.world, [roles], query), path, query, presentMember));
    },
  });
  projectMembers(api);
  folderMembers(api);
  workspaceMembers(api);
}

function projectMembers(api: Operations): void {
  api.get(PROJECT, {
    id: 'project_user_roles.index',
    query: sortedQuery,
    handle({ sandbox, access, accountId, query, path, id }) {
      const project = access.project(accountId, id('project_id'));
      return ok(pageOf(members(sandbox.world, projectRoles(sandbox, project), query), path, query, presentMember));
    },
  });
  api.patch(`${PROJECT}/:user_id`, {
    id: 'project_user_roles.update',
    body: roleBody,
    handle({ sandbox, access, accountId, body, id }) {
      const project = access.project(accountId, id('project_id'), 'manage');
      return grant(sandbox, accountId, project.roles, id('user_id'), body.data.role);
    },
  });
  api.delete(`${PROJECT}/:user_id`, {
    id: 'project_permissions.delete',
    handle({ access, accountId, id }) {
      return revoke(access.project(accountId, id('project_id'), 'manage').roles, id('user_id'));
    },
  });
}

function folderMembers(api: Operations): void {
  api.get(FOLDER, {
    id: 'folder_user_roles.index',
    query: folderQuery,
    handle({ sandbox, access, accountId, query, path, id }) {
      const folder = access.folder(accountId, id('folder_id'));
      const project = sandbox.world.projects.get(folder.projectId);
      const roles = [folder.roles, ...(project ? projectRoles(sandbox, project) : [])];
      return ok(pageOf(members(sandbox.world, roles, query), path, query, presentMember));
    },
  });
  api.patch(`${FOLDER}/:user_id`, {
    id: 'folder_user_roles.update',
    body: roleBody,
    handle({ sandbox, access, accountId, body, id }) {
      const folder = access.folder(accountId, id('folder_id'), 'manage');
      return grant(sandbox, accountId, folder.roles, id('user_id'), body.data.role);
    },
  });
  api.delete(`${FOLDER}/:user_id`, {
    id: 'folder_permissions.delete',
    handle({ access, accountId, id }) {
      return revoke(access.folder(accountId, id('folder_id'), 'manage').roles, id('user_id'));
    },
  });
}

function workspaceMembers(api: Operations): void {
  api.get(WORKSPACE, {
    id: 'workspace_user_roles.index',
    query: sortedQuery,
    handle({ sandbox, access, accountId, query, path, id }) {
      const workspace = access.workspace(accountId, id('workspace_id'));
      const roles = [administrators(sandbox.world, accountId), workspace.roles];
      return ok(pageOf(members(sandbox.world, roles, query), path, query, presentMember));
    },
  });
  api.patch(`${WORKSPACE}/:user_id`, {
    id: 'workspace_user_roles.update',
    body: workspaceRoleBody,
    handle({ sandbox, access, accountId, body, id }) {
      const workspace = access.workspace(accountId, id('workspace_id'), 'manage');
      return grant(sandbox, accountId, workspace.roles, id('user_id'), body.data.role);
    },
  });
  api.delete(`${WORKSPACE}/:user_id`, {
    id: 'workspace_user_roles.delete',
    handle({ access, accountId, id }) {
      return revoke(access.workspace(accountId, id('workspace_id'), 'manage').roles, id('user_id'));
    },
  });
}

/** The strongest first: an administrator of the account is one everywhere in it. */
function projectRoles({ world }: Sandbox, project: Project): ReadonlyMap<string, EffectiveRole>[] {
  const above = project.restricted ? [] : [world.workspaces.get(project.workspaceId)?.roles ?? new Map()];
  return [administrators(world, project.accountId), project.roles, ...above];
}

function administrators(world: World, accountId: string): ReadonlyMap<string, EffectiveRole> {
  const roles = [...(world.accounts.get(accountId)?.roles ?? [])];
  return new Map(roles.flatMap(([id, role]) => (role === 'owner' || role === 'admin' ? [[id, role] as const] : [])));
}

interface Member {
  person: Person;
  role: AccountRole | EffectiveRole;
}

function members(
  world: World,
  sources: ReadonlyMap<string, Member['role']>[],
  query: { include_deactivated: boolean; sort?: string | undefined },
): Member[] {
  const found = new Map<string, Member>();
  for (const [id, role] of sources.flatMap((roles) => [...roles])) {
    const person = world.people.get(id);
    if (person && !found.has(id) && (person.active || query.include_deactivated)) found.set(id, { person, role });
  }
  const keys = {
    role: (m: Member) => m.role,
    name: (m: Member) => m.person.name,
    email: (m: Member) => m.person.email,
  };
  return sorted([...found.values()], query.sort, keys);
}

const presentMember = ({ person, role }: Member) => ({ role, user: presentUser(person) });

/** Adds the person when not a member yet, else changes the role. Nobody outside the account can be added. */
function grant<R extends WorkspaceRole | GrantedRole>(
  { world }: Sandbox,
  accountId: string,
  roles: Map<string, R>,
  userId: string,
  role: R,
) {
  if (!world.accounts.get(accountId)?.roles.has(userId)) throw notFound();
  roles.set(userId, role);
  return ok({ data: { role } });
}

function revoke(roles: Map<string, unknown>, userId: string) {
  if (!roles.delete(userId)) throw notFound();
  return noContent;
}
