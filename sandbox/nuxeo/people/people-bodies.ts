import type { Json } from '../web/entities.ts';

export function propertiesOf(body: Json): Json {
  const { properties } = body as { properties?: unknown };
  return typeof properties === 'object' && properties !== null ? (properties as Json) : {};
}

/** The beginning of any of the texts, in any case; a `*` at the end changes nothing. */
export function matches(q: unknown, texts: string[]): boolean {
  const wanted = typeof q === 'string' ? q.toLowerCase().replaceAll('*', '') : '';
  return texts.some((text) => text.toLowerCase().startsWith(wanted));
}
