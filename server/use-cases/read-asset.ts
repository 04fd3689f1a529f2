import { hasCode, RuleError } from '../domain/errors.ts';
import type { AssetIdentity } from '../domain/publish-identity.ts';
import type { AccountRef, ResourceRef } from '../domain/refs.ts';
import type { Frameio, FrameioFile } from '../ports/frameio.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { Deps } from './deps.ts';
import { noteOnce } from './note-once.ts';

export interface ReadAsset {
  /** Oldest first, the head last; never empty. */
  readonly members: readonly FrameioFile[];
  readonly stackId: string | undefined;
}

/** @throws RuleError `asset-not-found`. */
export async function readAsset(resource: ResourceRef, frameio: Frameio, title: string): Promise<ReadAsset> {
  const { accountId, type, id } = resource;
  try {
    const asset = await frameio.resolve({ accountId, type, id });
    if (asset.type === 'file') {
      return { members: [await frameio.files.get({ accountId, fileId: asset.id })], stackId: undefined };
    }
    if (asset.type === 'version_stack') {
      const members = await frameio.versionStacks.members({ accountId, stackId: asset.id });
      if (members.length > 0) return { members, stackId: asset.id };
    }
  } catch (error) {
    if (!hasCode(error, 'frameio-not-found')) throw error;
    throw new RuleError('asset-not-found', { params: [title], cause: error });
  }
  throw new RuleError('asset-not-found', { params: [title] });
}

export function identityOf({ members, stackId }: ReadAsset, { accountId }: AccountRef): AssetIdentity {
  return { accountId, stackId, fileIds: members.map(({ id }) => id) };
}

/** The oldest has 1; undefined where nothing is stacked. */
export function positionIn({ members, stackId }: ReadAsset, { id }: Pick<FrameioFile, 'id'>): number | undefined {
  const index = members.findIndex((member) => member.id === id);
  return stackId === undefined || index < 0 ? undefined : index + 1;
}

export function headOf({ members }: ReadAsset): FrameioFile {
  return members.at(-1) as FrameioFile;
}

/**
 * Waits, bounded and shown, for a file that is still uploading.
 *
 * @throws RuleError `asset-not-uploaded`, which waits at first and fails when it took too long.
 */
export async function requireUploaded(
  file: FrameioFile,
  context: JobContext,
  deps: Pick<Deps, 'clock' | 'options'>,
): Promise<void> {
  if (file.status !== 'created') return;
  await context.enter('waiting');
  throw new RuleError('asset-not-uploaded', { params: [file.name], needsAttention: mayWait(context, deps) });
}

/** The members that can be brought: older ones whose upload never ends do not hold up the rest. */
export async function uploadedMembers(
  asset: ReadAsset,
  context: JobContext,
  deps: Pick<Deps, 'clock' | 'options'>,
): Promise<FrameioFile[]> {
  const missing = asset.members.find(({ status }) => status === 'created');
  if (missing && mayWait(context, deps)) await requireUploaded(missing, context, deps);
  await requireUploaded(headOf(asset), context, deps);
  if (missing) await noteOnce(context, { code: 'skipped-while-uploading', params: [missing.name] });
  return asset.members.filter(({ status }) => status !== 'created');
}

function mayWait({ job }: JobContext, { clock, options }: Pick<Deps, 'clock' | 'options'>): boolean {
  return clock.now().getTime() - job.createdAt.getTime() < options.uploadWaitMs;
}
