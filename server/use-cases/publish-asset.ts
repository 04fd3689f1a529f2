import type { Binding } from '../domain/binding.ts';
import { hasCode, RuleError } from '../domain/errors.ts';
import { titleOf, validName } from '../domain/file-name.ts';
import { allIds, onlyDocument, originMarker, rootIdOf, type AssetIdentity } from '../domain/publish-identity.ts';
import type { ResourceRef } from '../domain/refs.ts';
import { recordChanged } from '../domain/review-record.ts';
import type { Review } from '../domain/review.ts';
import type { Frameio, FrameioFile } from '../ports/frameio.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { NuxeoDocument } from '../ports/nuxeo.ts';
import type { AssetLink } from '../ports/review-store.ts';
import { actorFor, readerFor, type Actor } from './actors.ts';
import { foundOrCreated } from './create-document.ts';
import type { Deps } from './deps.ts';
import { documentTypeOf, liveBinding, optionsOf, type PublishDeps } from './publish-resource.ts';
import { discardBatch, reviewRecord, ruleOf, writeAsset, type AssetWrite } from './write-asset.ts';

/**
 * Job: one asset becomes one document, or a new version of the document it already is. A document in review receives
 * its return instead. Steps are recorded, so that a restart makes no second document and no second version.
 */
export async function publishAsset(context: JobContext, deps: PublishDeps): Promise<void> {
  const binding = await liveBinding(context, deps);
  const frameio = await readerFor(binding, context, deps);
  const members = await uploadedMembers(frameio, context, deps);
  const identity = identityOf(members, context);

  const reviews = await deps.reviews.ofAsset(identity, {
    fileIds: identity.fileIds,
    ...(identity.stackId === undefined ? {} : { stackId: identity.stackId }),
  });
  const inReview = onlyDocument(reviews.filter((one) => one.state === 'in-review' || one.state === 'pushing'));
  if (inReview) {
    await handOver(inReview, context, deps);
    return;
  }
  const link = await claimed(identity, binding, deps);
  const actor = await documentOf(link, members, binding, context, deps);
  await writeMembers(link, members, actor, { binding, frameio, context, deps });
}

/** What a cancelled or finally failed publish leaves: a batch in Nuxeo. The document, if made, stays with what it has. */
export async function undoPublish(context: JobContext, deps: PublishDeps): Promise<void> {
  const binding = await deps.bindings.get(String(context.job.bindingId));
  if (!binding || context.memory()['bringing'] === undefined) return;
  const { nuxeo } = await actorFor(binding.folderUid, 'AddChildren', binding, context, deps);
  await discardBatch(nuxeo, context, deps);
}

/**
 * Files of the asset, oldest first, all uploaded. One that is still uploading is waited for, bounded and shown.
 *
 * @throws RuleError `asset-not-uploaded` when it took too long, `asset-not-found`.
 */
export async function uploadedMembers(
  frameio: Frameio,
  context: JobContext,
  { clock, options }: Pick<Deps, 'clock' | 'options'>,
): Promise<FrameioFile[]> {
  const members = await membersOf(frameio, context);
  const missing = members.find((file) => file.status === 'created');
  if (!missing) return members;
  await context.enter('waiting');
  const waited = clock.now().getTime() - context.job.createdAt.getTime();
  throw new RuleError('asset-not-uploaded', { params: [missing.name], needsAttention: waited < options.uploadWaitMs });
}

async function membersOf(frameio: Frameio, context: JobContext): Promise<FrameioFile[]> {
  await context.enter('reading');
  const { accountId, type, id } = context.job.payload as unknown as ResourceRef;
  try {
    const asset = await frameio.resolve({ accountId, type, id });
    if (asset.type === 'folder') return [];
    if (asset.type === 'version_stack') return await frameio.versionStacks.members({ accountId, stackId: asset.id });
    return [await frameio.files.get({ accountId, fileId: asset.id })];
  } catch (error) {
    if (!hasCode(error, 'frameio-not-found')) throw error;
    throw new RuleError('asset-not-found', { params: [context.job.title], cause: error });
  }
}

function identityOf(members: readonly FrameioFile[], context: JobContext): AssetIdentity {
  const accountId = String(context.job.payload['accountId']);
  const parent = members[0]?.parentId;
  // A resource of type version_stack may name the head file: what counts is where the files are now.
  const isStack = context.job.payload['type'] === 'version_stack' || members.length > 1;
  return { accountId, stackId: isStack ? parent : undefined, fileIds: members.map((file) => file.id) };
}

/** A document in review always receives the return, by a job that holds the document alone. */
async function handOver(review: Review, context: JobContext, { queue }: PublishDeps): Promise<void> {
  const { documentUid, sent } = review;
  const { batchId, bindingId, person, payload, title } = context.job;
  await queue.enqueue({
    kind: 'return-document',
    person,
    title: titleOf(sent?.name ?? title),
    documentUid,
    payload,
    ...(batchId === undefined ? {} : { batchId }),
    ...(bindingId === undefined ? {} : { bindingId }),
    key: `${context.job.id}:return`,
    exclusive: `document:${documentUid}`,
  });
}

