import type { MailItem, MailNotice } from '../../ports/mail.ts';
import type { Locale, Words } from '../../ports/words.ts';

export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A recursive publish may move thousands of files: the rest is counted. */
const MOST_ITEMS = 200;
const LONGEST_SUBJECT = 180;

type Say = (key: string, ...params: string[]) => string;

/** A line of the message before it is text or HTML. */
interface Line {
  readonly text: string;
  readonly link?: string | undefined;
  readonly detail?: string | undefined;
}

interface Section {
  readonly heading: string;
  readonly lines: readonly Line[];
  readonly more: string | undefined;
}

/** @param nuxeoUrl - As people reach Nuxeo: `https://dam.example.com/nuxeo`. */
export function mailText(notice: MailNotice, nuxeoUrl: string, words: Words): MailText {
  const { locale, kind, items, to, folderPath } = notice;
  const say: Say = (key, ...params) => words.text(locale, `frameio.mail.${key}`, params);
  const lineOf = (item: MailItem) => lineFor(item, { nuxeoUrl, locale, words });
  const sections = [
    section(say(`done.${kind}`), items.filter(isDone).map(lineOf), say),
    section(say('failed'), items.filter((item) => !isDone(item)).map(lineOf), say),
  ].filter(({ lines }) => lines.length > 0);
  const opening = [say('greeting', to.name), ...(folderPath === undefined ? [] : [say('folder', folderPath)])];
  const parts = { opening, sections, footer: say('footer') };
  return { subject: subjectOf(notice, say), text: plain(parts), html: markup(parts, locale) };
}

function isDone(item: MailItem): boolean {
  return item.failure === undefined;
}

function lineFor(
  item: MailItem,
  { nuxeoUrl, locale, words }: { nuxeoUrl: string; locale: Locale; words: Words },
): Line {
  const { title, documentUid, failure } = item;
  return {
    text: oneLine(title),
    link: documentUid === undefined ? undefined : `${nuxeoUrl}/ui/#!/doc/${encodeURIComponent(documentUid)}`,
    detail: failure && words.error(locale, failure.code, failure.params),
  };
}

function section(heading: string, all: readonly Line[], say: Say): Section {
  const more = all.length > MOST_ITEMS ? say('more', String(all.length - MOST_ITEMS)) : undefined;
  return { heading, lines: all.slice(0, MOST_ITEMS), more };
}

function subjectOf({ kind, items }: MailNotice, say: Say): string {
  const done = items.filter(isDone).length;
  const outcome = done === items.length ? '' : done === 0 ? '.failed' : '.some';
  const [only] = items;
  if (outcome === '.some') return shortened(say(`subject.${kind}.some`, String(done), String(items.length)));
  if (items.length === 1 && only) return shortened(say(`subject.${kind}${outcome}.one`, only.title));
  return shortened(say(`subject.${kind}${outcome}.many`, String(items.length)));
}

function shortened(subject: string): string {
  const line = oneLine(subject);
  return line.length > LONGEST_SUBJECT ? `${line.slice(0, LONGEST_SUBJECT - 1)}…` : line;
}

/** A file's name may hold anything; in a header a line break would begin another one. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

interface Parts {
  readonly opening: readonly string[];
  readonly sections: readonly Section[];
  readonly footer: string;
}

function plain({ opening, sections, footer }: Parts): string {
  const listed = sections.map(({ heading, lines, more }) => {
    const entries = lines.map(({ text, link, detail }) => [`- ${text}`, detail, link].filter(Boolean).join('\n  '));
    return [heading, '', ...entries, ...(more === undefined ? [] : [more])].join('\n');
  });
  return [...opening, ...listed, `-- \n${footer}`].join('\n\n') + '\n';
}

function markup({ opening, sections, footer }: Parts, locale: Locale): string {
  const listed = sections.map(({ heading, lines, more }) => {
    const rest = more === undefined ? '' : `<p>${escapeHtml(more)}</p>`;
    return `<p>${escapeHtml(heading)}</p>\n<ul>\n${lines.map(entry).join('\n')}\n</ul>\n${rest}`;
  });
  return `<!doctype html>
<html lang="${locale}"><body style="font-family:sans-serif">
${opening.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n')}
${listed.join('\n')}
<p style="color:#666;font-size:smaller">${escapeHtml(footer)}</p>
</body></html>
`;
}

function entry({ text, link, detail }: Line): string {
  const title = escapeHtml(text);
  const linked = link === undefined ? title : `<a href="${escapeHtml(link)}">${title}</a>`;
  return `<li>${linked}${detail === undefined ? '' : `<br>${escapeHtml(detail)}`}</li>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
