import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bindDemoWorkspace } from '../../../sandbox/demo/scenes.ts';
import { startEnvironment, type Environment } from '../../../sandbox/environment/environment.ts';
import { Person } from '../../../sandbox/environment/person.ts';
import { connected, setUp } from '../../../sandbox/environment/set-up.ts';
import type { AccountAnswer } from '../../../server/contract/account.ts';
import { accessibilityFaults } from '../../support/axe.ts';
import { launchChromium } from '../../support/chromium.ts';
import { openSignIn, signIn } from '../../support/sign-in-window.ts';
import { visitWebUi, type Visit, type VisitOptions } from '../../support/web-ui.ts';

const PAGE = 'nuxeo-frameio-account-page';

let environment: Environment;
let browser: Browser;
let administrator: Person;
let visit: Visit;

beforeAll(async () => {
  [environment, browser] = await Promise.all([startEnvironment({ webUi: true }), launchChromium()]);
  administrator = await setUp(environment);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await environment?.stop();
});

afterEach(async () => {
  await visit?.close();
});

async function open(as: string, options: Partial<VisitOptions> = {}): Promise<Visit['page']> {
  visit = await visitWebUi(browser, environment.publicUrl, { as, route: '/frameio', ...options });
  return visit.page;
}

const connection = () => visit.page.locator(PAGE).getByRole('region', { name: 'Connection' });
const detail = (term: string) => connection().locator('dt', { hasText: term }).locator('+ dd');

/** The account as it would be answered with this connection to Frame.io. */
async function answerWith(change: Partial<AccountAnswer['frameio']>): Promise<void> {
  await visit.page.route('**/frameio/api/account', async (route) => {
    const answer = await route.fetch();
    const account = (await answer.json()) as AccountAnswer;
    await route.fulfill({ response: answer, json: { ...account, frameio: { ...account.frameio, ...change } } });
  });
  await visit.page.reload();
}

it('asks the connector for nothing before the page is seen', async () => {
  const asked: string[] = [];
  visit = await visitWebUi(browser, environment.publicUrl, { as: 'ana', route: '/home' });
  await visit.page.locator('nuxeo-frameio-account').waitFor({ state: 'attached' });
  visit.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await visit.page.goto(`${environment.publicUrl}/ui/#!/frameio`);
  await connection().getByRole('button', { name: 'Connect to Frame.io' }).waitFor();
  expect(asked.filter((path) => path.endsWith('/frameio/api/account'))).toHaveLength(1);
});

it('is reached from the user menu, in the reader’s language', async () => {
  const page = await open('ana', { route: '/home', locale: 'fr-FR' });
  await page.locator('nuxeo-menu-item[name=frameio]').first().waitFor({ state: 'attached' });
  await page.goto(`${environment.publicUrl}/ui/#!/frameio`);
  await page.getByText('Vous n’êtes pas connecté à Frame.io.').waitFor();
  await page.locator('nuxeo-frameio-account-title').getByText('Compte Frame.io').waitFor();
});

describe('connecting', () => {
  it('says what went wrong: a blocked window, a closed one, consent refused', async () => {
    const page = await open('ana');
    const button = connection().getByRole('button', { name: 'Connect to Frame.io' });
    await button.waitFor();
    await page.evaluate(() => Object.assign(window, { reallyOpen: window.open, open: () => null }));
    await button.click();
    await connection().getByText('The browser has blocked the sign-in window.').waitFor();
    await page.evaluate(() =>
      Object.assign(window, { open: (window as unknown as { reallyOpen: unknown }).reallyOpen }),
    );

    await (await openSignIn(page)).close();
    await connection().getByText('The sign-in window was closed before the end').waitFor();

    await (await openSignIn(page)).getByText('Cancel').click();
    await connection().getByText('You did not give your consent').waitFor();
    expect(await accessibilityFaults(page, PAGE)).toEqual([]);
    const ana = await Person.login(environment.publicUrl, 'ana');
    expect(await ana.api('GET', '/account')).toMatchObject({ ready: false });
  });

  it('shares one window among clicks, and shows as whom and until when', async () => {
    const page = await open('ana');
    const popup = await openSignIn(page);
    const more: unknown[] = [];
    page.on('popup', (one) => more.push(one));
    // Forced: the button says that it is busy.
    await connection().getByRole('button', { name: 'Connect to Frame.io' }).click({ force: true });
    await popup.getByText('ana@northlight.example').click();

    await page.getByText('You are connected to Frame.io.').waitFor();
    expect(more).toEqual([]);
    await connection().getByText('Connected', { exact: true }).waitFor();
    expect(await detail('Connected as').innerText()).toBe('Ana Duarte');
    expect(await detail('E-mail').innerText()).toBe('ana@northlight.example');
    expect(await detail('Valid').innerText()).toMatch(
      /^Renews itself daily\. Without any renewal it would end on .+ \d{4}\.$/,
    );
    expect(visit.failures).toEqual([]);
  });

  it('as someone else changes who that is', async () => {
    const page = await open('ana');
    await connection().getByText('Ana Duarte').waitFor();
    await signIn(page, 'dan@northlight.example', 'Connect as someone else');
    await connection().getByText('Dan Whitlock').waitFor();
    await signIn(page, 'ana@northlight.example', 'Connect as someone else');
    await connection().getByText('Ana Duarte').waitFor();
  });

  it('in another tab shows here too', async () => {
    const page = await open('ben');
    await connection().getByText('Not connected', { exact: true }).waitFor();
    const other = await visit.context.newPage();
    await other.goto(`${environment.publicUrl}/ui/#!/frameio`);
    await signIn(other, 'ben@northlight.example');
    await page.locator(PAGE).getByText('Ben Okafor').waitFor();
  });
});

