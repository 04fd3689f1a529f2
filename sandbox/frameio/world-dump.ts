import { definitionsOf, valueOf } from './metadata.ts';
import type { Asset, FileAsset } from './model.ts';
import type { Sandbox } from './sandbox.ts';

/** A compact picture of everything, for people who look and tests that compare. */
export function describeWorld(sandbox: Sandbox) {
  const { world } = sandbox;
  return {
    accounts: [...world.accounts.values()].map(({ id, displayName }) => ({ id, name: displayName })),
    workspaces: [...world.workspaces.values()].map(({ id, name, accountId }) => ({ id, name, accountId })),
    projects: [...world.projects.values()].map((project) => {
      const root = world.asset(project.rootFolderId);
      const { id, name, workspaceId, status, restricted } = project;
      return { id, name, workspaceId, status, restricted, root: root && describeAsset(sandbox, root) };
    }),
    actions: [...world.actions.values()].map(({ id, name, url, workspaceId, active }) => ({
      ...{ id, name, url, workspaceId, active },
    })),
    webhooks: [...world.webhooks.values()].map(({ id, name, url, events, active }) => ({
      id,
      name,
      url,
      events,
      active,
    })),
  };
}

function describeAsset(sandbox: Sandbox, asset: Asset): object {
  const { id, type, name } = asset;
  if (asset.type === 'file') return { id, type, name, ...describeFile(sandbox, asset) };
  const children = sandbox.world.children(asset).map((child) => describeAsset(sandbox, child));
  return asset.type === 'folder' ? { id, type, name, children } : { id, type, name, versions: children };
}

function describeFile({ world }: Sandbox, file: FileAsset) {
  const comments = world.commentsOf(file.id).map((comment) => ({
    id: comment.id,
    text: comment.text,
    frame: comment.frame,
    completed: comment.completedAt !== null,
    by: world.people.get(comment.ownerId ?? '')?.email ?? null,
    ...(comment.parentId ? { replyTo: comment.parentId } : {}),
  }));
  return { status: file.status, size: file.size, review: reviewStatus(world, file), comments };
}

function reviewStatus(world: Sandbox['world'], file: FileAsset): string | null {
  const accountId = world.projects.get(file.projectId)?.accountId ?? '';
  const definition = definitionsOf(world, accountId).find(
    ({ name, fieldType }) => name === 'Status' && fieldType === 'select',
  );
  const chosen = definition && (valueOf(world, file, definition) as string[] | null);
  return definition?.configuration.options?.find(({ id }) => chosen?.includes(id))?.display_name ?? null;
}
