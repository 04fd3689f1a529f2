import { RuleError } from './errors.ts';

/** What an asset is: its stack if it is in one, and the files in it, oldest first. */
export interface AssetIdentity {
  readonly accountId: string;
  readonly stackId: string | undefined;
  readonly fileIds: readonly string[];
}

/** The id under which an asset is known: the stack's once there is one (N74). */
export function rootIdOf(asset: AssetIdentity): string {
  return asset.stackId ?? asset.fileIds[0] ?? '';
}

export function allIds(asset: AssetIdentity): string[] {
  return asset.stackId === undefined ? [...asset.fileIds] : [asset.stackId, ...asset.fileIds];
}

/**
 * The one document among these that the asset belongs to.
 *
 * @throws RuleError `asset-in-two-documents`: somebody stacked files of two documents; nothing may be written.
 */
export function onlyDocument<T extends { readonly documentUid: string | undefined }>(
  known: readonly T[],
): T | undefined {
  const uids = new Set(known.map((one) => one.documentUid).filter((uid) => uid !== undefined));
  if (uids.size > 1)
    throw new RuleError('asset-in-two-documents', { params: [[...uids].join(', ')], needsAttention: true });
  return known.find((one) => one.documentUid !== undefined) ?? known[0];
}

/** Id of the asset in a mark of `originMarker`, whichever binding it names; undefined: no mark, or of another account. */
export function originRoot(marker: unknown, { accountId }: Pick<AssetIdentity, 'accountId'>): string | undefined {
  if (typeof marker !== 'string' || !marker.startsWith(`frameio:${accountId}/`)) return undefined;
  return marker.split('/')[1] || undefined;
}

/** Marks a document with the asset it was made from, so that a lost answer never makes a second one. */
export function originMarker(
  asset: { readonly accountId: string; readonly rootId: string },
  bindingId: string,
): string {
  return `frameio:${asset.accountId}/${asset.rootId}/${bindingId}`;
}
