import type { Frameio, FrameioAccount, FrameioProfile, FrameioProject, FrameioWorkspace } from '../../ports/frameio.ts';
import type { AccountRef } from '../../domain/refs.ts';
import { path, type Api } from './api.ts';
import { isActive } from './asset-mappers.ts';
import { everything } from './paging.ts';
import {
  accountPayload,
  profilePayload,
  projectPayload,
  workspacePayload,
  type AccountPayload,
  type ProfilePayload,
  type ProjectPayload,
  type WorkspacePayload,
} from './payloads.ts';

/** Who we are, and the way down from accounts to projects. */
export function accountResources(api: Api): Pick<Frameio, 'me' | 'accounts' | 'workspaces' | 'projects'> {
  return {
    async me() {
      const request = { operation: 'users.show', method: 'GET', path: '/v4/me' } as const;
      return toProfile(await api.one(request, profilePayload));
    },
    accounts: {
      async list() {
        const request = { operation: 'accounts.index', method: 'GET', path: '/v4/accounts' } as const;
        return (await everything(api, request, accountPayload)).map(toAccount);
      },
    },
    workspaces: {
      async list(account) {
        const resource = path`/v4/accounts/${account.accountId}/workspaces`;
        const request = { operation: 'workspaces.index', method: 'GET', path: resource } as const;
        return (await everything(api, request, workspacePayload)).map((payload) => toWorkspace(account, payload));
      },
      async get(workspace) {
        const resource = path`/v4/accounts/${workspace.accountId}/workspaces/${workspace.workspaceId}`;
        const request = { operation: 'workspaces.show', method: 'GET', path: resource } as const;
        return toWorkspace(workspace, await api.one(request, workspacePayload));
      },
    },
    projects: {
      async list(workspace) {
        const resource = path`/v4/accounts/${workspace.accountId}/workspaces/${workspace.workspaceId}/projects`;
        const request = { operation: 'projects.index', method: 'GET', path: resource } as const;
        return (await everything(api, request, projectPayload)).map((payload) => toProject(workspace, payload));
      },
      async get(project) {
        const resource = path`/v4/accounts/${project.accountId}/projects/${project.projectId}`;
        const request = { operation: 'projects.show', method: 'GET', path: resource } as const;
        return toProject(project, await api.one(request, projectPayload));
      },
    },
  };
}

function toProfile(payload: ProfilePayload): FrameioProfile {
  return { id: payload.id, name: payload.name ?? payload.email ?? payload.id, email: payload.email ?? '' };
}

function toAccount(payload: AccountPayload): FrameioAccount {
  return {
    accountId: payload.id,
    name: payload.display_name,
    roles: payload.roles ?? [],
    storageLimit: payload.storage_limit ?? undefined,
    storageUsed: payload.storage_usage ?? 0,
  };
}

function toWorkspace({ accountId }: AccountRef, payload: WorkspacePayload): FrameioWorkspace {
  return { accountId, workspaceId: payload.id, name: payload.name };
}

function toProject({ accountId }: AccountRef, payload: ProjectPayload): FrameioProject {
  return {
    accountId,
    projectId: payload.id,
    name: payload.name,
    workspaceId: payload.workspace_id,
    rootFolderId: payload.root_folder_id,
    active: isActive(payload),
    viewUrl: payload.view_url,
  };
}
