import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startEnvironment, type Environment } from '../../../sandbox/environment/environment.ts';
import { Person } from '../../../sandbox/environment/person.ts';
import { Reviewer } from '../../../sandbox/environment/reviewer.ts';
import { connected, setUp } from '../../../sandbox/environment/set-up.ts';
import { ACCOUNTS, WORKSPACES } from '../../../sandbox/frameio/seed.ts';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import { accessibilityFaults } from '../../support/axe.ts';
import { launchChromium } from '../../support/chromium.ts';
import { openSignIn, signIn } from '../../support/sign-in-window.ts';
import { visitWebUi, type Visit, type VisitOptions } from '../../support/web-ui.ts';

const AURORA = '/browse/default-domain/workspaces/Aurora';
const DIALOG = 'nuxeo-frameio-bind-dialog';
const features = { accountId: ACCOUNTS.northlight, workspaceId: WORKSPACES.features };

let environment: Environment;
let browser: Browser;
let visit: Visit;

beforeAll(async () => {
  [environment, browser] = await Promise.all([startEnvironment({ webUi: true }), launchChromium()]);
  await setUp(environment);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await environment?.stop();
});

afterEach(async () => {
  await control('DELETE', '/faults');
  await visit?.close();
});

async function open(as: string, folder: string, options: Partial<VisitOptions> = {}): Promise<Visit['page']> {
  visit = await visitWebUi(browser, environment.publicUrl, { as, route: `${AURORA}/${folder}`, ...options });
  return visit.page;
}

const bindButton = () => visit.page.getByRole('button', { name: 'Bind to Frame.io' });
const dialog = (): Locator => visit.page.getByRole('dialog', { name: 'Bind this folder to your Frame.io projects' });
const nameField = () => dialog().getByLabel('Action name on Frame.io side');
const validate = () => dialog().getByRole('button', { name: 'Validate' });
const tab = () => visit.page.locator('nuxeo-page-item[name=frameio]');

