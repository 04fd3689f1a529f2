import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { hasCode, TransferError } from '../../domain/errors.ts';
import type { ByteTarget, Part } from '../../ports/bytes.ts';
import type { NewBatch, Nuxeo } from '../../ports/nuxeo.ts';
import type { HttpClient } from '../http/http-client.ts';
import { sendStream } from '../transfer/http-parts.ts';
import { batchLost, filePath, orLost, type Batches } from './batches.ts';
import type { BatchFilePayload } from './payloads.ts';
import {
  chunkCount,
  chunkHeaders,
  chunkSizeFor,
  fileHeaders,
  partsOf,
  readBatch,
  writeBatch,
  type UploadBatch,
} from './upload-batch.ts';
import type { Wire } from './wire.ts';

/** A store behind Nuxeo takes its time with a chunk before it is confirmed. */
const LONGEST_SILENCE_MS = 120_000;
const operation = 'uploads.put';

export interface UploadDeps {
  readonly wire: Wire;
  readonly http: HttpClient;
  readonly batches: Batches;
  /** In bytes. */
  readonly chunkSize?: number | undefined;
}

export function createUploads(deps: UploadDeps): Nuxeo['uploads'] {
  const { batches } = deps;
  return {
    async begin(file) {
      const batchId = await batches.open();
      // A file without a byte has no part that somebody would send.
      if (file.length === 0) await batches.putWhole(batchId, file, new Uint8Array());
      return writeBatch(newBatch(batchId, file, deps.chunkSize));
    },

    target: (text) => batchTarget(readBatch(text), deps),

    async uploaded(text) {
      const batch = readBatch(text);
      const file = await batches.stateOf(batch.batchId);
      if (!file || !isComplete(file, batch)) throw batchLost('uploads.uploaded');
      if (file.size !== batch.length) throw lengthMismatch(batch.length, file.size);
      return { batchId: batch.batchId, fileIndex: 0, length: batch.length };
    },

    drop: (text) => batches.drop(readBatch(text).batchId),
  };
}

function newBatch(
  batchId: string,
  { name, mimeType, length }: NewBatch,
  chunkSize = chunkSizeFor(length),
): UploadBatch {
  return { batchId, name, mimeType, length, chunkSize };
}

function isComplete(file: BatchFilePayload, batch: UploadBatch): boolean {
  return chunkCount(batch) <= 1 || new Set(file.uploadedChunkIds ?? []).size === chunkCount(batch);
}

function lengthMismatch(expected: number, found: number): TransferError {
  return new TransferError('length-mismatch', { context: { operation: 'uploads.uploaded', expected, found } });
}

function batchTarget(batch: UploadBatch, { wire, http, batches }: UploadDeps): ByteTarget {
  const isChunked = chunkCount(batch) > 1;
  const arrived = arrivedChunks(() => batches.stateOf(batch.batchId));
  const url = wire.url(filePath(batch.batchId, 0));

  const send = async (part: Part, body: Readable, signal: AbortSignal) => {
    const headers = { ...fileHeaders(batch), ...chunkHeaders(batch, part.index) };
    const answer = wire.attemptOnce(operation, (auth) => {
      const request = { method: 'POST', url, headers: { ...headers, ...auth }, operation } as const;
      return sendStream(http, { ...request, timeoutMs: LONGEST_SILENCE_MS }, body, part.length, signal);
    });
    await orLost(answer, operation);
  };

  return {
    parts: partsOf(batch),
    async put(part, body, given) {
      const signal = wire.signals(given) ?? given;
      if (!isChunked) return send(part, body, signal); // the file is replaced when it is sent again
      if (await arrived.has(part.index)) return drained(body);
      try {
        await send(part, body, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!(await arrived.hasAfterAll(part.index, error))) throw error;
      }
    },
  };
}

/**
 * Which chunks the server has. A chunk that is there already is refused with a 500, so the state
 * is asked for before the first chunk and again before and after whatever went wrong.
 */
function arrivedChunks(state: () => Promise<BatchFilePayload | undefined>) {
  const ask = async () => new Set((await state())?.uploadedChunkIds ?? []);
  const failed = new Set<number>();
  let atStart: Promise<Set<number>> | undefined;

  return {
    async has(index: number): Promise<boolean> {
      if (failed.has(index)) return (await ask()).has(index);
      atStart ??= ask();
      atStart.catch(() => (atStart = undefined));
      return (await atStart).has(index);
    },
    async hasAfterAll(index: number, error: unknown): Promise<boolean> {
      failed.add(index);
      return hasCode(error, 'nuxeo-unavailable') && (await ask()).has(index);
    },
  };
}

/** The bytes are read all the same, so that whoever sends them can count them. */
async function drained(body: Readable): Promise<void> {
  body.resume();
  await finished(body, { writable: false });
}
