import type { AccountRef } from './refs.ts';
import type { Failure } from './errors.ts';

export const reviewStates = ['pushing', 'in-review', 'returned', 'recalled', 'failed'] as const;
export type ReviewState = (typeof reviewStates)[number];

/** What was sent: the main file, or one rendition chosen by name. */
export interface SentBlob {
  readonly xpath: string;
  /** Name of the rendition, undefined for the main file. */
  readonly rendition: string | undefined;
  readonly name: string;
  /** In bytes. */
  readonly length: number;
  /** Opaque; absent where Nuxeo has none yet, and then nothing counts as unchanged. */
  readonly digest: string | undefined;
}

/** Nuxeo's visible lock as we took it. Only a lock that still looks like this is released by us. */
export interface LockTaken {
  readonly owner: string;
  readonly createdAt: string;
}

/** A document that was sent to review: one row per document, current round. */
export interface Review extends AccountRef {
  readonly documentUid: string;
  readonly bindingId: string;
  readonly workspaceId: string;
  readonly projectId: string;
  readonly folderId: string;
  /** The file of the last finished push. */
  readonly fileId: string | undefined;
  /** Its stack, when it has one. */
  readonly stackId: string | undefined;
  readonly person: string;
  readonly state: ReviewState;
  /** undefined once it is released, or where it was never ours. */
  readonly lock: LockTaken | undefined;
  readonly sent: SentBlob | undefined;
  /** Head file from which a version was made already: an approval after it unlocks without another version. */
  readonly versionMadeOf: string | undefined;
  readonly failure: Failure | undefined;
  readonly startedAt: Date;
  readonly updatedAt: Date;
}

/** Somebody has to end it: it is under way, or a push failed whose lock could not be released. */
export function isOpen({ state, lock }: Pick<Review, 'state' | 'lock'>): boolean {
  return state === 'pushing' || state === 'in-review' || (state === 'failed' && lock !== undefined);
}

/** Same xpath, digest and length: no bytes need to move. Without a digest nobody can tell, so it counts as changed. */
export function isUnchanged(sent: SentBlob | undefined, now: SentBlob): boolean {
  return (
    sent?.digest !== undefined && sent.xpath === now.xpath && sent.digest === now.digest && sent.length === now.length
  );
}
