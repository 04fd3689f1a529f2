import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../../support/sign-in-window.ts';
import {
  changeProvider,
  control,
  line,
  openProviderDialog,
  ourFaults,
  providerDialog,
  startAdminWorld,
  type AdminWorld,
} from './admin-world.ts';

const SCOPES = 'openid, email, profile, offline_access, additional_info.roles';

let world: AdminWorld;
beforeAll(async () => {
  world = await startAdminWorld();
}, 120_000);
afterAll(() => world?.stop());
afterEach(async () => {
  expect(world.failures()).toEqual([]);
  await world.closeVisit();
});

const setMail = (refuse: string) => control('PUT', `${world.environment.mailUrl}/_control/switches`, { refuse });
const providerNow = () =>
  world.administrator.api<{ registered: boolean; pkce: boolean; scopes: string[] }>('GET', '/admin/provider');

describe('from nothing to folders that can be bound', () => {
  it('goes by clicking, each step with its own lines (N22–N34, X1)', async () => {
    const page = await world.open();
    await page.getByText('Folders cannot be bound yet.').waitFor();
    await page.getByText('Nuxeo does not know the connector yet. Choose Register in Nuxeo.').waitFor();
    expect(await line(page, 'nuxeo-credentials').innerText()).toContain(
      'Solve this first: Connector is registered in Nuxeo.',
    );
    expect(await page.getByRole('button', { name: 'Connect to Frame.io' }).count()).toBe(0);
    expect(await ourFaults(page)).toEqual([]);

    await page.getByRole('button', { name: 'Register in Nuxeo' }).click();
    await page.locator('[data-step=nuxeo][data-mark=good]').waitFor();

    const dialog = await openProviderDialog(page);
    await dialog.getByLabel('Client ID').fill('sandbox-client');
    await dialog.getByLabel('Client Secret').fill('sandbox-secret');
    await page.keyboard.press('Enter');
    await page.getByText('Folders can now be bound.').waitFor();
    await page.locator('[data-step=provider][data-mark=good]').waitFor();

    await signIn(page, 'ana@northlight.example');
    await page.locator('[data-step=account][data-mark=good]').waitFor();
    expect(await page.locator('[data-line]').count()).toBe(17);
    expect(await page.locator('[data-line][data-mark=good]').count()).toBe(17);
    expect(await ourFaults(page)).toEqual([]);
  });

  it('reads back what is stored, and the secret never (N18, N36)', async () => {
    const answers: Promise<string>[] = [];
    const page = await world.open();
    page.on('response', (response) => {
      if (response.url().includes('/frameio/api/')) answers.push(response.text());
    });
    await page.getByRole('button', { name: 'Run the check again' }).click();
    const step = page.locator('[data-step=provider]');
    await step.getByText(/^Saved .* by Administrator\.$/).waitFor();
    const card = await step.innerText();
    for (const part of ['sandbox-client', '••••••••', '/nuxeo/site/oauth2/frameio/callback', 'offline_access', 'PKCE'])
      expect(card).toContain(part);

    const dialog = await openProviderDialog(page);
    expect(await dialog.getByLabel('Client Secret').inputValue()).toBe('');
    await dialog.getByLabel('Client Secret').fill('typed-and-not-kept');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect((await Promise.all(answers)).length).toBeGreaterThan(0);
    expect([...(await Promise.all(answers)), await wholePage(page)].join()).not.toMatch(/sandbox-secret|typed-and/);
  });

  it('keeps the stored secret when the field stays empty', async () => {
    const page = await world.open();
    await changeProvider(page, { 'Use PKCE': true, Scopes: SCOPES });
    await page.locator('[data-line=credentials][data-mark=good]').waitFor();
    expect(await providerNow()).toMatchObject({ pkce: true, scopes: SCOPES.split(', ') });
    await changeProvider(page, { 'Use PKCE': false });
    expect(await providerNow()).toMatchObject({ pkce: false });
  });
});

