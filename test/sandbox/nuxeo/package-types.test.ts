import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readPackageTypes } from '../../../sandbox/nuxeo/types/package-types.ts';
import { TypeRegistry } from '../../../sandbox/nuxeo/types/registry.ts';
import { childrenNamed, parseXml } from '../../../sandbox/nuxeo/types/xml.ts';
import { parseXsd } from '../../../sandbox/nuxeo/types/xsd.ts';

const FOLDER = fileURLToPath(new URL('../../../nuxeo/', import.meta.url));
const read = (path: string) => readFileSync(join(FOLDER, path), 'utf8');
const xmlFiles = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(xml|xsd)$/.test(file));

describe('the Nuxeo package', () => {
  it.each(xmlFiles)('%s is well formed', (file) => {
    expect(() => parseXml(read(file))).not.toThrow();
  });

  it('installs on the distribution called lts and needs Web UI', () => {
    const root = parseXml(read('package.xml'));
    expect(root.attributes['type']).toBe('addon');
    const [platform] = childrenNamed(root, 'target-platform');
    expect(platform && childrenNamed(platform, 'name')[0]?.text).toBe('lts');
    expect(JSON.stringify(childrenNamed(root, 'dependencies'))).toContain('nuxeo-web-ui');
  });

  it('declares a schema for every facet and a file for every schema', () => {
    const { schemas, facets } = readPackageTypes(FOLDER);
    expect(facets.map((facet) => facet.name).sort()).toEqual([
      'FrameioAsset',
      'FrameioBound',
      'FrameioReview',
      'FrameioSynced',
    ]);
    const names = schemas.map((schema) => schema.name);
    for (const facet of facets) {
      expect(facet.schemas.length).toBeGreaterThan(0);
      expect(names).toEqual(expect.arrayContaining(facet.schemas));
    }
    const files = readdirSync(join(FOLDER, 'schemas'));
    expect(files.sort()).toEqual(names.map((name) => `${name}.xsd`).sort());
  });

  it('uses the name of each schema as its prefix', () => {
    for (const schema of readPackageTypes(FOLDER).schemas) expect(schema.prefix).toBe(schema.name);
  });

  it('remembers in every facet which document it was written for', () => {
    for (const schema of readPackageTypes(FOLDER).schemas) {
      expect(schema.fields['uid']).toEqual({ kind: 'scalar', type: 'string' });
    }
  });

  it('holds a review as a blob and as a list of comments', () => {
    const review = readPackageTypes(FOLDER).schemas.find((schema) => schema.name === 'frameioreview');
    expect(review?.fields['record']).toEqual({ kind: 'blob' });
    const item = {
      kind: 'complex',
      fields: expect.objectContaining({ frame: { kind: 'scalar', type: 'long' } }) as unknown,
    };
    expect(review?.fields['comments']).toEqual({ kind: 'list', item });
  });

  it('has no property that the registry could not find again by its name', () => {
    const contribution = readPackageTypes(FOLDER);
    const registry = new TypeRegistry([contribution]);
    for (const schema of contribution.schemas) {
      for (const name of Object.keys(schema.fields)) {
        expect(registry.fieldOf([schema], `${schema.prefix}:${name}`)).toBeDefined();
      }
    }
  });
});

describe('the XML reader', () => {
  it.each([
    ['an element that is not closed', '<a><b></a>'],
    ['two roots', '<a/><b/>'],
    ['text beside the root', '<a/>text'],
    ['an unknown entity', '<a>&nbsp;</a>'],
    ['an attribute without quotes', '<a b=c/>'],
    ['a lone closing tag', '</a>'],
    ['nothing at all', ''],
  ])('refuses %s', (_what, source) => {
    expect(() => parseXml(source)).toThrow();
  });

  it('reads entities, comments and prefixes', () => {
    const element = parseXml('<?xml version="1.0"?><x:a b="1 &lt; 2"><!-- <c> -->R&amp;D</x:a>');
    expect(element).toEqual({ name: 'a', attributes: { b: '1 < 2' }, children: [], text: 'R&D' });
  });
});

describe('the XSD reader', () => {
  const schema = (body: string) => `<xs:schema xmlns:xs="x">${body}</xs:schema>`;

  it('refuses a type that is declared nowhere', () => {
    expect(() => parseXsd(schema('<xs:element name="a" type="nxs:ghost"/>'))).toThrow('unknown type nxs:ghost');
  });

  it('refuses a blob where the core types are not included', () => {
    expect(() => parseXsd(schema('<xs:element name="a" type="nxs:content"/>'))).toThrow();
  });

  it('takes one unbounded element for a list and several elements for a complex value', () => {
    const fields = parseXsd(
      schema(`<xs:element name="tags" type="nxs:tags"/><xs:element name="size" type="nxs:size"/>
        <xs:complexType name="tags"><xs:sequence><xs:element name="tag" type="xs:string" maxOccurs="unbounded"/></xs:sequence></xs:complexType>
        <xs:complexType name="size"><xs:sequence><xs:element name="w" type="xs:long"/><xs:element name="h" type="xs:double"/></xs:sequence></xs:complexType>`),
    );
    expect(fields).toEqual({
      tags: { kind: 'list', item: { kind: 'scalar', type: 'string' } },
      size: { kind: 'complex', fields: { w: { kind: 'scalar', type: 'long' }, h: { kind: 'scalar', type: 'double' } } },
    });
  });
});
