const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A string literal of NXQL, quotes included. */
export function nxqlString(text: string): string {
  return `'${text.replace(/[\\'\n\r\t]/g, (character) => escapes[character] ?? character)}'`;
}

/** Neither trashed nor a version; proxies only show a document that is somewhere else. */
export const isLive = 'ecm:isTrashed = 0 AND ecm:isVersion = 0 AND ecm:isProxy = 0';
