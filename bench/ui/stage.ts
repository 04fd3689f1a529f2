import type { Browser, Page } from 'playwright-core';
import { bindDemoWorkspace, TARGET } from '../../sandbox/demo/scenes.ts';
import { settledBatch } from '../../sandbox/demo/watching.ts';
import { startEnvironment, type Environment } from '../../sandbox/environment/environment.ts';
import { connected, setUp } from '../../sandbox/environment/set-up.ts';
import { SEEDED, seededUid, WORKSPACE_PATH, DAILIES_PATH } from '../../sandbox/nuxeo/seed.ts';
import { launchChromium } from '../../test/support/chromium.ts';
import { visitWebUi } from '../../test/support/web-ui.ts';

/** A workspace bound to Frame.io, a video of it in review, and a browser. */
export interface UiStage {
  /** A fresh profile of ana's at this place, once the page has come to rest. */
  open(route: string): Promise<UiVisit>;
  stop(): Promise<void>;
}

export interface UiVisit {
  readonly page: Page;
  /** Inside the page, as a link in it does. */
  go(route: string): Promise<void>;
  /** The page begins anew, with what the browser keeps. */
  reopen(route: string): Promise<void>;
  close(): Promise<void>;
}

export const PLACES = {
  unbound: '/doc/' + SEEDED.workspaces,
  boundFolder: '/browse' + WORKSPACE_PATH,
  folderInBound: '/browse' + DAILIES_PATH,
  document: '/doc/' + seededUid(`${DAILIES_PATH}/daily-01.txt`),
  inReview: '/doc/' + SEEDED.firstCut,
} as const;

export async function startUiStage(): Promise<UiStage> {
  const [environment, browser] = await Promise.all([startEnvironment({ webUi: true }), launchChromium()]);
  await setUp(environment);
  const ana = await connected(environment, 'ana');
  await bindDemoWorkspace(ana);
  const { batchId } = await ana.api<{ batchId: string }>('POST', '/push', {
    documents: [SEEDED.firstCut],
    target: TARGET,
  });
  await settledBatch(ana, batchId);
  return {
    open: (route) => open(browser, environment, route),
    async stop() {
      await browser.close();
      await environment.stop();
    },
  };
}

async function open(browser: Browser, { publicUrl }: Environment, route: string): Promise<UiVisit> {
  const visit = await visitWebUi(browser, publicUrl, { as: 'ana', route });
  const { page } = visit;
  await page.waitForLoadState('networkidle');
  return {
    page,
    async go(next) {
      await page.goto(`${publicUrl}/ui/#!${next}`);
    },
    async reopen(next) {
      await page.goto('about:blank');
      await page.goto(`${publicUrl}/ui/#!${next}`);
      await page.waitForLoadState('networkidle');
    },
    close: () => visit.close(),
  };
}
