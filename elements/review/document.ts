import type { WebUiDocument } from '../shared/document.ts';

/** What Nuxeo says of a document besides what the rest of the plugin looks at. */
export interface ReviewDocument extends WebUiDocument {
  /** Of versions and proxies: the live document. */
  readonly versionableId?: string;
  /** Only where it was asked for. */
  readonly versionLabel?: string;
  readonly isCheckedOut?: boolean;
  readonly lastModified?: string;
}

export interface NuxeoBlob {
  readonly name?: string | null;
  readonly 'mime-type'?: string | null;
  /** The server's own link to the bytes. */
  readonly data?: string | null;
}

export function textOf(document: ReviewDocument, property: string): string | undefined {
  const value = document.properties?.[property];
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

export function numberOf(document: ReviewDocument, property: string): number | undefined {
  const value = document.properties?.[property];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Versions share the live document's record. */
export function liveUid(document: ReviewDocument): string {
  return document.versionableId ?? document.uid;
}

/** The document that the facet was written for, where that is another one: this is a copy (decision 13). */
export function copiedFrom(document: ReviewDocument): string | undefined {
  const written = textOf(document, 'frameioasset:uid');
  return written === undefined || written === liveUid(document) ? undefined : written;
}

/** An address that may stand in a link: of the web and encrypted, or of this very machine as in a rehearsal. */
export function secureUrl(address: string | undefined): string | undefined {
  const url = address === undefined ? null : URL.parse(address);
  const isLocal = url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return url?.protocol === 'https:' || isLocal ? url?.href : undefined;
}
