import type { Request } from 'express';
import { throttled } from '../blobs/throttle.ts';
import type { Json } from '../web/entities.ts';
import { RestError, TextError } from '../web/rest-error.ts';
import type { World } from '../world.ts';
import { chunkIndexes, isComplete, type Batch, type BatchFile } from './batch-store.ts';

interface Answer {
  status: number;
  body: Json;
}

/** Takes a whole file, or one chunk of it. Nothing is compared with what was announced, as on the real server. */
export async function receiveFile(world: World, batch: Batch, index: string, req: Request): Promise<Answer> {
  if (!/^\d+$/.test(index)) throw new TextError(400, 'fileIdx request path parameter must be a number');
  const chunked = req.get('x-upload-type') === 'chunked';
  const header = chunked ? chunkHeader(req) : undefined;
  if (req.get('content-type')?.includes('multipart/form-data')) {
    throw new RestError(400, 'Content-Type: "multipart/form-data" is not supported');
  }
  if (header) await receiveChunk(world, batch, index, header, req);
  else await receiveWhole(world, batch, index, req);
  return answer(batch, index, chunked, req);
}

interface ChunkHeader {
  index: number;
  count: number;
  size: number;
}

function chunkHeader(req: Request): ChunkHeader {
  const read = (name: string) => (/^-?\d+$/.test(req.get(name) ?? '') ? Number(req.get(name)) : Number.NaN);
  const [index, count, size] = [read('x-upload-chunk-index'), read('x-upload-chunk-count'), read('x-file-size')];
  if ([index, count, size].some(Number.isNaN)) {
    throw new RestError(400, 'X-Upload-Chunk-Index, X-Upload-Chunk-Count and X-File-Size headers must be numbers');
  }
  return { index, count, size };
}

/** The same index again replaces the file. */
async function receiveWhole(world: World, batch: Batch, index: string, req: Request): Promise<void> {
  const { keepBytes: keep, digestAlgorithm } = world.switches;
  const received = await world.blobs.receive(throttled(world, req), { keep, md5: digestAlgorithm === 'MD5' });
  const replaced = batch.files.get(index);
  const chunks = new Map([[0, received]]);
  batch.files.set(index, {
    ...described(req),
    size: received.length,
    chunked: false,
    chunkCount: 1,
    chunks,
    attached: null,
  });
  if (replaced) await world.batches.discard(replaced);
}

/** A chunk that is there already, or lies behind the count, is a failure: a client has to ask for the state first. */
async function receiveChunk(
  world: World,
  batch: Batch,
  index: string,
  chunk: ChunkHeader,
  req: Request,
): Promise<void> {
  const file = batch.files.get(index) ?? newChunkedFile(chunk, req);
  if (!file.chunked) throw new RestError(500, `File entry ${index} is not chunked`);
  if (chunk.index < 0 || chunk.index >= file.chunkCount) {
    throw new RestError(
      500,
      `Cannot add chunk with index ${chunk.index} to file entry ${index}: only ${file.chunkCount}`,
    );
  }
  if (file.chunks.has(chunk.index))
    throw new RestError(500, `Cannot add chunk with index ${chunk.index}: it already exists`);
  batch.files.set(index, file);
  const { keepBytes: keep, digestAlgorithm } = world.switches;
  // A stored file is hashed as a whole when it is attached.
  const received = await world.blobs.receive(throttled(world, req), { keep, md5: !keep && digestAlgorithm === 'MD5' });
  if (file.chunks.has(chunk.index)) {
    if (received.file) await world.blobs.discard([received.file]);
    throw new RestError(500, `Cannot add chunk with index ${chunk.index}: it already exists`);
  }
  file.chunks.set(chunk.index, received);
}

function newChunkedFile(chunk: ChunkHeader, req: Request): BatchFile {
  return {
    ...described(req),
    size: chunk.size,
    chunked: true,
    chunkCount: chunk.count,
    chunks: new Map(),
    attached: null,
  };
}

function described(req: Request): { name: string | null; mimeType: string | null } {
  const name = req.get('x-file-name');
  return { name: name === undefined ? null : urlDecoded(name), mimeType: req.get('x-file-type') ?? null };
}

/** As a form value: `+` is a blank. */
function urlDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new RestError(500, `URLDecoder: Illegal hex characters in escape pattern: ${text}`);
  }
}

/** The size is what the header announced, as text, and -1 without one. */
function answer(batch: Batch, fileIdx: string, chunked: boolean, req: Request): Answer {
  const uploadType = chunked ? 'chunked' : 'normal';
  const uploadedSize = req.get('content-length') ?? '-1';
  const body = { uploaded: 'true', batchId: batch.id, fileIdx, uploadType, uploadedSize };
  const file = batch.files.get(fileIdx);
  if (!chunked || !file) return { status: 201, body };
  const progress = { uploadedChunkIds: chunkIndexes(file), chunkCount: file.chunkCount };
  return { status: isComplete(file) ? 201 : 202, body: { ...body, ...progress } };
}
