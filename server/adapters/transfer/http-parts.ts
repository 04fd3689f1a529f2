import type { Readable } from 'node:stream';
import { TransferError } from '../../domain/errors.ts';
import type { ByteRange } from '../../ports/bytes.ts';
import { HttpFailure, type HttpClient, type HttpResponse } from '../http/http-client.ts';
import { exactly } from './exact-length.ts';

export interface RangeRequest {
  readonly url: string;
  /** With `if-range` or `if-match`, an answer for other bytes becomes `source-changed`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly operation: string;
  /** Length of the whole file where it is known: a server that names another one fails with `source-changed`. */
  readonly lengthOfWhole?: number;
  /** Longest silence. */
  readonly timeoutMs?: number;
  /** What an answer means that carries no bytes of the file; without it a 4xx is `link-expired`. */
  readonly refusal?: (response: HttpResponse) => Error | Promise<Error>;
}

/**
 * Opens one range of a file. The stream delivers exactly the range or fails
 * with `download-truncated`; what the server sends instead of it is refused
 * before a byte of it is read. Asked once: whoever moves the part repeats it.
 *
 * @throws TransferError, what `refusal` made of the answer, or the signal's reason.
 */
export async function openRange(
  client: Pick<HttpClient, 'request'>,
  request: RangeRequest,
  range: ByteRange,
  signal: AbortSignal,
): Promise<Readable> {
  const response = await ask(client, request, range, signal);
  const refusal = await refusalOf(response, request, range);
  if (!refusal) return exactly(response.body, range.end - range.start + 1, signal);

  response.body.destroy();
  throw refusal;
}

export interface SendRequest {
  readonly method: 'POST' | 'PUT' | 'PATCH';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly operation: string;
  /** Longest silence, the one before the answer included. */
  readonly timeoutMs?: number;
}

/**
 * Sends one body of known length. The request is never ended early: when the
 * source fails, the target sees a broken connection; when the target fails,
 * the source is closed.
 *
 * @throws HttpFailure, the failure of the source, or the signal's reason.
 */
export function sendStream(
  client: Pick<HttpClient, 'request'>,
  request: SendRequest,
  body: Readable,
  length: number,
  signal: AbortSignal,
): Promise<HttpResponse> {
  return client.request({ ...request, body: { stream: body, length }, retry: 'never', signal });
}

async function ask(client: Pick<HttpClient, 'request'>, request: RangeRequest, range: ByteRange, signal: AbortSignal) {
  const { url, operation, timeoutMs } = request;
  const headers = { ...request.headers, range: `bytes=${range.start}-${range.end}` };
  try {
    return await client.request({
      method: 'GET',
      url,
      operation,
      headers,
      signal,
      retry: 'never',
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
  } catch (cause) {
    throw cause instanceof HttpFailure ? truncated({ operation }, cause) : cause;
  }
}

/** undefined when the answer carries exactly the bytes that were asked for. */
async function refusalOf(response: HttpResponse, request: RangeRequest, range: ByteRange): Promise<Error | undefined> {
  const { status } = response;
  if (status === 206) return refusalOfPart(response, request, range);
  if (status === 200) return refusalOfWhole(response, request, range);
  if (status === 416 || (status === 412 && isConditional(request))) return changed(response, request);
  return request.refusal ? request.refusal(response) : refusalOfStatus(response, request);
}

const CONTENT_RANGE = /^bytes (\d+)-(\d+)\/(\d+|\*)$/;

function refusalOfPart(response: HttpResponse, request: RangeRequest, range: ByteRange): Error | undefined {
  const [, start, end, whole] = CONTENT_RANGE.exec(response.headers['content-range'] ?? '') ?? [];
  if (Number(start) !== range.start || Number(end) !== range.end) return otherBytes(response, request);
  const { lengthOfWhole } = request;
  return whole === '*' || lengthOfWhole === undefined || Number(whole) === lengthOfWhole
    ? undefined
    : changed(response, request);
}

/** A server that sends the whole file is believed only when the whole file was asked for. */
function refusalOfWhole(response: HttpResponse, request: RangeRequest, range: ByteRange): Error | undefined {
  const length = range.end - range.start + 1;
  const announced = response.headers['content-length'];
  const isWhole = announced === undefined ? request.lengthOfWhole === length : Number(announced) === length;
  if (range.start === 0 && isWhole) return undefined;
  return isConditional(request) ? changed(response, request) : otherBytes(response, request);
}

function refusalOfStatus(response: HttpResponse, request: RangeRequest): Error {
  const context = contextOf(response, request);
  if (response.status >= 500 || response.status === 408 || response.status === 429) return truncated(context);
  return new TransferError('link-expired', { retryable: response.status >= 400, context });
}

function isConditional({ headers = {} }: RangeRequest): boolean {
  return Object.keys(headers).some((name) => /^if-(range|match)$/i.test(name));
}

function changed(response: HttpResponse, request: RangeRequest): Error {
  return new TransferError('source-changed', { context: contextOf(response, request) });
}

function otherBytes(response: HttpResponse, request: RangeRequest): Error {
  return new TransferError('length-mismatch', { context: contextOf(response, request) });
}

function truncated(context: Record<string, unknown>, cause?: unknown): TransferError {
  return new TransferError('download-truncated', { retryable: true, context, cause });
}

function contextOf({ status, headers }: HttpResponse, { operation }: RangeRequest): Record<string, unknown> {
  return { operation, status, contentRange: headers['content-range'], contentLength: headers['content-length'] };
}
