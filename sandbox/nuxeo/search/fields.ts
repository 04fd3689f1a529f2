import { StoredBlob } from '../blobs/stored-blob.ts';
import { textOf, versionLabelOf, type PropertyValue, type StoredDocument } from '../repository/document.ts';
import type { Repository } from '../repository/repository.ts';
import { syntaxError } from './nxql-tokens.ts';

/** Several for a list property, none for one that is not set. */
export type FieldValues = (string | number | boolean)[];

type Reader = (document: StoredDocument, repository: Repository) => FieldValues;

const present = <T>(value: T | null | undefined): T[] => (value === null || value === undefined ? [] : [value]);

const SYSTEM: Record<string, Reader> = {
  'ecm:uuid': (document) => [document.uid],
  'ecm:parentId': (document) => (document.version ? [] : present(document.parentUid)),
  'ecm:ancestorId': (document, { documents }) =>
    documents
      .lineage(document)
      .slice(1)
      .map(({ uid }) => uid),
  'ecm:path': (document, { documents }) => [documents.pathOf(document)],
  'ecm:name': (document) => [document.name],
  'ecm:primaryType': (document) => [document.type],
  'ecm:mixinType': (document, { types }) => types.facetsOf(document.type, document.instanceFacets),
  'ecm:currentLifeCycleState': (document) => [document.state],
  'ecm:isVersion': (document) => [document.version !== null],
  'ecm:isCheckedInVersion': (document) => [document.version !== null],
  'ecm:isCheckedIn': (document) => [!document.isCheckedOut && document.version === null],
  'ecm:isLatestVersion': (document, { documents }) => [
    document.version !== null && documents.versions(document.version.versionableUid).at(-1) === document,
  ],
  'ecm:isTrashed': (document) => [document.isTrashed],
  'ecm:isProxy': () => [false],
  'ecm:versionVersionableId': (document) => present(document.version?.versionableUid),
  'ecm:versionLabel': (document) => (document.version ? [versionLabelOf(document)] : []),
  'ecm:versionCreated': (document) => present(document.version?.created),
  'ecm:lockOwner': (document) => present(document.lock?.owner),
  'ecm:lockCreated': (document) => present(document.lock?.created),
  'ecm:fulltext': (document, { documents }) => [
    [textOf(document, 'dc:title'), textOf(document, 'dc:description'), documents.pathOf(document)].join(' '),
  ],
};

/** Reads a field of a query: a system field, or a property, with `/` into complex values and `*` for any item. */
export function fieldReader(field: string, repository: Repository): Reader {
  const system = SYSTEM[field];
  if (system) return system;
  if (field.startsWith('ecm:')) throw syntaxError(`No such property: ${field}`);
  const [name = '', ...steps] = field.split('/');
  const property = qualified(name, repository);
  return (document) => flatten(steps.reduce<PropertyValue[]>(step, [document.properties[property] ?? null]));
}

function qualified(name: string, { types }: Repository): string {
  const [prefix, local = ''] = name.split(':');
  const schema = [...types.schemas.values()].find(
    (candidate) => candidate.prefix === prefix || candidate.name === prefix,
  );
  if (!schema?.fields[local]) throw syntaxError(`No such property: ${name}`);
  return `${schema.prefix}:${local}`;
}

function step(values: PropertyValue[], name: string): PropertyValue[] {
  return values.flatMap((value): PropertyValue[] => {
    if (Array.isArray(value)) return /^\*\d*$/.test(name) ? value : [value[Number(name)] ?? null];
    if (value instanceof StoredBlob) return [blobField(value, name)];
    return typeof value === 'object' && value !== null ? [value[name] ?? null] : [];
  });
}

function blobField(blob: StoredBlob, name: string): PropertyValue {
  const fields: Record<string, PropertyValue> = {
    ...{ name: blob.name, length: blob.length, digest: blob.digest },
    ...{ 'mime-type': blob.mimeType, encoding: blob.encoding },
  };
  return fields[name] ?? null;
}

function flatten(values: PropertyValue[]): FieldValues {
  return values.flatMap((value): FieldValues => {
    if (Array.isArray(value)) return flatten(value);
    if (value instanceof StoredBlob) return [value.digest ?? ''];
    return value === null || typeof value === 'object' ? [] : [value];
  });
}
