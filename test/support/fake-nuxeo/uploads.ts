import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { ByteTarget, Part } from '../../../server/ports/bytes.ts';
import type { NewBatch, UploadedBlob } from '../../../server/ports/nuxeo.ts';
import { TransferError } from '../../../server/domain/errors.ts';
import type { StoredBatch } from './state.ts';
import type { FakeNuxeoWorld } from './world.ts';

type Perform = <T>(operation: string, work: () => T | Promise<T>) => Promise<T>;

export function beginBatch(world: FakeNuxeoWorld, file: NewBatch): string {
  const id = randomUUID();
  world.batches.set(id, { file, chunkSize: world.chunkSize, chunks: new Map() });
  return JSON.stringify({ id, length: file.length, chunkSize: world.chunkSize });
}

export function batchTarget(world: FakeNuxeoWorld, text: string, perform: Perform): ByteTarget {
  const { length, chunkSize } = read(text);
  return {
    parts: partsOf({ length, chunkSize }),
    put: (part, body, signal) =>
      perform('uploads.put', async () => {
        const bytes = await bytesOf(body);
        signal.throwIfAborted();
        if (bytes.length !== part.length) throw new TransferError('length-mismatch', { retryable: true });
        const { chunks } = batchOf(world, text);
        // Of chunks the first that arrived stays; a file of one part is replaced.
        if (!chunks.has(part.index) || length <= chunkSize) chunks.set(part.index, bytes);
      }),
  };
}

export function uploadedBatch(world: FakeNuxeoWorld, text: string): UploadedBlob {
  const bytes = assembled(batchOf(world, text));
  if (!bytes) throw new TransferError('batch-lost');
  return { batchId: read(text).id, fileIndex: 0, length: bytes.length };
}

export function dropBatch(world: FakeNuxeoWorld, text: string): void {
  world.batches.delete(read(text).id);
}

/** undefined while a chunk is missing. */
export function assembled({ file, chunkSize, chunks }: StoredBatch): Buffer | undefined {
  const parts = partsOf({ length: file.length, chunkSize }).map(({ index }) => chunks.get(index));
  return parts.includes(undefined) ? undefined : Buffer.concat(parts.filter((chunk) => chunk !== undefined));
}

function read(text: string): { id: string; length: number; chunkSize: number } {
  return JSON.parse(text) as { id: string; length: number; chunkSize: number };
}

function batchOf(world: FakeNuxeoWorld, text: string): StoredBatch {
  const batch = world.batches.get(read(text).id);
  if (!batch) throw new TransferError('batch-lost');
  return batch;
}

function partsOf({ length, chunkSize }: { length: number; chunkSize: number }): Part[] {
  return Array.from({ length: Math.ceil(length / chunkSize) }, (_, index) => {
    const start = index * chunkSize;
    const end = Math.min(start + chunkSize, length) - 1;
    return { index, start, end, length: end - start + 1 };
  });
}

async function bytesOf(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}
