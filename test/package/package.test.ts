import { readFile } from 'node:fs/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePackage, type Packaged } from '../../scripts/package.ts';
import { languages } from '../../scripts/nuxeo-bundle.ts';
import { filesBelow } from '../../scripts/zip.ts';
import { parseXml, type XmlElement } from '../../sandbox/nuxeo/types/xml.ts';
import english from '../../i18n/messages.json' with { type: 'json' };

type Files = Record<string, Uint8Array>;

let folder: string;
let packaged: Packaged;
let outer: Files;
let jar: Files;

const text = (files: Files, name: string) => Buffer.from(files[name] ?? '').toString('utf8');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frameio-package-'));
  packaged = await makePackage(join(folder, 'first'));
  outer = unzipSync(await readFile(packaged.zip));
  const [name = ''] = Object.keys(outer).filter((file) => file.endsWith('.jar'));
  jar = unzipSync(outer[name] ?? new Uint8Array());
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

function allElements(element: XmlElement): XmlElement[] {
  return [element, ...element.children.flatMap((child) => allElements(child))];
}

describe('the marketplace package', () => {
  it('has its files at the root, one jar named with its version, and nothing else', () => {
    expect(Object.keys(outer).sort()).toEqual([
      'install.xml',
      'install/bundles/nuxeo-frameio-0.1.0.jar',
      'install/templates/nuxeo-frameio/nuxeo.defaults',
      'package.xml',
    ]);
  });

  it('is well-formed wherever it is XML', () => {
    for (const files of [outer, jar]) {
      const xml = Object.keys(files).filter((name) => /\.(xml|xsd)$/.test(name));
      expect(xml.length).toBeGreaterThan(0);
      for (const name of xml) expect(() => parseXml(text(files, name)), name).not.toThrow();
    }
  });

  it('has a manifest that Java can read: CRLF, at most 72 bytes a line, a line end at the end', () => {
    const lines = text(jar, 'META-INF/MANIFEST.MF').split('\r\n');
    expect(lines.at(-1)).toBe('');
    expect(lines.length).toBeGreaterThan(7);
    expect(lines.every((line) => Buffer.byteLength(line) <= 72 && !line.includes('\n'))).toBe(true);
  });

  it('lists every component in the manifest, and only those that exist', () => {
    const manifest = text(jar, 'META-INF/MANIFEST.MF').replaceAll('\r\n ', '');
    const listed = /^Nuxeo-Component: (.*)$/m.exec(manifest)?.[1]?.trim().split(',') ?? [];
    const components = Object.keys(jar).filter(
      (name) => name.startsWith('OSGI-INF/') && parseXml(text(jar, name)).name === 'component',
    );
    expect(listed.toSorted()).toEqual(components.sort());
  });

  it('contains every file that its descriptions refer to', () => {
    const fragment = allElements(parseXml(text(jar, 'OSGI-INF/deployment-fragment.xml')));
    const appended = fragment
      .filter((element) => element.name === 'append')
      .map((element) => element.attributes['from']);
    expect(appended).toHaveLength(languages.length + 1);
    for (const from of appended) expect(jar).toHaveProperty([from?.replace('${bundle.fileName}.tmp/', '') ?? '']);
    const schemas = allElements(parseXml(text(jar, 'OSGI-INF/frameio-schemas.xml'))).filter(
      (one) => one.name === 'schema',
    );
    expect(schemas.length).toBe(4);
    for (const schema of schemas) expect(jar).toHaveProperty([schema.attributes['src'] ?? '']);
  });

  it('is loaded by Web UI: the bundle is named after the package', () => {
    const { attributes } = parseXml(text(outer, 'package.xml'));
    expect(jar).toHaveProperty([`web/nuxeo.war/ui/${attributes['name']}.bundle.js`]);
  });

  it('contains every chunk that the bundle loads, and no second copy of Web UI', () => {
    const scripts = Object.keys(jar).filter((name) => name.endsWith('.js'));
    for (const script of scripts) {
      const source = text(jar, script);
      for (const [, chunk] of source.matchAll(/(?:from|import)\s*\(?\s*["'](\.[^"']+\.js)["']/g)) {
        const target = new URL(chunk ?? '', `http://x/${script}`).pathname.slice(1);
        expect(scripts, `${script} loads ${chunk}`).toContain(target);
      }
      expect(source).not.toMatch(/customElements\.define\(["'](paper|iron|nuxeo-(?!frameio))/);
    }
  });

  it('uses the names of schemas and facets that the sidecar uses', async () => {
    const sources = await filesBelow('server/use-cases');
    const code = Object.values(sources)
      .map((bytes) => Buffer.from(bytes).toString('utf8'))
      .join('\n');
    const used = new Set(
      [...code.matchAll(/'(frameio(?:asset|bound|review|synced)):(\w+)'/g)].map((match) => `${match[1]}:${match[2]}`),
    );
    expect(used.size).toBeGreaterThan(20);
    for (const property of used) {
      const [schema, field] = property.split(':');
      expect(text(jar, `schemas/${schema}.xsd`), property).toContain(`name="${field}"`);
    }
    const facets = text(jar, 'OSGI-INF/frameio-facets.xml');
    for (const [, facet] of code.matchAll(/'(Frameio(?:Asset|Bound|Review|Synced))'/g)) {
      expect(facets).toContain(`<facet name="${facet}">`);
    }
  });

  it('appends our keys to every language, in French where it is French, and no text that stays on the server', () => {
    const key = 'frameio.error.folder-not-bound';
    const texts = (language: string) =>
      JSON.parse(text(jar, `web/nuxeo.war/ui/i18n/messages${language}.json`)) as Record<string, string>;
    expect(texts('')[key]).toBe(english[key]);
    expect(texts('-de')[key]).toBe(english[key]);
    for (const language of ['-fr', '-fr-FR', '-fr-CA']) expect(texts(language)[key]).not.toBe(english[key]);
    expect(Object.keys(texts('')).filter((one) => one.startsWith('frameio.mail.'))).toEqual([]);
  });

  it('has the same bytes when it is made again', async () => {
    const again = await makePackage(join(folder, 'second'));
    expect((await readFile(again.zip)).equals(await readFile(packaged.zip))).toBe(true);
  }, 60_000);
});

describe('the sidecar as delivered', () => {
  it('brings what a server needs to run it', async () => {
    const files = await filesBelow(packaged.sidecar);
    expect(Object.keys(files).sort()).toEqual([
      '.env.example',
      'Dockerfile',
      'compose.yaml',
      'main.js',
      'nginx.conf',
      'nuxeo-frameio-proxy.conf',
      'nuxeo-frameio.service',
      'package.json',
    ]);
  });

  it('depends on exactly the packages that its bundle imports', async () => {
    const files = await filesBelow(packaged.sidecar);
    const { dependencies } = JSON.parse(text(files, 'package.json')) as { dependencies: Record<string, string> };
    const imported = [...text(files, 'main.js').matchAll(/^import [^;]*?from ["']([^"'.][^"']*)["']/gm)]
      .map((match) => match[1] ?? '')
      .filter((name) => !name.startsWith('node:'))
      .map((name) => (name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : (name.split('/')[0] ?? '')));
    for (const name of imported) expect(dependencies).toHaveProperty([name]);
  });
});
