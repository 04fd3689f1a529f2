import { assetMetadata } from '../domain/asset-metadata.ts';
import { JobCancelled } from '../domain/errors.ts';
import type { FileRef, FolderRef, WorkspaceRef } from '../domain/refs.ts';
import { isOpen, type SentBlob } from '../domain/review.ts';
import type { Frameio, FrameioFile } from '../ports/frameio.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { Nuxeo, NuxeoDocument } from '../ports/nuxeo.ts';
import { appendOnce } from './append-once.ts';
import { assetProperties, sentProperties, type AssetPlace } from './asset-facet.ts';
import type { Sides } from './bring-bytes.ts';
import type { Deps } from './deps.ts';
import { payloadOf } from './push-round.ts';
import { positionIn } from './read-asset.ts';

type RecordDeps = Pick<Deps, 'reviews' | 'activity' | 'clock'>;

/** What came of a push, in Frame.io. */
export interface Pushed {
  readonly file: FileRef;
  readonly folder: FolderRef;
  readonly stackId: string | undefined;
  readonly sent: SentBlob;
}

/** The document says from now on that it is in review, and the asset which document it is. Safe to repeat. */
export async function recordPush(
  document: NuxeoDocument,
  pushed: Pushed,
  { nuxeo, frameio }: Sides,
  context: JobContext,
  deps: RecordDeps,
): Promise<void> {
  await context.enter('recording');
  const file = await frameio.files.get(pushed.file);
  const { workspaceId } = await workspaceOf(file, frameio, context);
  const place = { workspaceId, stackId: pushed.stackId, stackPosition: await positionOf(pushed, frameio) };
  await attachFacet(document.uid, place, file, pushed, nuxeo, context, deps);
  await saveLink(document.uid, pushed, context, deps);
  await saveReview(document.uid, workspaceId, file, pushed, context, deps);
  await tellPushed(document, pushed, context, deps);
}

async function tellPushed(
  { uid: documentUid, title }: NuxeoDocument,
  { file, stackId }: Pushed,
  context: JobContext,
  deps: RecordDeps,
): Promise<void> {
  const { id: jobId, person, bindingId } = context.job;
  const details = { jobId, fileId: file.fileId, stackId, rendition: payloadOf(context).rendition };
  const line = { kind: 'pushed', title, person, documentUid, details } as const;
  await appendOnce(context, { ...line, ...(bindingId === undefined ? {} : { bindingId }) }, deps);
}

/** The earlier file may be in another project than the one that was chosen, and in another workspace. */
async function workspaceOf(
  { accountId, projectId }: FrameioFile,
  frameio: Frameio,
  context: JobContext,
): Promise<WorkspaceRef> {
  const payload = payloadOf(context);
  if (projectId === payload.projectId) return { accountId, workspaceId: payload.workspaceId };
  return { accountId, workspaceId: (await frameio.projects.get({ accountId, projectId })).workspaceId };
}

/** Somebody may have put a newer file on top meanwhile: the list tells. */
async function positionOf({ file: { accountId, fileId }, stackId }: Pushed, frameio: Frameio) {
  if (stackId === undefined) return undefined;
  const members = await frameio.versionStacks.members({ accountId, stackId });
  return positionIn({ members, stackId }, { id: fileId });
}

async function attachFacet(
  uid: string,
  place: AssetPlace,
  file: FrameioFile,
  { sent }: Pushed,
  nuxeo: Nuxeo,
  context: JobContext,
  { clock }: RecordDeps,
): Promise<void> {
  await nuxeo.documents.addFacet(uid, 'FrameioAsset', {
    ...assetProperties(uid, file, place, assetMetadata(file)),
    ...sentProperties(sent, context.job.person, clock.now()),
    'frameioasset:jobId': context.job.id,
    'frameioasset:state': 'in-review',
  });
}

/** From now on the action on this asset, in this binding, is about this document. */
async function saveLink(uid: string, pushed: Pushed, context: JobContext, { reviews }: RecordDeps): Promise<void> {
  const bindingId = String(context.job.bindingId);
  const { accountId, fileId } = pushed.file;
  const rootId = pushed.stackId ?? fileId;
  const [known] = (await reviews.linksOfDocument(uid)).filter(
    (link) => link.bindingId === bindingId && link.accountId === accountId,
  );
  const memberIds = [...new Set([...(known?.memberIds ?? []), fileId])];
  await reviews.saveLink({ accountId, bindingId, rootId, documentUid: uid, memberIds }, known?.rootId);
}

async function saveReview(
  uid: string,
  workspaceId: string,
  { projectId }: FrameioFile,
  pushed: Pushed,
  context: JobContext,
  { reviews, clock }: RecordDeps,
): Promise<void> {
  const review = await reviews.get(uid);
  // Recalled at this very moment: what was sent is taken back.
  if (!review || !isOpen(review)) throw new JobCancelled();
  await reviews.save({
    ...review,
    accountId: pushed.file.accountId,
    bindingId: String(context.job.bindingId),
    ...{ workspaceId, projectId, folderId: pushed.folder.folderId },
    fileId: pushed.file.fileId,
    stackId: pushed.stackId,
    sent: pushed.sent,
    person: context.job.person,
    versionMadeOf: undefined,
    state: 'in-review',
    updatedAt: clock.now(),
  });
}
