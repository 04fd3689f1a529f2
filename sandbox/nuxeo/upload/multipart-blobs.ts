import { Readable } from 'node:stream';
import type { Request } from 'express';
import { StoredBlob } from '../blobs/stored-blob.ts';
import { throttled } from '../blobs/throttle.ts';
import { partsOf, text, type Part } from '../web/multipart.ts';
import { RestError } from '../web/rest-error.ts';
import type { World } from '../world.ts';

/** An operation with blobs in its body: the call as JSON first, then the blobs. */
export async function readMultipartCall(world: World, req: Request): Promise<{ body: unknown; blobs: StoredBlob[] }> {
  let body: unknown;
  const blobs: StoredBlob[] = [];
  for await (const part of partsOf(throttled(world, req), req.get('content-type') ?? '')) {
    if (body === undefined) body = parsed(await text(part.body));
    else blobs.push(await storedPart(world, part));
  }
  return { body: body ?? {}, blobs };
}

/** The first file of a form. */
export async function readFormFile(world: World, req: Request): Promise<StoredBlob> {
  let file: StoredBlob | undefined;
  for await (const part of partsOf(throttled(world, req), req.get('content-type') ?? '')) {
    if (part.fileName !== null && !file) file = await storedPart(world, part);
    else await text(part.body);
  }
  if (!file) throw new RestError(400, 'No file in the form');
  return file;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    throw new RestError(400, 'Malformed JSON');
  }
}

async function storedPart(world: World, part: Part): Promise<StoredBlob> {
  const received = await world.blobs.receive(Readable.from(part.body, { objectMode: false }), {
    keep: true,
    md5: true,
  });
  const { file, length, md5, crc32 } = received;
  return new StoredBlob({
    content: { kind: 'files', files: file ? [{ file, length }] : [] },
    name: part.fileName === null ? null : Buffer.from(part.fileName, 'latin1').toString('utf8'),
    mimeType: part.headers['content-type'] ?? 'application/octet-stream',
    ...{ encoding: null, length, digestAlgorithm: 'MD5', digest: md5 },
    crc32: crc32.toString(16).padStart(8, '0'),
  });
}
