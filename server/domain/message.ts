export type Messages = Readonly<Record<string, string>>;

/**
 * The sentence of the key with `{0}`, `{1}`, … filled in. A key without a sentence answers itself,
 * so that a missing translation is visible and never an empty page. Values are taken literally.
 */
export function translate(messages: Messages, key: string, params: readonly string[] = []): string {
  const sentence = Object.hasOwn(messages, key) ? messages[key] : undefined;
  if (sentence === undefined) return key;
  return sentence.replace(/\{(\d+)\}/g, (placeholder, index: string) => params[Number(index)] ?? placeholder);
}

/** How many values the sentence asks for. */
export function placeholdersOf(sentence: string): number {
  const indexes = [...sentence.matchAll(/\{(\d+)\}/g)].map((match) => Number(match[1]));
  return Math.max(0, ...indexes.map((index) => index + 1));
}
