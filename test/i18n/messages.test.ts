import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../server/domain/errors.ts';
import { jobNoteCodes } from '../../server/domain/job.ts';
import { placeholdersOf } from '../../server/domain/message.ts';
import { messages } from '../support/words.ts';
import { computedKeys, keysOf, otherNames } from './computed-keys.ts';
import { givenValues } from './given-values.ts';
import { root, sourceFiles } from './source-files.ts';

const { en, fr } = messages;
/** Without the storage: the tables of the database live in a schema of the same name. */
const sources = sourceFiles('server', 'elements').filter(({ path }) => !path.startsWith('server/storage/'));

function rawKeys(file: string): string[] {
  const text = readFileSync(join(root, 'i18n', file), 'utf8');
  return [...text.matchAll(/^ {2}"([^"]+)": "/gm)].map(([, key]) => String(key));
}

function placeholders(sentence: string | undefined): string[] {
  return [...new Set(String(sentence).match(/\{\d+\}/g))].sort();
}

describe.each([
  ['messages.json', en],
  ['messages-fr.json', fr],
])('%s', (file, sentences) => {
  it('is flat, with one sentence per key below frameio. and for the titles of our pages', () => {
    const wrong = Object.entries(sentences).filter(
      ([key, value]) =>
        !/^(frameio|app\.title)(\.[a-zA-Z0-9-]+)+$/.test(key) || typeof value !== 'string' || value.trim() === '',
    );
    expect(wrong).toEqual([]);
  });

  it('has its keys sorted, and each of them once', () => {
    const keys = rawKeys(file);
    expect(keys).toEqual([...new Set(keys)].sort());
    expect(keys).toHaveLength(Object.keys(sentences).length);
  });

  it('numbers its placeholders from 0 without a gap', () => {
    const wrong = Object.entries(sentences).filter(
      ([, sentence]) => placeholders(sentence).length !== placeholdersOf(sentence),
    );
    expect(wrong).toEqual([]);
  });

  it('writes apostrophes as such and nothing to be cleaned up', () => {
    expect(Object.entries(sentences).filter(([, sentence]) => /['"]| {2}|^\s|\s$/.test(sentence))).toEqual([]);
  });
});

describe('the two languages', () => {
  it('have the same keys', () => {
    expect(Object.keys(fr)).toEqual(Object.keys(en));
  });

  it('take the same values', () => {
    const different = Object.keys(en).filter((key) => `${placeholders(en[key])}` !== `${placeholders(fr[key])}`);
    expect(different).toEqual([]);
  });

  it('are two: no French sentence is the English one', () => {
    const same = Object.keys(en).filter((key) => en[key] === fr[key] && String(en[key]).split(' ').length > 3);
    expect(same).toEqual([]);
  });
});

it('English has one spelling for what the tab is called after', () => {
  const pages = [
    'README.md',
    'CHANGELOG.md',
    ...readdirSync(join(root, 'docs'), { encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`),
  ];
  const texts = pages.map((name) => [name, readFileSync(join(root, name), 'utf8')] as const);
  const other = [...Object.entries(en), ...texts].filter(([, text]) => /synchronis/i.test(text));
  expect(other.map(([name]) => name)).toEqual([]);
});

it('French keeps its punctuation on the line of the word before it', () => {
  const loose = Object.entries(fr).filter(([, sentence]) =>
    /[^\u00a0]:(?!\/\/| application)|[^\u202f][;!?]|« | »/.test(sentence),
  );
  expect(loose).toEqual([]);
});

describe('sentences', () => {
  it.each(computedKeys.filter(({ needed }) => needed === 'all'))('$prefix… are all there', (computed) => {
    expect(keysOf(computed).filter((key) => !Object.hasOwn(en, key))).toEqual([]);
  });

  it('of failures say what happened and what to do: two statements at least', () => {
    const short = errorCodes.filter((code) => !/[.:;] \S.*\.$/.test(en[`frameio.error.${code}`] ?? ''));
    expect(short).toEqual([]);
  });

  it('of a folder that is not bound begin with these words (N88)', () => {
    expect(en['frameio.error.folder-not-bound']).toMatch(/^Folder not bound\b/);
  });

  it('answer an accepted action in exactly these words (N58, N59)', () => {
    expect([en['frameio.action.success'], en['frameio.action.accepted']]).toEqual([
      'Success',
      'Asset pushed to Nuxeo.',
    ]);
    expect(en['frameio.action.refused']).toBe('Not published');
  });
});

describe('every key', () => {
  const known = new Set(computedKeys.flatMap(keysOf));
  const quoted = /(['"`])(frameio\.[\w.-]*\w)\1/g;
  const written = new Set(sources.flatMap(({ text }) => [...text.matchAll(quoted)].map(([, , key]) => String(key))));

  it('is used: written out in the sources, or put together in a way that is listed', () => {
    const unused = Object.keys(en).filter((key) => !known.has(key) && !written.has(key));
    expect(unused).toEqual([]);
  });

  it('that the sources write out has a sentence', () => {
    expect([...written].filter((key) => !Object.hasOwn(en, key) && !otherNames.includes(key))).toEqual([]);
  });

  it.each(computedKeys.filter(({ file }) => file !== undefined))(
    '$prefix… is put together in $file',
    ({ prefix, file }) => {
      expect(sources.find(({ path }) => path === file)?.text).toContain(`\`${prefix}\${`);
    },
  );
});

describe('whoever names a code', () => {
  const given = sources.filter(({ path }) => path.endsWith('.ts')).flatMap(givenValues);
  const sentenceOf = (code: string) => en[`frameio.error.${code}`] ?? en[`frameio.note.${code}`];
  const relevant = given.filter(({ code }) => sentenceOf(code) !== undefined);

  it('is found', () => {
    const codes = new Set(relevant.map(({ code }) => code));
    expect([...codes]).toEqual(expect.arrayContaining(['locked-by-other', 'redirect-mismatch', 'mail-not-sent']));
    expect(codes.size).toBeGreaterThan((errorCodes.length + jobNoteCodes.length) / 2);
  });

  it('gives every value that its sentence asks for', () => {
    const short = relevant.filter(({ code, count }) => count < placeholdersOf(sentenceOf(code) ?? ''));
    expect(short).toEqual([]);
  });
});
