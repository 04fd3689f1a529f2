import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

type Texts = Record<string, string>;

/** Languages that the server copies before add-ons are appended. */
const COPIES: Readonly<Record<string, string>> = {
  es: 'es-ES',
  pt: 'pt-PT',
  sv: 'sv-SE',
  'fr-FR': 'fr',
  'fr-CA': 'fr',
};

export interface LanguageFolders {
  /** A language that is missing here does not exist: its file would have nothing but an add-on's texts. */
  readonly stock: string;
  /** What is appended, in order; English where one of them does not speak the language. */
  readonly appended: readonly string[];
}

/** `messages-fr-FR.json` as the server makes it at start, or nothing where Web UI has no such language. */
export async function languageFile(file: string, { stock, appended }: LanguageFolders): Promise<Texts | undefined> {
  const [, language = ''] = /^messages(?:-([\w-]+))?\.json$/.exec(file) ?? [];
  const texts = (await read(stock, language)) ?? (await read(stock, COPIES[language]));
  if (!texts) return undefined;
  const additions = await Promise.all(appended.map((folder) => nearest(folder, language)));
  return Object.assign({}, texts, ...additions) as Texts;
}

async function nearest(folder: string, language: string): Promise<Texts> {
  const base = language.split('-')[0];
  return (await read(folder, language)) ?? (await read(folder, base)) ?? (await read(folder, '')) ?? {};
}

async function read(folder: string, language: string | undefined): Promise<Texts | undefined> {
  if (language === undefined) return undefined;
  try {
    return JSON.parse(await readFile(join(folder, `messages${language && `-${language}`}.json`), 'utf8')) as Texts;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