/** Known when the stack or any member is known; the stack's id is then saved (decision 18). */
async function claimed(
  identity: AssetIdentity,
  binding: Binding,
  { reviews }: Pick<Deps, 'reviews'>,
): Promise<AssetLink> {
  const known = onlyDocument(await reviews.links(binding.id, identity, allIds(identity)));
  const rootId = rootIdOf(identity);
  if (!known) {
    return reviews.claim({
      accountId: identity.accountId,
      bindingId: binding.id,
      rootId,
      documentUid: undefined,
      memberIds: [],
    });
  }
  if (known.rootId === rootId) return known;
  const moved = { ...known, rootId };
  await reviews.saveLink(moved, known.rootId);
  return moved;
}

/** The asset's document and who may write it. @throws RuleError `locked-by-other`, which waits until it is free. */
async function documentOf(
  link: AssetLink,
  members: readonly FrameioFile[],
  binding: Binding,
  context: JobContext,
  deps: PublishDeps,
): Promise<Actor> {
  const head = members.at(-1);
  if (!head) throw new RuleError('asset-not-found', { params: [context.job.title] });
  const parentUid = String(context.job.payload['parentUid'] ?? binding.folderUid);
  const creator = await actorFor(parentUid, 'AddChildren', binding, context, deps);
  const document = await foundOrCreated(
    link.documentUid,
    {
      parentUid,
      type: documentTypeOf(binding, context),
      name: validName(head.name),
      title: titleOf(head.name),
      marker: originMarker(link, binding.id),
    },
    creator.nuxeo,
    context,
  );
  if (document.uid !== link.documentUid)
    await deps.reviews.saveLink({ ...link, documentUid: document.uid, memberIds: [] });
  const actor = await actorFor(document.uid, 'WriteProperties', binding, context, deps);
  if (actor.document.lock && actor.document.lock.owner !== actor.username) {
    throw new RuleError('locked-by-other', { params: [actor.document.lock.owner], needsAttention: true });
  }
  return actor;
}

interface Publishing {
  readonly binding: Binding;
  readonly frameio: Frameio;
  readonly context: JobContext;
  readonly deps: PublishDeps;
}

/** Published for the first time, a stack becomes one version per member, oldest first; later only what is new (N123). */
async function writeMembers(
  link: AssetLink,
  members: readonly FrameioFile[],
  actor: Actor,
  { binding, frameio, context, deps }: Publishing,
): Promise<void> {
  let document = actor.document;
  const known = link.documentUid === document.uid ? link.memberIds : [];
  const memberIds = [...known];
  const fresh = members.filter((file) => !known.includes(file.id));
  const head = members.at(-1);
  for (const file of fresh) {
    document = await writeAsset(
      document,
      assetWrite(file, 'main-file', binding, context),
      { ...actor, frameio },
      context,
      deps,
    );
    memberIds.push(file.id);
    await deps.reviews.saveLink({ ...link, documentUid: document.uid, memberIds });
  }
  if (fresh.length === 0 && head) await refresh(document, head, actor, { binding, frameio, context, deps });
  await deps.activity.append({
    kind: 'published',
    title: document.title,
    person: actor.username,
    actor: broughtBy(context),
    documentUid: document.uid,
    bindingId: binding.id,
    details: { jobId: context.job.id, fileId: head?.id, versions: fresh.length },
  });
  await context.remember({ documentUid: document.uid });
}

/** No new bytes: metadata and record are brought up to date as a version, or nothing is written at all. */
async function refresh(
  document: NuxeoDocument,
  head: FrameioFile,
  actor: Actor,
  { binding, frameio, context, deps }: Publishing,
): Promise<void> {
  await context.note({ code: 'unchanged-no-bytes-moved', params: [] });
  const write = assetWrite(head, 'none', binding, context);
  const record = await reviewRecord(write, frameio, deps);
  if (!recordChanged(document.properties, record)) return;
  await writeAsset(document, write, { ...actor, frameio }, context, deps);
}

function assetWrite(file: FrameioFile, bytes: AssetWrite['bytes'], binding: Binding, context: JobContext): AssetWrite {
  const { payload } = context.job;
  const isStack = payload['type'] === 'version_stack';
  return {
    file,
    stackId: isStack ? file.parentId : undefined,
    workspaceId: typeof payload['workspaceId'] === 'string' ? payload['workspaceId'] : undefined,
    bytes,
    rule: ruleOf(binding, optionsOf(context).version),
    broughtBy: broughtBy(context),
    note: optionsOf(context).note,
    state: 'published',
  };
}

export function broughtBy(context: JobContext): string {
  const { payload, person } = context.job;
  return typeof payload['broughtBy'] === 'string' ? payload['broughtBy'] : person;
}
