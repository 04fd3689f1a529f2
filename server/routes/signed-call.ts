import { createHmac, timingSafeEqual } from 'node:crypto';
import { raw, type Request, type RequestHandler } from 'express';
import { RequestError } from '../domain/errors.ts';
import { isRecent } from '../domain/signature.ts';

/** Takes the body as it is, whatever it calls itself: what is signed are its bytes. */
export function rawBody(limit: string): RequestHandler {
  return raw({ type: () => true, limit });
}

export function bodyOf({ body }: Pick<Request, 'body'>): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

/**
 * Verifies before anything is parsed: raw body, both clock directions, constant time, any of several secrets.
 *
 * @throws RequestError `signature-expired`, `signature-invalid`.
 */
export function verify(req: Pick<Request, 'get'>, body: Buffer, secrets: readonly string[], now: Date): void {
  const timestamp = req.get('x-frameio-request-timestamp') ?? '';
  const given = Buffer.from(req.get('x-frameio-signature') ?? '');
  const matches = secrets.map((secret) => {
    const expected = Buffer.from(
      `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`,
    );
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
  if (!matches.includes(true)) throw new RequestError('signature-invalid');
  if (!isRecent(timestamp, now)) throw new RequestError('signature-expired');
}

/** @throws RequestError `body-not-json`. */
export function parsedJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new RequestError('body-not-json', { cause: error });
  }
}
