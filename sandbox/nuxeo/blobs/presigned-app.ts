import { pipeline } from 'node:stream/promises';
import express, { type Express, type Request, type Response } from 'express';
import type { World } from '../world.ts';
import type { StoredBlob } from './stored-blob.ts';
import { throttled } from './throttle.ts';

/** The cloud storage behind a redirecting Nuxeo: another origin, no credentials but the signature, ranges as S3 does them. */
export function createPresignedApp(world: World): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(world.control.middleware);
  app.get('/binaries/:key', async (req, res) => {
    const verdict = world.presigner.verify(req.params.key, new URL(req.originalUrl, 'http://localhost').searchParams);
    if (verdict === 'expired') refuse(res, 403, 'AccessDenied', 'Request has expired');
    else if (verdict === 'forged') refuse(res, 403, 'SignatureDoesNotMatch', 'The signature does not match');
    else await send(world, verdict.blob, verdict.disposition, req, res);
  });
  return app;
}

async function send(world: World, blob: StoredBlob, disposition: string, req: Request, res: Response): Promise<void> {
  const range = rangeOf(req.get('range'), blob.length);
  if (range === 'unsatisfiable') {
    res.set('Content-Range', `bytes */${blob.length}`);
    refuse(res, 416, 'InvalidRange', 'The requested range is not satisfiable');
    return;
  }
  const [start, end] = range ?? [0, blob.length - 1];
  if (range) res.status(206).set('Content-Range', `bytes ${start}-${end}/${blob.length}`);
  if (blob.digest) res.set('ETag', `"${blob.digest}"`);
  res.set({ 'Accept-Ranges': 'bytes', 'Content-Length': String(end - start + 1), 'Content-Disposition': disposition });
  res.setHeader('Content-Type', blob.mimeType ?? 'application/octet-stream');
  if (req.method === 'HEAD') {
    res.end();
    return;
  }
  await pipeline(throttled(world, world.blobs.read(blob, start, end)), res).catch(() => req.socket.destroy());
}

function rangeOf(header: string | undefined, length: number): [number, number] | 'unsatisfiable' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const start = from === '' ? Math.max(length - Number(to), 0) : Number(from);
  const end = from === '' || to === '' ? length - 1 : Math.min(Number(to), length - 1);
  return start > end ? 'unsatisfiable' : [start, end];
}

function refuse(res: Response, status: number, code: string, message: string): void {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  res.status(status).type('application/xml').send(xml);
}
