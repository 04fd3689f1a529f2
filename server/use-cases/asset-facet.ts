import type { AssetMetadata } from '../domain/asset-metadata.ts';
import type { SentBlob } from '../domain/review.ts';
import type { FrameioFile } from '../ports/frameio.ts';

export interface AssetPlace {
  readonly workspaceId: string | undefined;
  readonly stackId: string | undefined;
  /** In the stack, the oldest has 1; undefined while the file stands alone. */
  readonly stackPosition: number | undefined;
}

/** The `frameioasset:*` properties that tell which asset a document is, and what it is made of (N68). */
export function assetProperties(
  uid: string,
  file: FrameioFile,
  where: AssetPlace,
  metadata: AssetMetadata,
): Record<string, unknown> {
  return {
    'frameioasset:uid': uid,
    'frameioasset:accountId': file.accountId,
    'frameioasset:workspaceId': where.workspaceId ?? null,
    'frameioasset:projectId': file.projectId,
    'frameioasset:fileId': file.id,
    'frameioasset:stackId': where.stackId ?? null,
    'frameioasset:stackPosition': where.stackPosition ?? null,
    'frameioasset:viewUrl': file.viewUrl,
    'frameioasset:uploader': file.creator?.name ?? file.creator?.email ?? null,
    'frameioasset:uploadDate': file.createdAt.toISOString(),
    'frameioasset:size': file.length,
    ...followedProperties(file, metadata),
  };
}

/** Of these what may change while the file stays the same: a name, a decision, and what is measured after the upload. */
export function followedProperties(file: FrameioFile, metadata: AssetMetadata): Record<string, unknown> {
  return {
    'frameioasset:fileName': file.name,
    'frameioasset:codec': metadata.codec ?? null,
    'frameioasset:resolution': metadata.resolution ?? null,
    'frameioasset:fps': metadata.fps ?? null,
    'frameioasset:duration': metadata.durationSeconds ?? null,
    'frameioasset:frames': metadata.frames ?? null,
    'frameioasset:statusId': metadata.statusId ?? null,
    'frameioasset:statusLabel': metadata.statusLabel ?? null,
  };
}

/** A version in Frame.io that the document does not have yet. */
export function newerProperties(newer: FrameioFile | undefined): Record<string, unknown> {
  return { 'frameioasset:newerFileId': newer?.id ?? null, 'frameioasset:newerFileName': newer?.name ?? null };
}

export function sentProperties(sent: SentBlob, person: string, at: Date): Record<string, unknown> {
  return {
    'frameioasset:sentXpath': sent.xpath,
    'frameioasset:sentName': sent.rendition ?? sent.name,
    'frameioasset:sentDigest': sent.digest ?? null,
    'frameioasset:sentLength': sent.length,
    'frameioasset:sentBy': person,
    'frameioasset:sentDate': at.toISOString(),
  };
}
