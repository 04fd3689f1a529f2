import type { DocumentBlob, NuxeoDocument, NuxeoPerson } from '../../../server/ports/nuxeo.ts';
import { permissionsFor } from './rights.ts';
import { isStoredBlob, versionLabel, type StoredBlob, type StoredDocument } from './state.ts';
import { typeFacets } from './types.ts';
import type { FakeNuxeoWorld } from './world.ts';

export function toDocument(world: FakeNuxeoWorld, person: NuxeoPerson, stored: StoredDocument): NuxeoDocument {
  const facets = [...new Set([...typeFacets(stored.type), ...stored.facets])];
  const main = stored.properties['file:content'];
  return {
    uid: stored.uid,
    path: world.pathOf(stored),
    type: stored.type,
    title: String(stored.properties['dc:title'] ?? stored.name),
    parentUid: stored.parentUid,
    facets,
    isFolderish: facets.includes('Folderish'),
    isVersion: stored.versionOf !== undefined,
    isProxy: stored.isProxy,
    isTrashed: stored.isTrashed,
    isUnderHold: stored.isUnderHold,
    isCheckedOut: stored.isCheckedOut,
    versionLabel: versionLabel(stored),
    lock: stored.lock,
    permissions: permissionsFor(person, world.lineage(stored)),
    mainBlob: isStoredBlob(main) ? toBlob(main, 'file:content') : undefined,
    renditions: stored.renditions.map((blob, index) =>
      toBlob(blob, `vid:transcodedVideos/${index}/content`, blob.name),
    ),
    properties: toProperties(stored.properties),
  };
}

function toBlob(blob: StoredBlob, xpath: string, rendition?: string): DocumentBlob {
  const { name, mimeType, digest } = blob;
  return { xpath, rendition, name, mimeType, length: blob.bytes.length, digest };
}

function toProperties(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const ours = Object.entries(properties).filter(([name, value]) => /^(dc|frameio\w+):/.test(name) && isSet(value));
  return Object.fromEntries(ours.map(([name, value]) => [name, isStoredBlob(value) ? toBlob(value, name) : value]));
}

function isSet(value: unknown): boolean {
  return value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);
}

export function blobAt(stored: StoredDocument, xpath: string): StoredBlob | undefined {
  const [property = '', index] = xpath.split('/');
  if (property === 'vid:transcodedVideos') return stored.renditions[Number(index)];
  if (property === 'files:files') return stored.attachments[Number(index)];
  const value = stored.properties[property];
  return isStoredBlob(value) ? value : undefined;
}
