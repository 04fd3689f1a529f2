import type { StoredBlob } from '../blobs/stored-blob.ts';

export type PropertyValue =
  null | string | number | boolean | StoredBlob | PropertyValue[] | { [name: string]: PropertyValue };

export interface Ace {
  username: string;
  permission: string;
  granted: boolean;
  creator: string | null;
  begin: string | null;
  end: string | null;
}

export interface Lock {
  owner: string;
  created: string;
}

export interface Version {
  /** The live document it was made from. */
  versionableUid: string;
  created: string;
  comment: string | null;
}

export interface StoredDocument {
  uid: string;
  parentUid: string | null;
  name: string;
  type: string;
  /** Those put on this one document, beside those of its type. */
  instanceFacets: string[];
  /** Keyed by prefix and name, `dc:title`; only what was set. */
  properties: Record<string, PropertyValue>;
  state: string;
  isTrashed: boolean;
  isCheckedOut: boolean;
  version: Version | null;
  /** The version the live document was last equal to. */
  baseVersionUid: string | null;
  lock: Lock | null;
  /** Local permissions by list name; `local` is what people edit. */
  acl: Record<string, Ace[]>;
  /** Counts every write … */
  systemToken: number;
  /** … and those that supplied a token. */
  userToken: number;
}

export function textOf(document: StoredDocument, property: string): string | null {
  const value = document.properties[property];
  return typeof value === 'string' ? value : null;
}

export function numberOf(document: StoredDocument, property: string): number {
  const value = document.properties[property];
  return typeof value === 'number' ? value : 0;
}

export function listOf(document: StoredDocument, property: string): PropertyValue[] {
  const value = document.properties[property];
  return Array.isArray(value) ? value : [];
}

export function titleOf(document: StoredDocument): string {
  return textOf(document, 'dc:title') ?? document.name;
}

export function changeTokenOf(document: StoredDocument): string {
  return `${document.systemToken}-${document.userToken}`;
}

/** `1.2`, or `1.2+` when it was changed after that version; a document without versions is `0.0`. */
export function versionLabelOf(document: StoredDocument): string {
  const label = `${numberOf(document, 'uid:major_version')}.${numberOf(document, 'uid:minor_version')}`;
  return document.isCheckedOut && !document.version && label !== '0.0' ? `${label}+` : label;
}
