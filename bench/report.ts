import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { format, resolveConfig } from 'prettier';

const RESULTS = new URL('RESULTS.md', import.meta.url);
const HEAD = `# What was measured

Written by \`npm run bench\`; a run replaces the sections it measured. What is compared with what is said in
\`README.md\` beside this file.
`;

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}

/** What else the machine was busy with: to be asked before a run, which is a load itself. */
export function loadNow(): string {
  return (loadavg()[0] ?? 0).toFixed(1);
}

/** Prints a section and puts it into RESULTS.md in place of the one with this title. */
export async function writeSection(title: string, text: string, command: string, load: string): Promise<void> {
  const date = new Date().toISOString().slice(0, 10);
  const section = `## ${title}\n\n${machine()}, load before ${load}. \`${command}\`, ${date}.\n\n${text}\n`;
  console.log(`\n${section}`);
  const old = await readFile(RESULTS, 'utf8').catch(() => HEAD);
  const [head = HEAD, ...sections] = old.split(/^(?=## )/m);
  const others = sections.filter((one) => !one.startsWith(`## ${title}\n`));
  const all = [head, ...others, section].join('\n');
  await writeFile(RESULTS, await format(all, { ...(await resolveConfig(RESULTS)), parser: 'markdown' }));
}

function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}, ${memory} GiB, Node ${process.versions.node}`;
}
