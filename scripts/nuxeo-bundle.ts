import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files } from './zip.ts';

/**
 * Language files that every supported Web UI has. A file that is not there would be created with our keys alone and
 * that language would lose all its stock labels, so nothing else is appended to. Web UI copies some languages to
 * other names before add-ons run: the copies are listed too.
 */
export const languages = [
  ...['ar', 'cs', 'de', 'es-ES', 'es', 'eu', 'fr', 'fr-FR', 'fr-CA', 'he', 'id', 'it', 'ja', 'nl', 'pl'],
  ...['pt-PT', 'pt', 'sv-SE', 'sv', 'zh-CN'],
] as const;

/** Texts that only leave the server never travel to a browser. */
const serverOnly = /^frameio\.(mail|form|signin)\./;

/** `messages.json` and one file a language: French where it is French, else English. */
export async function languageFiles(folder: string): Promise<Files> {
  const english = await textsFor(join(folder, 'messages.json'));
  const french = await textsFor(join(folder, 'messages-fr.json'));
  const files: [string, Uint8Array][] = languages.map((language) => [
    `messages-${language}.json`,
    language.startsWith('fr') ? french : english,
  ]);
  return { 'messages.json': english, ...Object.fromEntries(files) };
}

async function textsFor(file: string): Promise<Uint8Array> {
  const texts = Object.entries(JSON.parse(await readFile(file, 'utf8')) as Record<string, string>);
  const kept = texts.filter(([key]) => !serverOnly.test(key));
  return Buffer.from(`${JSON.stringify(Object.fromEntries(kept), null, 1)}\n`);
}

/** Run by Nuxeo at each start: copies the bundle, and adds our keys to the language files. */
export function deploymentFragment(): string {
  const temporary = '${bundle.fileName}.tmp';
  const appends = ['', ...languages.map((language) => `-${language}`)].map(
    (suffix) =>
      `    <append from="${temporary}/web/nuxeo.war/ui/i18n/messages${suffix}.json" to="nuxeo.war/ui/i18n/messages${suffix}.json" />`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<fragment version="1">
  <require>org.nuxeo.web.ui</require>
  <install>
    <unzip from="\${bundle.fileName}" to="/" prefix="web">
      <include>web/nuxeo.war/**</include>
      <exclude>web/nuxeo.war/ui/i18n/**</exclude>
    </unzip>
    <delete path="${temporary}" />
    <mkdir path="${temporary}" />
    <unzip from="\${bundle.fileName}" to="${temporary}" />
${appends.join('\n')}
    <delete path="${temporary}" />
  </install>
</fragment>
`;
}

/** Lines end in CRLF and hold 72 bytes at most; what is longer goes on after a space. */
export function manifest(version: string, components: readonly string[]): string {
  const lines = [
    'Manifest-Version: 1.0',
    'Bundle-ManifestVersion: 2',
    'Bundle-Vendor: Frame.io for Nuxeo',
    `Bundle-Version: ${version}`,
    'Bundle-Name: Frame.io for Nuxeo',
    'Bundle-SymbolicName: io.frame.nuxeo.connector;singleton:=true',
    `Nuxeo-Component: ${[...components].sort().reverse().join(',')}`,
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}

function folded(line: string): string {
  const [first = '', ...rest] = line.match(/^.{1,70}|.{1,69}/g) ?? [];
  return [first, ...rest.map((part) => ` ${part}`)].join('\r\n');
}
