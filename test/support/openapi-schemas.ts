export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export interface JsonObject {
  [key: string]: Json;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const asObject = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

/**
 * A schema of OpenAPI 3.0 as JSON Schema 2019-09: `nullable` is a second type, a discriminator chooses one
 * branch, and a closed object that is put together from others counts the members of all of them.
 */
export function toJsonSchema(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(toJsonSchema);
  if (!isObject(schema)) return schema;
  const { nullable, discriminator, oneOf, ...rest } = schema;
  const converted = convertMembers(rest);
  if (isObject(discriminator)) Object.assign(converted, discriminated(discriminator));
  else if (oneOf !== undefined) converted['anyOf'] = toJsonSchema(oneOf);
  if (converted['allOf'] !== undefined && converted['additionalProperties'] === false) {
    delete converted['additionalProperties'];
    converted['unevaluatedProperties'] = false;
  }
  return nullable === true ? { anyOf: [{ type: 'null' }, converted] } : converted;
}

const LITERALS = ['enum', 'default', 'example', 'examples'];

/** The names below `properties` are names, not keywords. */
function convertMembers(schema: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (key === 'properties') return [key, mapValues(asObject(value), toJsonSchema)];
      if (key === '$ref' && typeof value === 'string') return [key, absolute(value)];
      return [key, LITERALS.includes(key) ? value : toJsonSchema(value)];
    }),
  );
}

function discriminated({ propertyName, mapping }: JsonObject): JsonObject {
  const property = String(propertyName);
  const branches = Object.entries(asObject(mapping));
  return {
    required: [property],
    properties: { [property]: { enum: branches.map(([value]) => value) } },
    allOf: branches.map(([value, reference]) => ({
      if: { properties: { [property]: { const: value } } },
      then: { $ref: absolute(String(reference)) },
    })),
  };
}

export const DOCUMENT_ID = 'frameio://openapi';

export const absolute = (reference: string): string => `${DOCUMENT_ID}${reference}`;

function mapValues(object: JsonObject, change: (value: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
