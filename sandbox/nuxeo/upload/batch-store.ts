import { randomUUID } from 'node:crypto';
import type { BlobStore, Received } from '../blobs/blob-store.ts';
import { combineCrc32 } from '../blobs/crc32-combine.ts';
import { StoredBlob } from '../blobs/stored-blob.ts';
import type { Switches } from '../switches.ts';

export interface BatchFile {
  name: string | null;
  mimeType: string | null;
  /** As announced; -1 when a normal upload did not say. */
  size: number;
  chunked: boolean;
  chunkCount: number;
  chunks: Map<number, Received>;
  /** Its bytes belong to a document now and outlive the batch. */
  attached: StoredBlob | null;
}

export interface Batch {
  id: string;
  handler: string;
  files: Map<string, BatchFile>;
  expiresAt: number;
}

/** Uploads that are not part of a document yet. Belongs to nobody: who knows the id may use it. */
export class BatchStore {
  readonly #batches = new Map<string, Batch>();
  readonly #cancelled = new Set<string>();
  readonly #blobs: BlobStore;
  readonly #switches: Switches;

  constructor(blobs: BlobStore, switches: Switches) {
    this.#blobs = blobs;
    this.#switches = switches;
  }

  create(handler: string): Batch {
    const expiresAt = Date.now() + this.#switches.batchTtlSeconds * 1000;
    const batch = { id: `batchId-${randomUUID()}`, handler, files: new Map(), expiresAt };
    this.#batches.set(batch.id, batch);
    return batch;
  }

  get(id: string): Batch | undefined {
    const batch = this.#batches.get(id);
    if (!batch || batch.expiresAt > Date.now()) return batch;
    void this.drop(id);
    return undefined;
  }

  all(): Batch[] {
    return [...this.#batches.keys()].flatMap((id) => this.get(id) ?? []);
  }

  wasCancelled(id: string): boolean {
    return this.#cancelled.has(id);
  }

  async cancel(id: string): Promise<void> {
    this.#cancelled.add(id);
    await this.drop(id);
  }

  async drop(id: string): Promise<void> {
    const batch = this.#batches.get(id);
    this.#batches.delete(id);
    await Promise.all([...(batch?.files.values() ?? [])].map((file) => this.discard(file)));
  }

  async discard(file: BatchFile): Promise<void> {
    if (file.attached) return;
    await this.#blobs.discard([...file.chunks.values()].flatMap((chunk) => chunk.file ?? []));
  }

  expireAll(): void {
    for (const batch of this.#batches.values()) batch.expiresAt = 0;
  }

  async clear(): Promise<void> {
    await Promise.all([...this.#batches.keys()].map((id) => this.drop(id)));
    this.#cancelled.clear();
  }

  /** The blob a document gets, or undefined where the real server silently gives nothing. */
  async blob(batchId: string, fileIndex: string): Promise<StoredBlob | undefined> {
    const file = this.get(batchId)?.files.get(fileIndex);
    if (!file || !isComplete(file)) return undefined;
    file.attached ??= await this.#assemble(file);
    return file.attached;
  }

  async #assemble(file: BatchFile): Promise<StoredBlob> {
    const chunks = orderedChunks(file);
    const kept = chunks.flatMap((chunk) => (chunk.file ? [{ file: chunk.file, length: chunk.length }] : []));
    const blob = new StoredBlob({
      content: kept.length === chunks.length ? { kind: 'files', files: kept } : { kind: 'discarded' },
      name: file.name,
      mimeType: file.mimeType ?? 'application/octet-stream',
      encoding: null,
      length: chunks.reduce((sum, chunk) => sum + chunk.length, 0),
      digestAlgorithm: null,
      digest: null,
      crc32: wholeCrc32(chunks).toString(16).padStart(8, '0'),
    });
    return this.#withDigest(blob, chunks);
  }

  async #withDigest(blob: StoredBlob, chunks: Received[]): Promise<StoredBlob> {
    const { digestAlgorithm } = this.#switches;
    if (digestAlgorithm === null) return blob;
    const known = digestAlgorithm === 'MD5' && chunks.length === 1 ? chunks[0]?.md5 : null;
    if (!known && blob.content.kind === 'discarded') return blob;
    const digest = known ?? (await this.#blobs.hash(blob, digestAlgorithm === 'MD5' ? 'md5' : 'sha256'));
    return blob.with({ digestAlgorithm, digest });
  }
}

export function isComplete(file: BatchFile): boolean {
  return file.chunks.size === file.chunkCount;
}

export function chunkIndexes(file: BatchFile): number[] {
  return [...file.chunks.keys()].sort((a, b) => a - b);
}

function orderedChunks(file: BatchFile): Received[] {
  return chunkIndexes(file).flatMap((index) => file.chunks.get(index) ?? []);
}

function wholeCrc32(chunks: Received[]): number {
  return chunks.reduce((sum, chunk) => combineCrc32(sum, chunk.crc32, chunk.length), 0);
}
