import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { envExample, environmentTable } from '../server/config.ts';

/** Writes what is made from the configuration's schema: `.env.example` and the table in the set-up guide. */
const file = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

writeFileSync(file('.env.example'), envExample());
const guide = readFileSync(file('docs/set-up.md'), 'utf8');
const table = `<!-- environment -->\n${environmentTable()}<!-- /environment -->`;
writeFileSync(
  file('docs/set-up.md'),
  guide.replace(/<!-- environment -->[\s\S]*?<!-- \/environment -->/, () => table),
);
