import { hasText, i18n } from './i18n.ts';

/** The sidecar said no, with a code and a sentence. */
export class ApiFailure extends Error {
  readonly code: string;
  readonly params: readonly string[];
  readonly field: string | undefined;
  readonly requestId: string | undefined;

  constructor(error: { code: string; params?: readonly string[]; field?: string; requestId?: string }) {
    super(error.code);
    this.code = error.code;
    this.params = error.params ?? [];
    this.field = error.field;
    this.requestId = error.requestId;
  }
}

/** The sidecar did not answer, or something else answered in its place. */
export class SidecarUnreachable extends ApiFailure {
  constructor() {
    super({ code: 'sidecar-unreachable' });
  }
}

/** The reader's sentence; what went wrong inside never stands on a screen. */
export function failureSentence(error: unknown): string {
  if (!(error instanceof ApiFailure)) return i18n('frameio.error.internal');
  const key = `frameio.error.${error.code}`;
  return hasText(key) ? i18n(key, ...error.params) : i18n('frameio.error.internal');
}

export function hasCode(error: unknown, ...codes: readonly string[]): error is ApiFailure {
  return error instanceof ApiFailure && codes.includes(error.code);
}

/** Codes that end with signing in: the connection dialog opens, and then what was interrupted. */
export function needsConnection(error: unknown): boolean {
  return hasCode(error, 'nuxeo-grant-missing', 'nuxeo-grant-refused', 'frameio-not-connected', 'frameio-token-refused');
}
