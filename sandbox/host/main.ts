import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { endWithParent } from '../shared/end-with-parent.ts';
import { buildHost } from './build-host.ts';
import { buildPlugin } from './build-plugin.ts';
import { hostPage, stockPage } from './index-page.ts';
import { startWebUi } from './server.ts';

endWithParent();

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const { name } = JSON.parse(await readFile(path('../../package.json'), 'utf8')) as { name: string };

const settings = {
  bundles: [name],
  config: JSON.parse(process.env['WEB_UI_CONFIG'] ?? '{}') as Record<string, unknown>,
};
const nuxeoUrl = process.env['NUXEO_URL'] ?? 'http://127.0.0.1:8080';
const plugin = await buildPlugin();
const ours = path('../../i18n');
const elementTexts = fileURLToPath(new URL('i18n', import.meta.resolve('@nuxeo/nuxeo-ui-elements/package.json')));

/** A built Web UI to try the plugin in, instead of our own page. */
const dist = process.env['NUXEO_WEB_UI_DIST'];
const parts = dist
  ? {
      page: () => stockPage(dist, settings),
      folders: [plugin, dist],
      languages: { stock: `${dist}/i18n`, appended: [ours] },
    }
  : {
      page: () => hostPage(settings),
      folders: [plugin, await buildHost(), path('public')],
      languages: { stock: elementTexts, appended: [path('public/i18n'), ours] },
    };

const webUi = await startWebUi({ ...parts, nuxeoUrl }, Number(process.env['WEB_UI_PORT'] ?? 0));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void webUi.close());
console.log(JSON.stringify({ ready: true, url: webUi.url }));
