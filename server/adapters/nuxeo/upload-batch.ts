import { z } from 'zod';
import type { Part } from '../../ports/bytes.ts';
import type { NewBatch } from '../../ports/nuxeo.ts';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** A batch with one file, always at index 0, as it is kept with the checkpoints of a transfer. */
const uploadBatch = z.object({
  batchId: z.string(),
  name: z.string(),
  mimeType: z.string(),
  length: z.number().int().nonnegative(),
  chunkSize: z.number().int().positive(),
});
export type UploadBatch = Readonly<z.infer<typeof uploadBatch>>;

export const readBatch = (text: string): UploadBatch => uploadBatch.parse(JSON.parse(text));
export const writeBatch = (batch: UploadBatch): string => JSON.stringify(batch);

/** Larger for very large files, which would otherwise have more chunks than S3 takes parts (10,000). */
export function chunkSizeFor(length: number): number {
  return length > 150 * GIB ? 64 * MIB : 16 * MIB;
}

export function chunkCount({ length, chunkSize }: Pick<UploadBatch, 'length' | 'chunkSize'>): number {
  return Math.ceil(length / chunkSize);
}

export function partsOf(batch: UploadBatch): Part[] {
  return Array.from({ length: chunkCount(batch) }, (_, index) => {
    const start = index * batch.chunkSize;
    const end = Math.min(start + batch.chunkSize, batch.length) - 1;
    return { index, start, end, length: end - start + 1 };
  });
}

/** The server decodes the name like a form field, where a plus would be a space. */
export function fileHeaders(file: NewBatch): Record<string, string> {
  return {
    'x-file-name': encodeURIComponent(file.name),
    'x-file-type': file.mimeType,
    'x-file-size': String(file.length),
    'content-type': 'application/octet-stream',
    'x-batch-no-drop': 'true',
  };
}

export function chunkHeaders(batch: UploadBatch, index: number): Record<string, string> {
  const count = chunkCount(batch);
  if (count <= 1) return {};
  return {
    'x-upload-type': 'chunked',
    'x-upload-chunk-index': String(index),
    'x-upload-chunk-count': String(count),
  };
}
