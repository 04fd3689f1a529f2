import { setTimeout as wait } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startEnvironment, type Environment } from '../../sandbox/environment/environment.ts';
import { Person } from '../../sandbox/environment/person.ts';
import { SEEDED } from '../../sandbox/nuxeo/seed.ts';
import { launchChromium } from '../support/chromium.ts';
import { visitWebUi, type Visit, type VisitOptions } from '../support/web-ui.ts';

const DAILIES = '/browse/default-domain/workspaces/Aurora/Dailies';
const FIRST_CUT = '/browse/default-domain/workspaces/Aurora/Cuts/first-cut.mp4';

let environment: Environment;
let browser: Browser;
const visits: Visit[] = [];

beforeAll(async () => {
  [environment, browser] = await Promise.all([startEnvironment({ webUi: true }), launchChromium()]);
}, 120_000);

afterEach(async () => {
  for (const visit of visits.splice(0)) await visit.close();
});

afterAll(async () => {
  await browser?.close();
  await environment?.stop();
});

async function visit(options: Partial<VisitOptions> = {}): Promise<Visit> {
  const one = await visitWebUi(browser, environment.publicUrl, { as: 'ana', ...options });
  visits.push(one);
  return one;
}

/** Puts something into a slot, as another add-on would. */
function contribute(page: Page, slot: string, template: string): Promise<void> {
  return page.evaluate(
    ([name, html]) => {
      const content = document.createElement('nuxeo-slot-content');
      content.setAttribute('name', `test-${name}`);
      content.setAttribute('slot', name as string);
      content.innerHTML = `<template>${html}</template>`;
      document.head.append(content);
    },
    [slot, template],
  );
}

function fire(page: Page, type: string, detail: unknown): Promise<void> {
  return page.evaluate(
    ([name, what]) =>
      void document
        .querySelector('nuxeo-app')
        ?.dispatchEvent(new CustomEvent(name as string, { detail: what, bubbles: true, composed: true })),
    [type, detail] as const,
  );
}

