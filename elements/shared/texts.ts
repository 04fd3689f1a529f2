import english from '../../i18n/messages.json' with { type: 'json' };
import type { Texts } from './i18n.ts';

/** Our texts in English and in the reader's language, as far as we have it. A chunk of its own: few readers need it. */
export async function textsOf(language: string): Promise<{ en: Texts; own: Texts }> {
  if (language !== 'fr') return { en: english, own: english };
  const { default: french } = await import('../../i18n/messages-fr.json', { with: { type: 'json' } });
  return { en: english, own: french };
}
