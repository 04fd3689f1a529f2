import type { Readable } from 'node:stream';

/** Inclusive on both ends, zero-based, as in an HTTP range. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Something that can be read in ranges, by several lanes at once. */
export interface ByteSource {
  /** In bytes and exact. */
  readonly length: number;
  /** Differs as soon as the bytes differ (digest, ETag and length); kept with the checkpoints of a transfer. */
  readonly fingerprint: string;
  /** As the system that holds the bytes names them, where it does; opaque. */
  readonly digest?: string | undefined;
  /**
   * Opens one range. The stream delivers exactly its length or fails with
   * `download-truncated` (retryable). Links that expired are asked for again inside.
   * Chunks belong to who sends them on, who may give their memory back: anybody else looks at once, or copies.
   *
   * @throws TransferError `source-changed` when these are not the bytes that were announced.
   */
  open(range: ByteRange, signal: AbortSignal): Promise<Readable>;
}

export interface Part extends ByteRange {
  readonly index: number;
  /** In bytes: `end - start + 1`. */
  readonly length: number;
}

/** Something that takes numbered parts, in any order, several at once. */
export interface ByteTarget {
  readonly parts: readonly Part[];
  /**
   * Sends one part. Resolves when the target has confirmed it. Safe to call
   * again for the same part; one that it has already may be confirmed unread.
   */
  put(part: Part, body: Readable, signal: AbortSignal): Promise<void>;
}

export interface PartRecord {
  readonly index: number;
  readonly length: number;
  /** CRC-32 of the part's bytes as they went through. */
  readonly crc32: number;
}

export interface TransferCheckpoint {
  readonly fingerprint: string;
  /** Opaque to the engine: what is needed to make the same target again (upload URLs, batch id). Encrypted at rest. */
  readonly target: string;
  readonly parts: readonly PartRecord[];
}

/** Checkpoints of running transfers, by transfer id. */
export interface TransferStore {
  load(transferId: string): Promise<TransferCheckpoint | undefined>;
  /** Forgets what was there and starts anew. */
  begin(transferId: string, start: { fingerprint: string; target: string }): Promise<void>;
  record(transferId: string, part: PartRecord): Promise<void>;
  end(transferId: string): Promise<void>;
}

export interface CopyOptions {
  readonly transferId: string;
  /** From earlier attempts: these parts are not sent again. */
  readonly recorded: readonly PartRecord[];
  /** Bytes confirmed so far, recorded parts included; called often. */
  readonly onProgress: (bytesDone: number) => void;
  readonly signal: AbortSignal;
}

/** Our transfer engine: parts on lanes, each recorded when it reached the target, no part in memory. */
export interface TransferEngine {
  /**
   * Moves every part that is not recorded yet. Resolves when all parts are at the target and recorded.
   *
   * @throws TransferError when a part failed for good; parts that arrived stay recorded.
   * @throws The signal's reason, with everything recorded kept.
   */
  copy(source: ByteSource, target: ByteTarget, options: CopyOptions): Promise<void>;
}
