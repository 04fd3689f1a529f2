import type { ByteSource } from './bytes.ts';

export type DigestAlgorithm = 'md5' | 'sha1' | 'sha256';

/** Reads a whole source once more to be sure of its bytes (`VERIFY=full`). */
export interface Digests {
  /** In lower-case hex. */
  of(source: ByteSource, algorithm: DigestAlgorithm, signal: AbortSignal): Promise<string>;
}
