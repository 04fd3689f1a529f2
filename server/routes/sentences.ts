import english from '../../i18n/messages.json' with { type: 'json' };
import french from '../../i18n/messages-fr.json' with { type: 'json' };
import type { ErrorCode } from '../domain/errors.ts';
import { translate } from '../domain/message.ts';

export type Locale = 'en' | 'fr';

/** A code without a sentence in both languages does not compile. */
type Sentences = Readonly<Record<`frameio.error.${ErrorCode}`, string>> & Readonly<Record<string, string>>;
const messages: Readonly<Record<Locale, Sentences>> = { en: english, fr: french };

export function sentence(locale: Locale, code: ErrorCode, params: readonly string[] = []): string {
  return translate(messages[locale], `frameio.error.${code}`, params);
}

export function words(locale: Locale, key: string, params: readonly string[] = []): string {
  return translate(messages[locale], key, params);
}