describe('the form', () => {
  it('says at its field what is wrong, and saves nothing (N16)', async () => {
    const page = await world.open();
    const before = await providerNow();
    const dialog = await openProviderDialog(page);
    const scopes = dialog.getByLabel('Scopes');
    const refusals = [
      ['openid, email, profile, additional_info.roles', 'The scope offline_access is missing'],
      ['openid email offline_access', 'The scope additional_info.roles is missing'],
      ['offline_access, asset.create', 'These are scopes of the old API: asset.create.'],
    ] as const;
    for (const [typed, sentence] of refusals) {
      await scopes.fill(typed);
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.getByText(sentence).waitFor();
      expect(await scopes.getAttribute('aria-invalid')).toBe('true');
      expect(await scopes.evaluate((field) => field.matches(':focus'))).toBe(true);
    }
    expect(await ourFaults(page)).toEqual([]);

    await scopes.fill(SCOPES);
    await dialog.getByLabel('Token Server URL').fill('http://ims.example.com/token');
    await dialog.getByLabel('Client Secret').fill('sandbox-secret');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('This field is empty or not valid: Token Server URL.').waitFor();
    await dialog.getByLabel('Client ID').fill('');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Client ID is needed.').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await providerDialog(page).waitFor({ state: 'detached' });
    expect(await providerNow()).toEqual(before);
  });

  it('gives the redirect URL to copy, the way to the credential, and what to do when its page stays blank (N10)', async () => {
    const page = await world.open();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const dialog = await openProviderDialog(page);
    await dialog.getByRole('button', { name: 'Copy: Redirect URL' }).click();
    await dialog.getByText('Copied.').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(`${world.environment.publicUrl}/site/oauth2/frameio/callback`);

    await dialog.getByText('How to create the credential at Adobe').click();
    await dialog.getByText('The page stays blank?').waitFor();
    await dialog.getByText('Save the Client ID and Client Secret').waitFor();
    await dialog.getByText('Use another redirect URL').click();
    await dialog.getByRole('radio').nth(1).check();
    expect(await dialog.getByLabel('Redirect URL').first().inputValue()).toContain('/nuxeo/frameio/');
  });
});

describe('what is wrong', () => {
  it('turns red for a wrong secret, and green again for the right one (N35)', async () => {
    const page = await world.open();
    await page.getByText('Folders can now be bound.').waitFor();
    await changeProvider(page, { 'Client Secret': 'wrong' });
    await line(page, 'credentials').getByText('Adobe refuses Client ID or Client Secret.').waitFor();
    await page.getByText('Folders cannot be bound yet.').waitFor();
    await changeProvider(page, { 'Client Secret': 'sandbox-secret' });
    await page.getByText('Folders can now be bound.').waitFor();
  });

  it('names the two redirect URLs that differ, and one click puts them right (N20)', async () => {
    const page = await world.open();
    await page.getByText('Folders can now be bound.').waitFor();
    const other = 'https://old.example.com/nuxeo/frameio/oauth/nuxeo/callback';
    const client = await world.administrator.nuxeo<object>('GET', '/oauth2/client/nuxeo-frameio');
    await world.administrator.nuxeo('PUT', '/oauth2/client/nuxeo-frameio', { ...client, redirectURIs: [other] });
    await page.getByRole('button', { name: 'Run the check again' }).click();
    await page
      .getByText(`These two differ: ${other} and ${world.environment.sidecarUrl}/oauth/nuxeo/callback`)
      .waitFor();
    await page.getByRole('button', { name: 'Register in Nuxeo' }).click();
    await page.locator('[data-step=nuxeo][data-mark=good]').waitFor();
  });

  it('shows mail that is down, which stops nobody from binding', async () => {
    await setMail('connection');
    try {
      const page = await world.open();
      await page.getByText('The mail server does not answer or refuses the login.').waitFor();
      expect(await line(page, 'mail').getAttribute('data-mark')).toBe('bad');
      await page.getByText('Folders can now be bound.').waitFor();
      await page.getByText(/Points still open: \d/).waitFor();
    } finally {
      await setMail('none');
    }
  });

  it('is said in one sentence when the connector is away', async () => {
    const page = await world.open();
    await page.getByText('Folders can now be bound.').waitFor();
    await page.route('**/frameio/api/**', (route) => route.abort());
    await page.getByRole('button', { name: 'Run the check again' }).click();
    await page.getByText('The connector does not answer at the moment.').waitFor();
  });

  it('explains the actions while the service or the provider is off (N35)', async () => {
    const refusals = [
      [{ 'Service enabled': false }, 'Actions switched off', 'The Frame.io actions are switched off in Nuxeo'],
      [{ Enabled: false, 'Service enabled': true }, 'Switched off', 'An administrator has switched Frame.io off'],
    ] as const;
    for (const [change, state, sentence] of refusals) {
      const page = await world.open();
      await changeProvider(page, change);
      await page.getByText(state, { exact: true }).waitFor();
      const ana = await world.open('', { as: 'ana', route: '/browse/default-domain/workspaces/Aurora/Dailies' });
      await ana.getByRole('button', { name: 'Bind to Frame.io' }).click();
      await ana.getByRole('dialog').getByText(sentence).waitFor();
    }
    await changeProvider(await world.open(), { Enabled: true });
    await world.page().getByText('Folders can now be bound.').waitFor();
  });
});

