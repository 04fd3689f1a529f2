import { hasText, i18n } from './i18n.ts';

/** As Web UI names it; a type it has no words for is shown by its id. */
export function documentTypeLabel(type: string): string {
  const key = `label.document.type.${type.toLowerCase()}`;
  return hasText(key) ? i18n(key) : type;
}
