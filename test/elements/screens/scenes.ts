import type { Page } from 'playwright-core';
import { action, select, shown } from './steps.ts';
import type { ForgottenAnswer } from '../../../server/contract/provider.ts';
import type { RebuildAnswer } from '../../../server/contract/rebuild.ts';
import { job } from '../push/job.ts';
import type { Scene } from './scene.ts';
import { UNBOUND } from './screens-world.ts';
import { syncScenes } from './sync-scenes.ts';

const WORKSPACES = '/browse/default-domain/workspaces';
const AURORA = `${WORKSPACES}/Aurora`;
const at = (route: string) => () => route;
const sidecarDown = (page: Page) => page.route('**/nuxeo/frameio/**', (route) => route.abort());

/** Neither Nuxeo nor Adobe could be told, and something is left of everything. */
const forgotten: ForgottenAnswer = {
  connections: 2,
  notRevoked: ['nuxeo', 'frameio'],
  bindings: [{ id: '1', folderUid: '1', folderPath: AURORA.slice('/browse'.length), actionName: 'Publish to Nuxeo' }],
  syncs: [{ id: '2', folderUid: '2', folderPath: '/default-domain/workspaces/Rushes' }],
  reviews: [{ documentUid: 'a2b8f3d4-8f0e-4b57-9a57-6a7a6b4f7c1d', bindingId: '1' }],
  jobs: [{ id: '3', title: 'Harbour at dawn, take 2' }],
};

