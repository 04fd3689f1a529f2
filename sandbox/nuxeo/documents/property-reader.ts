import type { StoredBlob } from '../blobs/stored-blob.ts';
import type { PropertyValue } from '../repository/document.ts';
import { splitProperty } from '../types/registry.ts';
import type { Field, ScalarType, Schema } from '../types/model.ts';
import { objectOf } from '../web/entities.ts';
import { RestError } from '../web/rest-error.ts';

/** Finds the blob a client refers to; undefined leaves the property as it is. */
export type BlobResolver = (reference: Record<string, unknown>) => Promise<StoredBlob | undefined>;

/** Reads the `properties` of a body. Names that no schema of the document has are ignored without a word. */
export async function readProperties(
  properties: unknown,
  schemas: Schema[],
  resolveBlob: BlobResolver,
): Promise<Record<string, PropertyValue>> {
  const read: Record<string, PropertyValue> = {};
  for (const [name, json] of Object.entries(objectOf(properties ?? {}))) {
    const [prefix, local] = splitProperty(name);
    const schema = schemas.find((candidate) => candidate.prefix === prefix || candidate.name === prefix);
    const field = schema?.fields[local];
    if (!schema || !field) continue;
    const value = await readValue(json, field, name, resolveBlob);
    if (value !== undefined) read[`${schema.prefix}:${local}`] = value;
  }
  return read;
}

async function readValue(
  json: unknown,
  field: Field,
  name: string,
  resolveBlob: BlobResolver,
): Promise<PropertyValue | undefined> {
  if (json === null || json === undefined) return field.kind === 'list' ? [] : null;
  switch (field.kind) {
    case 'scalar':
      return readScalar(json, field.type, name);
    case 'blob':
      return typeof json === 'object' ? resolveBlob(json as Record<string, unknown>) : undefined;
    case 'list':
      if (!Array.isArray(json)) throw undeserializable(name);
      return await Promise.all(
        json.map(async (item) => (await readValue(item, field.item, name, resolveBlob)) ?? null),
      );
    case 'complex':
      return await readComplex(json, field.fields, name, resolveBlob);
  }
}

/** The given object replaces the whole value: what it lacks is unset. */
async function readComplex(
  json: unknown,
  fields: Record<string, Field>,
  name: string,
  resolveBlob: BlobResolver,
): Promise<PropertyValue> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw undeserializable(name);
  const known = Object.entries(json).filter(([key]) => fields[key] !== undefined);
  const pairs = known.map(async ([key, value]) => {
    const inner = fields[key] as Field;
    return [key, (await readValue(value, inner, name, resolveBlob)) ?? null] as const;
  });
  return Object.fromEntries(await Promise.all(pairs));
}

function readScalar(json: unknown, type: ScalarType, name: string): PropertyValue {
  if (typeof json === 'object') throw undeserializable(name);
  switch (type) {
    case 'string':
      return String(json);
    case 'boolean':
      return json === true || json === 'true';
    case 'date':
      return readDate(json, name);
    case 'long':
    case 'double':
      return readNumber(json, type, name);
  }
}

function readNumber(json: unknown, type: 'long' | 'double', name: string): number | null {
  if (json === '') return null;
  const value = typeof json === 'boolean' ? Number.NaN : Number(json);
  if (!Number.isFinite(value)) throw undeserializable(name);
  return type === 'long' ? Math.trunc(value) : value;
}

function readDate(json: unknown, name: string): string | null {
  if (json === '') return null;
  const date = new Date(typeof json === 'number' ? json : String(json));
  if (Number.isNaN(date.getTime())) throw undeserializable(name);
  return date.toISOString();
}

function undeserializable(name: string): RestError {
  return new RestError(400, `Unable to deserialize property: ${name}`);
}