describe('who may', () => {
  it('are administrators: power users read why the page is empty, and do not see it in the menu', async () => {
    await world.administrator.nuxeo('POST', '/group', { 'entity-type': 'group', groupname: 'powerusers' });
    await world.administrator.nuxeo('POST', '/user', {
      'entity-type': 'user',
      id: 'pia',
      properties: {
        username: 'pia',
        password: 'pia',
        email: 'pia@northlight.example',
        groups: ['powerusers', 'members'],
      },
    });
    const page = await world.open('', { as: 'pia' });
    await page.getByText('Frame.io is set up by Nuxeo administrators.').waitFor();
    await page.locator('nuxeo-menu-item[name=cloud-services]').waitFor();
    expect(await page.locator('nuxeo-menu-item[name=frameio][route^=administration]').count()).toBe(0);
    expect(await page.locator('nuxeo-frameio-admin-page').count()).toBe(0);
  });

  it('are not editors: Web UI does not let them in', async () => {
    const page = await world.open('', { as: 'ana' });
    await page.locator('nuxeo-host-error').waitFor();
    expect(await page.locator('nuxeo-frameio-admin-page').count()).toBe(0);
  });
});

it('asks for nothing until it is seen', async () => {
  const page = await world.open('', { route: '/home' });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.locator('nuxeo-frameio-admin').waitFor({ state: 'attached' });
  await page.reload();
  await page.locator('nuxeo-frameio-admin').waitFor({ state: 'attached' });
  await page.waitForLoadState('networkidle');
  expect(asked.filter((url) => url.includes('/api/admin/') || url.includes('admin-page'))).toEqual([]);

  await page.evaluate(() => (location.hash = '#!/admin/frameio'));
  await page.getByText('Folders can now be bound.').waitFor();
  expect(asked.some((url) => url.endsWith('/api/admin/provider/check'))).toBe(true);
});

it('speaks French, fits a phone and is dark where Web UI is', async () => {
  const page = await world.open('', { locale: 'fr-FR', theme: 'dark', viewport: { width: 420, height: 900 } });
  await page.getByText('Les dossiers peuvent maintenant être liés.').waitFor();
  const overflow = await page
    .locator('nuxeo-frameio-admin-page')
    .evaluate((element) => element.scrollWidth - element.clientWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  expect(await ourFaults(page)).toEqual([]);
});

/** With what is in every shadow root, as a script in the page could read it. */
function wholePage(page: ReturnType<AdminWorld['page']>): Promise<string> {
  return page.evaluate(() => {
    const read = (root: Document | ShadowRoot): string =>
      [...root.querySelectorAll('*')]
        .map((element) => element.outerHTML + (element.shadowRoot ? read(element.shadowRoot) : ''))
        .join('');
    return read(document);
  });
}
