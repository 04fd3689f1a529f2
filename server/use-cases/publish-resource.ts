import type { Binding, Destination, VersionRule } from '../domain/binding.ts';
import { hasCode, IntegrationError, RuleError } from '../domain/errors.ts';
import { validName } from '../domain/file-name.ts';
import { originMarker } from '../domain/publish-identity.ts';
import type { ResourceRef } from '../domain/refs.ts';
import type { Frameio, FrameioAsset, FrameioFolder } from '../ports/frameio.ts';
import type { JobContext } from '../ports/job-context.ts';
import { actorFor, readerFor, readersOf, type Actor } from './actors.ts';
import type { Deps } from './deps.ts';
import { foundOrCreated } from './create-document.ts';
import { identityOf, readAsset } from './read-asset.ts';
import { openReviewOf } from './review-asset.ts';

const MAX_DEPTH = 50;
const MAX_ASSETS = 50_000;

export type PublishDeps = Pick<
  Deps,
  | 'nuxeo'
  | 'frameio'
  | 'bindings'
  | 'reviews'
  | 'providers'
  | 'activity'
  | 'queue'
  | 'engine'
  | 'transfers'
  | 'digests'
  | 'clock'
  | 'options'
>;

/** What the action's form, or the import dialog, may say about this one publish. */
export interface PublishOptions {
  readonly documentType?: string;
  readonly version?: VersionRule;
  readonly note?: string;
}

/**
 * Job: finds out what a resource is and starts one job per asset; a folder is walked to its depth and
 * its sub-folders become Folder documents (decision 17). Starting twice starts nothing twice: the keys are the same.
 */
export async function publishResource(context: JobContext, deps: PublishDeps): Promise<void> {
  await context.enter('reading');
  const binding = await liveBinding(context, deps);
  const frameio = await readerFor(readersOf(binding, context.job.person), context.signal, deps);
  const asset = await resolved(context.job.payload as unknown as ResourceRef, frameio);
  await requireInside(asset, binding, frameio);
  if (asset.type !== 'folder') {
    await requireFolderUnlessInReview(asset, frameio, binding, context, deps);
    await enqueueAsset(asset, binding.folderUid, binding, context, deps);
    return;
  }
  await requireFolder(binding, context, deps);
  const uid = await folderDocument(asset, binding.folderUid, binding, context, deps);
  await walk(asset, uid, 1, { assets: 0 }, { binding, frameio, context, deps });
}

export async function liveBinding(context: JobContext, { bindings }: Pick<Deps, 'bindings'>): Promise<Binding> {
  const binding = await bindings.get(String(context.job.bindingId));
  // What was accepted before the folder was unbound still arrives: the dialog said so.
  if (!binding) throw new RuleError('folder-not-bound');
  return binding;
}

async function resolved(resource: ResourceRef, frameio: Frameio): Promise<FrameioAsset> {
  const { accountId, type, id } = resource;
  try {
    return await frameio.resolve({ accountId, type, id });
  } catch (error) {
    if (!hasCode(error, 'frameio-not-found')) throw error;
    throw new RuleError('asset-not-found', { params: [id], cause: error });
  }
}

/** An action may only be run in its own workspace; an import names any id, so it is looked at here. */
async function requireInside(asset: FrameioAsset, binding: Binding, frameio: Frameio): Promise<void> {
  const project = await frameio.projects.get({ accountId: asset.accountId, projectId: asset.projectId });
  const inside = binding.workspaces.some(
    (one) => one.accountId === asset.accountId && one.workspaceId === project.workspaceId,
  );
  if (!inside) throw new RuleError('asset-outside-binding', { params: [asset.name] });
}

/**
 * The folder as somebody who may add to it.
 *
 * @throws RuleError `folder-gone`, `folder-trashed`.
 */
export async function openFolder(
  uid: string,
  binding: Destination,
  context: JobContext,
  deps: Pick<Deps, 'nuxeo'>,
): Promise<Actor> {
  try {
    const actor = await actorFor(uid, 'AddChildren', binding, context, deps);
    if (!actor.document.isTrashed) return actor;
    throw new RuleError('folder-trashed', { params: [actor.document.title] });
  } catch (error) {
    if (!hasCode(error, 'nuxeo-not-found')) throw error;
    throw new RuleError('folder-gone', { params: [binding.folderPath], cause: error });
  }
}

