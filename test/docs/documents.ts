import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

export interface MarkdownDocument {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
}

export function readDocument(path: string): MarkdownDocument {
  return { path, text: readFileSync(join(root, path), 'utf8') };
}

export function documents(): MarkdownDocument[] {
  return ['README.md', 'CHANGELOG.md', ...globSync('docs/**/*.md', { cwd: root })].map(readDocument);
}

/** Cells of every table row that is not a heading or a rule. */
export function tableRows({ text }: MarkdownDocument): string[][] {
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  const cells = rows.map((row) =>
    row
      .slice(1, row.trimEnd().lastIndexOf('|'))
      .split('|')
      .map((cell) => cell.trim()),
  );
  return cells.filter((_row, index) => !isRule(cells[index]) && !isRule(cells[index + 1]));
}

function isRule(cells: readonly string[] | undefined): boolean {
  return cells !== undefined && cells.every((cell) => /^:?-+:?$/.test(cell));
}

/** The anchor that a heading gets when the page is shown. */
export function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

export function anchors({ text }: MarkdownDocument): string[] {
  return [...withoutCode(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) => anchorOf(String(heading)));
}

export interface Link {
  readonly path: string;
  readonly anchor: string | undefined;
}

/** Links to other files of the repository, and to headings. */
export function relativeLinks({ text }: MarkdownDocument): Link[] {
  return [...withoutCode(text).matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g)]
    .map(([, target]) => String(target))
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => ({ path: target.split('#')[0] ?? '', anchor: target.split('#')[1] }));
}

/** A `#` in a shell script is no heading. */
function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, (code) => code.slice(1, -1));
}

/** `npm run demo`, `npm start`, `npm test`, in prose and in examples. */
export function npmScripts({ text }: MarkdownDocument): string[] {
  const runs = [...text.matchAll(/\bnpm run (?:-s )?([\w:-]+)/g)].map(([, name]) => String(name));
  const short = [...text.matchAll(/\bnpm (start|test|stop|restart)\b/g)].map(([, name]) => String(name));
  return [...runs, ...short];
}