async function control(method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`${environment.frameioUrl}/_control${path}`, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  });
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}`);
  return answer.status === 204 ? undefined : answer.json();
}

async function actionNames(): Promise<string[]> {
  const reviewer = await Reviewer.signIn(environment.frameioUrl, 'ana@northlight.example');
  const path = `/accounts/${features.accountId}/workspaces/${features.workspaceId}/actions`;
  return (await reviewer.v4<{ name: string }[]>('GET', path)).map((action) => action.name);
}

async function unbind(folderUid: string): Promise<void> {
  const ana = await Person.login(environment.publicUrl, 'ana');
  await ana.api('DELETE', `/folders/${folderUid}/binding`, { reviews: 'keep' });
}

describe('somebody who is not connected', () => {
  it('is told when the browser blocks the window, and can try again (N49)', async () => {
    const page = await open('ben', 'Dailies');
    await bindButton().click();
    await page.evaluate(() => Object.assign(window, { reallyOpen: window.open, open: () => null }));
    await dialog().getByRole('button', { name: 'Connect to Frame.io' }).click();
    await dialog().getByText('The browser has blocked the sign-in window.').waitFor();
    expect(await accessibilityFaults(page, DIALOG)).toEqual([]);

    await page.evaluate(() =>
      Object.assign(window, { open: (window as unknown as { reallyOpen: unknown }).reallyOpen }),
    );
    const popup = await openSignIn(page);
    await popup.close();
    await dialog().getByText('The sign-in window was closed before the end').waitFor();
  });

  it('is told that consent was refused, and nothing is half-bound (N49)', async () => {
    const page = await open('ben', 'Dailies');
    await bindButton().click();
    const popup = await openSignIn(page);
    await popup.getByText('Cancel').click();
    await dialog().getByText('You did not give your consent, so nothing was connected.').waitFor();
    expect(popup.isClosed()).toBe(false);
    expect(await actionNames()).toEqual([]);
    expect(await tab().count()).toBe(0);
  });

  it('ignores messages that the window did not send', async () => {
    const page = await open('ben', 'Dailies');
    await bindButton().click();
    const popup = await openSignIn(page);
    await page.evaluate(() => window.postMessage({ source: 'nuxeo-frameio', ok: true }, location.origin));
    await dialog().getByText('Finish signing in, in the window that has opened.').waitFor();
    await popup.close();
    await dialog().getByText('The sign-in window was closed before the end').waitFor();
  });

  it('connects, the dialog opens by itself, and the folder gets its tab (N40–N48, N50)', async () => {
    const page = await open('ana', 'Dailies');
    await bindButton().click();
    await dialog().getByText('You are not connected to Frame.io yet.').waitFor();
    await signIn(page, 'ana@northlight.example');

    await nameField().waitFor();
    expect(await nameField().inputValue()).toBe('Publish to Nuxeo');
    expect(await dialog().getByPlaceholder('You can select several teams').count()).toBe(1);
    expect(await dialog().getByLabel('Document type', { exact: true }).inputValue()).toBe('File');
    await dialog().getByRole('checkbox', { name: 'Features' }).check();
    await dialog().getByText('This name is free').waitFor();
    await validate().click();

    await page.getByText('Bound to Frame.io: Publish to Nuxeo can be run there now.').waitFor();
    await tab().waitFor();
    await bindButton().waitFor({ state: 'detached' });
    expect(await actionNames()).toEqual(['Publish to Nuxeo']);
    expect(visit.failures).toEqual([]);
  });
});

describe('the form', () => {
  it('says while it is typed that a name is taken, and takes another one (N44)', async () => {
    const page = await open('ana', 'Cuts');
    await bindButton().click();
    await dialog().getByRole('checkbox', { name: 'Features' }).check();
    await dialog().getByText('There is an action named Publish to Nuxeo in Features already.').waitFor();
    expect(await nameField().getAttribute('aria-invalid')).toBe('true');

    await nameField().fill('Publish cuts');
    await dialog().getByText('This name is free').waitFor();
    expect(await nameField().getAttribute('aria-invalid')).toBe('false');
    await validate().dblclick();
    await page.getByText('Bound to Frame.io: Publish cuts').waitFor();
    expect((await actionNames()).sort()).toEqual(['Publish cuts', 'Publish to Nuxeo']);
    await unbind(SEEDED.cuts);
  });

  it('says at the field what is missing, and leads there', async () => {
    await open('ana', 'Archive');
    await bindButton().click();
    await nameField().fill('  ');
    await validate().click();
    await dialog().getByText('Enter a name for the action.').waitFor();
    await dialog().getByText('Select at least one workspace (team).').waitFor();
    await expect.poll(() => nameField().evaluate((field) => field.matches(':focus'))).toBe(true);
  });

  it('is used by keyboard alone, and gives the focus back', async () => {
    const page = await open('ana', 'Archive');
    await bindButton().waitFor();
    await bindButton().focus();
    await page.keyboard.press('Enter');
    await nameField().waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    expect(await bindButton().evaluate((button) => button.matches(':focus'))).toBe(true);

    await page.keyboard.press('Enter');
    await nameField().waitFor();
    await expect.poll(() => nameField().evaluate((field) => field.matches(':focus'))).toBe(true);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('Publish to the archive');
    await page.keyboard.press('Tab');
    await page.keyboard.type('feat');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await nameField().focus();
    await page.keyboard.press('Enter');
    await page.getByText('Bound to Frame.io: Publish to the archive').waitFor();
    await unbind(SEEDED.archive);
  });

  it('keeps what is typed in its lists from Web UI, whose shortcuts would leave the page', async () => {
    const page = await open('ana', 'Archive');
    await bindButton().click();
    await nameField().waitFor();
    const [name, type] = [nameField(), dialog().getByLabel('Document type', { exact: true })];
    await expect.poll(() => name.evaluate((field) => field.matches(':focus'))).toBe(true);
    await page.keyboard.press('Tab');
    expect(await name.evaluate((field) => field.matches(':focus'))).toBe(false);
    await type.focus();
    await page.keyboard.press('d');
    expect(new URL(page.url()).hash).toContain('Archive');
    await dialog().getByText('More options', { exact: true }).focus();
    await page.keyboard.press('d');
    expect(new URL(page.url()).hash).toContain('Archive');
    expect(await validate().isVisible()).toBe(true);
  });

  it.each([
    ['default', { width: 1280, height: 800 }],
    ['dark', { width: 420, height: 800 }],
  ] as const)('is accessible in the theme %s', async (theme, viewport) => {
    const page = await open('ana', 'Archive', { theme, viewport });
    await bindButton().waitFor({ state: 'attached' });
    if (!(await bindButton().isVisible())) await page.locator('#dropdownButton').first().click();
    await bindButton().click();
    await nameField().waitFor();
    await validate().click();
    await dialog().getByText('Select at least one workspace (team).').waitFor();
    await dialog().getByText('More options', { exact: true }).click();
    await dialog().getByLabel('Approval').selectOption('require');
    await dialog().getByText('What is not approved in Frame.io is refused.').waitFor();
    expect(await accessibilityFaults(page, DIALOG)).toEqual([]);
  });
});

describe('what cannot be bound', () => {
  it('is not offered to readers', async () => {
    const page = await open('cleo', 'Archive');
    await page.locator('nuxeo-frameio-bind-button').first().waitFor({ state: 'attached' });
    await page.locator('nuxeo-page-item').first().waitFor();
    expect(await bindButton().count()).toBe(0);
  });

  it('says before the form that the person may not create actions (N55)', async () => {
    const administrator = await Person.login(environment.publicUrl, 'Administrator');
    await administrator.connect('cleo@northlight.example');
    await open('Administrator', 'Archive');
    await bindButton().click();
    await dialog().getByText('You may not create actions in any of your workspaces (teams).').waitFor();
    expect(await nameField().count()).toBe(0);
    expect(await validate().count()).toBe(0);
  });

  it('shows workspaces without that right, and why they cannot be chosen', async () => {
    const page = await open('ana', 'Archive');
    await page.route('**/binding/options', async (route) => {
      const answer = await route.fetch();
      const body = (await answer.json()) as { workspaces: { name: string; mayCreateActions: boolean }[] };
      for (const one of body.workspaces) if (one.name === 'Commercials') one.mayCreateActions = false;
      await route.fulfill({ response: answer, json: body });
    });
    await bindButton().click();
    await dialog().getByText('You may not create actions there.').waitFor();
    expect(await dialog().getByRole('checkbox', { name: 'Commercials' }).isDisabled()).toBe(true);
    // The only other one needs no choice.
    expect(await dialog().getByRole('checkbox', { name: 'Features' }).isChecked()).toBe(true);
  });

  it('is refused above a bound folder, with the reason in place of the form (N56)', async () => {
    await open('ana', '');
    await bindButton().click();
    await dialog().getByText('/Aurora/Dailies is bound already').waitFor();
    expect(await validate().count()).toBe(0);
  });

  it('stays unbound when an action cannot be created, and says so (N52)', async () => {
    const action = { type: 'status', status: 500 };
    await control('POST', '/faults', { method: 'POST', path: '/actions$', times: 20, action });
    const page = await open('ana', 'Archive');
    await bindButton().click();
    await nameField().fill('Publish in vain');
    await dialog().getByRole('checkbox', { name: 'Features' }).check();
    await validate().click();
    await dialog().getByText('The action could not be created in Features, so nothing was bound.').waitFor();
    expect(await accessibilityFaults(page, DIALOG)).toEqual([]);

    await control('DELETE', '/faults');
    await validate().click();
    await tab().waitFor();
    await unbind(SEEDED.archive);
  });
});

it('says in a sentence that the connector does not answer, and tries again', async () => {
  const page = await open('ana', 'Archive');
  await page.route('**/frameio/api/**', (route) => route.abort());
  await bindButton().click();
  await dialog().getByText('The connector does not answer at the moment.').waitFor();
  await page.unroute('**/frameio/api/**');
  await dialog().getByRole('button', { name: 'Try again' }).click();
  await nameField().waitFor();
});

it('connects again when the connection has ended, and keeps what was typed', async () => {
  const ben = await connected(environment, 'ben');
  const page = await open('ben', 'Archive');
  await bindButton().click();
  await nameField().fill('Publish again');
  await dialog().getByRole('checkbox', { name: 'Features' }).check();
  await dialog().getByText('This name is free').waitFor();
  await control('POST', '/expire', { what: 'access-tokens', email: 'ben@northlight.example' });
  await control('POST', '/expire', { what: 'refresh-tokens', email: 'ben@northlight.example' });
  await validate().click();
  await dialog().getByText('Your connection to Frame.io has ended.').waitFor();

  await signIn(page, 'ben@northlight.example');
  await nameField().waitFor();
  expect(await nameField().inputValue()).toBe('Publish again');
  await validate().click();
  await tab().waitFor();
  await ben.api('DELETE', `/folders/${SEEDED.archive}/binding`, { reviews: 'keep' });
});