export const scenes: readonly Scene[] = [
  {
    name: 'bind',
    route: at(`${WORKSPACES}/${UNBOUND}`),
    steps: async (page) => {
      await action(page, 'nuxeo-frameio-bind-button');
      await shown(page, 'nuxeo-frameio-bind-dialog select');
    },
  },
  {
    name: 'push-one',
    route: at(`${AURORA}/Dailies/daily-01.txt`),
    steps: async (page) => {
      await action(page, 'nuxeo-frameio-push-button');
      await shown(page, 'nuxeo-frameio-push-dialog [role=treeitem]');
    },
  },
  {
    name: 'push-again',
    route: ({ reviewed }) => `/doc/${reviewed}`,
    steps: async (page) => {
      await action(page, 'nuxeo-frameio-push-button');
      await shown(page, 'nuxeo-frameio-push-group input[type=radio]');
    },
  },
  {
    name: 'selection',
    route: at(`${AURORA}/Dailies`),
    steps: (page) => select(page, 'daily-01', 'daily-02', 'daily-03'),
  },
  {
    name: 'push-bulk',
    route: at(`${AURORA}/Dailies`),
    steps: async (page) => {
      const chosen = () => select(page, 'daily-01', 'daily-02', 'daily-03');
      await chosen();
      await action(page, 'nuxeo-frameio-push-button', 'nuxeo-selection-toolbar', chosen);
      await shown(page, 'nuxeo-frameio-push-dialog [role=treeitem]');
    },
  },
  {
    name: 'transfers',
    route: at(`${AURORA}/Dailies`),
    steps: async (page) => {
      await shown(page, 'nuxeo-frameio-bind-button', 'attached');
      await page.evaluate(() => document.dispatchEvent(new CustomEvent('frameio-show-transfers')));
      await shown(page, 'nuxeo-frameio-transfer-list progress');
    },
  },
  {
    name: 'transfer-of-the-page',
    route: ({ underWay }) => `/doc/${underWay}`,
    steps: (page) => shown(page, 'nuxeo-frameio-info-bar .bar'),
  },
  {
    name: 'in-review',
    route: ({ inReview }) => `/doc/${inReview}`,
    steps: (page) => shown(page, 'nuxeo-frameio-info-bar .bar'),
  },
  {
    name: 'in-review-tab',
    route: ({ inReview }) => `/doc/${inReview}?p=frameio-review`,
    steps: (page) => shown(page, 'nuxeo-frameio-player input[type=range]:enabled'),
  },
  {
    name: 'recall',
    route: ({ inReview }) => `/doc/${inReview}`,
    steps: async (page) => {
      await action(page, 'nuxeo-frameio-recall-button');
      await shown(page, 'nuxeo-frameio-recall-dialog .primary');
    },
  },
  {
    name: 'bring-back',
    route: ({ inReview }) => `/doc/${inReview}`,
    steps: async (page) => {
      await action(page, 'nuxeo-frameio-bring-back-button');
      await shown(page, 'nuxeo-frameio-bring-back-dialog .primary');
    },
  },
  {
    name: 'import',
    route: at(AURORA),
    steps: async (page) => {
      await action(page, 'nuxeo-frameio-import-button');
      await shown(page, 'nuxeo-frameio-import-dialog [role=treeitem]');
    },
  },
  {
    name: 'folder-tab',
    route: at(`${AURORA}?p=frameio`),
    steps: (page) => shown(page, 'nuxeo-frameio-folder-page nuxeo-frameio-binding-activity li'),
  },
  {
    name: 'unbind',
    route: at(`${AURORA}?p=frameio`),
    steps: async (page) => {
      await page.locator('nuxeo-frameio-folder-page .danger').first().click();
      await shown(page, 'nuxeo-frameio-unbind-dialog [type=submit]');
    },
  },
  {
    name: 'copied-folder',
    route: ({ copiedFolder }) => `/doc/${copiedFolder}?p=frameio`,
    steps: (page) => shown(page, 'nuxeo-frameio-folder-page .notice'),
  },
  {
    name: 'document-tab',
    route: ({ reviewed }) => `/doc/${reviewed}?p=frameio-review`,
    steps: async (page) => {
      await shown(page, 'nuxeo-frameio-player input[type=range]:enabled');
      await page
        .locator('nuxeo-frameio-comments .comment')
        .filter({ hasText: 'Darker, please' })
        .getByRole('button')
        .click();
      await shown(page, 'nuxeo-frameio-player svg.drawing > *');
    },
  },
  {
    name: 'copied-document',
    route: ({ copy }) => `/doc/${copy}?p=frameio-review`,
    steps: (page) => shown(page, 'nuxeo-frameio-copied .notice, nuxeo-frameio-copied h2'),
  },
  {
    name: 'sidecar-down',
    route: at(`${AURORA}/Dailies/daily-01.txt`),
    before: sidecarDown,
    steps: async (page) => {
      await action(page, 'nuxeo-frameio-push-button');
      await page.getByRole('alert').first().waitFor();
    },
  },
  {
    name: 'sidecar-down-folder-tab',
    route: at(`${AURORA}?p=frameio`),
    before: sidecarDown,
    steps: (page) => shown(page, 'nuxeo-frameio-folder-page [role=alert]'),
  },
  { name: 'account', route: at('/frameio'), steps: (page) => shown(page, 'nuxeo-frameio-account-page dd') },
  {
    name: 'account-not-connected',
    as: 'cleo',
    route: at('/frameio'),
    steps: (page) => shown(page, 'nuxeo-frameio-account-page .button'),
  },
  {
    name: 'popup-blocked',
    as: 'cleo',
    route: at('/frameio'),
    before: (page) => page.addInitScript(() => Object.assign(window, { open: () => null })),
    steps: async (page) => {
      await page.locator('nuxeo-frameio-account-page .primary').click();
      await shown(page, 'nuxeo-frameio-account-page [role=alert]');
    },
  },
  {
    name: 'sign-in-failed',
    route: at('/home'),
    steps: async (page) => {
      await page.goto(`${new URL(page.url()).origin}/nuxeo/site/oauth2/frameio/callback?error=access_denied&state=old`);
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'account-not-revoked',
    route: at('/frameio'),
    before: (page) =>
      page.route('**/frameio/api/account/frameio', (route) =>
        route.fulfill({ json: { bindings: 2, syncs: 1, reviews: 1, revoked: false } }),
      ),
    steps: async (page) => {
      await page.locator('nuxeo-frameio-account-page .danger').click();
      await page.locator('nuxeo-frameio-disconnect-dialog [type=submit]').click();
      await shown(page, 'nuxeo-frameio-account-page .notice');
    },
  },
  {
    name: 'admin-forgotten',
    as: 'Administrator',
    route: at('/admin/frameio?p=people'),
    before: (page) => page.route('**/frameio/api/admin/people/ben', (route) => route.fulfill({ json: forgotten })),
    steps: async (page) => {
      await page.getByRole('button', { name: / ben$/ }).click();
      await page.locator('nuxeo-frameio-forget-dialog [type=submit]').click();
      await shown(page, 'nuxeo-frameio-forget-dialog .notice.good');
    },
  },
  {
    name: 'admin-rebuild',
    as: 'Administrator',
    route: at('/admin/frameio?p=folders'),
    before: (page) => page.route('**/frameio/api/admin/rebuild', (route) => route.fulfill({ json: { rebuild } })),
    steps: async (page) => {
      const card = page.locator('nuxeo-frameio-admin-rebuild');
      await card.locator('summary').click();
      await card.scrollIntoViewIfNeeded();
    },
  },
  ...syncScenes,
  ...['set-up', 'settings', 'folders', 'people', 'transfers', 'activity'].map((section) => ({
    name: `admin-${section}`,
    as: 'Administrator',
    route: at(`/admin/frameio?p=${section}`),
    steps: (page: Page) => shown(page, 'nuxeo-frameio-admin-page .card'),
  })),
  {
    name: 'admin-provider',
    as: 'Administrator',
    route: at('/admin/frameio'),
    steps: async (page) => {
      await page.locator('nuxeo-frameio-admin-page [aria-haspopup=dialog]').first().click();
      await shown(page, 'nuxeo-frameio-provider-dialog input[name=clientId]');
    },
  },
];

const rebuild: RebuildAnswer = {
  job: job({ kind: 'rebuild-links', state: 'completed', endedAt: '2026-11-20T10:01:00.000Z' }),
  dryRun: true,
  counts: {
    known: 0,
    binding: 3,
    sync: 2,
    review: 12,
    asset: 340,
    copied: 1,
    incomplete: 0,
    'not-locked': 1,
    outside: 0,
  },
  unmatched: [
    { uid: 'copy', path: '/default-domain/workspaces/Borealis/Aurora-copy', finding: 'copied' },
    { uid: 'unlocked', path: '/default-domain/workspaces/Aurora/Cuts/first-cut', finding: 'not-locked' },
  ],
};
