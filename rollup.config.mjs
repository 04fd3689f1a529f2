import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import json from '@rollup/plugin-json';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

/** Templates of the slots travel as text. */
const html = {
  name: 'html',
  transform: (code, id) =>
    id.endsWith('.html') ? { code: `export default ${JSON.stringify(code)}`, map: null } : null,
};

/** All our types are erasable: Node's own eraser is the whole compiler. `npm run typecheck` checks them. */
const eraseTypes = {
  name: 'erase-types',
  transform: (code, id) => (id.endsWith('.ts') ? { code: stripTypeScriptTypes(code), map: null } : null),
};

/** Styles travel as text too, without their comments and indentation: every user of Web UI pays for some of them. */
const tightStyles = {
  name: 'tight-styles',
  transform: (code, id) =>
    id.endsWith('.ts')
      ? {
          code: code.replace(/\bcss`[^`]*`/g, (text) => text.replace(/\/\*.*?\*\//gs, '').replace(/\s+/g, ' ')),
          map: null,
        }
      : null,
};

/** Nothing of Web UI's own is bundled a second time: its elements would be defined twice and throw. */
const webUi = /^@(polymer|nuxeo)\//;

export default [
  {
    input: { 'nuxeo-frameio.bundle': 'elements/index.ts' },
    output: {
      dir: 'dist/elements',
      format: 'es',
      // Names without hashes: an update overwrites, instead of piling up files in the server.
      chunkFileNames: 'nuxeo-frameio/[name].js',
      minifyInternalExports: true,
    },
    plugins: [
      html,
      json({ compact: true }),
      resolve({ browser: true, exportConditions: ['production'] }),
      eraseTypes,
      tightStyles,
      terser({ module: true }),
      {
        name: 'no-web-ui-copies',
        resolveId: (id) =>
          webUi.test(id) ? Promise.reject(new Error(`${id} belongs to Web UI and must not be bundled`)) : null,
      },
    ],
  },
  {
    input: { main: 'server/main.ts' },
    output: { dir: 'dist/sidecar', format: 'es', chunkFileNames: '[name].js' },
    external: (id) =>
      id.startsWith('node:') || Object.keys(dependencies).some((name) => id === name || id.startsWith(`${name}/`)),
    plugins: [json(), eraseTypes],
  },
];
