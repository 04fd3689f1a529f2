import type { Api } from './api.ts';
import { formatBytes } from './format.ts';
import { i18n } from './i18n.ts';
import type { TreeNode, TreeSource } from './tree-source.ts';

export interface Workspace {
  readonly accountId: string;
  readonly workspaceId: string;
  readonly workspaceName: string;
}

export interface Project {
  readonly id: string;
  readonly name: string;
  readonly rootFolderId: string;
  readonly active: boolean;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

interface Child extends Named {
  readonly type: 'folder' | 'file' | 'version_stack';
  readonly length: number | null;
  readonly complete: boolean;
}

/** By name; projects that are not active any more take nothing. */
export async function projectsOf({ accountId, workspaceId }: Workspace, api: Api): Promise<Project[]> {
  const { projects } = await api.get<{ projects: Project[] }>(
    `/frameio/accounts/${accountId}/workspaces/${workspaceId}/projects`,
  );
  return projects.filter((one) => one.active).sort((a, b) => a.name.localeCompare(b.name));
}

export function rootOf(project: Project): TreeNode {
  return { id: project.rootFolderId, name: project.name, kind: 'project' };
}

/** Only folders. */
export function folderSource(accountId: string, api: Api): TreeSource {
  return {
    async load(parent, after) {
      const path = foldersPath(accountId, parent);
      const { folders, next } = await api.get<{ folders: Named[]; next: string | null }>(path, { after });
      return { nodes: folders.map(folderNode), next };
    },
  };
}

/** Only folders, and new ones can be made. */
export function newFolderSource(accountId: string, api: Api): TreeSource {
  return {
    ...folderSource(accountId, api),
    create: async (parent, name) => folderNode(await api.post<Named>(foldersPath(accountId, parent), { name })),
  };
}

function foldersPath(accountId: string, parent: TreeNode): string {
  return `/frameio/accounts/${accountId}/folders/${parent.id}/folders`;
}

function folderNode({ id, name }: Named): TreeNode {
  return { id, name, kind: 'folder' };
}

/** Folders, files and version stacks. */
export function contentSource(accountId: string, api: Api): TreeSource {
  return {
    async load(parent, after) {
      const path = `/frameio/accounts/${accountId}/folders/${parent.id}/children`;
      const { children, next } = await api.get<{ children: Child[]; next: string | null }>(path, { after });
      return { nodes: children.map(childNode), next };
    },
  };
}

function childNode({ type, id, name, length, complete }: Child): TreeNode {
  const detail = complete ? (length === null ? '' : formatBytes(length)) : i18n('frameio.import.uploading');
  return { id, name, kind: type, detail, isUnavailable: !complete };
}
