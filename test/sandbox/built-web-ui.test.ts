import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import french from '../../i18n/messages-fr.json' with { type: 'json' };
import english from '../../i18n/messages.json' with { type: 'json' };
import { startProcess, type RunningProcess } from '../../sandbox/shared/processes.ts';

/** Enough of a built Web UI to see what is laid over it. */
const DIST = {
  'index.jsp': `<%@ page session="false" %>
<% String context = request.getContextPath(); %>
<!doctype html>
<html><head><title><%= Framework.getProperty(Environment.PRODUCT_NAME) %></title>
<style><%@include file="index.css"%></style></head>
<body><nuxeo-connection url="<%= context %>" repository-name="<%= repository %>"></nuxeo-connection>
<nuxeo-app base-url="<%= baseUrl %>"></nuxeo-app>
<script nonce="dummy" src="config.jsp"></script>
<script src="main.bundle.js"></script></body></html>`,
  'index.css': '/* stock $& */',
  'main.bundle.js': '// stock',
  'i18n/messages.json': JSON.stringify({ stock: 'Stock', 'frameio.tab.label': 'older' }),
  'i18n/messages-de.json': JSON.stringify({ stock: 'Vorrat' }),
  'i18n/messages-fr.json': JSON.stringify({ stock: 'Réserve' }),
};

let dist: string;
let nuxeo: Server;
let webUi: RunningProcess;
let ui: string;

beforeAll(async () => {
  dist = await mkdtemp(join(tmpdir(), 'web-ui-dist-'));
  for (const [name, text] of Object.entries(DIST)) {
    await mkdir(dirname(join(dist, name)), { recursive: true });
    await writeFile(join(dist, name), text);
  }
  nuxeo = createServer((req, res) => res.writeHead(req.headers.cookie === 'JSESSIONID=good' ? 200 : 401).end());
  await new Promise<void>((resolve) => nuxeo.listen(0, '127.0.0.1', resolve));
  webUi = await startProcess({
    name: 'host',
    script: fileURLToPath(new URL('../../sandbox/host/main.ts', import.meta.url)),
    env: {
      NUXEO_WEB_UI_DIST: dist,
      NUXEO_URL: `http://127.0.0.1:${(nuxeo.address() as AddressInfo).port}`,
      WEB_UI_CONFIG: JSON.stringify({ frameio: { sidecarPath: '/elsewhere' } }),
    },
    readyTimeoutSeconds: 60,
  });
  ui = `${(webUi.ready as { url: string }).url}/nuxeo/ui`;
});

afterAll(async () => {
  await webUi?.stop();
  nuxeo?.close();
  await rm(dist, { recursive: true, force: true });
});

async function text(path: string, cookie = 'JSESSIONID=good'): Promise<string> {
  return (await fetch(`${ui}/${path}`, { headers: { cookie } })).text();
}

async function texts(path: string): Promise<Record<string, string>> {
  return JSON.parse(await text(path)) as Record<string, string>;
}

it('writes the configuration and the name of our package into its page, before its script', async () => {
  const page = await text('');
  expect(page).not.toMatch(/<%|jsp/);
  expect(page).toContain('<title>Nuxeo Platform</title>');
  expect(page).toContain('"bundles":["nuxeo-frameio"]');
  expect(page).toContain('"sidecarPath":"/elsewhere"');
  expect(page.indexOf('Nuxeo.UI')).toBeLessThan(page.indexOf('main.bundle.js'));
});

it('writes what the server knows: addresses, the repository and the style sheet', async () => {
  const page = await text('');
  expect(page).toContain('<nuxeo-connection url="/nuxeo" repository-name="default">');
  expect(page).toContain('<nuxeo-app base-url="/nuxeo/ui/">');
  expect(page).toContain('<style>/* stock $& */</style>');
});

it('asks for the document’s permissions and its place, as Web UI’s own package configures it', async () => {
  const [, configured = ''] = /Object\.assign\(Nuxeo\.UI \|\| \{\}, (.*)\);/.exec(await text('')) ?? [];
  const { config } = JSON.parse(configured) as { config: { enrichers: { document: string[] } } };
  expect(config.enrichers.document).toEqual(expect.arrayContaining(['permissions', 'breadcrumb', 'subtypes']));
});

it('serves its files and ours beside each other', async () => {
  expect(await text('main.bundle.js')).toBe('// stock');
  expect(await text('nuxeo-frameio.bundle.js')).toContain('nuxeo-frameio/');
  expect((await fetch(`${ui}/absent.js`)).status).toBe(404);
});

it('appends our texts to each of its languages, in English where we do not speak it', async () => {
  const key = 'frameio.tab.label';
  expect(await texts('i18n/messages.json')).toMatchObject({ stock: 'Stock', [key]: english[key] });
  expect(await texts('i18n/messages-fr.json')).toMatchObject({ stock: 'Réserve', [key]: french[key] });
  expect(await texts('i18n/messages-fr-CA.json')).toMatchObject({ stock: 'Réserve', [key]: french[key] });
  expect(await texts('i18n/messages-de.json')).toMatchObject({ stock: 'Vorrat', [key]: english[key] });
  expect((await fetch(`${ui}/i18n/messages-nl.json`)).status).toBe(404);
});

it('sends people without a session to the login page', async () => {
  expect(await text('', 'JSESSIONID=old')).toContain('/nuxeo/login.jsp?requestedUrl=ui/');
});

it('lets nothing be kept by browsers', async () => {
  const answers = await Promise.all(['', 'main.bundle.js', 'i18n/messages.json'].map((path) => fetch(`${ui}/${path}`)));
  expect(answers.map((answer) => answer.headers.get('cache-control'))).toEqual(['no-store', 'no-store', 'no-store']);
});
