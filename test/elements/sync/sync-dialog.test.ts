import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNTS, FOLDERS, PROJECTS, WORKSPACES } from '../../../sandbox/frameio/seed.ts';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import { accessibilityFaults } from '../../support/axe.ts';
import type { VisitOptions } from '../../support/web-ui.ts';
import { aRun, aWorkspace, FakeSync } from './fake-syncs.ts';
import { AURORA, markSynced, startSyncWorld, type SyncWorld } from './sync-world.ts';

const DIALOG = 'nuxeo-frameio-sync-dialog';

let world: SyncWorld;

beforeAll(async () => {
  world = await startSyncWorld();
}, 120_000);
afterAll(() => world?.stop());
afterEach(() => world.closeVisit());

const button = () => world.page().getByRole('button', { name: 'Sync to Frame.io folder' });
const dialog = (): Locator => world.page().getByRole('dialog', { name: 'Sync to Frame.io folder' });
const start = () => dialog().getByRole('button', { name: 'Synchronize' });
const tree = () => dialog().getByRole('tree', { name: 'Project sub-folder' });

async function opened(fake = notSynced(), options: Partial<VisitOptions> = {}): Promise<FakeSync> {
  await world.open({ fake, route: `${AURORA}/Archive`, ...options });
  await world.page().locator('nuxeo-frameio-bind-button .action').waitFor({ state: 'attached' });
  if (!(await button().isVisible())) await world.page().locator('#dropdownButton').first().click();
  await button().click();
  return fake;
}

function notSynced(): FakeSync {
  const run = aRun({ state: 'queued', trigger: 'created', isWalked: false, endedAt: null });
  const fake = new FakeSync(SEEDED.archive, { lastRunAt: null, run });
  fake.isGone = true;
  return fake;
}

describe('the dialog', () => {
  it('asks for workspace, project, sub-folder and type in this order (N114)', async () => {
    await opened();
    await dialog().getByLabel('Workspace (team)').selectOption('Features');
    await tree().waitFor();
    const labels = ['Workspace (team)', 'Project', 'Project sub-folder', 'Document type'];
    const tops = labels.map(async (label) => (await dialog().getByText(label, { exact: true }).boundingBox())?.y ?? 0);
    const found = await Promise.all(tops);
    expect(found).toEqual([...found].sort((a, b) => a - b));
    expect(await dialog().getByRole('button', { name: 'New folder' }).count()).toBe(0);
  });

  it('says at each field what is missing, and leads there', async () => {
    const fake = await opened();
    await start().click();
    await dialog().getByText('Choose a workspace.').waitFor();
    expect(
      await dialog()
        .getByLabel('Workspace (team)')
        .evaluate((one) => one.matches(':focus')),
    ).toBe(true);
    expect(fake.asked).toEqual([]);
  });

  it('says at the type that it is not possible there, and keeps what was chosen', async () => {
    const fake = notSynced();
    fake.refusal = { status: 422, code: 'document-type-not-allowed', params: ['Video'], field: 'documentType' };
    await opened(fake);
    await dialog().getByLabel('Workspace (team)').selectOption('Features');
    await tree().waitFor();
    await dialog().getByLabel('Document type').selectOption('Video');
    await start().click();
    await expect.poll(() => dialog().getByLabel('Document type').getAttribute('aria-invalid')).toBe('true');
    expect(
      await dialog()
        .getByLabel('Document type')
        .evaluate((one) => one.matches(':focus')),
    ).toBe(true);
    expect(await dialog().getByRole('alert').filter({ hasText: 'Video' }).count()).toBe(1);
    await dialog().getByLabel('Document type').selectOption('File');
    expect(await dialog().getByLabel('Document type').getAttribute('aria-invalid')).toBe('false');
  });

  it('names the account where workspaces of several can be chosen', async () => {
    const fake = notSynced();
    const other = aWorkspace('Features', WORKSPACES.harbour, { accountId: ACCOUNTS.harbour, accountName: 'Harbour' });
    fake.options = { ...fake.options, workspaces: [...fake.options.workspaces, other] };
    await opened(fake);
    await dialog().getByLabel('Workspace (team)').selectOption('Features (Harbour)');
  });

  it.each([
    ['Your Frame.io account has no workspace (team)', { workspaces: [] }],
    ['No document with a file can be created in this folder', { documentTypes: [] }],
  ])('says in place of the form: %s', async (sentence, change) => {
    const fake = notSynced();
    fake.options = { ...fake.options, ...change };
    await opened(fake);
    await dialog().getByText(sentence).waitFor();
    expect(await start().count()).toBe(0);
  });

  it.each([
    ['default', { width: 1280, height: 800 }],
    ['dark', { width: 420, height: 800 }],
  ] as const)('is accessible in the theme %s', async (theme, viewport) => {
    await opened(notSynced(), { theme, viewport });
    await dialog().getByLabel('Workspace (team)').selectOption('Features');
    await tree().waitFor();
    expect(await accessibilityFaults(world.page(), DIALOG)).toEqual([]);
  });

  it('is used by keyboard alone, and gives the focus back', async () => {
    const page = await world.open({ fake: notSynced(), route: `${AURORA}/Archive` });
    await button().waitFor();
    await button().focus();
    await page.keyboard.press('Enter');
    await dialog().getByLabel('Workspace (team)').waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    expect(await button().evaluate((one) => one.matches(':focus'))).toBe(true);
  });
});

it('starts, and the folder gets its tab (N115)', async () => {
  const fake = notSynced();
  fake.created = () => markSynced(world.ana);
  await opened(fake);
  await dialog().getByLabel('Workspace (team)').selectOption('Features');
  await tree().getByRole('treeitem', { name: 'Dailies' }).click();
  await start().dblclick();
  await world.page().getByText('The synchronization has started.').waitFor();
  await world.page().locator('nuxeo-page-item[name=frameio-sync]').waitFor();
  await button().waitFor({ state: 'detached' });
  const target = {
    accountId: ACCOUNTS.northlight,
    workspaceId: WORKSPACES.features,
    projectId: PROJECTS.aurora,
    folderId: FOLDERS.dailies,
  };
  expect(fake.asked).toEqual([{ path: 'POST ', body: { target, documentType: 'File' } }]);
  expect(world.failures()).toEqual([]);
});
