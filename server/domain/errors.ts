/**
 * Every failure a user or an operator can act on. The code is the key of the
 * translated sentence (`frameio.error.<code>`) and of the row in the HTTP table.
 */
export const errorCodes = [
  // provider, accounts, sign-in
  'provider-not-registered',
  'provider-disabled',
  'service-disabled',
  'provider-secret-wrong',
  'provider-scope-offline-missing',
  'provider-scope-roles-missing',
  'provider-scope-legacy',
  'provider-field-invalid',
  'redirect-mismatch',
  'public-url-unreachable',
  'nuxeo-client-missing',
  'oauth-state-invalid',
  'oauth-denied',
  'oauth-person-mismatch',
  'oauth-exchange-failed',
  'not-signed-in',
  'credentials-mixed',
  'administrators-only',
  'nuxeo-grant-missing',
  'nuxeo-grant-refused',
  'frameio-not-connected',
  'frameio-token-refused',
  'frameio-no-account',
  'frameio-forbidden',
  // the two systems
  'nuxeo-unavailable',
  'nuxeo-forbidden',
  'nuxeo-not-found',
  'nuxeo-conflict',
  'nuxeo-refused',
  'frameio-unavailable',
  'frameio-not-found',
  'frameio-refused',
  'frameio-rate-limited',
  'frameio-quota-exceeded',
  'deadline-exceeded',
  'host-not-allowed',
  // binding
  'folder-not-bound',
  'folder-already-bound',
  'folder-bound-nearby',
  'not-a-folder',
  'action-name-taken',
  'action-not-allowed',
  'action-creation-failed',
  'action-not-removed',
  'document-type-not-allowed',
  'workspace-unknown',
  'status-field-missing',
  'unbind-not-allowed',
  'binding-unconfirmed',
  'sync-unconfirmed',
  'review-unconfirmed',
  'claim-changed',
  // push and recall
  'document-without-file',
  'document-is-folder',
  'document-is-version',
  'document-is-proxy',
  'document-is-trashed',
  'document-is-record',
  'rendition-missing',
  'locked-by-other',
  'write-not-allowed',
  'target-folder-unknown',
  'workspace-not-in-binding',
  'already-in-flight',
  'not-in-review',
  // publish and return
  'folder-gone',
  'folder-trashed',
  'document-type-gone',
  'publish-not-allowed',
  'publisher-not-connected',
  'asset-not-found',
  'asset-not-uploaded',
  'asset-without-bytes',
  'asset-in-two-documents',
  'asset-outside-binding',
  'asset-not-approved',
  'walk-too-deep',
  // synchronise
  'folder-already-synced',
  'folder-synced-nearby',
  'folder-not-synced',
  'sync-source-taken',
  'sync-not-yours',
  'take-over-not-needed',
  'sync-source-gone',
  'project-archived',
  'sync-removed',
  'sync-run-not-found',
  'drift-line-not-found',
  'drift-choice-not-applicable',
  'changed-in-both',
  'renamed-here',
  'moved-here',
  'asset-in-review',
  'asset-moved-outside',
  // actions from Frame.io
  'signature-invalid',
  'signature-expired',
  'binding-unknown',
  // webhooks
  'webhook-unknown',
  'webhook-not-allowed',
  'webhook-without-admin',
  'webhook-address-not-public',
  'webhook-off',
  // transfers
  'source-changed',
  'download-truncated',
  'link-expired',
  'upload-expired',
  'upload-failed',
  'batch-lost',
  'length-mismatch',
  'digest-mismatch',
  // requests
  'body-not-json',
  'body-invalid',
  'body-too-large',
  'origin-refused',
  'route-unknown',
  'job-not-found',
  'job-not-cancellable',
  'job-not-retryable',
  'attention-not-found',
  'remedy-not-applicable',
  // ourselves
  'mail-unavailable',
  'database-unavailable',
  'cancelled',
  'interrupted',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export interface FailureDetails {
  /** Values for the placeholders of the translated message, in order. */
  readonly params?: readonly string[];
  /** Name of the request's field that caused it. */
  readonly field?: string;
  /** Whether the same job may succeed later with nothing changed by hand. */
  readonly retryable?: boolean;
  /** How long the vendor asks us to wait before the next try. */
  readonly retryAfterMs?: number;
  /** Whether a person has to do something first: the job waits instead of failing. */
  readonly needsAttention?: boolean;
  readonly cause?: unknown;
  /** Operation and request id for the log; never shown to a person. */
  readonly context?: Readonly<Record<string, unknown>>;
}

/** A failure the user or an operator can act on. Anything else that is thrown is a bug. */
export class IntegrationError extends Error {
  readonly code: ErrorCode;
  readonly params: readonly string[];
  readonly field: string | undefined;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly needsAttention: boolean;
  readonly context: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, details: FailureDetails = {}) {
    super(`${code}${details.params?.length ? ` (${details.params.join(', ')})` : ''}`, { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.params = details.params ?? [];
    this.field = details.field;
    this.retryable = details.retryable ?? false;
    this.retryAfterMs = details.retryAfterMs;
    this.needsAttention = details.needsAttention ?? false;
    this.context = details.context ?? {};
  }
}

/** Nuxeo refused, failed or could not be reached. */
export class NuxeoError extends IntegrationError {}
/** Frame.io or Adobe IMS refused, failed or could not be reached. */
export class FrameioError extends IntegrationError {}
/** Bytes did not arrive as they should. */
export class TransferError extends IntegrationError {}
/** The request is not acceptable as it is. */
export class RequestError extends IntegrationError {}
/** One of our rules says no. */
export class RuleError extends IntegrationError {}

/** The abort reason of a job that a person cancelled: what is half done is taken back. */
export class JobCancelled extends IntegrationError {
  constructor() {
    super('cancelled');
  }
}

/** The abort reason of a job whose process stops: everything is kept for the resume. */
export class JobInterrupted extends IntegrationError {
  constructor() {
    super('interrupted', { retryable: true });
  }
}

export function hasCode(error: unknown, ...codes: readonly ErrorCode[]): error is IntegrationError {
  return error instanceof IntegrationError && codes.includes(error.code);
}

/** What is stored and shown of a failure. */
export interface Failure {
  readonly code: ErrorCode;
  readonly params: readonly string[];
}

export function failureOf(error: unknown): Failure {
  return error instanceof IntegrationError
    ? { code: error.code, params: error.params }
    : { code: 'internal', params: [] };
}
