import type { Page } from 'playwright-core';
import { SYNCED, UNBOUND } from './screens-world.ts';
import type { Scene } from './scene.ts';
import { aLine, anItem, aRun, aSync, failureOf, FakeSync } from '../sync/fake-syncs.ts';
import { action, shown } from './steps.ts';

const WORKSPACES = '/browse/default-domain/workspaces';
const tab = `${WORKSPACES}/${SYNCED}?p=frameio-sync`;
type Sync = FakeSync['sync'];

/** The tab of the synchronised folder, in a state that is hard to come by. */
function tabScene(name: string, change: Partial<Sync>, more: Partial<Pick<FakeSync, 'items' | 'drift'>> = {}): Scene {
  return {
    name: `sync-${name}`,
    route: ({ synced }) => {
      current.sync = aSync(synced, { folderPath: `/default-domain/workspaces/${SYNCED}`, ...change });
      Object.assign(current, { items: [], drift: { run: null, lines: [] } }, more);
      return tab;
    },
    before: (page) => current.answer(page),
    steps: async (page) => {
      await shown(page, 'nuxeo-frameio-sync-details dl');
      await shown(page, 'nuxeo-frameio-sync-drift .when');
      if (more.drift) await page.locator('nuxeo-frameio-sync-drift li').last().scrollIntoViewIfNeeded();
    },
  };
}
const current = new FakeSync('');

const partly = [
  anItem(1, { state: 'failed', failure: failureOf('frameio-quota-exceeded', 'Northlight'), documentUid: null }),
  anItem(2, { state: 'failed', failure: failureOf('asset-without-bytes', 'A001_C002.mov') }),
  anItem(3, { state: 'left', change: 'version', failure: failureOf('locked-by-other', 'ben') }),
  ...Array.from({ length: 60 }, (_, n) => anItem(n + 10)),
];
const kinds = [
  'only-here',
  'only-there',
  'newer-there',
  'changed-in-both',
  'renamed-here',
  'gone-there',
  'removed-here',
] as const;
const lines = [
  ...kinds.map((kind, n) => aLine(n, kind)),
  aLine(9, 'failed', { failure: failureOf('frameio-quota-exceeded', 'Northlight') }),
];
const running = { id: 'run-2', state: 'running', total: 340, done: 112, bytesTotal: 4e11, bytesDone: 1e11 } as const;

export const syncScenes: readonly Scene[] = [
  {
    name: 'sync-dialog',
    route: () => `${WORKSPACES}/${UNBOUND}`,
    steps: async (page) => {
      await action(page, 'nuxeo-frameio-sync-button');
      await shown(page, 'nuxeo-frameio-sync-dialog select');
    },
  },
  tabScene(
    'done',
    { run: aRun({ total: 61, done: 61, bytesTotal: 4e11, bytesDone: 4e11 }) },
    { items: partly.slice(3) },
  ),
  tabScene('running', { run: aRun({ ...running, endedAt: null }) }, { items: partly.slice(3, 40) }),
  tabScene('partly', { run: aRun({ state: 'partly', total: 63, done: 60, failed: 2, left: 1 }) }, { items: partly }),
  tabScene('drift', {}, { drift: { run: aRun({ id: 'compare-1', mode: 'compare' }), lines } }),
  tabScene('needs-owner', {
    ...{ owner: 'cleo', needsOwner: failureOf('frameio-token-refused', 'cleo'), mayTakeOver: true },
    changes: { by: 'walk', everySeconds: 900, reason: failureOf('webhook-off') },
  }),
  {
    name: 'sync-unconfirmed',
    route: ({ synced }) => {
      Object.assign(current, { sync: aSync(synced), waitsFor: 'cleo' });
      return tab;
    },
    before: (page) => current.answer(page),
    steps: async (page) => {
      await shown(page, 'nuxeo-frameio-sync-page .notice');
      current.waitsFor = undefined;
    },
  },
  {
    name: 'admin-syncs',
    as: 'Administrator',
    route: () => '/admin/frameio?p=folders',
    before: (page) => page.route(/\/frameio\/api\/syncs/, (route) => route.fulfill({ json: { syncs, next: null } })),
    steps: async (page: Page) => {
      await shown(page, 'nuxeo-frameio-admin-syncs .row');
      await page.locator('nuxeo-frameio-admin-syncs').scrollIntoViewIfNeeded();
    },
  },
];

const syncs = [
  aSync('1', { id: 'sync-1' }),
  aSync('2', {
    ...{ id: 'sync-2', folderPath: '/default-domain/workspaces/Borealis/Rushes of the second unit, all cameras' },
    run: aRun({ state: 'failed', failure: failureOf('sync-source-gone', 'Dailies', 'cleo') }),
  }),
  aSync('3', { id: 'sync-3', lastRunAt: null, sourcePath: [], run: aRun({ ...running, endedAt: null }) }),
];
