import { FrameioError, hasCode, IntegrationError, type ErrorCode, type FailureDetails } from '../../domain/errors.ts';
import { HttpFailure, type HttpResponse } from '../http/http-client.ts';
import type { Operation } from './rate-limits.ts';

/** Frame.io asks clients to stay away for at least this long after a 5xx. */
const SERVER_ERROR_WAIT_MS = 30_000;

/**
 * What an answer that is no success means to us; its own words go to the log.
 *
 * @param person - In whose name it was asked: who has to connect again when the token is refused.
 */
export async function refusal(operation: Operation, response: HttpResponse, person?: string): Promise<FrameioError> {
  const { status, headers } = response;
  const { detail, pointer } = firstError(await response.json());
  const code = codeOf(operation, status, detail);
  const context = { operation, status, requestId: headers['x-request-id'], detail, pointer };
  return new FrameioError(code, { ...consequences(code, response, person), context });
}

/** What came instead of an answer, or instead of one that can be read. */
export function failure(operation: Operation, error: unknown): unknown {
  if (error instanceof HttpFailure) {
    const context = { operation, reason: error.reason };
    return new FrameioError('frameio-unavailable', { retryable: true, cause: error, context });
  }
  return error;
}

export function unreadable(operation: Operation, response: HttpResponse, cause: Error): FrameioError {
  const context = { operation, status: response.status, requestId: response.headers['x-request-id'] };
  return new FrameioError('frameio-refused', { cause, context: { ...context, detail: 'unexpected answer' } });
}

/** Whether Frame.io answered with one of these statuses. */
export function hasStatus(error: unknown, ...statuses: readonly number[]): boolean {
  return error instanceof IntegrationError && statuses.some((status) => status === error.context['status']);
}

/** What only some people may create: who asks is told so. */
const notAllowed: Partial<Record<Operation, ErrorCode>> = {
  'actions.create': 'action-not-allowed',
  'webhooks.create': 'webhook-not-allowed',
};

function codeOf(operation: Operation, status: number, detail: string): ErrorCode {
  if (status >= 500 || status === 408) return 'frameio-unavailable';
  if (status === 401) return 'frameio-token-refused';
  if (/^files\.create_(local|remote)_upload$/.test(operation) && isAboutStorage(detail))
    return 'frameio-quota-exceeded';
  if (status === 403) return notAllowed[operation] ?? 'frameio-forbidden';
  return status === 404 ? 'frameio-not-found' : 'frameio-refused';
}

/** The documentation promises the reason only in words: a 403 also says that the plan's limits are reached. */
function isAboutStorage(detail: string): boolean {
  return /\b(storage|quota)\b/i.test(detail);
}

function consequences(code: ErrorCode, { headers }: HttpResponse, person: string | undefined): FailureDetails {
  if (code === 'frameio-token-refused') return { needsAttention: true, params: person === undefined ? [] : [person] };
  if (code !== 'frameio-unavailable') return {};
  const askedMs = Number(headers['retry-after'] ?? 0) * 1_000;
  return { retryable: true, retryAfterMs: askedMs > SERVER_ERROR_WAIT_MS ? askedMs : SERVER_ERROR_WAIT_MS };
}

/** `{ errors: [{ detail, source: { pointer } }] }`, or anything else. */
function firstError(body: unknown): { detail: string; pointer: string | undefined } {
  const [first] = listed(body, 'errors');
  const pointer = member(member(first, 'source'), 'pointer');
  const detail = member(first, 'detail');
  return {
    detail: typeof detail === 'string' ? detail : '',
    pointer: typeof pointer === 'string' ? pointer : undefined,
  };
}

function listed(value: unknown, name: string): readonly unknown[] {
  const list = member(value, name);
  return Array.isArray(list) ? list : [];
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** For deletions: what is gone already is as good as deleted. */
export function ignoreMissing(error: unknown): void {
  if (!hasCode(error, 'frameio-not-found')) throw error;
}
