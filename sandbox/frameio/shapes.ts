import type { Access } from './access.ts';
import { mediaLinks, RENDITIONS, type Rendition } from './media-links.ts';
import { presentMetadata } from './metadata.ts';
import type { Account, Asset, FileAsset, FolderAsset, Person, Project, StackAsset, Workspace } from './model.ts';
import type { Sandbox } from './sandbox.ts';

export const ASSET_INCLUDES = ['creator', 'project', 'project.owner', 'metadata'] as const;
export const FILE_INCLUDES = [...RENDITIONS.map((name) => `media_links.${name}` as const), ...ASSET_INCLUDES] as const;
export type AssetIncludes = ReadonlySet<(typeof FILE_INCLUDES)[number]>;

const dates = ({ createdAt, updatedAt }: { createdAt: string; updatedAt: string }) => ({
  created_at: createdAt,
  updated_at: updatedAt,
});

export function presentUser(person: Person | undefined) {
  if (!person) return { id: null, name: null, email: '', avatar_url: null, active: null };
  const { id, name, email, active, adobeId } = person;
  return { id, name, email, active, avatar_url: null, adobe_user_id: adobeId };
}

export const presentProfile = ({ id, name, email }: Person) => ({ id, name, email, avatar_url: null });

export function presentAccount({ world }: Sandbox, account: Account, person: Person) {
  const role = account.roles.get(person.id);
  return {
    id: account.id,
    display_name: account.displayName,
    roles: role && role !== 'reviewer' ? [role] : [],
    storage_limit: account.storageLimit,
    storage_usage: world.storageUsage(account.id),
    image: null,
    adobe_id: null,
    ...dates(account),
  };
}

export function presentWorkspace({ world }: Sandbox, workspace: Workspace, includes: ReadonlySet<string> = new Set()) {
  return {
    id: workspace.id,
    name: workspace.name,
    account_id: workspace.accountId,
    ...dates(workspace),
    ...(includes.has('creator') ? { creator: presentUser(world.people.get(workspace.creatorId)) } : {}),
  };
}

export function presentProject(sandbox: Sandbox, project: Project) {
  const root = sandbox.world.asset(project.rootFolderId);
  const files = root ? sandbox.world.subtree(root).filter((asset) => asset.type === 'file') : [];
  return {
    id: project.id,
    name: project.name,
    workspace_id: project.workspaceId,
    root_folder_id: project.rootFolderId,
    status: project.status,
    storage: files.reduce((sum, file) => sum + file.size, 0),
    restricted: project.restricted,
    view_url: `${sandbox.webUrl}/project/${project.id}`,
    ...dates(project),
  };
}

export function presentProjectWithIncludes(sandbox: Sandbox, project: Project, includes: ReadonlySet<string>) {
  return {
    ...presentProject(sandbox, project),
    description: project.description,
    ...(includes.has('owner') ? { owner: presentUser(sandbox.world.people.get(project.ownerId)) } : {}),
  };
}

function presentCommon(sandbox: Sandbox, asset: Asset) {
  return {
    id: asset.id,
    name: asset.name,
    parent_id: asset.parentId,
    project_id: asset.projectId,
    view_url: `${sandbox.webUrl}/project/${asset.projectId}/view/${asset.id}`,
    ...dates(asset),
  };
}

export function presentFile(sandbox: Sandbox, file: FileAsset) {
  return {
    ...presentCommon(sandbox, file),
    type: file.type,
    status: file.status,
    file_size: file.size,
    media_type: file.mediaType,
  };
}

export function presentFolder(sandbox: Sandbox, folder: FolderAsset) {
  return { ...presentCommon(sandbox, folder), type: folder.type, cover_file_id: coverOf(sandbox, folder) };
}

function coverOf({ world }: Sandbox, folder: FolderAsset): string | null {
  const cover = world.children(folder).find((child) => child.type === 'file' && child.status === 'transcoded');
  return cover?.id ?? null;
}

export function presentStack(sandbox: Sandbox, stack: StackAsset) {
  const head = sandbox.world.versions(stack).at(-1);
  return {
    ...presentCommon(sandbox, stack),
    type: stack.type,
    head_version: head ? presentFile(sandbox, head) : null,
  };
}

/** Any asset with what the caller asked to be included, and nothing that was not asked for. */
export function presentAsset(sandbox: Sandbox, access: Access, asset: Asset, includes: AssetIncludes): object {
  const extras = assetExtras(sandbox, asset, includes);
  if (asset.type === 'folder') return { ...presentFolder(sandbox, asset), ...extras };
  if (asset.type === 'file') return presentFileWithIncludes(sandbox, access, asset, includes);
  const head = sandbox.world.versions(asset).at(-1);
  const head_version = head ? presentFileWithIncludes(sandbox, access, head, includes) : null;
  return { ...presentStack(sandbox, asset), ...extras, head_version };
}

function presentFileWithIncludes(sandbox: Sandbox, access: Access, file: FileAsset, includes: AssetIncludes) {
  const asked = RENDITIONS.filter((name: Rendition) => includes.has(`media_links.${name}`));
  return {
    ...presentFile(sandbox, file),
    ...assetExtras(sandbox, file, includes),
    ...(asked.length > 0 ? { media_links: mediaLinks(sandbox, access, file, asked) } : {}),
  };
}

function assetExtras(sandbox: Sandbox, asset: Asset, includes: AssetIncludes) {
  const { world } = sandbox;
  const project = world.projects.get(asset.projectId);
  const account = project && world.accounts.get(project.accountId);
  const withOwner = new Set(includes.has('project.owner') ? ['owner'] : []);
  return {
    ...(includes.has('creator') ? { creator: presentUser(world.people.get(asset.creatorId)) } : {}),
    ...(project && includes.has('project') ? { project: presentProjectWithIncludes(sandbox, project, withOwner) } : {}),
    ...(account && includes.has('metadata') ? { metadata: presentMetadata(world, account, asset) } : {}),
  };
}
