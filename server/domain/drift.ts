import type { Failure } from './errors.ts';
import type { Fingerprint, SyncAsset } from './sync-plan.ts';
import { isEditedHere } from './sync-plan.ts';
import type { DriftKind, SyncChange } from './sync.ts';

/** One difference between the two sides, for a person to decide about. */
export interface DriftLine {
  /** The kind, and the asset or document that it is about. */
  readonly id: string;
  readonly kind: DriftKind;
  readonly title: string;
  /** Folders from the synchronised one down. */
  readonly path: readonly string[];
  readonly assetId: string | undefined;
  readonly documentUid: string | undefined;
  readonly viewUrl: string | undefined;
  readonly failure: Failure | undefined;
}

/** A document as far as it is held against what was brought. */
export interface ComparedDocument {
  readonly title: string;
  readonly parentUid: string | undefined;
  readonly mainBlob: { readonly digest: string | undefined; readonly length: number } | undefined;
  readonly lock: { readonly owner: string } | undefined;
}

/**
 * What a difference in Frame.io meets here.
 *
 * @param document - undefined: it is gone here, or nobody made it yet.
 */
export function driftKindOf(
  change: SyncChange,
  known: SyncAsset | undefined,
  document: ComparedDocument | undefined,
): DriftKind {
  if (!known || !document) return 'only-there';
  if (document.lock) return 'waiting-for-lock';
  if (change === 'version' && isEditedHere(known, document.mainBlob)) return 'changed-in-both';
  if (change === 'renamed' && isRenamedHere(known, document)) return 'renamed-here';
  if (change === 'moved' && isMovedHere(known, document)) return 'moved-here';
  return 'newer-there';
}

/** Frame.io's state did not come the last time that it was tried; what waits for somebody here says so instead. */
export function isFailing(kind: DriftKind): boolean {
  return kind === 'only-there' || kind === 'newer-there';
}

/** What a person renamed or moved, while Frame.io says nothing new. */
export function placeKindOf(known: SyncAsset, document: ComparedDocument): DriftKind | undefined {
  if (isRenamedHere(known, document)) return 'renamed-here';
  return isMovedHere(known, document) ? 'moved-here' : undefined;
}

function isRenamedHere({ title }: SyncAsset, document: ComparedDocument): boolean {
  return title !== undefined && document.title !== title;
}

function isMovedHere({ parentUid }: SyncAsset, document: ComparedDocument): boolean {
  return parentUid !== undefined && document.parentUid !== parentUid;
}

export function driftId(kind: DriftKind, subject: string): string {
  return `${kind}:${subject}`;
}

/** *Keep*: there is as it is, and here is as it is, until it changes there again. */
export function keptAsset(
  known: SyncAsset,
  there: Fingerprint,
  { title, parentUid, mainBlob }: ComparedDocument,
): SyncAsset {
  return { ...known, ...there, title, parentUid, digest: mainBlob?.digest, length: mainBlob?.length };
}
