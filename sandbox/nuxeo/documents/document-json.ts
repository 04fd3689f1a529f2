import { StoredBlob } from '../blobs/stored-blob.ts';
import { blobJson } from '../blobs/blob-json.ts';
import { userJson } from '../people/people-json.ts';
import {
  changeTokenOf,
  textOf,
  titleOf,
  versionLabelOf,
  type PropertyValue,
  type StoredDocument,
} from '../repository/document.ts';
import type { Field, Schema } from '../types/model.ts';
import type { Json } from '../web/entities.ts';
import { enrich } from './enrichers.ts';
import type { WriteContext } from './write-context.ts';

/** A document as Nuxeo writes it, fields in its order. */
export function documentJson(document: StoredDocument, context: WriteContext): Json {
  const { documents, types } = context.session.repository;
  const schemas = types.schemasOf(document.type, document.instanceFacets);
  const live = documents.liveOf(document);
  const parentUid = (live ?? document).parentUid;
  return {
    'entity-type': 'document',
    repository: 'default',
    uid: document.uid,
    path: documents.pathOf(document),
    type: document.type,
    state: document.state,
    ...(parentUid === null ? {} : { parentRef: parentUid }),
    isCheckedOut: document.isCheckedOut,
    isRecord: false,
    retainUntil: null,
    hasLegalHold: false,
    isUnderRetentionOrLegalHold: false,
    isVersion: document.version !== null,
    isProxy: false,
    ...versionFields(document, context),
    changeToken: changeTokenOf(document),
    isTrashed: document.isTrashed,
    title: titleOf(document),
    ...(textOf(document, 'dc:modified') === null ? {} : { lastModified: textOf(document, 'dc:modified') }),
    ...fetchedFields(document, context),
    ...propertiesField(document, schemas, context),
    facets: types.facetsOf(document.type, document.instanceFacets),
    schemas: schemas.map(({ name, prefix }) => ({ name, prefix })),
    ...enrich(document, context),
  };
}

function versionFields(document: StoredDocument, context: WriteContext): Json {
  if (!document.version) return {};
  const { versionableUid } = document.version;
  const versions = context.session.repository.documents.versions(versionableUid);
  const majors = versions.filter((version) => version.properties['uid:minor_version'] === 0);
  return {
    versionableId: versionableUid,
    isLatestVersion: versions.at(-1) === document,
    isLatestMajorVersion: majors.at(-1) === document,
  };
}

function fetchedFields(document: StoredDocument, { fetch }: WriteContext): Json {
  const lock = fetch.includes('lock') && document.lock;
  return {
    ...(lock ? { lockOwner: lock.owner, lockCreated: lock.created } : {}),
    ...(fetch.includes('versionLabel') ? { versionLabel: versionLabelOf(document) } : {}),
  };
}

function propertiesField(document: StoredDocument, schemas: Schema[], context: WriteContext): Json {
  if (context.schemas.length === 0) return {};
  const wanted = schemas.filter(({ name }) => context.schemas.includes('*') || context.schemas.includes(name));
  const entries = wanted.flatMap(({ prefix, fields }) =>
    Object.entries(fields).map(([name, field]) => [`${prefix}:${name}`, field] as const),
  );
  return {
    properties: Object.fromEntries(entries.map(([key, field]) => [key, topLevel(document, key, field, context)])),
  };
}

function topLevel(document: StoredDocument, key: string, field: Field, context: WriteContext): unknown {
  const value = document.properties[key] ?? null;
  const isFetched = context.fetch.includes(key) || context.fetch.includes('properties');
  if (isFetched && USER_PROPERTIES.has(key)) return fetchedUsers(value, context);
  return valueJson(value, field, { document, context, xpath: key });
}

const USER_PROPERTIES = new Set(['dc:creator', 'dc:lastContributor', 'dc:contributors']);

function fetchedUsers(value: PropertyValue, context: WriteContext): unknown {
  if (Array.isArray(value)) return value.map((item) => fetchedUsers(item, context));
  const user = typeof value === 'string' ? context.session.repository.directory.users.get(value) : undefined;
  return user ? userJson(context.world, user) : value;
}

interface Place {
  document: StoredDocument;
  context: WriteContext;
  xpath: string;
}

/** Unset scalars are null, unset lists empty, and an unset complex value is an object of nulls. */
function valueJson(value: PropertyValue, field: Field, place: Place): unknown {
  switch (field.kind) {
    case 'scalar':
      return value;
    case 'blob':
      return value instanceof StoredBlob ? blobJson(value, place) : null;
    case 'list': {
      const items = Array.isArray(value) ? value : [];
      return items.map((item, index) => valueJson(item, field.item, { ...place, xpath: `${place.xpath}/${index}` }));
    }
    case 'complex': {
      const object = isMap(value) ? value : {};
      const entries = Object.entries(field.fields).map(([name, inner]) => [
        name,
        valueJson(object[name] ?? null, inner, { ...place, xpath: `${place.xpath}/${name}` }),
      ]);
      return Object.fromEntries(entries);
    }
  }
}

export function isMap(value: PropertyValue | undefined): value is { [name: string]: PropertyValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof StoredBlob);
}
