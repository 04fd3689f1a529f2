import type { Field, Fields, ScalarType } from './model.ts';
import { childrenNamed, parseXml, type XmlElement } from './xml.ts';

const SCALARS: Record<string, ScalarType> = {
  string: 'string',
  long: 'long',
  integer: 'long',
  int: 'long',
  double: 'double',
  boolean: 'boolean',
  date: 'date',
  dateTime: 'date',
};

/**
 * Reads the subset of XSD that Nuxeo schemas use: flat elements, a sequence of
 * several elements is a complex property, a sequence of one unbounded element a
 * list, and `content` of core-types.xsd a blob.
 */
export function parseXsd(source: string): Fields {
  const root = parseXml(source);
  if (root.name !== 'schema') throw new Error(`<${root.name}> is not a schema`);
  const complexTypes = new Map(childrenNamed(root, 'complexType').map((type) => [type.attributes['name'] ?? '', type]));
  const includesCoreTypes = childrenNamed(root, 'include').some(
    (i) => i.attributes['schemaLocation'] === 'core-types.xsd',
  );
  return readElements(childrenNamed(root, 'element'), { complexTypes, includesCoreTypes });
}

interface Scope {
  complexTypes: Map<string, XmlElement>;
  includesCoreTypes: boolean;
}

function readElements(elements: XmlElement[], scope: Scope): Fields {
  return Object.fromEntries(
    elements.map((e) => [e.attributes['name'] ?? '', readType(e.attributes['type'] ?? '', scope)]),
  );
}

function readType(qualified: string, scope: Scope): Field {
  const [prefix, name = ''] = qualified.split(':');
  const scalar = SCALARS[name];
  if (prefix === 'xs' && scalar) return { kind: 'scalar', type: scalar };
  if (name === 'content' && scope.includesCoreTypes) return { kind: 'blob' };
  const complex = scope.complexTypes.get(name);
  if (!complex || prefix === 'xs') throw new Error(`unknown type ${qualified}`);
  return readComplex(complex, scope);
}

function readComplex(type: XmlElement, scope: Scope): Field {
  const elements = childrenNamed(type, 'sequence').flatMap((sequence) => childrenNamed(sequence, 'element'));
  const [first] = elements;
  if (!first) throw new Error(`complex type ${type.attributes['name']} has no elements`);
  if (elements.length === 1 && first.attributes['maxOccurs'] === 'unbounded') {
    return { kind: 'list', item: readType(first.attributes['type'] ?? '', scope) };
  }
  return { kind: 'complex', fields: readElements(elements, scope) };
}