/** @throws RuleError `folder-gone`, `folder-trashed`, `document-type-gone`. */
async function requireFolder(binding: Binding, context: JobContext, deps: PublishDeps): Promise<void> {
  const { nuxeo, document } = await openFolder(binding.folderUid, binding, context, deps);
  await requireType({ nuxeo, folderUid: document.uid }, binding, context);
}

/** A document that is in review receives its return wherever it is: nothing is added to the folder. */
async function requireFolderUnlessInReview(
  { accountId, type, id, name }: FrameioAsset,
  frameio: Frameio,
  binding: Binding,
  context: JobContext,
  deps: PublishDeps,
): Promise<void> {
  try {
    await requireFolder(binding, context, deps);
  } catch (error) {
    if (!(error instanceof IntegrationError) || error.retryable) throw error;
    const asset = await readAsset({ accountId, type, id }, frameio, name);
    if (!(await openReviewOf(identityOf(asset, { accountId }), deps))) throw error;
  }
}

/** @throws RuleError `document-type-gone`. */
export async function requireType(
  { nuxeo, folderUid }: Pick<Actor, 'nuxeo'> & { readonly folderUid: string },
  binding: Destination,
  context: JobContext,
): Promise<void> {
  const type = documentTypeOf(binding, context);
  if ((await nuxeo.documents.creatableTypes(folderUid)).includes(type)) return;
  throw new RuleError('document-type-gone', { params: [type] });
}

export function documentTypeOf(binding: Destination, context: JobContext): string {
  return optionsOf(context).documentType ?? binding.documentType;
}

export function optionsOf(context: JobContext): PublishOptions {
  return (context.job.payload['options'] ?? {}) as PublishOptions;
}

interface Walk {
  readonly binding: Binding;
  readonly frameio: Frameio;
  readonly context: JobContext;
  readonly deps: PublishDeps;
}

async function walk(
  folder: FrameioFolder,
  parentUid: string,
  depth: number,
  count: { assets: number },
  { binding, frameio, context, deps }: Walk,
): Promise<void> {
  if (depth > MAX_DEPTH) throw new RuleError('walk-too-deep', { params: [folder.name, String(MAX_DEPTH)] });
  for await (const child of frameio.folders.children({ accountId: folder.accountId, folderId: folder.id })) {
    count.assets += 1;
    if (count.assets > MAX_ASSETS) throw new RuleError('walk-too-deep', { params: [folder.name, String(MAX_ASSETS)] });
    if (child.type === 'folder') {
      const uid = await folderDocument(child, parentUid, binding, context, deps);
      await walk(child, uid, depth + 1, count, { binding, frameio, context, deps });
    } else {
      await enqueueAsset(child, parentUid, binding, context, deps);
    }
  }
}

/** A folder of Frame.io is the same Folder document every time it is published here. */
async function folderDocument(
  folder: FrameioFolder,
  parentUid: string,
  binding: Binding,
  context: JobContext,
  deps: PublishDeps,
): Promise<string> {
  const key = { accountId: folder.accountId, bindingId: binding.id, rootId: folder.id };
  const link = await deps.reviews.claim({ ...key, documentUid: undefined, memberIds: [] });
  const { nuxeo } = await openFolder(parentUid, binding, context, deps);
  const document = await foundOrCreated(
    link.documentUid,
    {
      parentUid,
      type: 'Folder',
      name: validName(folder.name),
      title: folder.name,
      marker: originMarker(key, binding.id),
    },
    nuxeo,
    context,
  );
  await deps.reviews.saveLink({ ...key, documentUid: document.uid, memberIds: [] });
  return document.uid;
}

async function enqueueAsset(
  asset: Exclude<FrameioAsset, FrameioFolder>,
  parentUid: string,
  binding: Binding,
  context: JobContext,
  { queue }: PublishDeps,
): Promise<void> {
  const head = asset.type === 'version_stack' ? asset.head : asset;
  const { batchId, payload, person } = context.job;
  await queue.enqueue({
    kind: 'publish-asset',
    person,
    title: head.name,
    ...(batchId === undefined ? {} : { batchId }),
    bindingId: binding.id,
    payload: {
      ...payload,
      accountId: asset.accountId,
      type: asset.type,
      id: asset.id,
      headFileId: head.id,
      parentUid,
    },
    key: `${context.job.id}:${asset.id}`,
    exclusive: `asset:${binding.id}:${asset.id}`,
    bytesTotal: head.length,
  });
}
