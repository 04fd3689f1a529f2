import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface PageSettings {
  /** Packages whose `<name>.bundle.js` lies in the folder. */
  readonly bundles: readonly string[];
  /** What the server's configuration says under `org.nuxeo.web.ui`. All values are strings there. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** The page of our own host. */
export function hostPage(settings: PageSettings): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Nuxeo Platform</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="theme.css">
${globals(settings)}
<script type="module" src="main.bundle.js"></script>
</head>
<body></body>
</html>
`;
}

/** The page of a built Web UI with what the server would have written into it. */
export async function stockPage(folder: string, settings: PageSettings): Promise<string> {
  const page = (await readText(folder, 'index.jsp')) ?? (await readText(folder, 'index.html')) ?? bare;
  const plain = (await withIncludes(page, folder))
    .replace(/<script\b[^>]*config\.jsp[^>]*><\/script>/, '')
    .replace(/<%=\s*([\s\S]*?)\s*%>/g, (_tag, value: string) => WRITTEN[value] ?? '')
    .replace(/<%[\s\S]*?%>/g, '')
    .replace(/<jsp:include[\s\S]*?(\/>|<\/jsp:include>)/g, '')
    .replace(/base-url="\/"/, `base-url="${WRITTEN['baseUrl']}"`);
  const before = /<script\b[^>]*main\.bundle\.js/.exec(plain)?.index ?? plain.search(/<\/head>/);
  return `${plain.slice(0, before)}${globals(settings)}\n${plain.slice(before)}`;
}

/** What the expressions of `index.jsp` come to. */
const WRITTEN: Readonly<Record<string, string>> = {
  context: '/nuxeo',
  baseUrl: '/nuxeo/ui/',
  repository: 'default',
  'Framework.getProperty(Environment.PRODUCT_NAME)': 'Nuxeo Platform',
};

async function withIncludes(page: string, folder: string): Promise<string> {
  const [tag, file] = /<%@\s*include file="([\w.]+)"\s*%>/.exec(page) ?? [];
  if (!tag || !file) return page;
  const text = (await readText(folder, file)) ?? '';
  return page.replace(tag, () => text);
}

const bare = `<!doctype html>
<html>
<head><meta charset="utf-8"><title>Nuxeo Platform</title></head>
<body><script src="main.bundle.js"></script></body>
</html>
`;

function globals({ bundles, config }: PageSettings): string {
  const ui = { config, bundles, repositories: [] };
  return `<script>
window.Nuxeo = window.Nuxeo || {};
Nuxeo.UI = Object.assign(Nuxeo.UI || {}, ${JSON.stringify(ui).replaceAll('<', '\\u003c')});
</script>`;
}

async function readText(folder: string, file: string): Promise<string | undefined> {
  return readFile(join(folder, file), 'utf8').catch(() => undefined);
}
