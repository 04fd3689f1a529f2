import type { ErrorRequestHandler, Request, Response } from 'express';
import type { ErrorAnswer } from '../contract/error.ts';
import { IntegrationError, RequestError, type ErrorCode } from '../domain/errors.ts';
import { sentence, type Locale } from './sentences.ts';

/** One row per code: a code without a status does not compile. */
export const statusOf: Record<ErrorCode, number> = {
  'provider-not-registered': 409,
  'provider-disabled': 403,
  'service-disabled': 403,
  'provider-secret-wrong': 502,
  'provider-scope-offline-missing': 422,
  'provider-scope-roles-missing': 422,
  'provider-scope-legacy': 422,
  'provider-field-invalid': 422,
  'redirect-mismatch': 422,
  'public-url-unreachable': 502,
  'nuxeo-client-missing': 409,
  'oauth-state-invalid': 400,
  'oauth-denied': 403,
  'oauth-person-mismatch': 403,
  'oauth-exchange-failed': 502,
  'not-signed-in': 401,
  'credentials-mixed': 400,
  'administrators-only': 403,
  'nuxeo-grant-missing': 409,
  'nuxeo-grant-refused': 409,
  'frameio-not-connected': 409,
  'frameio-token-refused': 409,
  'frameio-no-account': 403,
  'frameio-forbidden': 403,
  'nuxeo-unavailable': 503,
  'nuxeo-forbidden': 403,
  'nuxeo-not-found': 404,
  'nuxeo-conflict': 409,
  'nuxeo-refused': 502,
  'frameio-unavailable': 503,
  'frameio-not-found': 404,
  'frameio-refused': 502,
  'frameio-rate-limited': 503,
  'frameio-quota-exceeded': 507,
  'deadline-exceeded': 504,
  'host-not-allowed': 502,
  'folder-not-bound': 409,
  'folder-already-bound': 409,
  'folder-bound-nearby': 409,
  'not-a-folder': 422,
  'action-name-taken': 409,
  'action-not-allowed': 403,
  'action-creation-failed': 502,
  'action-not-removed': 502,
  'document-type-not-allowed': 422,
  'workspace-unknown': 404,
  'status-field-missing': 422,
  'unbind-not-allowed': 403,
  'binding-unconfirmed': 409,
  'sync-unconfirmed': 409,
  'review-unconfirmed': 409,
  'claim-changed': 409,
  'document-without-file': 422,
  'document-is-folder': 422,
  'document-is-version': 422,
  'document-is-proxy': 422,
  'document-is-trashed': 422,
  'document-is-record': 422,
  'rendition-missing': 422,
  'locked-by-other': 423,
  'write-not-allowed': 403,
  'target-folder-unknown': 404,
  'workspace-not-in-binding': 422,
  'already-in-flight': 409,
  'not-in-review': 409,
  'folder-gone': 410,
  'folder-trashed': 410,
  'document-type-gone': 422,
  'publish-not-allowed': 403,
  'publisher-not-connected': 403,
  'asset-not-found': 404,
  'asset-not-uploaded': 409,
  'asset-without-bytes': 422,
  'asset-in-two-documents': 409,
  'asset-outside-binding': 422,
  'asset-not-approved': 409,
  'walk-too-deep': 422,
  'folder-already-synced': 409,
  'folder-synced-nearby': 409,
  'folder-not-synced': 409,
  'sync-source-taken': 409,
  'sync-not-yours': 403,
  'take-over-not-needed': 409,
  'sync-source-gone': 410,
  'project-archived': 409,
  'sync-removed': 410,
  'sync-run-not-found': 404,
  'drift-line-not-found': 404,
  'drift-choice-not-applicable': 409,
  'changed-in-both': 409,
  'renamed-here': 409,
  'moved-here': 409,
  'asset-in-review': 409,
  'asset-moved-outside': 409,
  'signature-invalid': 401,
  'signature-expired': 401,
  'binding-unknown': 404,
  'webhook-unknown': 404,
  'webhook-not-allowed': 403,
  'webhook-without-admin': 409,
  'webhook-address-not-public': 409,
  'webhook-off': 409,
  'source-changed': 409,
  'download-truncated': 502,
  'link-expired': 502,
  'upload-expired': 502,
  'upload-failed': 502,
  'batch-lost': 502,
  'length-mismatch': 502,
  'digest-mismatch': 502,
  'body-not-json': 415,
  'body-invalid': 422,
  'body-too-large': 413,
  'origin-refused': 403,
  'route-unknown': 404,
  'job-not-found': 404,
  'job-not-cancellable': 409,
  'job-not-retryable': 409,
  'attention-not-found': 404,
  'remedy-not-applicable': 409,
  'mail-unavailable': 502,
  'database-unavailable': 503,
  cancelled: 409,
  interrupted: 503,
  internal: 500,
};

export function localeOf(req: Pick<Request, 'acceptsLanguages'>): Locale {
  return req.acceptsLanguages('en', 'fr') === 'fr' ? 'fr' : 'en';
}

/** Failures become a code, a sentence and a request id; a bug becomes `internal` and goes to the log with its stack. */
export function errorResponse(log: (error: unknown, req: Request, status: number) => void): ErrorRequestHandler {
  return (thrown: unknown, req, res, next) => {
    const error = asIntegrationError(thrown);
    const status = statusOf[error.code];
    log(thrown, req, status);
    if (res.headersSent) {
      next(thrown);
      return;
    }
    answerError(error, req, res);
  };
}

export function answerError(error: IntegrationError, req: Request, res: Response): void {
  if (error.retryAfterMs !== undefined) res.set('Retry-After', String(Math.ceil(error.retryAfterMs / 1000)));
  const body: ErrorAnswer = {
    error: {
      code: error.code,
      params: [...error.params],
      message: sentence(localeOf(req), error.code, error.params),
      ...(error.field === undefined ? {} : { field: error.field }),
      requestId: String(res.getHeader('X-Request-Id') ?? ''),
    },
  };
  res.status(statusOf[error.code]).json(body);
}

/** The other system took the request and stayed silent until our limit: the caller hears that it was too slow, not gone. */
function isOutOfTime({ context }: IntegrationError): boolean {
  return context['reason'] === 'timeout';
}

function outOfTime(cause: IntegrationError): IntegrationError {
  return new IntegrationError('deadline-exceeded', { cause, context: cause.context, retryable: cause.retryable });
}

/** Express' own failures (JSON that does not parse, a body that is too large) are bad input, not bugs. */
function asIntegrationError(thrown: unknown): IntegrationError {
  if (thrown instanceof IntegrationError) return isOutOfTime(thrown) ? outOfTime(thrown) : thrown;
  const { type, status } = (thrown ?? {}) as { type?: string; status?: number };
  if (type === 'entity.too.large') return new RequestError('body-too-large', { cause: thrown });
  if (type === 'entity.parse.failed' || type === 'encoding.unsupported' || type === 'charset.unsupported')
    return new RequestError('body-not-json', { cause: thrown });
  if (status !== undefined && status >= 400 && status < 500)
    return new RequestError('body-invalid', { cause: thrown, params: ['(body)', String(status)] });
  return new IntegrationError('internal', { cause: thrown });
}
