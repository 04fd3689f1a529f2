import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildHost } from './build-host.ts';
import { buildPlugin } from './build-plugin.ts';
import { hostPage, stockPage, type PageSettings } from './index-page.ts';
import type { WebUiParts } from './server.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const OUR_TEXTS = path('../../i18n');

/** With every document that somebody opens. */
const DOCUMENT_ENRICHERS = [
  'hasContent',
  'firstAccessibleAncestor',
  'permissions',
  'breadcrumb',
  'preview',
  'favorites',
  'subscribedNotifications',
  'thumbnail',
  'renditions',
  'pendingTasks',
  'runnableWorkflows',
  'runningWorkflows',
  'collections',
  'audit',
  'subtypes',
  'tags',
  'publications',
];

type Parts = Omit<WebUiParts, 'nuxeoUrl'>;

/** Our own page on the real elements, with the plugin beside it. */
export async function ownPage(config: PageSettings['config']): Promise<Parts> {
  const settings = { config, bundles: [await packageName()] };
  return {
    page: () => hostPage(settings),
    folders: [await buildPlugin(), await buildHost(), path('public')],
    languages: {
      stock: fileURLToPath(new URL('i18n', import.meta.resolve('@nuxeo/nuxeo-ui-elements/package.json'))),
      appended: [path('public/i18n'), OUR_TEXTS],
    },
  };
}

/** What Web UI's own package configures below `org.nuxeo.web.ui`, as far as its shell needs it. */
const STOCK_CONFIG: PageSettings['config'] = {
  enrichers: { document: DOCUMENT_ENRICHERS, blob: ['appLinks', 'preview'] },
  fetch: { document: ['properties'] },
  dateFormat: 'LL',
  dateTimeFormat: 'LLL',
  listingMaxItems: '10000',
  selection: { selectAllEnabled: 'false' },
};

/** A built Web UI with the plugin laid over it, as the server lays packages. */
export async function builtWebUi(dist: string, config: PageSettings['config']): Promise<Parts> {
  const settings = { config: { ...STOCK_CONFIG, ...config }, bundles: [await packageName()] };
  return {
    page: () => stockPage(dist, settings),
    folders: [await buildPlugin(), dist],
    languages: { stock: join(dist, 'i18n'), appended: [OUR_TEXTS] },
  };
}

/** Web UI finds an add-on's bundle by the name of its package. */
async function packageName(): Promise<string> {
  return (JSON.parse(await readFile(path('../../package.json'), 'utf8')) as { name: string }).name;
}
