import type { Binding } from '../domain/binding.ts';
import { RuleError } from '../domain/errors.ts';
import { titleOf } from '../domain/file-name.ts';
import type { ResourceRef } from '../domain/refs.ts';
import { recordChanged } from '../domain/review-record.ts';
import type { Review } from '../domain/review.ts';
import type { Frameio, FrameioFile } from '../ports/frameio.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { NuxeoDocument } from '../ports/nuxeo.ts';
import { actorFor, readerFor, readersOf, type Actor } from './actors.ts';
import { appendOnce } from './append-once.ts';
import { assetDocument, type AssetDocument } from './asset-document.ts';
import { discardBatch } from './bring-bytes.ts';
import { noteOnce } from './note-once.ts';
import { liveBinding, optionsOf, type PublishDeps } from './publish-resource.ts';
import { headOf, identityOf, positionIn, readAsset, uploadedMembers, type ReadAsset } from './read-asset.ts';
import { openReviewOf } from './review-asset.ts';
import { reviewRecord, ruleOf, writeAsset, type AssetWrite } from './write-asset.ts';
import { freshMembers, writeMembers } from './write-members.ts';

interface Publishing {
  readonly binding: Binding;
  readonly frameio: Frameio;
  readonly asset: ReadAsset;
  readonly context: JobContext;
  readonly deps: PublishDeps;
}

/**
 * Job: one asset becomes one document, or a new version of the document it already is. A document in review receives
 * its return instead. Steps are recorded, so that a restart makes no second document and no second version.
 */
export async function publishAsset(context: JobContext, deps: PublishDeps): Promise<void> {
  const binding = await liveBinding(context, deps);
  const frameio = await readerFor(readersOf(binding, context.job.person), context.signal, deps);
  await context.enter('reading');
  const asset = await readAsset(context.job.payload as unknown as ResourceRef, frameio, context.job.title);
  const identity = identityOf(asset, { accountId: String(context.job.payload['accountId']) });
  const review = await openReviewOf(identity, deps);
  if (review) return handOver(review, context, deps);

  const members = await uploadedMembers(asset, context, deps);
  const { length, name } = headOf(asset);
  if (length === 0) throw new RuleError('asset-without-bytes', { params: [name] });
  const publishing = { binding, frameio, asset, context, deps };
  const withBytes = members.filter((member) => member.length > 0);
  await writeVersions(await assetDocument(identity, withBytes, publishing, context, deps), withBytes, publishing);
}

/** What a cancelled or finally failed publish leaves: a batch in Nuxeo. The document, if made, stays with what it has. */
export async function undoPublish(context: JobContext, deps: PublishDeps): Promise<void> {
  const binding = await deps.bindings.get(String(context.job.bindingId));
  if (!binding) return;
  const connect = async () => (await actorFor(binding.folderUid, 'AddChildren', binding, context, deps)).nuxeo;
  await discardBatch(connect, context, deps);
}

/**
 * A document in review always receives the return, by a job that holds the document alone, and by the rules of the
 * binding that it was pushed from: another folder's action does not soften them.
 */
async function handOver(review: Review, context: JobContext, { queue }: PublishDeps): Promise<void> {
  const { documentUid, bindingId, sent } = review;
  const { batchId, person, payload, title } = context.job;
  await queue.enqueue({
    kind: 'return-document',
    person,
    title: titleOf(sent?.name ?? title),
    documentUid,
    bindingId,
    payload,
    ...(batchId === undefined ? {} : { batchId }),
    key: `${context.job.id}:return`,
    exclusive: `document:${documentUid}`,
  });
}

/** Published for the first time, a stack becomes one version per member, oldest first; later only what is new (N123). */
async function writeVersions(
  { link, actor }: AssetDocument,
  members: readonly FrameioFile[],
  publishing: Publishing,
): Promise<void> {
  const { binding, frameio, context, deps } = publishing;
  const { username, nuxeo } = actor;
  const fresh = freshMembers(link.memberIds, members);
  const writeOf = (file: FrameioFile) => assetWrite(file, 'main-file', publishing);
  const document = await writeMembers({ link, actor }, fresh, writeOf, { nuxeo, frameio }, context, deps);
  const head = members.at(-1);
  // What an earlier attempt of this job brought is as new as it can be.
  const isBroughtHere = context.memory()['bringing'] === head?.id;
  if (head && fresh.length === 0 && !isBroughtHere) await refresh(document, head, actor, publishing);
  if (broughtBy(context) !== context.job.person) await noteOnce(context, { code: 'done-in-your-name', params: [] });
  await context.remember({ documentUid: document.uid });
  const line = { kind: 'published', title: document.title, documentUid: document.uid, bindingId: binding.id } as const;
  const details = { jobId: context.job.id, fileId: head?.id, versions: fresh.length };
  await appendOnce(context, { ...line, person: username, actor: broughtBy(context), details }, deps);
}

/** No new bytes: metadata and record are brought up to date as a version, or nothing is written at all. */
async function refresh(
  document: NuxeoDocument,
  head: FrameioFile,
  { nuxeo }: Actor,
  publishing: Publishing,
): Promise<void> {
  const { frameio, context, deps } = publishing;
  await noteOnce(context, { code: 'unchanged-no-bytes-moved', params: [] });
  const write = assetWrite(head, 'none', publishing);
  const record = await reviewRecord(write, frameio, deps);
  if (!recordChanged(document.properties, record)) return;
  await writeAsset(document, write, { nuxeo, frameio }, context, deps);
}

function assetWrite(
  file: FrameioFile,
  bytes: AssetWrite['bytes'],
  { binding, asset, context }: Publishing,
): AssetWrite {
  const { workspaceId } = context.job.payload;
  const { version, note } = optionsOf(context);
  return {
    ...{ file, bytes, note, state: 'published' },
    ...{ stackId: asset.stackId, stackPosition: positionIn(asset, file) },
    workspaceId: typeof workspaceId === 'string' ? workspaceId : undefined,
    rule: ruleOf(binding, version),
    broughtBy: broughtBy(context),
  };
}

export function broughtBy({ job }: JobContext): string {
  const { broughtBy: really } = job.payload;
  return typeof really === 'string' ? really : job.person;
}
