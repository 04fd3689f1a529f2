import { hasCode, RuleError } from '../domain/errors.ts';
import type { FolderRef, ProjectRef, WorkspaceRef } from '../domain/refs.ts';
import type { Sync } from '../domain/sync.ts';
import type { Frameio, FrameioFolder } from '../ports/frameio.ts';
import type { Deps } from './deps.ts';

export type SyncTarget = WorkspaceRef & ProjectRef & FolderRef;
export type SyncSource = Pick<Sync, 'workspaceName' | 'projectName' | 'sourcePath' | 'sourceIds' | 'viewUrl'>;

const MAX_DEPTH = 100;

/**
 * The chosen folder with its names, as the person may read it.
 *
 * @throws RuleError `target-folder-unknown`, `project-archived`.
 */
export async function sourceOf(target: SyncTarget, frameio: Frameio): Promise<SyncSource> {
  try {
    const [workspace, project] = await Promise.all([frameio.workspaces.get(target), frameio.projects.get(target)]);
    const line = await lineOf(target, frameio);
    const isInside = line[0]?.id === project.rootFolderId && project.workspaceId === target.workspaceId;
    if (!isInside) throw new RuleError('target-folder-unknown', { field: 'target' });
    if (!project.active) throw new RuleError('project-archived', { params: [project.name], field: 'target' });
    return {
      workspaceName: workspace.name,
      projectName: project.name,
      sourcePath: line.slice(1).map(({ name }) => name),
      sourceIds: line.map(({ id }) => id),
      // Of a project's root folder people know nothing.
      viewUrl: line.slice(1).at(-1)?.viewUrl ?? project.viewUrl,
    };
  } catch (error) {
    if (!hasCode(error, 'frameio-not-found', 'frameio-forbidden', 'frameio-refused')) throw error;
    throw new RuleError('target-folder-unknown', { field: 'target', cause: error });
  }
}

/** From the project's root down to the folder. */
async function lineOf({ accountId, folderId }: FolderRef, frameio: Frameio): Promise<FrameioFolder[]> {
  const line: FrameioFolder[] = [];
  for (let id: string | undefined = folderId; id !== undefined && line.length < MAX_DEPTH;) {
    const folder: FrameioFolder = await frameio.folders.get({ accountId, folderId: id });
    line.unshift(folder);
    id = folder.parentId;
  }
  return line;
}

/**
 * An asset comes into one place: neither the folder nor one above or below it may be synchronised elsewhere.
 *
 * @throws RuleError `sync-source-taken`.
 */
export async function requireFreeSource(
  wanted: ProjectRef & Pick<SyncSource, 'sourceIds'>,
  own: string | undefined,
  { syncs }: Pick<Deps, 'syncs'>,
): Promise<void> {
  const others = (await syncs.inProject(wanted)).filter(({ id }) => id !== own);
  const taken = others.find(
    ({ sourceIds }) => isWithin(sourceIds, wanted.sourceIds) || isWithin(wanted.sourceIds, sourceIds),
  );
  if (taken) throw new RuleError('sync-source-taken', { params: [taken.folderPath], field: 'target' });
}

function isWithin(inner: readonly string[], outer: readonly string[]): boolean {
  const last = outer.at(-1);
  return last !== undefined && inner.includes(last);
}
