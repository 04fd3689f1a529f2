import type { Binding } from '../domain/binding.ts';
import { assetClaim, type AssetClaim } from '../domain/claim.ts';
import type { IntegrationError } from '../domain/errors.ts';
import { hasCode, RuleError } from '../domain/errors.ts';
import { onlyDocument } from '../domain/publish-identity.ts';
import type { Review } from '../domain/review.ts';
import type { Frameio, FrameioFile } from '../ports/frameio.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { MarkedDocument } from '../ports/nuxeo.ts';
import type { AssetLink } from '../ports/review-store.ts';
import type { Deps } from './deps.ts';
import { readAsset } from './read-asset.ts';
import { pages } from './rebuild-links.ts';

type RestoreDeps = Pick<Deps, 'nuxeo' | 'frameio' | 'bindings' | 'reviews' | 'activity' | 'clock'>;

/** An asset that a document claims to be, as Frame.io knows it. */
export interface ClaimedAsset {
  readonly file: FrameioFile;
  readonly stackId: string | undefined;
  readonly folderId: string;
  readonly workspaceId: string;
  /** The file and what is older than it in its stack: the document has these. */
  readonly memberIds: readonly string[];
}

/**
 * Job: once a binding is confirmed, the documents below its folder are known by their assets again. Each asset is read
 * with the connection of the person who confirmed, and must lie in a workspace of the binding. Safe to repeat.
 */
export async function restoreLinks(context: JobContext, deps: RestoreDeps): Promise<void> {
  const binding = await deps.bindings.get(String(context.job.payload['bindingId']));
  if (!binding || binding.unboundAt) return;
  const nuxeo = (await deps.nuxeo.as(context.job.person)).withSignal(context.signal);
  const frameio = (await deps.frameio.as(context.job.person)).withSignal(context.signal);
  await context.enter('recording');
  const workspaces = new Map<string, string>();
  const first = Number(context.memory()['page'] ?? 0);
  for await (const { documents, page } of pages('FrameioAsset', first, nuxeo, binding.folderPath)) {
    let { restored, left } = countsIn(context);
    for (const document of documents) {
      const isRestored = await restoreLink(document, binding, frameio, workspaces, context, deps);
      if (isRestored) restored += 1;
      if (isRestored === false) left += 1;
    }
    await context.remember({ counts: { restored, left }, page: page + 1 });
  }
  const { restored, left } = countsIn(context);
  await context.note({ code: 'links-restored', params: [String(restored), String(left)] });
  const { folderUid: documentUid, folderPath: title, id: bindingId } = binding;
  const line = { kind: 'confirmed', title, documentUid, bindingId, details: { restored, left } } as const;
  await deps.activity.append({ ...line, person: context.job.person });
}

function countsIn(context: JobContext): { restored: number; left: number } {
  return (context.memory()['counts'] as { restored: number; left: number } | undefined) ?? { restored: 0, left: 0 };
}

/** undefined: there is nothing to restore, or it is there. false: its asset is gone, elsewhere or another document's. */
async function restoreLink(
  document: MarkedDocument,
  binding: Binding,
  frameio: Frameio,
  workspaces: Map<string, string>,
  context: JobContext,
  deps: RestoreDeps,
): Promise<boolean | undefined> {
  const claim = assetClaim(document);
  if (claim === 'copied' || claim === 'incomplete') return undefined;
  if ((await deps.reviews.linksOfDocument(document.uid)).some((link) => link.bindingId === binding.id))
    return undefined;
  try {
    const asset = await claimedAsset(claim, binding, frameio, workspaces);
    const link = linkOf(document.uid, asset, binding);
    onlyDocument([link, ...(await deps.reviews.links(binding.id, claim, [link.rootId, ...link.memberIds]))]);
    await keepRound(document.uid, claim, asset, binding, context, deps);
    await deps.reviews.saveLink(link);
    return true;
  } catch (error) {
    if (!isAboutThisAsset(error)) throw error;
    return false;
  }
}

function isAboutThisAsset(error: unknown): error is IntegrationError {
  return hasCode(error, 'asset-not-found', 'asset-outside-binding', 'asset-in-two-documents', 'frameio-forbidden');
}

/**
 * @param workspaces - Of projects that were looked up already.
 * @throws RuleError `asset-not-found`, `asset-outside-binding`.
 */
export async function claimedAsset(
  claim: AssetClaim,
  binding: Binding,
  frameio: Frameio,
  workspaces: Map<string, string>,
): Promise<ClaimedAsset> {
  const { accountId, fileId, fileName } = claim;
  const { members, stackId } = await readAsset({ accountId, type: 'file', id: fileId }, frameio, fileName);
  const at = members.findIndex(({ id }) => id === fileId);
  const file = members[at];
  if (!file) throw new RuleError('asset-not-found', { params: [fileName] });
  const workspaceId = await workspaceOf(file, frameio, workspaces);
  if (!binding.workspaces.some((one) => one.accountId === accountId && one.workspaceId === workspaceId))
    throw new RuleError('asset-outside-binding', { params: [file.name] });
  const folderId = await folderOf(file, stackId, frameio);
  return { file, stackId, folderId, workspaceId, memberIds: members.slice(0, at + 1).map(({ id }) => id) };
}

async function workspaceOf(
  { accountId, projectId }: FrameioFile,
  frameio: Frameio,
  known: Map<string, string>,
): Promise<string> {
  const workspaceId = known.get(projectId) ?? (await frameio.projects.get({ accountId, projectId })).workspaceId;
  known.set(projectId, workspaceId);
  return workspaceId;
}

async function folderOf(
  { accountId, parentId }: FrameioFile,
  stackId: string | undefined,
  frameio: Frameio,
): Promise<string> {
  if (stackId === undefined) return parentId ?? '';
  return (await frameio.versionStacks.get({ accountId, stackId })).parentId ?? '';
}

export function linkOf(documentUid: string, { file, stackId, memberIds }: ClaimedAsset, binding: Binding): AssetLink {
  const { accountId } = file;
  return { accountId, bindingId: binding.id, rootId: stackId ?? file.id, documentUid, memberIds };
}

/** A round that is over: pushing the document again makes a version of the same asset (N100). It unlocks nothing. */
async function keepRound(
  documentUid: string,
  { state, sent }: AssetClaim,
  { file, stackId, folderId, workspaceId }: ClaimedAsset,
  binding: Binding,
  { job }: JobContext,
  { reviews, clock }: RestoreDeps,
): Promise<void> {
  const isOver = state === 'returned' || state === 'recalled';
  if (!isOver || (await reviews.get(documentUid))) return;
  const round: Review = {
    ...{ documentUid, bindingId: binding.id, workspaceId, folderId, stackId, sent, state, person: job.person },
    ...{ accountId: file.accountId, projectId: file.projectId, fileId: file.id },
    ...{ lock: undefined, versionMadeOf: undefined, failure: undefined },
    ...{ startedAt: clock.now(), updatedAt: clock.now() },
  };
  await reviews.save(round);
}
