import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connected, setUp } from '../../../sandbox/environment/set-up.ts';
import type { Person } from '../../../sandbox/environment/person.ts';
import { ACCOUNTS, WORKSPACES } from '../../../sandbox/frameio/seed.ts';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import { bindDemoWorkspace, TARGET } from '../../../sandbox/demo/scenes.ts';
import { signIn } from '../../support/sign-in-window.ts';
import { control, ourFaults, startAdminWorld, type AdminWorld } from './admin-world.ts';

interface Seen {
  readonly settings: {
    approvalGate: string;
    approvedOptionIds: Record<string, string[]>;
    comments: boolean;
    remoteUpload: boolean;
  };
}

let world: AdminWorld;
let ana: Person;
beforeAll(async () => {
  world = await startAdminWorld();
  await setUp(world.environment);
  ana = await connected(world.environment, 'ana');
  await bindDemoWorkspace(ana);
}, 120_000);
afterAll(() => world?.stop());
afterEach(async () => {
  expect(world.failures()).toEqual([]);
  await world.closeVisit();
});

const settingsNow = () => world.administrator.api<Seen['settings']>('GET', '/admin/settings');

describe('settings', () => {
  it('are saved for everybody, approved statuses by account (N103, X17)', async () => {
    const page = await world.open('settings');
    await page.getByText('You are not connected to Frame.io yet.').waitFor();
    await signIn(page, 'ana@northlight.example');
    await page.getByRole('checkbox', { name: 'Approved' }).waitFor();
    expect(await page.getByRole('checkbox', { name: 'Approved' }).isChecked()).toBe(true);
    expect(await ourFaults(page)).toEqual([]);

    await page.getByLabel('Approval', { exact: true }).selectOption('require');
    await page.getByRole('checkbox', { name: 'Approved' }).uncheck();
    await page.getByText('Nothing counts as approved in this account').waitFor();
    await page.getByRole('checkbox', { name: 'In Progress' }).check();
    await page.getByRole('switch', { name: 'Bring comments and annotations' }).uncheck();
    await page.getByRole('switch', { name: 'Let Frame.io fetch files itself' }).check();
    await page.getByRole('button', { name: 'Save settings' }).click();
    await page.getByText('Settings saved.').waitFor();

    const saved = await settingsNow();
    expect(saved).toMatchObject({ approvalGate: 'require', comments: false, remoteUpload: true });
    expect(saved.approvedOptionIds[ACCOUNTS.northlight]).toHaveLength(1);
    const again = await world.open('settings');
    await again.getByRole('checkbox', { name: 'In Progress' }).waitFor();
    expect(await again.getByRole('checkbox', { name: 'In Progress' }).isChecked()).toBe(true);
    await again.getByRole('button', { name: 'Back to the status labelled Approved' }).click();
    expect(await again.getByRole('checkbox', { name: 'Approved' }).isChecked()).toBe(true);
    await again.getByRole('button', { name: 'Save settings' }).click();
    await again.getByText('Settings saved.').waitFor();
    expect((await settingsNow()).approvedOptionIds).toEqual({});
  });
});

describe('bound folders', () => {
  it('are listed with who bound them, and lead to the folder', async () => {
    const page = await world.open('folders');
    const folder = page.getByRole('link', { name: '/default-domain/workspaces/Aurora' });
    await folder.waitFor();
    await page.getByText('Workspaces (teams): Features').waitFor();
    await page.getByText(/^Bound by ana, /).waitFor();
    expect(await ourFaults(page)).toEqual([]);
    await folder.click();
    await page.waitForURL(`**/#!/doc/${SEEDED.workspace}?p=frameio`);
  });
});

