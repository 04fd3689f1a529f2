import type { Request } from 'express';
import type { StoredBlob } from '../blobs/stored-blob.ts';
import { findBlob, parseBlobPath } from '../blobs/find-blob.ts';
import { getDocument } from '../repository/access.ts';
import type { Session } from '../repository/repository.ts';
import { RestError } from '../web/rest-error.ts';
import { serverUrlOf, type World } from '../world.ts';
import type { BlobResolver } from './property-reader.ts';

/**
 * Runs `read` with a resolver for the blobs that a body refers to. Batches it
 * used are dropped at the end, also when it failed, unless the client asked to
 * keep them.
 */
export async function withBlobReferences<T>(
  world: World,
  session: Session,
  req: Request,
  read: (resolver: BlobResolver) => Promise<T>,
): Promise<T> {
  const used = new Set<string>();
  const resolver: BlobResolver = (reference) => {
    const batchId = reference['upload-batch'];
    if (typeof batchId !== 'string') return Promise.resolve(copied(world, session, req, reference));
    used.add(batchId);
    return world.batches.blob(batchId, String(reference['upload-fileId'] ?? '0'));
  };
  try {
    return await read(resolver);
  } finally {
    if (req.get('x-batch-no-drop')?.toLowerCase() !== 'true') for (const id of used) void world.batches.drop(id);
  }
}

/** A link to a blob of this server is a copy; a link to anywhere else is ignored. */
function copied(
  world: World,
  session: Session,
  req: Request,
  reference: Record<string, unknown>,
): StoredBlob | undefined {
  const url = [reference['data'], reference['blobUrl']].find((value) => typeof value === 'string');
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { origin, pathname } = new URL(url);
  const place = origin === serverUrlOf(world, req) ? parseBlobPath(pathname) : undefined;
  if (!place) return undefined;
  const blob = readable(session, place.uid, place.xpath);
  if (!blob) throw new RestError(400, `Cannot access blob: ${url}`);
  return blob;
}

function readable(session: Session, uid: string, xpath: string): StoredBlob | undefined {
  try {
    return findBlob(getDocument(session, { uid }), xpath);
  } catch {
    return undefined;
  }
}
