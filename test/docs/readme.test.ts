import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkIds } from '../../server/domain/check.ts';
import { messages } from '../support/words.ts';
import { anchors, documents, npmScripts, readDocument, relativeLinks, root, tableRows } from './documents.ts';

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
const all = documents();

describe('the README', () => {
  it('begins with what it is, what it is not, and the commands to try it', () => {
    const firstScreen = readDocument('README.md').text.split('\n').slice(0, 32).join('\n');
    expect(firstScreen).toMatch(/\*\*What it is\.\*\*[\s\S]*\*\*What it is not\.\*\*[\s\S]*npm ci && npm run demo/);
  });

  it('leads to every other page', () => {
    const linked = relativeLinks(readDocument('README.md')).map(({ path }) => path);
    const pages = all.map(({ path }) => path).filter((path) => path !== 'README.md');
    expect(linked).toEqual(expect.arrayContaining(pages));
  });
});

describe.each(all)('$path', (document) => {
  it('prints only commands that there are', () => {
    const unknown = npmScripts(document).filter((name) => !Object.hasOwn(scripts, name));
    expect(unknown).toEqual([]);
  });

  it('runs only files that there are', () => {
    const files = [...document.text.matchAll(/\bnode ((?:sandbox|server|scripts|bench)\/[\w/.-]+)/g)];
    expect(files.map(([, path]) => String(path)).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('names only files that there are', () => {
    const named = [...document.text.matchAll(/`((?:server|sandbox|test|i18n|elements|scripts|nuxeo)\/[\w/.-]*)`/g)];
    expect(named.map(([, path]) => String(path)).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('links to pages and headings that there are', () => {
    const broken = relativeLinks(document).filter(({ path, anchor }) => {
      const target = path === '' ? document.path : normalize(join(dirname(document.path), path));
      if (!existsSync(join(root, target))) return true;
      return anchor !== undefined && !anchors(readDocument(target)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});

describe('the set-up guide', () => {
  it('explains the lines of the check as the check does, in its order', () => {
    const lines = new Set<string>(checkIds.map((id) => `\`${id}\``));
    const rows = tableRows(readDocument('docs/set-up.md')).filter(([id]) => lines.has(String(id)));
    expect(rows).toEqual(checkIds.map((id) => [`\`${id}\``, messages.en[`frameio.check.${id}`]]));
  });

  it('gives the redirect URL that Nuxeo’s own path has (N12)', () => {
    expect(readDocument('docs/set-up.md').text).toContain('https://<instance>/nuxeo/site/oauth2/frameio/callback');
  });
});
