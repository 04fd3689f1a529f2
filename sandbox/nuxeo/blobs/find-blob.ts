import type { PropertyValue, StoredDocument } from '../repository/document.ts';
import { StoredBlob } from './stored-blob.ts';

/** `file:content`, `files:files/0/file`, `vid:transcodedVideos/1/content`, or `blobholder:0` for the main file. */
export function findBlob(document: StoredDocument, xpath: string): StoredBlob | undefined {
  const [property = '', ...steps] = mainBlobPath(xpath).split('/');
  const start: PropertyValue = document.properties[property] ?? null;
  const found = steps.reduce<PropertyValue>(step, start);
  return found instanceof StoredBlob ? found : undefined;
}

function mainBlobPath(xpath: string): string {
  return xpath === 'blobholder:0' ? 'file:content' : xpath;
}

function step(value: PropertyValue, name: string): PropertyValue {
  if (Array.isArray(value)) return value[Number(name)] ?? null;
  if (typeof value !== 'object' || value === null || value instanceof StoredBlob) return null;
  return value[name] ?? null;
}

/** `/nuxeo/nxfile/default/<uid>/<xpath>[/<file name>]`; the name is anything behind a complete xpath. */
export function parseBlobPath(pathname: string): { uid: string; xpath: string } | undefined {
  const [, uid, rest] = /^\/nuxeo\/nxfile\/[^/]+\/([^/]+)\/(.+)$/.exec(pathname) ?? [];
  if (!uid || !rest) return undefined;
  const segments = rest.split('/').map(decodeURIComponent);
  return { uid, xpath: segments.slice(0, xpathLength(segments)).join('/') };
}

/** A list property is followed by an index, and an index by the name inside the item. */
function xpathLength(segments: string[]): number {
  const hasItem = /^\d+$/.test(segments[1] ?? '') && segments[2] !== undefined;
  return hasItem ? 3 : 1;
}
