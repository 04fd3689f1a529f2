import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isPicture, RENDITIONS, type Rendition } from './media-links.ts';
import type { FileAsset, Upload } from './model.ts';
import { posterOf } from './posters.ts';
import { answerS3Error, type S3ErrorCode } from './s3-errors.ts';
import type { Sandbox } from './sandbox.ts';
import { throttled } from './throttle.ts';

/** The origin of presigned URLs: no tokens, no JSON, only signatures and bytes. */
export function storageApp(sandbox: Sandbox, recorder: RequestHandler): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(recorder, crossOrigin, oneAuthentication);
  app.put('/parts/:file/part_:number', (req, res) => putPart(sandbox, req, res));
  app.put('/attachments/:attachment/part_:number', (req, res) => putAttachment(sandbox, req, res));
  app.get('/uploads/:file/:rendition', (req, res) => getRendition(sandbox, req, res));
  app.use((_req, res) => {
    answerS3Error(res, 'MethodNotAllowed');
  });
  return app;
}

/** Browsers upload and play from pages of another origin. */
const crossOrigin: RequestHandler = (req, res, next) => {
  res.set({
    'access-control-allow-origin': '*',
    'access-control-allow-headers': 'content-type, x-amz-acl, range',
    'access-control-allow-methods': 'GET, HEAD, PUT',
    'access-control-expose-headers': 'etag, content-length, content-range',
    'x-content-type-options': 'nosniff',
  });
  if (req.method === 'OPTIONS') res.status(200).end();
  else next();
};

/** A bearer token beside a signature is refused: it must never be sent here. */
const oneAuthentication: RequestHandler = (req, res, next) => {
  if (req.headers.authorization === undefined) next();
  else answerS3Error(res, 'InvalidArgument');
};

async function putPart(sandbox: Sandbox, req: Request, res: Response): Promise<void> {
  const file = sandbox.world.asset(String(req.params['file']));
  const index = Number(req.params['number']) - 1;
  const upload = file?.type === 'file' ? file.upload : undefined;
  const size = upload?.sizes[index];
  if (file?.type !== 'file' || !upload || size === undefined) {
    answerS3Error(res, 'AccessDenied');
    return;
  }
  const refusal = refusedUpload(sandbox, req, { contentType: file.mediaType, size, expiresAt: upload.expiresAt });
  if (refusal) answerS3Error(res, refusal);
  else await storePart(sandbox, req, res, { file, upload, index, size });
}

interface ExpectedPart {
  contentType: string;
  size: number;
  expiresAt: number;
}

function refusedUpload({ storage }: Sandbox, req: Request, expected: ExpectedPart): S3ErrorCode | undefined {
  const length = req.get('content-length');
  const contentType = req.get('content-type') ?? '';
  if (req.get('transfer-encoding')) return 'NotImplemented';
  if (length === undefined) return 'MissingContentLength';
  if (expected.expiresAt <= Date.now()) return 'ExpiredRequest';
  if (req.get('x-amz-acl') !== 'private' || contentType !== expected.contentType) return 'SignatureDoesNotMatch';
  const signed = storage.presigner.isUploadSigned(req.path, queryOf(req), contentType, Number(length));
  return signed && Number(length) === expected.size ? undefined : 'SignatureDoesNotMatch';
}

interface PartToStore {
  file: FileAsset;
  upload: Upload;
  index: number;
  size: number;
}

async function storePart(sandbox: Sandbox, req: Request, res: Response, { file, upload, index, size }: PartToStore) {
  const { storage, switches, pipeline: machines } = sandbox;
  try {
    const part = await storage.writePart(
      `${file.id}/part_${String(index + 1)}`,
      slowed(sandbox, req),
      size,
      switches.keepBytes,
    );
    machines.partArrived(file, upload, index, part);
    res
      .set('etag', `"${part.sha256.slice(0, 32)}"`)
      .status(200)
      .end();
  } catch {
    // The sender went away in the middle: there is nobody to answer.
    req.socket.destroy();
  }
}

