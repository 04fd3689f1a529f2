import { assetMetadata, type MetadataField } from './asset-metadata.ts';
import type { SyncChange } from './sync.ts';

/** A file as a listing tells it, as far as it is compared. */
export interface ListedFile {
  readonly id: string;
  readonly name: string;
  readonly length: number;
  readonly updatedAt: Date;
  readonly metadata: readonly MetadataField[] | undefined;
}

/** An asset as a listing tells it, as far as it is compared. */
export type ListedAsset = { readonly parentId: string | undefined } & (
  | (ListedFile & { readonly type: 'file' })
  | { readonly type: 'version_stack'; readonly id: string; readonly name: string; readonly head: ListedFile }
  | { readonly type: 'folder'; readonly id: string; readonly name: string }
);

/** What tells one state of an asset in Frame.io from the next. */
export interface Fingerprint {
  readonly parentId: string | undefined;
  readonly name: string;
  readonly headFileId: string | undefined;
  /** In bytes. */
  readonly headLength: number | undefined;
  readonly updatedAt: Date | undefined;
  readonly commentCount: number | undefined;
  readonly statusId: string | undefined;
}

/**
 * `linked`: a document of a push or a publish, which follows by itself. `gone`: not in Frame.io's folder any more.
 */
export type SyncAssetState = 'present' | 'gone' | 'linked';

/** What we set in Nuxeo: where it is something else now, somebody edited it here. */
export interface BroughtDocument {
  readonly documentUid: string | undefined;
  readonly title: string | undefined;
  readonly parentUid: string | undefined;
  readonly digest: string | undefined;
  readonly length: number | undefined;
}

export const nothingBrought: BroughtDocument = {
  documentUid: undefined,
  title: undefined,
  parentUid: undefined,
  digest: undefined,
  length: undefined,
};

/** What is known of a folder, file or stack of a synchronised tree: the state that was brought last. */
export interface SyncAsset extends Fingerprint, BroughtDocument {
  readonly syncId: string;
  readonly assetId: string;
  readonly type: ListedAsset['type'];
  readonly state: SyncAssetState;
}

export function fingerprintOf(asset: ListedAsset): Fingerprint {
  const { parentId, name } = asset;
  if (asset.type === 'folder') return { ...ofFolder, parentId, name };
  const head = headOfListed(asset);
  const { commentCount, statusId } = assetMetadata(head);
  return {
    parentId,
    // A stack is named after its head, whatever it was called when it was made.
    name: head.name,
    headFileId: head.id,
    headLength: head.length,
    updatedAt: head.updatedAt,
    commentCount,
    statusId,
  };
}

const ofFolder = {
  headFileId: undefined,
  headLength: undefined,
  updatedAt: undefined,
  commentCount: undefined,
  statusId: undefined,
};

export function headOfListed(asset: Exclude<ListedAsset, { type: 'folder' }>): ListedFile {
  return asset.type === 'file' ? asset : asset.head;
}

/** What became of the asset since it was brought; undefined: nothing, and nothing is read or written for it. */
export function changeOf(
  now: Fingerprint,
  known: (Fingerprint & Pick<SyncAsset, 'state' | 'documentUid'>) | undefined,
): SyncChange | undefined {
  if (known?.documentUid === undefined) return 'new';
  if (known.state === 'gone') return 'back';
  if (now.headFileId !== known.headFileId || now.headLength !== known.headLength) return 'version';
  if (now.parentId !== known.parentId) return 'moved';
  if (now.name !== known.name) return 'renamed';
  return isSaidMore(now, known) ? 'record' : undefined;
}

/** Comments, status, metadata. */
function isSaidMore(now: Fingerprint, known: Fingerprint): boolean {
  return (
    now.updatedAt?.getTime() !== known.updatedAt?.getTime() ||
    now.commentCount !== known.commentCount ||
    now.statusId !== known.statusId
  );
}

/** Somebody replaced the main file here. Without a digest its length has to do. */
export function isEditedHere(
  brought: Pick<BroughtDocument, 'digest' | 'length'>,
  now: { readonly digest: string | undefined; readonly length: number } | undefined,
): boolean {
  if (brought.length === undefined) return false;
  if (now?.length !== brought.length) return true;
  return brought.digest !== undefined && now.digest !== undefined && now.digest !== brought.digest;
}
