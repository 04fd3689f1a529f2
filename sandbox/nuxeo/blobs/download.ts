import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { textOf, type StoredDocument } from '../repository/document.ts';
import { HtmlError } from '../web/rest-error.ts';
import type { World } from '../world.ts';
import { throttled } from './throttle.ts';
import type { StoredBlob } from './stored-blob.ts';

/** Answers a GET or HEAD with a blob, as Nuxeo's download service does, with its peculiar ranges. */
export async function sendBlob(
  world: World,
  document: StoredDocument,
  blob: StoredBlob | undefined,
  req: Request,
  res: Response,
): Promise<void> {
  if (!blob || (blob.content.kind === 'discarded' && req.method !== 'HEAD')) throw new HtmlError(404, 'No blob found');
  const disposition = contentDisposition(blob, req);
  setHeaders(document, blob, disposition, req, res);
  if (isUnchanged(document, blob, req)) {
    res.status(304).end();
  } else if (world.switches.redirectToPresigned) {
    res.redirect(302, world.presigner.sign(blob, disposition, world.switches.presignedSeconds));
  } else {
    await sendBytes(world, blob, req, res);
  }
}

function setHeaders(
  document: StoredDocument,
  blob: StoredBlob,
  disposition: string,
  req: Request,
  res: Response,
): void {
  if (blob.digest) res.set('ETag', `"${blob.digest}"`);
  const modified = textOf(document, 'dc:modified');
  if (modified) res.set('Last-Modified', new Date(modified).toUTCString());
  res.set('Accept-Ranges', 'bytes');
  res.set('Content-Disposition', disposition);
  if (req.query['changeToken'] !== undefined) res.set('Cache-Control', 'private, max-age=31536000');
  if (
    blob.digest &&
    req.get('want-digest')?.toLowerCase().replace('-', '') === blob.digestAlgorithm?.toLowerCase().replace('-', '')
  ) {
    res.set('Digest', `${blob.digestAlgorithm}=${Buffer.from(blob.digest, 'hex').toString('base64')}`);
  }
}

function contentDisposition(blob: StoredBlob, req: Request): string {
  const kind = req.query['inline'] === 'true' ? 'inline' : 'attachment';
  const encoded = encodeURIComponent(blob.name ?? 'file').replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `${kind}; filename*=UTF-8''${encoded}`;
}

/** Looked at before the range. The date is compared in milliseconds, which a header cannot carry. */
function isUnchanged(document: StoredDocument, blob: StoredBlob, req: Request): boolean {
  const etag = req.get('if-none-match');
  if (etag !== undefined) return blob.digest !== null && etag === `"${blob.digest}"`;
  const since = req.get('if-modified-since');
  const modified = textOf(document, 'dc:modified');
  return since !== undefined && modified !== null && new Date(since).getTime() >= new Date(modified).getTime();
}

async function sendBytes(world: World, blob: StoredBlob, req: Request, res: Response): Promise<void> {
  const range = parseRange(req.get('range'), blob.length);
  const [start, end] = range ?? [0, blob.length - 1];
  res.status(range ? 206 : 200);
  if (range) res.set('Content-Range', `bytes ${start}-${end}/${blob.length}`);
  // Not `set`, which would add a charset of its own.
  res.setHeader('Content-Type', blob.mimeType ?? 'application/octet-stream');
  res.set('Content-Length', String(end - start + 1));
  if (req.method === 'HEAD') {
    res.end();
    return;
  }
  try {
    await pipeline(throttled(world, world.blobs.read(blob, start, end)), res);
    if (end >= blob.length) req.socket.end();
  } catch {
    // The client went away.
    req.socket.destroy();
  }
}

/**
 * One range only. Several, nonsense, or a start behind the end mean the whole
 * file and never 416; an end beyond the file is announced and never delivered.
 */
export function parseRange(header: string | undefined, length: number): [number, number] | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const start = from === '' ? length - Number(to) : Number(from);
  const end = from === '' || to === '' ? length - 1 : Number(to);
  return start < 0 || start > end ? undefined : [start, end];
}
