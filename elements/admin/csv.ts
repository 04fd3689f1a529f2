/** What spreadsheets take for the beginning of a formula, also in its full-width forms and behind white space. */
const FORMULA = /^[\s\uFEFF]*[=+\-@|%\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u;

/** One field. Quoted always; what could be taken for a formula becomes text by an apostrophe. */
export function csvField(value: string): string {
  const harmless = FORMULA.test(value) ? `'${value}` : value;
  return `"${harmless.replaceAll('"', '""')}"`;
}

/** As spreadsheets read it: lines end in CRLF, and a byte order mark says that it is UTF-8. */
export function csvOf(lines: readonly (readonly string[])[]): string {
  return `\uFEFF${lines.map((fields) => `${fields.map(csvField).join(',')}\r\n`).join('')}`;
}
