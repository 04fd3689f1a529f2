const KEY = 'nuxeo-frameio-batches';
const NONE = '[]';

/** Fired on the document by the first transfer of the page. */
export const TRANSFERS_BEGIN = 'frameio-transfers-begin';

/** The clicks whose transfers this page watches. It lives as long as the browser's tab, so also while it loads again. */
export const watched = {
  /** A browser that stores nothing forgets them when the page is loaded again, and that is all. */
  load(): string {
    try {
      return sessionStorage.getItem(KEY) ?? NONE;
    } catch {
      return NONE;
    }
  },
  save(text: string): void {
    try {
      sessionStorage.setItem(KEY, text);
    } catch {
      // As above.
    }
  },
};

export function pageHasTransfers(): boolean {
  return watched.load() !== NONE || document.querySelector('nuxeo-frameio-page-progress') !== null;
}
