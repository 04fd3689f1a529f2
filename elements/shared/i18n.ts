import english from '../../i18n/messages.json' with { type: 'json' };
import french from '../../i18n/messages-fr.json' with { type: 'json' };

interface NuxeoI18n {
  language?: string;
  translate?: (key: string, ...params: string[]) => string;
  [language: string]: unknown;
}

const ours: Readonly<Record<string, Readonly<Record<string, string>>>> = { en: english, fr: french };

/**
 * Web UI's translation of a key; where its language file is missing, old or lacks the key, our own text in that
 * language, else in English: nobody ever sees a raw key.
 */
export function i18n(key: string, ...params: readonly string[]): string {
  const service = nuxeoI18n();
  const language = currentLanguage();
  const loaded = service?.[service.language ?? ''] as Record<string, string> | undefined;
  const text = loaded?.[key] ?? ours[language]?.[key] ?? ours['en']?.[key] ?? key;
  return text.replace(/\{(\d+)\}/g, (placeholder, index: string) => params[Number(index)] ?? placeholder);
}

/** Whether there is a text for the key. */
export function hasText(key: string): boolean {
  return i18n(key) !== key;
}

/** `fr`, `en`: the part of the browser's language that our texts go by. */
export function currentLanguage(): string {
  return (nuxeoI18n()?.language ?? navigator.language).slice(0, 2).toLowerCase();
}

/**
 * Stock elements translate labels by key in Web UI's own table: gives them our texts where that table has none.
 * Called at start and whenever a language was loaded.
 */
export function completeStockTable(): void {
  const service = nuxeoI18n();
  const language = service?.language;
  if (!service || !language) return;
  const fallback = { ...ours['en'], ...ours[currentLanguage()] };
  service[language] = { ...fallback, ...(service[language] as Record<string, string> | undefined) };
}

function nuxeoI18n(): NuxeoI18n | undefined {
  return (globalThis as { nuxeo?: { I18n?: NuxeoI18n } }).nuxeo?.I18n;
}
