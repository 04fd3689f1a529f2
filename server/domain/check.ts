import type { ErrorCode } from './errors.ts';

/** The lines of the guided check, in the order in which problems are best solved. */
export const checkIds = [
  'provider',
  'scopes',
  'nuxeo-reachable',
  'frameio-reachable',
  'ims-reachable',
  'public-url',
  'actions-url',
  'redirect-url',
  'nuxeo-client',
  'nuxeo-credentials',
  'credentials',
  'nuxeo-token',
  'frameio-token',
  'signature',
  'webhook',
  'clock',
  'mail',
] as const;
export type CheckId = (typeof checkIds)[number];

/** What is wrong, beyond the codes that errors have. With `frameio.check.remedy.` before it: the key of what to do. */
export const checkCodes = [
  'ims-unavailable',
  'url-not-https',
  'public-url-other',
  'nuxeo-client-disabled',
  'nuxeo-client-secret-wrong',
  'signature-refused',
  'signature-not-checked',
  'clock-skewed',
  'clock-unknown',
  'mail-not-configured',
  'not-checked',
] as const;
export type CheckCode = (typeof checkCodes)[number] | ErrorCode;

export interface CheckLine {
  readonly id: CheckId;
  readonly ok: boolean;
  readonly code?: CheckCode;
  readonly params?: readonly string[];
}

export type CheckResult = Omit<CheckLine, 'id'>;

export const passed: CheckResult = { ok: true };

export function failed(code: CheckCode, ...params: string[]): CheckResult {
  return { ok: false, code, params };
}

/** Signatures are refused beyond five minutes, in both directions; a fifth of that is worth a word. */
export const TOLERATED_SKEW_SECONDS = 60;

export function skewSeconds(here: Date, there: Date): number {
  return Math.round(Math.abs(here.getTime() - there.getTime()) / 1000);
}
