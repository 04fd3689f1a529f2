import english from '../../i18n/messages.json' with { type: 'json' };
import french from '../../i18n/messages-fr.json' with { type: 'json' };
import { translate, type Messages } from '../../server/domain/message.ts';
import type { Words } from '../../server/ports/words.ts';

export const messages: Record<'en' | 'fr', Messages> = { en: english, fr: french };

export const testWords: Words = {
  error: (locale, code, params) => translate(messages[locale], `frameio.error.${code}`, params),
  text: (locale, key, params = []) => translate(messages[locale], key, params),
};
