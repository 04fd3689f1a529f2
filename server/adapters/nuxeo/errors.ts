import { NuxeoError, type ErrorCode, type FailureDetails } from '../../domain/errors.ts';
import { HttpFailure, type HttpResponse } from '../http/http-client.ts';
import { exceptionPayload } from './payloads.ts';

const MESSAGE_LIMIT = 500;

/** What an answer that is not a success says, before anybody decides what it means for the caller. */
export interface Refusal {
  readonly status: number;
  /** Nuxeo's own words, for the log; absent for HTML pages and empty bodies. */
  readonly message: string | undefined;
  readonly retryAfterMs: number | undefined;
  /** Of a redirect that nobody follows. */
  readonly location: string | undefined;
}

export async function readRefusal(response: HttpResponse): Promise<Refusal> {
  return {
    status: response.status,
    message: messageIn(await response.text()),
    retryAfterMs: retryAfter(response.headers['retry-after']),
    location: withoutQuery(response.headers.location),
  };
}

/** `sendError` answers (401, CSRF, downloads) are HTML pages: those say nothing. */
function messageIn(body: string): string | undefined {
  try {
    return exceptionPayload.parse(JSON.parse(body)).message?.slice(0, MESSAGE_LIMIT);
  } catch {
    return undefined;
  }
}

function retryAfter(header: string | undefined): number | undefined {
  const seconds = Number(header);
  return header !== undefined && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

/** Presigned queries are secrets. */
function withoutQuery(location: string | undefined): string | undefined {
  return location?.split(/[?#]/)[0];
}

const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  401: 'not-signed-in',
  403: 'nuxeo-forbidden',
  404: 'nuxeo-not-found',
  408: 'nuxeo-unavailable',
  409: 'nuxeo-conflict',
  410: 'nuxeo-not-found',
  429: 'nuxeo-unavailable',
  501: 'nuxeo-refused',
};

/** From 500 on the message is masked in production: all we know is that it may work later. */
function codeFor(status: number): ErrorCode {
  return codeOfStatus[status] ?? (status >= 500 ? 'nuxeo-unavailable' : 'nuxeo-refused');
}

export function refusedBy(refusal: Refusal, operation: string): NuxeoError {
  const { status, message, location, retryAfterMs } = refusal;
  // An operation that is restricted or unknown answers 404 with nothing in it; a document that is gone says which.
  const isClosedOperation = status === 404 && message === undefined && operation.startsWith('automation.');
  const code = isClosedOperation ? 'nuxeo-refused' : codeFor(status);
  return new NuxeoError(code, {
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    retryable: code === 'nuxeo-unavailable',
    context: { operation, status, message, location },
  });
}

/** 200 with a page that is not what the REST API answers: a login page of a proxy, a wrong address. */
export function notUnderstood(operation: string, status: number, cause?: unknown): NuxeoError {
  return new NuxeoError('nuxeo-refused', { cause, context: { operation, status, message: 'answer not understood' } });
}

export function withoutAnswer(error: unknown, operation: string): unknown {
  if (!(error instanceof HttpFailure)) return error;
  const details: FailureDetails = { retryable: true, cause: error, context: { operation, reason: error.reason } };
  return new NuxeoError('nuxeo-unavailable', details);
}

export function lockedByOther(owner: string, operation: string, cause?: unknown): NuxeoError {
  return new NuxeoError('locked-by-other', { params: [owner], cause, context: { operation } });
}
