import { createHash } from 'node:crypto';
import type { DocumentLock, NewBatch } from '../../../server/ports/nuxeo.ts';

/** Bytes of a file; made once and never changed. */
export interface StoredBlob {
  readonly kind: 'blob';
  readonly name: string;
  readonly mimeType: string;
  readonly bytes: Buffer;
  readonly digest: string;
}

export interface StoredDocument {
  readonly uid: string;
  parentUid: string | undefined;
  readonly name: string;
  readonly type: string;
  /** Those put on this one document, beside those of its type. */
  facets: string[];
  /** JSON values; blobs as `StoredBlob`. */
  properties: Record<string, unknown>;
  renditions: StoredBlob[];
  attachments: StoredBlob[];
  /** The live document it was made from. */
  readonly versionOf: string | undefined;
  isCheckedOut: boolean;
  major: number;
  minor: number;
  isTrashed: boolean;
  isUnderHold: boolean;
  isProxy: boolean;
  /** Takes no permission from its ancestors. */
  isHidden: boolean;
  lock: DocumentLock | undefined;
  readonly grants: Map<string, Right>;
  modifiedAt: Date;
  lastContributor: string;
}

export type Right = 'Read' | 'ReadWrite' | 'Everything';

export interface StoredBatch {
  readonly file: NewBatch;
  readonly chunkSize: number;
  readonly chunks: Map<number, Buffer>;
}

export function storedBlob(file: { name: string; mimeType: string; bytes: Uint8Array }): StoredBlob {
  const bytes = Buffer.from(file.bytes);
  const digest = createHash('md5').update(bytes).digest('hex');
  return { kind: 'blob', name: file.name, mimeType: file.mimeType, bytes, digest };
}

export function isStoredBlob(value: unknown): value is StoredBlob {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'blob';
}

export function versionLabel({ major, minor, isCheckedOut }: StoredDocument): string | undefined {
  if (major === 0 && minor === 0) return undefined;
  return `${major}.${minor}${isCheckedOut ? '+' : ''}`;
}
