import type { ErrorCode } from '../domain/errors.ts';

export type Locale = 'en' | 'fr';

/** Our sentences, for what leaves the sidecar without a browser: comments, answers to actions, mails. */
export interface Words {
  error(locale: Locale, code: ErrorCode, params: readonly string[]): string;
  text(locale: Locale, key: string, params?: readonly string[]): string;
}