describe('transfers', () => {
  it('that wait say for whom and why, with what can be done about it', async () => {
    for (const what of ['access-tokens', 'refresh-tokens'])
      await control('POST', `${new URL(world.environment.nuxeoUrl).origin}/_control/expire`, { what, user: 'ana' });
    const page = await world.open('transfers');
    await page.getByText('Nothing is on its way.').waitFor();
    await page.getByText('Nothing waits for anybody.').waitFor();
    await ana.api('POST', '/push', { documents: [SEEDED.firstCut], target: TARGET });
    // The list keeps up by itself.
    await page.getByText(/^Waits for a person, /).waitFor();

    await page.reload();
    const attention = page.locator('nuxeo-frameio-admin-attention');
    await attention.getByText('Nuxeo no longer accepts the permission that ana gave the connector.').waitFor();
    await attention.getByText(/^Waits for ana, /).waitFor();
    expect(await attention.getByRole('button', { name: 'Connect again' }).count()).toBe(0);
    expect(await ourFaults(page)).toEqual([]);
    await attention.getByRole('button', { name: 'Dismiss' }).click();
    await page.getByText('Nothing waits for anybody.').waitFor();
    expect(await world.administrator.api('GET', '/attention')).toEqual({ items: [] });
  });

  it('are cancelled here after a question, and leave no lock', async () => {
    const page = await world.open('transfers');
    await page.getByRole('button', { name: 'Cancel transfer' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('It was started by ana.').waitFor();
    await dialog.getByRole('button', { name: 'Cancel transfer' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Nothing is on its way.').waitFor();
    const document = await ana.nuxeo<{ lockOwner?: string }>('GET', `/id/${SEEDED.firstCut}`);
    expect(document.lockOwner).toBeUndefined();
  });
});

describe('what needs attention', () => {
  it('says so when only the longest waiting are shown', async () => {
    const item = { title: 'take', message: '', code: 'locked-by-other', params: ['ben'], person: 'ana', remedies: [] };
    const items = Array.from({ length: 200 }, (_, n) => ({
      ...{ ...item, id: `item-${n}`, since: new Date(Date.now() - n * 60_000).toISOString() },
      ...{ documentUid: null, bindingId: null, jobId: null },
    }));
    const page = await world.open('transfers', {
      before: (one) => one.route('**/frameio/api/attention', (route) => route.fulfill({ json: { items } })),
    });
    await page.getByText('Only the 200 that have waited longest are shown.').waitFor();
    expect(await ourFaults(page)).toEqual([]);
  });
});

describe('the activity', () => {
  it('is exported whole, with nothing that a spreadsheet would calculate (X16)', async () => {
    await ana.nuxeo('PUT', `/id/${SEEDED.dailies}`, {
      'entity-type': 'document',
      properties: { 'dc:title': '=HYPERLINK("https://evil.example","Dailies")' },
    });
    await ana.api('DELETE', `/folders/${SEEDED.workspace}/binding`, { reviews: 'recall' });
    await ana.connect('ana@northlight.example');
    await ana.api('POST', `/folders/${SEEDED.dailies}/binding`, {
      actionName: 'Publish dailies',
      workspaces: [{ accountId: ACCOUNTS.northlight, workspaceId: WORKSPACES.features }],
      documentType: 'File',
    });
    const page = await world.open('activity');
    await page.getByText('Transfer cancelled').waitFor();
    expect(await ourFaults(page)).toEqual([]);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^frameio-activity-\d{4}-\d\d-\d\d\.csv$/);
    const csv = await readFile(await file.path(), 'utf8');
    expect(csv).toContain(`"'=HYPERLINK(""https://evil.example"",""Dailies"")"`);
    expect(csv).not.toMatch(/(^|,)"?=/m);
    const { activities } = await world.administrator.api<{ activities: unknown[] }>('GET', '/activity?limit=200');
    expect(csv.trimEnd().split('\r\n')).toHaveLength(activities.length + 1);
  });
});

describe('a person', () => {
  it('who leaves is forgotten, and what stays behind is listed (X23)', async () => {
    const page = await world.open('people');
    await page.getByText('ana@northlight.example').first().waitFor();
    await page
      .getByText(/^Without renewal it ends on /)
      .first()
      .waitFor();
    expect(await ourFaults(page)).toEqual([]);

    await page.getByRole('button', { name: 'Forget ana' }).click();
    const dialog = page.getByRole('dialog', { name: 'Forget ana' });
    await dialog.getByText('Bound folders in this name: 1.').waitFor();
    expect(await ourFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Forget' }).click();
    await dialog.getByText('ana is forgotten').waitFor();
    await dialog.getByText('Bound folders that need somebody else').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Forget ana' }).waitFor({ state: 'detached' });

    const account = await ana.api<{ frameio: { state: string } }>('GET', '/account');
    expect(account.frameio.state).toBe('missing');
    const { activities } = await world.administrator.api<{ activities: { person: string | null }[] }>(
      'GET',
      '/activity?limit=200',
    );
    expect(activities.filter(({ person }) => person === 'ana')).toEqual([]);
  });

  it('without any connection is forgotten by name', async () => {
    const page = await world.open('people');
    await page.getByRole('button', { name: 'Forget a person…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Forget a person' });
    await dialog.getByRole('button', { name: 'Forget' }).click();
    await dialog.getByText('Enter the username.').waitFor();
    await dialog.getByLabel('Username in Nuxeo').fill('somebody who left');
    await page.keyboard.press('Enter');
    await dialog.getByText('somebody who left had no connection.').waitFor();
    await dialog.getByText('Nothing is left that needs somebody else.').waitFor();
  });
});

it('goes from part to part by links with addresses of their own, and back', async () => {
  const page = await world.open();
  await page.getByRole('link', { name: 'People' }).click();
  await page.getByRole('heading', { name: 'Connected people' }).waitFor();
  expect(page.url()).toContain('#!/admin/frameio?p=people');
  await page.goBack();
  await page.getByRole('heading', { name: 'Guided set-up' }).waitFor();
});
