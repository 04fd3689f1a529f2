export type BlobContent =
  /** Files in the blob folder, one after the other. */
  | { kind: 'files'; files: { file: string; length: number }[] }
  /** Made up on reading. */
  | { kind: 'seed'; seed: string }
  /** Bytes were counted and hashed, then thrown away. */
  | { kind: 'discarded' };

interface BlobFields {
  content: BlobContent;
  name: string | null;
  mimeType: string | null;
  encoding: string | null;
  /** In bytes. */
  length: number;
  digestAlgorithm: string | null;
  digest: string | null;
  /** Eight hex digits over the whole content, when it came in by upload. */
  crc32: string | null;
}

/** A blob as a document holds it. Immutable: a change makes another one. */
export class StoredBlob {
  readonly content: BlobContent;
  readonly name: string | null;
  readonly mimeType: string | null;
  readonly encoding: string | null;
  readonly length: number;
  readonly digestAlgorithm: string | null;
  readonly digest: string | null;
  readonly crc32: string | null;

  constructor(fields: BlobFields) {
    this.content = fields.content;
    this.name = fields.name;
    this.mimeType = fields.mimeType;
    this.encoding = fields.encoding;
    this.length = fields.length;
    this.digestAlgorithm = fields.digestAlgorithm;
    this.digest = fields.digest;
    this.crc32 = fields.crc32;
  }

  with(fields: Partial<BlobFields>): StoredBlob {
    return new StoredBlob({ ...this, ...fields });
  }
}
