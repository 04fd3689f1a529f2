import { createHmac, timingSafeEqual } from 'node:crypto';
import type { StoredBlob } from './stored-blob.ts';

export type Verdict = { blob: StoredBlob; disposition: string } | 'expired' | 'forged';

/** Makes and checks links to blobs on another origin that need no credentials, as a cloud storage would. */
export class Presigner {
  readonly #secret: string;
  readonly #blobs = new Map<string, StoredBlob>();
  /** Known once its server listens. */
  origin = '';

  constructor(secret: string) {
    this.#secret = secret;
  }

  sign(blob: StoredBlob, disposition: string, seconds: number): string {
    const key =
      blob.digest ?? blob.crc32 ?? createHmac('sha256', this.#secret).update(JSON.stringify(blob)).digest('hex');
    this.#blobs.set(key, blob);
    const query = new URLSearchParams({
      'X-Amz-Date': new Date().toISOString().replace(/[-:]|\.\d+/g, ''),
      'X-Amz-Expires': String(seconds),
      'response-content-disposition': disposition,
    });
    query.set('X-Amz-Signature', this.#signature(key, query));
    return `${this.origin}/binaries/${key}?${query}`;
  }

  verify(key: string, query: URLSearchParams): Verdict {
    const given = Buffer.from(query.get('X-Amz-Signature') ?? '');
    const expected = Buffer.from(this.#signature(key, query));
    const blob = this.#blobs.get(key);
    if (!blob || given.length !== expected.length || !timingSafeEqual(given, expected)) return 'forged';
    const signedAt = parseDate(query.get('X-Amz-Date') ?? '');
    if (Date.now() >= signedAt + Number(query.get('X-Amz-Expires')) * 1000) return 'expired';
    return { blob, disposition: query.get('response-content-disposition') ?? 'attachment' };
  }

  #signature(key: string, query: URLSearchParams): string {
    const signed = ['X-Amz-Date', 'X-Amz-Expires', 'response-content-disposition'].map((name) => query.get(name) ?? '');
    return createHmac('sha256', this.#secret)
      .update([key, ...signed].join('\n'))
      .digest('hex');
  }
}

/** `20260731T101112Z` */
function parseDate(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}
