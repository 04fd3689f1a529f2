import { RuleError } from './errors.ts';
import type { SentBlob } from './review.ts';

/** What these rules need to know of a document. */
export interface PushCandidate {
  readonly title: string;
  readonly isFolderish: boolean;
  readonly isVersion: boolean;
  readonly isProxy: boolean;
  readonly isTrashed: boolean;
  readonly isUnderHold: boolean;
  readonly lock: { readonly owner: string } | undefined;
  readonly permissions: readonly string[];
  readonly mainBlob: CandidateBlob | undefined;
  readonly renditions: readonly CandidateBlob[];
}

interface CandidateBlob {
  readonly xpath: string;
  readonly rendition: string | undefined;
  readonly name: string;
  readonly length: number;
  readonly digest: string | undefined;
}

/** Why a document cannot be pushed by this person, or undefined (N85, N105). Order: what can never change first. */
export function pushRefusal(document: PushCandidate, username: string): RuleError | undefined {
  if (document.isVersion) return new RuleError('document-is-version');
  if (document.isProxy) return new RuleError('document-is-proxy');
  if (document.isFolderish) return new RuleError('document-is-folder');
  if (document.isTrashed) return new RuleError('document-is-trashed');
  if (document.isUnderHold) return new RuleError('document-is-record');
  if (!document.mainBlob) return new RuleError('document-without-file');
  if (document.mainBlob.length === 0) return new RuleError('document-without-file');
  if (document.lock && document.lock.owner !== username) {
    return new RuleError('locked-by-other', { params: [document.lock.owner] });
  }
  if (!document.permissions.includes('WriteProperties')) return new RuleError('write-not-allowed');
  return undefined;
}

/**
 * The main file, or the rendition of this name.
 *
 * @throws RuleError `rendition-missing`, for instance while Nuxeo is still transcoding.
 */
export function blobToSend<B extends CandidateBlob>(
  document: { readonly mainBlob: B | undefined; readonly renditions: readonly B[] },
  rendition: string | undefined,
): B {
  const blob =
    rendition === undefined ? document.mainBlob : document.renditions.find((one) => one.rendition === rendition);
  if (!blob || blob.length === 0) {
    throw rendition === undefined
      ? new RuleError('document-without-file')
      : new RuleError('rendition-missing', { params: [rendition] });
  }
  return blob;
}

export function sentBlobOf(blob: CandidateBlob): SentBlob {
  const { xpath, rendition, name, length, digest } = blob;
  return { xpath, rendition, name, length, digest };
}
