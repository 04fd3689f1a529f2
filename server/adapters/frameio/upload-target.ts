import { z } from 'zod';
import { FrameioError, TransferError } from '../../domain/errors.ts';
import type { ByteTarget, Part } from '../../ports/bytes.ts';
import { HttpFailure, type HttpClient, type HttpResponse } from '../http/http-client.ts';
import { sendStream } from '../transfer/http-parts.ts';
import type { UploadPayload } from './payloads.ts';

const OPERATION = 'upload.part';

const sealedTarget = z.object({
  mediaType: z.string(),
  parts: z.array(z.object({ length: z.number().int().positive(), url: z.url() })).min(1),
});
type SealedTarget = z.infer<typeof sealedTarget>;

/** The opaque text from which a target can be made again: the URLs are answered only once. */
export function sealTarget({ media_type: mediaType, upload_urls }: UploadPayload): string {
  const parts = upload_urls.map(({ size, url }) => ({ length: size, url }));
  return JSON.stringify({ mediaType, parts } satisfies SealedTarget);
}

/** Presigned parts of a new file. Frame.io joins them by itself when the last one is there. */
export function createUploadTarget(target: string, storage: HttpClient): ByteTarget {
  const { mediaType, parts: sealed } = sealedTarget.parse(JSON.parse(target));
  // Exactly these two are signed besides the host: a missing or different one is a bare 403.
  const headers = { 'content-type': mediaType, 'x-amz-acl': 'private' };
  return {
    parts: inSequence(sealed),
    async put(part, body, signal) {
      const url = sealed[part.index]?.url ?? '';
      const request = { method: 'PUT', url, headers, operation: OPERATION } as const;
      const response = await sendStream(storage, request, body, part.length, signal).catch(withoutAnswer);
      if (response.status >= 200 && response.status < 300) response.body.resume();
      else throw await refusal(response);
    },
  };
}

function inSequence(sealed: SealedTarget['parts']): Part[] {
  let start = 0;
  return sealed.map(({ length }, index) => {
    const part = { index, start, end: start + length - 1, length };
    start += length;
    return part;
  });
}

function withoutAnswer(error: unknown): never {
  if (!(error instanceof HttpFailure)) throw error;
  const context = { operation: OPERATION, reason: error.reason };
  throw new FrameioError('frameio-unavailable', { retryable: true, cause: error, context });
}

/** Storage answers in XML. What passes keeps what was sent so far; what does not ends this upload. */
async function refusal(response: HttpResponse): Promise<Error> {
  const { status, headers } = response;
  const answer = await response.text().catch(() => '');
  const [code, message] = [element(answer, 'Code'), element(answer, 'Message')];
  const context = { operation: OPERATION, status, requestId: headers['x-amz-request-id'], code, message };
  if (isPassing(status, code)) return new FrameioError('frameio-unavailable', { retryable: true, context });
  return new TransferError(isExpired(code, message) ? 'upload-expired' : 'upload-failed', { context });
}

function element(xml: string, name: string): string {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';
}

function isPassing(status: number, code: string): boolean {
  return status >= 500 || status === 408 || status === 429 || code === 'RequestTimeout';
}

/** An expired signature comes under the code of any other refusal, and differs in words. */
function isExpired(code: string, message: string): boolean {
  return /expired/i.test(code) || /expired/i.test(message);
}
