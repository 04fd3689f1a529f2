/** Texts by key, as in Web UI's language files. */
export type Texts = Readonly<Record<string, string>>;

interface NuxeoI18n {
  language?: string;
  [language: string]: unknown;
}

/** Our own texts, once they were needed. */
let ours: { readonly en: Texts; readonly own: Texts } | undefined;

/**
 * Web UI's translation of a key; where its language file lacks it, our own text in that language, else in English.
 * Placeholders are `{0}`, `{1}`; values are taken literally.
 */
export function i18n(key: string, ...params: readonly string[]): string {
  const text = stockTable()?.[key] ?? ours?.own[key] ?? ours?.en[key] ?? key;
  return text.replace(/\{(\d+)\}/g, (placeholder, index: string) => params[Number(index)] ?? placeholder);
}

export function hasText(key: string): boolean {
  return i18n(key) !== key;
}

/** `fr`, `en`: the part of the reader's language that our texts go by. */
export function currentLanguage(): string {
  return (service()?.language ?? navigator.language).slice(0, 2).toLowerCase();
}

/**
 * A cached or missing language file never shows a raw key: loads our texts where Web UI has none, gives them to its
 * own table for the labels of stock elements, and lets everything render again.
 */
export async function completeTexts(): Promise<void> {
  const { textsOf } = await import('./texts.ts');
  ours = await textsOf(currentLanguage());
  const table = service();
  const language = table?.language;
  if (table && language) table[language] = { ...ours.en, ...ours.own, ...stockTable() };
  document.dispatchEvent(new CustomEvent('frameio-texts-loaded'));
}

/** Whether the loaded language file is older than this bundle or not ours. */
export function textsAreMissing(keys: readonly string[]): boolean {
  return keys.some((key) => stockTable()?.[key] === undefined);
}

function service(): NuxeoI18n | undefined {
  return (globalThis as { nuxeo?: { I18n?: NuxeoI18n } }).nuxeo?.I18n;
}

function stockTable(): Texts | undefined {
  return service()?.[service()?.language ?? ''] as Texts | undefined;
}
