import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Facet, Schema, TypeContribution } from './model.ts';
import { childrenNamed, parseXml, type XmlElement } from './xml.ts';
import { parseXsd } from './xsd.ts';

const TYPE_SERVICE = 'org.nuxeo.ecm.core.schema.TypeService';

/** What the components of a marketplace package contribute, read from its sources. */
export function readPackageTypes(folder: string): TypeContribution {
  const components = readdirSync(join(folder, 'OSGI-INF')).filter((file) => file.endsWith('.xml'));
  const roots = components.map((file) => parseXml(readFileSync(join(folder, 'OSGI-INF', file), 'utf8')));
  return {
    schemas: contributed(roots, 'schema', 'schema').map((element) => readSchema(folder, element)),
    facets: contributed(roots, 'doctype', 'facet').map(readFacet),
  };
}

function contributed(roots: XmlElement[], point: string, name: string): XmlElement[] {
  return roots
    .flatMap((root) => childrenNamed(root, 'extension'))
    .filter((extension) => extension.attributes['target'] === TYPE_SERVICE && extension.attributes['point'] === point)
    .flatMap((extension) => childrenNamed(extension, name));
}

function readSchema(folder: string, element: XmlElement): Schema {
  const { name = '', prefix = name, src = '' } = element.attributes;
  return { name, prefix, fields: parseXsd(readFileSync(join(folder, src), 'utf8')) };
}

function readFacet(element: XmlElement): Facet {
  const schemas = childrenNamed(element, 'schema').map((schema) => schema.attributes['name'] ?? '');
  return { name: element.attributes['name'] ?? '', schemas };
}
