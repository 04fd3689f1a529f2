import { withBlobReferences } from '../documents/blob-references.ts';
import { readProperties } from '../documents/property-reader.ts';
import type { PropertyValue } from '../repository/document.ts';
import { objectOf } from '../web/entities.ts';
import type { OperationCall } from './operations.ts';

/** `properties` of an operation: an object, or lines of `name=value` as a Java properties file. */
export async function readOperationProperties(
  call: OperationCall,
  document: { type: string; instanceFacets: string[] },
): Promise<Record<string, PropertyValue>> {
  const { types } = call.session.repository;
  const schemas = types.schemasOf(document.type, document.instanceFacets);
  const given = call.params['properties'] ?? {};
  const properties = typeof given === 'string' ? parseLines(given) : objectOf(given);
  return await withBlobReferences(call.world, call.session, call.request, (resolve) =>
    readProperties(properties, schemas, resolve),
  );
}

function parseLines(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line.includes('='));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')).trim(), line.slice(line.indexOf('=') + 1).trim()]),
  );
}
