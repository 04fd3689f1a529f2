/** Texts by key, as in Web UI's language files. */
export type Texts = Readonly<Record<string, string>>;

interface NuxeoI18n {
  language?: string;
  translate?: (...args: readonly unknown[]) => string;
  [language: string]: unknown;
}

/** Our own texts, once they were needed. */
let ours: { readonly en: Texts; readonly own: Texts } | undefined;
let isCompleting = false;

/**
 * Web UI's translation of a key; where its language file lacks it, our own text in that language, else in English.
 * Placeholders are `{0}`, `{1}`; values are taken literally.
 */
export function i18n(key: string, ...params: readonly string[]): string {
  const text = stockTable()?.[key] ?? ours?.own[key] ?? ours?.en[key];
  if (text === undefined) completeOnce(key);
  return (text ?? key).replace(/\{(\d+)\}/g, (placeholder, index: string) => params[Number(index)] ?? placeholder);
}

export function hasText(key: string): boolean {
  return i18n(key) !== key;
}

/** `fr`, `en`: the part of the reader's language that our texts go by. */
export function currentLanguage(): string {
  return (service()?.language ?? navigator.language).slice(0, 2).toLowerCase();
}

/** For stock elements that show texts of ours: they never ask here. */
export function keepTexts(keys: readonly string[]): void {
  const look = () => keys.forEach((key) => i18n(key));
  document.addEventListener('i18n-locale-loaded', look);
  look();
}

/** Web UI's language file is cached for a day, so it may be older than this bundle; or it is one of a language of others. */
function completeOnce(key: string): void {
  const isOnItsWay = service() !== undefined && stockTable() === undefined;
  if (isCompleting || isOnItsWay || !key.startsWith('frameio.')) return;
  isCompleting = true;
  completeTexts().catch(() => (isCompleting = false));
}

/** Loads our texts, gives them to Web UI's own table for the labels of its elements, and lets everything render again. */
async function completeTexts(): Promise<void> {
  const { textsOf } = await import('./texts.ts');
  ours = await textsOf(currentLanguage());
  const table = service();
  const language = table?.language;
  if (table?.translate && language) {
    table[language] = { ...ours.en, ...ours.own, ...stockTable() };
    // Web UI's elements look again only when the function is another one.
    table.translate = table.translate.bind(null);
  }
  document.dispatchEvent(new CustomEvent('i18n-locale-loaded'));
}

function service(): NuxeoI18n | undefined {
  return (globalThis as { nuxeo?: { I18n?: NuxeoI18n } }).nuxeo?.I18n;
}

function stockTable(): Texts | undefined {
  return service()?.[service()?.language ?? ''] as Texts | undefined;
}
