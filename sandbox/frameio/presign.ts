import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Signs the URLs of the storage, and knows them again. */
export class Presigner {
  readonly #key = randomBytes(32);
  #linkGeneration = 0;

  /** Every download link handed out so far stops working. */
  expireLinks(): void {
    this.#linkGeneration += 1;
  }

  upload(path: string, contentType: string, size: number, ttlSeconds: number): string {
    const query = new URLSearchParams({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': 'SANDBOX/s3/aws4_request',
      'X-Amz-Date': `${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')}`,
      'X-Amz-Expires': String(ttlSeconds),
      'X-Amz-SignedHeaders': 'content-type;host;x-amz-acl',
    });
    query.set('X-Amz-Signature', this.#uploadSignature(path, query, contentType, size));
    return `${path}?${query.toString()}`;
  }

  isUploadSigned(path: string, query: URLSearchParams, contentType: string, size: number): boolean {
    const given = query.get('X-Amz-Signature') ?? '';
    return same(given, this.#uploadSignature(path, query, contentType, size));
  }

  download(path: string, disposition: string, ttlSeconds: number): string {
    const query = new URLSearchParams({
      'response-content-disposition': disposition,
      Expires: String(Math.floor(Date.now() / 1000) + ttlSeconds),
    });
    query.set('Signature', this.#downloadSignature(path, query));
    query.set('Key-Pair-Id', 'SANDBOX');
    return `${path}?${query.toString()}`;
  }

  isDownloadSigned(path: string, query: URLSearchParams): boolean {
    return same(query.get('Signature') ?? '', this.#downloadSignature(path, query));
  }

  #uploadSignature(path: string, query: URLSearchParams, contentType: string, size: number): string {
    const names = ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Expires', 'X-Amz-SignedHeaders'];
    return this.#hmac(['PUT', path, ...names.map((key) => query.get(key) ?? ''), contentType, String(size)]);
  }

  #downloadSignature(path: string, query: URLSearchParams): string {
    const signed = [query.get('response-content-disposition') ?? '', query.get('Expires') ?? ''];
    return this.#hmac(['GET', path, ...signed, String(this.#linkGeneration)]);
  }

  #hmac(parts: string[]): string {
    return createHmac('sha256', this.#key).update(parts.join('\n')).digest('hex');
  }
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
