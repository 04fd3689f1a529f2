import { createHmac } from 'node:crypto';

/** Value of `X-Frameio-Signature` for the exact bytes of a body. */
export function signature(secret: string, timestampSeconds: string, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestampSeconds}:${body}`).digest('hex')}`;
}

export interface SignOptions {
  secret: string;
  timestampSeconds?: number;
}

export function signedHeaders(body: string, { secret, timestampSeconds }: SignOptions): Record<string, string> {
  const at = String(timestampSeconds ?? Math.floor(Date.now() / 1000));
  return {
    'content-type': 'application/json',
    'user-agent': 'Frame.io V4 API',
    'x-frameio-request-timestamp': at,
    'x-frameio-signature': signature(secret, at, body),
  };
}
