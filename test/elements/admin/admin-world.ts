import type { Browser, Locator, Page } from 'playwright-core';
import { startEnvironment, type Environment } from '../../../sandbox/environment/environment.ts';
import { Person } from '../../../sandbox/environment/person.ts';
import { accessibilityFaults } from '../../support/axe.ts';
import { launchChromium } from '../../support/chromium.ts';
import { visitWebUi, type Visit, type VisitOptions } from '../../support/web-ui.ts';

/** The administration's page in a browser, and what stands behind it. */
export interface AdminWorld {
  readonly environment: Environment;
  readonly browser: Browser;
  readonly administrator: Person;
  /** Opens a part of the page; the visit before it is closed. */
  open(part?: string, options?: Partial<VisitOptions>): Promise<Page>;
  page(): Page;
  /** What was thrown and caught by nobody in the visit that is open. */
  failures(): readonly string[];
  closeVisit(): Promise<void>;
  stop(): Promise<void>;
}

export async function startAdminWorld(): Promise<AdminWorld> {
  const [environment, browser] = await Promise.all([startEnvironment({ webUi: true }), launchChromium()]);
  const administrator = await Person.login(environment.publicUrl, 'Administrator');
  let visit: Visit | undefined;
  return {
    environment,
    browser,
    administrator,
    async open(part = '', options = {}) {
      await visit?.close();
      const route = `/admin/frameio${part ? `?p=${part}` : ''}`;
      visit = await visitWebUi(browser, environment.publicUrl, { as: 'Administrator', route, ...options });
      return visit.page;
    },
    page: () => {
      if (!visit) throw new Error('nothing is open');
      return visit.page;
    },
    failures: () => visit?.failures ?? [],
    async closeVisit() {
      await visit?.close();
      visit = undefined;
    },
    async stop() {
      await browser.close();
      await environment.stop();
    },
  };
}

/** Faults of our own elements; the rest of the page is Web UI's. */
export async function ourFaults(page: Page): Promise<string[]> {
  return (await accessibilityFaults(page, 'body')).filter((fault) => fault.includes('nuxeo-frameio'));
}

export function providerDialog(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Edit Provider Entry' });
}

export async function openProviderDialog(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Edit Provider Entry' }).click();
  await providerDialog(page).getByLabel('Client ID').waitFor();
  return providerDialog(page);
}

/** Changes the entry by its dialog, and waits until the check has looked again. */
export async function changeProvider(page: Page, fields: Readonly<Record<string, string | boolean>>): Promise<void> {
  const dialog = await openProviderDialog(page);
  for (const [label, value] of Object.entries(fields)) {
    const field = dialog.getByLabel(label, { exact: true });
    if (typeof value === 'string') await field.fill(value);
    else await field.setChecked(value);
  }
  const checked = page.waitForResponse((response) => response.url().endsWith('/admin/provider/check'));
  await dialog.getByRole('button', { name: 'Save' }).click();
  await checked;
}

export function line(page: Page, id: string): Locator {
  return page.locator(`[data-line=${id}]`);
}

/** Of a stand-in. */
export async function control(method: string, url: string, body: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${url} answered ${answer.status}`);
}
