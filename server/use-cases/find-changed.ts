import { hasCode, type ErrorCode } from '../domain/errors.ts';
import type { AccountRef, ProjectRef } from '../domain/refs.ts';
import type { Change } from '../domain/webhook.ts';
import type { Frameio, FrameioStack } from '../ports/frameio.ts';
import type { JobContext } from '../ports/job-context.ts';
import { unusable } from './actors.ts';
import type { Deps } from './deps.ts';
import type { Found } from './follow-syncs.ts';

export type FindDeps = Pick<Deps, 'webhooks' | 'syncs' | 'reviews' | 'frameio'>;

/** What the change is about, as it is now; undefined: a comment of which nobody knows the file any more. */
export async function findChanged(change: Change, context: JobContext, deps: FindDeps): Promise<Found | undefined> {
  const { accountId, projectId, type, id } = change;
  switch (type) {
    case 'project':
      return { ids: [], stackId: undefined, parentId: undefined };
    case 'folder':
      return findFolder(change, context, deps);
    case 'comment': {
      const fileId = await fileOfComment(change, context, deps);
      return fileId === undefined
        ? undefined
        : findAsset({ accountId, projectId, type: 'file', id: fileId }, context, deps);
    }
    case 'file':
    case 'version_stack':
      return findAsset({ accountId, projectId, type, id }, context, deps);
  }
}

async function findFolder(change: Change, context: JobContext, deps: FindDeps): Promise<Found> {
  const { accountId, id } = change;
  const folder = await read(change, context, deps, (frameio) => frameio.folders.get({ accountId, folderId: id }));
  return { ids: [id], stackId: undefined, parentId: folder?.parentId };
}

/** A comment that is gone is known by the record that it went into. */
async function fileOfComment(change: Change, context: JobContext, deps: FindDeps): Promise<string | undefined> {
  const comment = { accountId: change.accountId, commentId: change.id };
  const known = await deps.reviews.fileOfComment(comment);
  const file = known ?? (await read(change, context, deps, (frameio) => frameio.comments.fileOf(comment)));
  return file?.fileId;
}

type AssetRef = ProjectRef & { readonly type: 'file' | 'version_stack'; readonly id: string };

async function findAsset(asset: AssetRef, context: JobContext, deps: FindDeps): Promise<Found> {
  const { accountId, type, id } = asset;
  const now = await read(asset, context, deps, async (frameio) => {
    const resolved = await frameio.resolve({ accountId, type, id });
    if (resolved.type === 'version_stack') return withMembers(resolved, frameio);
    return { ids: [resolved.id], stackId: undefined, parentId: resolved.parentId };
  });
  // Gone: what it was is known by this id.
  return now ? { ...now, ids: [...new Set([id, ...now.ids])] } : { ids: [id], stackId: undefined, parentId: undefined };
}

async function withMembers({ accountId, id: stackId, parentId }: FrameioStack, frameio: Frameio): Promise<Found> {
  const members = await frameio.versionStacks.members({ accountId, stackId });
  return { ids: [stackId, ...members.map(({ id }) => id)], stackId, parentId };
}

/** For these reasons somebody else may know more. */
const cannotRead: readonly ErrorCode[] = [...unusable, 'frameio-forbidden', 'frameio-not-found'];

/**
 * Asks in the name of who made a webhook of the account: an administrator there, who sees all of it; else of who owns
 * something that is synchronised from the project. Only what belongs together is asked: what people said is read by those
 * who may (decision 7). undefined: it is gone, or nobody sees it.
 */
async function read<T>(
  project: ProjectRef,
  { signal }: JobContext,
  deps: FindDeps,
  ask: (frameio: Frameio) => Promise<T>,
): Promise<T | undefined> {
  for (const username of await readers(project, deps)) {
    try {
      return await ask((await deps.frameio.as(username)).withSignal(signal));
    } catch (error) {
      if (!hasCode(error, ...cannotRead)) throw error;
    }
  }
  return undefined;
}

async function readers(project: ProjectRef, { webhooks, syncs }: FindDeps): Promise<Set<string>> {
  const isOfAccount = ({ accountId }: AccountRef) => accountId === project.accountId;
  const creators = (await webhooks.list()).filter(isOfAccount).flatMap(({ creator }) => creator ?? []);
  const owners = (await syncs.inProject(project)).map(({ owner }) => owner);
  return new Set([...creators, ...owners]);
}
