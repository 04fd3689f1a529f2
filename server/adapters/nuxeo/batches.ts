import { hasCode, TransferError } from '../../domain/errors.ts';
import type { NewBatch, UploadedBlob } from '../../ports/nuxeo.ts';
import { batchFilesPayload, newBatchPayload, type BatchFilePayload } from './payloads.ts';
import { fileHeaders } from './upload-batch.ts';
import type { Wire } from './wire.ts';

export const batchPath = (batchId: string) => `/api/v1/upload/${encodeURIComponent(batchId)}`;
export const filePath = (batchId: string, index: number) => `${batchPath(batchId)}/${index}`;

/** Batches as the server keeps them: for about two hours, and for anybody who knows the id. */
export interface Batches {
  open(): Promise<string>;
  /** undefined while nothing has arrived. @throws TransferError `batch-lost`. */
  stateOf(batchId: string): Promise<BatchFilePayload | undefined>;
  isComplete(blob: Pick<UploadedBlob, 'batchId' | 'fileIndex'>): Promise<boolean>;
  /** Sends what fits into memory, in a batch of its own. */
  sendSmall(file: Omit<NewBatch, 'length'>, bytes: Uint8Array): Promise<UploadedBlob>;
  putWhole(batchId: string, file: NewBatch, bytes: Uint8Array): Promise<void>;
  drop(batchId: string): Promise<void>;
}

export function createBatches(wire: Wire): Batches {
  const batches: Batches = {
    async open() {
      const call = { method: 'POST', path: '/api/v1/upload', operation: 'uploads.begin' } as const;
      return (await wire.read(call, newBatchPayload)).batchId;
    },

    async stateOf(batchId) {
      const call = { method: 'GET', path: batchPath(batchId), operation: 'uploads.state' } as const;
      const { json } = await orLost(wire.ask(call), 'uploads.state');
      const files = batchFilesPayload.safeParse(json);
      return files.success ? files.data[0] : undefined;
    },

    async isComplete({ batchId, fileIndex }) {
      const path = filePath(batchId, fileIndex);
      const answer = await wire.ask({ method: 'GET', path, operation: 'uploads.state', accept: [404, 410] });
      // 202: chunks are missing.
      return answer.status === 200;
    },

    async sendSmall(file, bytes) {
      const batchId = await batches.open();
      await batches.putWhole(batchId, { ...file, length: bytes.byteLength }, bytes);
      return { batchId, fileIndex: 0, length: bytes.byteLength };
    },

    async putWhole(batchId, file, bytes) {
      const { 'content-type': contentType = '', ...headers } = fileHeaders(file);
      const call = { method: 'POST', path: filePath(batchId, 0), operation: 'uploads.put', headers } as const;
      await orLost(wire.ask({ ...call, body: { bytes, contentType } }), 'uploads.put');
    },

    async drop(batchId) {
      const call = { method: 'DELETE', path: batchPath(batchId), operation: 'uploads.drop' } as const;
      await wire.ask({ ...call, accept: [404, 410] });
    },
  };
  return batches;
}

export function batchLost(operation: string, cause?: unknown): TransferError {
  return new TransferError('batch-lost', { cause, context: { operation } });
}

/** Unknown, expired and cancelled batches answer 404 or 410. */
export async function orLost<T>(answer: Promise<T>, operation: string): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw hasCode(error, 'nuxeo-not-found') ? batchLost(operation, error) : error;
  }
}