/** What is attached to comments cannot be downloaded through the API: checked and let go. */
async function putAttachment(sandbox: Sandbox, req: Request, res: Response): Promise<void> {
  const contentType = req.get('content-type') ?? '';
  const expected = { contentType, size: Number(req.get('content-length')), expiresAt: Infinity };
  const refusal = refusedUpload(sandbox, req, expected);
  if (refusal) {
    answerS3Error(res, refusal);
    return;
  }
  for await (const chunk of req) void chunk;
  res.status(200).end();
}

function slowed({ switches }: Sandbox, body: Readable): Readable {
  const rate = switches.throttle.bytesPerSecondPerConnection;
  return rate > 0 ? Readable.from(throttled(body, rate)) : body;
}

async function getRendition(sandbox: Sandbox, req: Request, res: Response): Promise<void> {
  const file = sandbox.world.asset(String(req.params['file']));
  const rendition = RENDITIONS.find((name) => name === req.params['rendition']);
  const query = queryOf(req);
  if (!sandbox.storage.presigner.isDownloadSigned(req.path, query)) answerS3Error(res, 'AccessDenied');
  else if (Number(query.get('Expires')) * 1000 <= Date.now()) answerS3Error(res, 'ExpiredRequest');
  else if (file?.type !== 'file' || !rendition || file.status === 'created') answerS3Error(res, 'AccessDenied');
  else await send(sandbox, req, res, file, rendition);
}

interface Body {
  size: number;
  contentType: string;
  read(start: number, end: number): Readable | undefined;
}

function bodyOf({ storage }: Sandbox, file: FileAsset, rendition: Rendition): Body {
  if (isPicture(rendition)) {
    const picture = Buffer.from(posterOf(file));
    const read = (start: number, end: number) => Readable.from([picture.subarray(start, end + 1)]);
    return { size: picture.length, contentType: 'image/svg+xml', read };
  }
  // The other renditions are the original again: the stand-in does not encode video.
  return { size: file.size, contentType: file.mediaType, read: (start, end) => storage.read(file, start, end) };
}

async function send(
  sandbox: Sandbox,
  req: Request,
  res: Response,
  file: FileAsset,
  rendition: Rendition,
): Promise<void> {
  const body = bodyOf(sandbox, file, rendition);
  const range = rangeOf(req.get('range'), body.size);
  res.set({
    'accept-ranges': 'bytes',
    'content-disposition': queryOf(req).get('response-content-disposition') ?? 'attachment',
    'content-type': body.contentType,
    etag: `"${file.id}-${rendition}-${String(file.uploadedAt)}"`,
    'last-modified': new Date(file.uploadedAt ?? file.createdAt).toUTCString(),
  });
  if (range === 'unsatisfiable') {
    res.set('content-range', `bytes */${String(body.size)}`);
    answerS3Error(res, 'InvalidRange');
    return;
  }
  const { start, end } = range ?? { start: 0, end: body.size - 1 };
  const source = body.read(start, end);
  if (!source) {
    answerS3Error(res, 'NoSuchKey');
    return;
  }
  res.status(range ? 206 : 200).set('content-length', String(end - start + 1));
  if (range) res.set('content-range', `bytes ${String(start)}-${String(end)}/${String(body.size)}`);
  await deliver(sandbox, req, res, source);
}

async function deliver(sandbox: Sandbox, req: Request, res: Response, source: Readable): Promise<void> {
  if (req.method === 'HEAD') {
    source.destroy();
    res.end();
    return;
  }
  try {
    await pipeline(slowed(sandbox, source), res);
  } catch {
    // The reader went away, or a fault cut the answer.
    res.destroy();
  }
}

/** One range, as S3 reads it: anything it does not understand is ignored. */
export function rangeOf(
  header: string | undefined,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  const [first = '', last = ''] = match?.slice(1) ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '')
    return Number(last) === 0 ? 'unsatisfiable' : { start: Math.max(size - Number(last), 0), end: size - 1 };
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start >= size) return 'unsatisfiable';
  return end < start ? undefined : { start, end };
}

/** As it was signed: the parsed query of the framework is not used for it. */
function queryOf(req: Request): URLSearchParams {
  return new URL(req.originalUrl, 'http://storage').searchParams;
}