describe('the page', () => {
  it('asks for a session, and opens afterwards what was asked for', async () => {
    const context = await browser.newContext({ locale: 'en-GB' });
    const page = await context.newPage();
    await page.goto(`${environment.publicUrl}/ui/#!${DAILIES}`);
    await page.fill('input[name=user_name]', 'ana');
    await page.fill('input[name=user_password]', 'ana');
    await page.click('button');
    await page.getByRole('heading', { name: 'Dailies' }).waitFor();
    await context.close();
  });

  it('opens a folder from the tree and a document from the listing', async () => {
    const { page, failures } = await visit({ route: '/browse/default-domain/workspaces/Aurora' });
    await page.locator('nuxeo-document-tree').getByRole('link', { name: 'Cuts' }).click();
    await page.locator('nuxeo-data-table').getByRole('link', { name: 'first-cut' }).click();
    await page.locator('nuxeo-document-view video').waitFor();
    expect(new URL(page.url()).hash).toBe(`#!${FIRST_CUT}`);
    expect(failures).toEqual([]);
  });

  it('opens the tab of the address, and writes the chosen one into it', async () => {
    const { page } = await visit({ route: `${FIRST_CUT}?p=history` });
    await page.getByText('documentCreated').waitFor();
    await page.getByRole('tab', { name: 'View' }).click();
    await page.locator('nuxeo-document-view video').waitFor();
    expect(new URL(page.url()).hash).toBe(`#!${FIRST_CUT}?p=view`);
  });

  it('gives listings what real listings carry and no more', async () => {
    const { page } = await visit({ route: DAILIES });
    await contribute(page, 'RESULTS_SELECTION_ACTIONS', '<span id="seen" items="[[selectedItems]]"></span>');
    await page.locator('nuxeo-data-table-row nuxeo-data-table-checkbox').nth(2).click();
    await page.getByText('1 selected').waitFor();
    const seen = await page
      .locator('#seen')
      .evaluate((element) => (element as unknown as { items: Record<string, unknown>[] }).items);
    expect(seen).toHaveLength(1);
    expect(Object.keys(seen[0]?.['contextParameters'] as object).sort()).toEqual([
      'favorites',
      'permissions',
      'thumbnail',
    ]);
    const prefixes = new Set(Object.keys(seen[0]?.['properties'] as object).map((name) => name.split(':')[0]));
    expect([...prefixes].sort()).toEqual(['common', 'dc', 'file', 'uid']);
  });

  it('clears the selection and reads the listing again on “refresh” from the bar', async () => {
    const { page } = await visit({ route: DAILIES });
    await page.locator('nuxeo-data-table-row nuxeo-data-table-checkbox').nth(1).click();
    await page.getByText('1 selected').waitFor();
    const read = page.waitForResponse((answer) => answer.url().includes('advanced_document_content'));
    await page.locator('nuxeo-delete-documents-button').evaluate((element) => {
      element.dispatchEvent(new CustomEvent('refresh', { bubbles: true, composed: true }));
    });
    await read;
    await page.getByText('1 selected').waitFor({ state: 'hidden' });
  });

  it('reads the document again when it is told that it changed', async () => {
    const { page } = await visit({ route: FIRST_CUT });
    await page.locator('nuxeo-document-view video').waitFor();
    const read = page.waitForResponse((answer) => answer.url().includes('/api/v1/id/'));
    await fire(page, 'document-updated', {});
    expect((await read).status()).toBe(200);
  });

  it('shows one bubble for each command, and the last message in it', async () => {
    const { page } = await visit();
    await page.getByText('Recently modified').waitFor();
    await fire(page, 'notify', { message: 'first', commandId: 'one', duration: 0 });
    await fire(page, 'notify', { message: 'other', commandId: 'two', duration: 0, dismissible: true });
    await fire(page, 'notify', { message: 'second', commandId: 'one', duration: 0 });
    expect((await page.getByRole('alert').allInnerTexts()).map((text) => text.split('\n')[0])).toEqual([
      expect.stringContaining('other'),
      expect.stringContaining('second'),
    ]);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await fire(page, 'notify', { commandId: 'one', close: true });
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('takes a page that is no Polymer element for one that is missing', async () => {
    const { page } = await visit();
    await page.getByText('Recently modified').waitFor();
    await contribute(page, 'PAGES', '<article name="bare">bare</article>');
    await page.evaluate(() => (location.hash = '#!/bare'));
    await page.getByText('This page does not exist.').waitFor();
  });

  it('shows its 404 page for a rejection with 404 that nobody caught', async () => {
    const { page } = await visit();
    await page.getByText('Recently modified').waitFor();
    await page.evaluate(() => void Promise.reject(Object.assign(new Error('gone'), { status: 404 })));
    await page.getByText('This page does not exist.').waitFor();
  });

  it('opens the administration to administrators and to nobody else', async () => {
    const administrator = await visit({ as: 'Administrator', route: '/admin/cloud-services' });
    await administrator.page.getByText('Nuxeo itself has no provider.').waitFor();
    const editor = await visit({ as: 'ana', route: '/admin/cloud-services' });
    await editor.page.getByText('You may not open this page.').waitFor();
  });

  it('goes where a “navigate” event says, to the tab that it names', async () => {
    const { page } = await visit({ route: FIRST_CUT });
    await page.locator('nuxeo-document-view video').waitFor();
    const doc = { 'entity-type': 'document', uid: SEEDED.dailies, path: DAILIES.replace('/browse', '') };
    await fire(page, 'navigate', { doc, docAction: 'history' });
    await page.getByRole('heading', { name: 'Dailies' }).waitFor();
    expect(new URL(page.url()).hash).toBe(`#!${DAILIES}?p=history`);
  });

  it('wears the chosen theme and remembers it', async () => {
    const { page } = await visit({ theme: 'dark', route: '/themes' });
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.getByRole('radio', { name: 'Kawaii' }).waitFor();
    const dark = await background();
    await page.getByRole('radio', { name: 'Kawaii' }).click();
    expect(await background()).not.toBe(dark);
    expect(await page.evaluate(() => localStorage.getItem('theme'))).toBe('kawaii');
  });

  it('moves actions that do not fit into the menu', async () => {
    const { page } = await visit({ route: FIRST_CUT, viewport: { width: 420, height: 800 } });
    await page.locator('nuxeo-browser #dropdownButton').click();
    await page.getByText('Delete document').first().waitFor();
    expect(await page.locator('nuxeo-actions-menu [show-label]').count()).toBeGreaterThan(0);
  });

  it('goes home on “d”, but not from a field, and its first Tab to the content', async () => {
    const { page } = await visit({ route: DAILIES });
    await page.getByRole('heading', { name: 'Dailies' }).waitFor();
    await page.keyboard.press('Tab');
    await expect.poll(() => page.locator('#skip').evaluate((link) => link.matches(':focus'))).toBe(true);
    await page.keyboard.press('d');
    await expect.poll(() => new URL(page.url()).hash).toBe('#!/home');
  });

  it('keeps a dialog that was opened from that menu, above its backdrop', async () => {
    const { page } = await visit({ route: FIRST_CUT, viewport: { width: 420, height: 800 } });
    await page.locator('nuxeo-browser #dropdownButton').click();
    await page.locator('nuxeo-share-button').click();
    const close = page.locator('nuxeo-share-button').getByRole('button', { name: 'Close' });
    await close.click();
    await close.waitFor({ state: 'hidden' });
  });
});

describe('our plugin in it', () => {
  it('puts its content into the slots', async () => {
    const { page, failures } = await visit({ as: 'Administrator', route: DAILIES });
    await page.locator('nuxeo-frameio-bind-button').waitFor({ state: 'attached' });
    await page.locator('nuxeo-menu-icon[name=administration]').click();
    await page.getByRole('link', { name: 'Frame.io' }).first().waitFor();
    expect(failures).toEqual([]);
  });

  it('can be pressed anywhere in its row of the menu', async () => {
    const { page } = await visit({ route: FIRST_CUT, viewport: { width: 400, height: 860 } });
    const action = page.locator('nuxeo-browser nuxeo-frameio-push-button');
    await page.locator('nuxeo-browser nuxeo-frameio-push-button[show-label]').waitFor({ state: 'attached' });
    await page.locator('nuxeo-browser #dropdownButton').click();
    await action.waitFor();
    const pressed = () =>
      action.evaluate((host) => {
        const { right, top, height } = host.getBoundingClientRect();
        return host.shadowRoot?.elementFromPoint(right - 3, top + height / 2)?.closest('button')?.className;
      });
    await expect.poll(pressed, { timeout: 5_000 }).toBe('action'); // once it stands still
  });

  it('keeps its action visible under the pointer, on the selection toolbar too', async () => {
    const { page } = await visit({ route: DAILIES });
    await page.locator('nuxeo-data-table-row nuxeo-data-table-checkbox').nth(1).click();
    const action = page.locator('nuxeo-selection-toolbar').getByRole('button', { name: 'Push to Frame.io' });
    const colour = () => action.evaluate((button) => getComputedStyle(button).color);
    const before = await colour();
    await action.hover();
    expect(await colour()).toBe(before);
  });

  it('gives its pages a title', async () => {
    const { page } = await visit({ as: 'Administrator', route: '/admin/frameio' });
    await expect.poll(() => page.title(), { timeout: 20_000 }).toBe('Frame.io - Nuxeo Platform');
  });

  it('shows its administration to administrators, not to the power users beside them', async () => {
    const administrator = await Person.login(environment.publicUrl, 'Administrator');
    await administrator.nuxeo('POST', '/group', { 'entity-type': 'group', groupname: 'powerusers' });
    await administrator.nuxeo('POST', '/group/powerusers/user/ben');
    const { page } = await visit({ as: 'ben', route: '/admin/cloud-services' });
    await page.getByText('Nuxeo itself has no provider.').waitFor();
    await page.locator('nuxeo-host-drawer').getByRole('link', { name: 'Cloud services' }).waitFor();
    expect(await page.getByRole('link', { name: 'Frame.io', exact: true }).count()).toBe(0);
  });

  it('speaks French where the browser does, also with a country', async () => {
    for (const locale of ['fr', 'fr-FR']) {
      const { page } = await visit({ locale });
      await page.locator('nuxeo-menu-icon[name=profile]').click();
      await page.getByRole('link', { name: 'Compte Frame.io' }).waitFor();
    }
  });

  it('speaks English beside a language that it does not know', async () => {
    const { page } = await visit({ locale: 'de' });
    await page.locator('nuxeo-menu-icon[name=profile]').click();
    await page.getByRole('link', { name: 'Frame.io account' }).waitFor();
  });

  it('leaves Web UI as it is when its files are missing', async () => {
    let missing = 0;
    const { page, failures } = await visit({
      before: (one) =>
        one.route('**/nuxeo-frameio/*.js', (route) => {
          missing += 1;
          return route.fulfill({ status: 404 });
        }),
    });
    await page.getByText('Recently modified').waitFor();
    expect(missing).toBeGreaterThan(0);
    expect(failures).toEqual([]);
  });

  it('leaves Web UI as it is when the sidecar does not answer', async () => {
    const { page, failures } = await visit({
      route: FIRST_CUT,
      before: (one) => one.route('**/nuxeo/frameio/**', (route) => route.abort()),
    });
    await page.locator('nuxeo-document-view video').waitFor();
    await page.locator('nuxeo-frameio-push-button').waitFor({ state: 'attached' });
    expect(failures).toEqual([]);
  });

  it('would end in an empty page if its entry threw: the trap is real here', async () => {
    const body = 'throw new Error("thrown while loading")';
    const { page, failures } = await visit({
      before: (one) =>
        one.route('**/nuxeo-frameio.bundle.js', (route) => route.fulfill({ contentType: 'text/javascript', body })),
    });
    await expect.poll(() => failures, { timeout: 20_000 }).toContain('thrown while loading');
    expect(await page.locator('nuxeo-app').evaluate((app) => (app as { page?: string }).page)).toBeUndefined();
    expect(await page.locator('nuxeo-home').isVisible()).toBe(false);
  });

  it('is there before the address is looked at, however slowly it comes', async () => {
    const { page, failures } = await visit({
      route: '/frameio',
      before: (one) =>
        one.route('**/nuxeo-frameio/elements.js', async (route) => {
          await wait(2000);
          await route.continue();
        }),
    });
    await page.getByRole('heading', { name: 'Connection' }).waitFor();
    expect(failures).toEqual([]);
  });

  it('does not keep Web UI waiting for what never comes', async () => {
    const { page } = await visit({ before: (one) => one.route('**/nuxeo-frameio/elements.js', () => undefined) });
    await page.getByText('Recently modified').waitFor();
  });
});
