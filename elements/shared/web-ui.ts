import type { WebUiDocument } from './document.ts';

interface WebUiApp extends HTMLElement {
  /** What is shown: `browse`, `search`, `tasks` … */
  readonly page?: string;
  readonly currentDocument?: WebUiDocument;
}

export function webUi(): WebUiApp | undefined {
  return (globalThis as { Nuxeo?: { UI?: { app?: WebUiApp } } }).Nuxeo?.UI?.app;
}

/** Tells Web UI something where no element of ours is left to tell it from. */
export function tellWebUi(type: string, detail: unknown = {}): void {
  const event = new CustomEvent(type, { detail, bubbles: true, composed: true });
  (webUi() ?? document.body).dispatchEvent(event);
}

/** Whether what is shown may look different now: one of these documents, or a listing that may hold them. */
export function isShown(documentUids: readonly string[]): boolean {
  const { page, currentDocument } = webUi() ?? {};
  if (page !== undefined && page !== 'browse' && page !== 'search') return false;
  if (page === 'search' || !currentDocument) return true;
  return documentUids.includes(currentDocument.uid) || currentDocument.facets.includes('Folderish');
}