describe('a connection that is about to break', () => {
  it.each([
    ['not-renewable', 'cannot renew itself'],
    ['renewal-late', 'could not be renewed lately'],
  ] as const)('is announced: %s (X2)', async (warning, words) => {
    await connected(environment, 'ana');
    const page = await open('ana');
    await answerWith({ warning, expiresAt: '2031-07-06T10:00:00.000Z', renewBy: '2031-07-06T10:00:00.000Z' });
    await connection().getByText(words).waitFor();
    await connection().getByText('July 6, 2031').first().waitFor();
    expect(await accessibilityFaults(page, PAGE)).toEqual([]);
  });

  it('and one that has ended is said, with the way back', async () => {
    const cleo = await connected(environment, 'cleo');
    for (const what of ['access-tokens', 'refresh-tokens']) {
      const answer = await fetch(`${environment.frameioUrl}/_control/expire`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ what, email: 'cleo@northlight.example' }),
      });
      expect(answer.ok).toBe(true);
    }
    await expect(cleo.api('GET', '/frameio/accounts')).rejects.toThrow('frameio-token-refused');
    const page = await open('cleo', { theme: 'dark', viewport: { width: 420, height: 900 } });
    await connection().getByText('Frame.io no longer accepts this connection.').waitFor();
    expect(await accessibilityFaults(page, PAGE)).toEqual([]);
    await signIn(page, 'cleo@northlight.example');
    await connection().getByText('Connected', { exact: true }).waitFor();
  });
});

it('disconnects by keyboard, after saying what stays, and counts it', async () => {
  const ana = await connected(environment, 'ana');
  await bindDemoWorkspace(ana);
  const page = await open('ana');
  await connection().getByRole('button', { name: 'Disconnect' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Disconnect from Frame.io?' });
  await dialog.getByText('Folders that you bound stay bound').waitFor();
  expect(await accessibilityFaults(page, 'nuxeo-frameio-disconnect-dialog')).toEqual([]);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await ana.api('GET', '/account')).toMatchObject({ ready: true });

  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Disconnect' }).focus();
  await page.keyboard.press('Enter');
  await connection().getByText('bound folders (1), synchronized folders (0), documents in review (0)').waitFor();
  await connection().getByText('Not connected', { exact: true }).waitFor();
  expect(await ana.api('GET', '/account')).toMatchObject({ frameio: { state: 'missing' } });
});

it('says that an administrator has switched Frame.io off, and offers nothing that would fail (N35)', async () => {
  const preset = await administrator.api<Record<string, unknown>>('GET', '/admin/provider');
  const {
    serviceName,
    description,
    clientId,
    authorizationServerUrl,
    tokenServerUrl,
    userAuthorizationUrl,
    pkce,
    serviceEnabled,
  } = preset;
  const entry = {
    ...{ serviceName, description, clientId, authorizationServerUrl, tokenServerUrl, userAuthorizationUrl },
    ...{ pkce, serviceEnabled, scopes: (preset['scopes'] as string[]).join(' ') },
  };
  await administrator.api('PUT', '/admin/provider', { ...entry, enabled: false });
  try {
    await open('ana');
    await connection().getByText('An administrator has switched Frame.io off in Nuxeo.').waitFor();
    expect(await connection().getByRole('button').count()).toBe(0);
  } finally {
    await administrator.api('PUT', '/admin/provider', { ...entry, enabled: true });
  }
});

it('says in a sentence that the connector does not answer, and tries again', async () => {
  visit = await visitWebUi(browser, environment.publicUrl, { as: 'ben', route: '/home' });
  const { page } = visit;
  await page.route('**/frameio/api/**', (route) => route.abort());
  await page.goto(`${environment.publicUrl}/ui/#!/frameio`);
  await connection().getByText('The connector does not answer at the moment.').waitFor();
  await page.locator('nuxeo-frameio-transfers').getByText('The connector does not answer at the moment.').waitFor();
  expect(await page.getByText('You have no transfers yet.').count()).toBe(0);
  await page.unroute('**/frameio/api/**');
  await connection().getByRole('button', { name: 'Try again' }).click();
  await connection().getByText('Ben Okafor').waitFor();
});
