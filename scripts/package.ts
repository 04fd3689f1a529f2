import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rollup, type RollupOptions } from 'rollup';
import config from '../rollup.config.mjs';
import { filesBelow, zipOf, type Files } from './zip.ts';
import { deploymentFragment, languageFiles, manifest } from './nuxeo-bundle.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

export interface Packaged {
  /** `nuxeo-frameio-<version>.zip`: for `nuxeoctl mp-install`. */
  readonly zip: string;
  /** Ready to run after `npm ci --omit=dev` in it. */
  readonly sidecar: string;
}

/** Builds what is delivered into `dist`. The same sources give the same bytes. */
export async function makePackage(dist = join(root, 'dist')): Promise<Packaged> {
  for (const options of config as RollupOptions[]) await build(options, dist);
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const zip = join(dist, `nuxeo-frameio-${version}.zip`);
  await writeFile(zip, await marketplacePackage(dist, version));
  const sidecar = join(dist, 'sidecar');
  await completeSidecar(sidecar);
  return { zip, sidecar };
}

async function build(options: RollupOptions, dist: string): Promise<void> {
  const [output] = [options.output].flat();
  if (!output?.dir) throw new Error('each build writes a folder');
  const bundle = await rollup({ ...options, logLevel: 'silent' });
  const dir = join(dist, output.dir.replace(/^dist\//, ''));
  await rm(dir, { recursive: true, force: true });
  await bundle.write({ ...output, dir });
  await bundle.close();
}

async function marketplacePackage(dist: string, version: string): Promise<Uint8Array> {
  const nuxeo = await filesBelow(join(root, 'nuxeo'));
  const stamped = (name: string) => text(nuxeo, name).replaceAll('version="0.1.0"', `version="${version}"`);
  const templates = Object.entries(nuxeo).filter(([name]) => name.startsWith('templates/'));
  return zipOf({
    'package.xml': Buffer.from(stamped('package.xml')),
    'install.xml': Buffer.from(text(nuxeo, 'install.xml')),
    [`install/bundles/nuxeo-frameio-${version}.jar`]: zipOf(await jar(nuxeo, dist, version)),
    ...Object.fromEntries(templates.map(([name, bytes]) => [`install/${name}`, bytes])),
  });
}

/** No Java code: descriptions, schemas, the bundle and its texts. */
async function jar(nuxeo: Files, dist: string, version: string): Promise<Files> {
  const kept = Object.entries(nuxeo).filter(([name]) => /^(OSGI-INF|schemas)\//.test(name));
  const elements = await filesBelow(join(dist, 'elements'));
  const components = kept.map(([name]) => name).filter((name) => /^OSGI-INF\/frameio-.*\.xml$/.test(name));
  return {
    'META-INF/MANIFEST.MF': Buffer.from(manifest(version, components)),
    'OSGI-INF/deployment-fragment.xml': Buffer.from(deploymentFragment()),
    ...Object.fromEntries(kept),
    ...under('web/nuxeo.war/ui', elements),
    ...under('web/nuxeo.war/ui/i18n', await languageFiles(join(root, 'i18n'))),
  };
}

function under(folder: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`${folder}/${name}`, bytes]));
}

function text(files: Files, name: string): string {
  return Buffer.from(files[name] ?? '').toString('utf8');
}

/** What a server needs beside the bundle: its packages, and examples of how to run it. */
async function completeSidecar(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const all = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
  const { name, version, license, engines } = all;
  const needed = Object.entries(all['dependencies'] as Record<string, string>).filter(
    ([one]) => !/^(lit$|@polymer|@nuxeo)/.test(one),
  );
  const own = {
    name,
    version,
    license,
    private: true,
    type: 'module',
    engines,
    scripts: { start: 'node --max-semi-space-size=2 main.js' },
    dependencies: Object.fromEntries(needed),
  };
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(own, null, 2)}\n`);
  await cp(join(root, 'packaging'), folder, { recursive: true });
  await cp(join(root, '.env.example'), join(folder, '.env.example'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const made = await makePackage();
  console.log(`${made.zip}\n${made.sidecar}/`);
}
