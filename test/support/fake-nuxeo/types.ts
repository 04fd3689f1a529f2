import { readFileSync } from 'node:fs';

const prefixesOfType: Readonly<Record<string, readonly string[]>> = {
  Folder: ['dc'],
  Workspace: ['dc', 'file', 'files'],
  Note: ['dc', 'files', 'note'],
  File: ['dc', 'file', 'files'],
  Picture: ['dc', 'file', 'files', 'picture'],
  Video: ['dc', 'file', 'files', 'vid', 'picture'],
  Audio: ['dc', 'file', 'files', 'aud'],
};

const schemaOfFacet: Readonly<Record<string, string>> = {
  FrameioBound: 'frameiobound',
  FrameioSynced: 'frameiosynced',
  FrameioAsset: 'frameioasset',
  FrameioReview: 'frameioreview',
};

const subtypes = ['Folder', 'File', 'Note', 'Picture', 'Video', 'Audio'];

export const isKnownType = (type: string) => type in prefixesOfType;
export const isFolderish = (type: string) => type === 'Folder' || type === 'Workspace';
export const isVersionable = (type: string) => isKnownType(type) && !isFolderish(type);
export const subtypesOf = (type: string) =>
  type === 'Workspace' ? ['Workspace', ...subtypes] : type === 'Folder' ? subtypes : [];
export const isKnownFacet = (facet: string) => facet in schemaOfFacet;
export const hasFileSchema = (type: string) => prefixesOfType[type]?.includes('file') ?? false;

export function typeFacets(type: string): string[] {
  if (isFolderish(type)) return ['Folderish'];
  return ['Versionable', 'Commentable', ...(type === 'Video' ? ['Video'] : [])];
}

/** Whether a document of the type and with these facets has the property; Nuxeo ignores all others without a word. */
export function hasProperty(type: string, facets: readonly string[], property: string): boolean {
  const [prefix = '', name = ''] = property.split(':');
  if (prefixesOfType[type]?.includes(prefix)) return true;
  return facets.some((facet) => schemaOfFacet[facet] === prefix) && fieldsOf(prefix).has(name);
}

/** The top-level elements of our own schema. */
function fieldsOf(schema: string): Set<string> {
  const source = readFileSync(new URL(`../../../nuxeo/schemas/${schema}.xsd`, import.meta.url), 'utf8');
  const flat = source.replace(/<xs:complexType[\s\S]*?<\/xs:complexType>/g, '');
  return new Set([...flat.matchAll(/<xs:element name="(\w+)"/g)].map(([, name = '']) => name));
}
