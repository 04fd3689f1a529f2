import { randomUUID } from 'node:crypto';
import type { Browser, Locator, Page } from 'playwright-core';
import { startEnvironment, type Environment } from '../../../sandbox/environment/environment.ts';
import type { Person } from '../../../sandbox/environment/person.ts';
import { Reviewer } from '../../../sandbox/environment/reviewer.ts';
import { connected, setUp } from '../../../sandbox/environment/set-up.ts';
import { ACCOUNTS, WORKSPACES } from '../../../sandbox/frameio/seed.ts';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import { standInsOf, type StandIns } from '../../e2e/support/stand-ins.ts';
import { launchChromium } from '../../support/chromium.ts';
import { visitWebUi, type Visit, type VisitOptions } from '../../support/web-ui.ts';

export const AURORA = '/browse/default-domain/workspaces/Aurora';
export const features = { accountId: ACCOUNTS.northlight, workspaceId: WORKSPACES.features };
export const commercials = { accountId: ACCOUNTS.northlight, workspaceId: WORKSPACES.commercials };

/** Dailies bound to one workspace, Cuts to two; Archive to none. */
export interface PushWorld {
  readonly environment: Environment;
  readonly browser: Browser;
  readonly standIns: StandIns;
  readonly ana: Person;
  readonly ben: Person;
  /** Ana, in Frame.io. */
  readonly reviewer: Reviewer;
  open(route: string, options?: Partial<VisitOptions>): Promise<Page>;
  /** Of the page that was opened last. */
  visit(): Visit;
  /** Closes what was opened, and takes back faults and switches. */
  tidy(): Promise<void>;
  stop(): Promise<void>;
}

export async function startPushWorld(): Promise<PushWorld> {
  const [environment, browser] = await Promise.all([startEnvironment({ webUi: true }), launchChromium()]);
  await setUp(environment);
  const [ana, ben] = [await connected(environment, 'ana'), await connected(environment, 'ben')];
  await bind(ana, SEEDED.dailies, 'Publish dailies', [features]);
  await bind(ana, SEEDED.cuts, 'Publish cuts', [features, commercials]);
  const standIns = await standInsOf(environment);
  const visits: Visit[] = [];
  return {
    ...{ environment, browser, standIns, ana, ben },
    reviewer: await Reviewer.signIn(environment.frameioUrl, 'ana@northlight.example'),
    async open(route, options = {}) {
      visits.push(await visitWebUi(browser, environment.publicUrl, { as: 'ana', route, ...options }));
      const { page } = visits.at(-1) as Visit;
      // Shorter than a test's own limit, so that a failure says what was waited for.
      page.setDefaultTimeout(15_000);
      return page;
    },
    visit: () => visits.at(-1) as Visit,
    async tidy() {
      for (const one of visits.splice(0)) await one.close();
      await standIns.restore();
    },
    async stop() {
      await browser.close();
      await environment.stop();
    },
  };
}

function bind(person: Person, folder: string, actionName: string, workspaces: readonly object[]): Promise<unknown> {
  return person.api('POST', `/folders/${folder}/binding`, { actionName, workspaces, documentType: 'File' });
}

/** A folder of its own in the project's root, so that tests do not find each other's files. */
export async function targetFolder(reviewer: Reviewer, rootFolderId: string): Promise<{ id: string; name: string }> {
  const name = `target-${randomUUID().slice(0, 8)}`;
  const path = `/accounts/${ACCOUNTS.northlight}/folders/${rootFolderId}/folders`;
  return { id: (await reviewer.v4<{ id: string }>('POST', path, { name })).id, name };
}

export async function fileNames(reviewer: Reviewer, folderId: string): Promise<string[]> {
  const path = `/accounts/${ACCOUNTS.northlight}/folders/${folderId}/children?page_size=100`;
  return (await reviewer.v4<{ name: string }[]>('GET', path)).map((child) => child.name).sort();
}

export const dialog = (page: Page): Locator => page.getByRole('dialog', { name: 'Push asset to Frame.io' });
export const pushButton = (page: Page): Locator =>
  page.locator('nuxeo-browser').getByRole('button', { name: 'Push to Frame.io' });
export const confirm = (page: Page): Locator => dialog(page).getByRole('button', { name: 'Push to Frame.io' });
export const transfers = (page: Page): Locator => page.getByRole('dialog', { name: 'Transfers' });
export const rowOf = (page: Page, title: string): Locator =>
  transfers(page).getByRole('listitem').filter({ hasText: title });

/** Until the list in the dialog is there with its folders. */
export async function chooseFolder(page: Page, name: string): Promise<void> {
  await dialog(page).getByRole('treeitem', { name }).click();
}

export async function showTransfers(page: Page): Promise<void> {
  await page.locator('nuxeo-frameio-page-progress').getByRole('button', { name: 'Show transfers' }).click();
  await transfers(page).waitFor();
}
