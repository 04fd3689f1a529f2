import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { Person } from '../../../sandbox/environment/person.ts';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import { signIn } from '../../support/sign-in-window.ts';
import { AURORA, startSyncWorld, type SyncWorld } from './sync-world.ts';

const ARCHIVE = `${AURORA}/Archive`;

let world: SyncWorld;

/** One story with the real sidecar: each test goes on where the one before has ended. */
beforeAll(async () => {
  world = await startSyncWorld();
}, 120_000);
afterAll(() => world?.stop());
afterEach(async () => {
  expect(world.failures()).toEqual([]);
  await world.closeVisit();
});

const syncButton = () => world.page().getByRole('button', { name: 'Sync to Frame.io folder' });
const dialog = (): Locator => world.page().getByRole('dialog', { name: 'Sync to Frame.io folder' });
const details = () => world.section('Frame.io sync');
const detail = (term: string) => details().locator('dt', { hasText: term }).locator('+ dd');
const tab = () => world.page().locator('nuxeo-page-item[name=frameio-sync]');
const listed = (name: string) => world.page().locator('nuxeo-data-table').getByRole('link', { name });

async function titles(): Promise<string[]> {
  const path = `/id/${SEEDED.archive}/@children`;
  return (await world.ana.nuxeo<{ entries: { title: string }[] }>('GET', path)).entries.map(({ title }) => title);
}

it('connects first, then the dialog goes on by itself; what arrives is in the listing without a click (N113–N117)', async () => {
  const page = await world.open({ as: 'ben', route: ARCHIVE });
  await syncButton().click();
  await dialog().getByText('You are not connected to Frame.io yet.').waitFor();
  await signIn(page, 'ben@northlight.example');
  await dialog().getByLabel('Workspace (team)').selectOption('Features (Northlight Studio)');
  const tree = dialog().getByRole('tree', { name: 'Project sub-folder' });
  await tree.getByRole('treeitem', { name: 'Dailies' }).click();
  expect(await dialog().getByLabel('Document type').inputValue()).toBe('File');
  await dialog().getByRole('button', { name: 'Synchronize' }).dblclick();

  await tab().waitFor();
  await syncButton().waitFor({ state: 'detached' });
  await page.getByText(/Synchronized with Aurora › Dailies\. Brought: \d+, left: 0\./).waitFor();
  await listed('Day 1').waitFor();
  expect(await titles()).toEqual(['Day 1']);
}, 60_000);

it('shows in the tab what it is, and what was brought (N115, N116, N120)', async () => {
  await world.open({ as: 'ben' });
  expect(await detail('Frame.io workspace (team)').innerText()).toBe('Features');
  expect(await detail('Project').innerText()).toBe('Aurora');
  expect(await detail('Synchronization owner').innerText()).toBe('ben');
  expect(await detail('Synchronization state').innerText()).toContain('Done');
  expect(await detail('Last synchronization date').innerText()).toMatch(/second|minute|now/);
  await world.section('Last results').getByRole('link', { name: 'A001_C001' }).waitFor();
  await world.section('Recent activity').getByText('Archive').first().waitFor();
});

it('is refreshed: nothing had changed, and it says so, in another window too (N118, N121)', async () => {
  const page = await world.open({ as: 'ben' });
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.getByRole('link', { name: 'A001_C001' }).waitFor();
  await details().getByRole('button', { name: 'Refresh Synchronization' }).click();
  await page.getByText('Synchronized with Aurora › Dailies: nothing had changed.').waitFor();
  await world.section('Last results').getByText('Nothing had changed in Frame.io.').waitFor();
  await other.getByText('Nothing had changed in Frame.io.').waitFor();
  await other.close();
  expect(await titles()).toEqual(['Day 1']);
}, 60_000);

it('is compared: both sides are alike (X9)', async () => {
  await world.open({ as: 'ben' });
  const drift = world.section('Differences');
  await drift.getByText('Not compared yet.').waitFor();
  await drift.getByRole('button', { name: 'Compare now' }).click();
  await drift.getByText('Both sides are alike.').waitFor();
});

it('is refused above a synchronized folder, with the reason in place of the form (N56)', async () => {
  await world.open({ as: 'ana', route: AURORA });
  await syncButton().click();
  await dialog().getByText('/Aurora/Archive is synchronized with Frame.io').waitFor();
  expect(await dialog().getByRole('button', { name: 'Synchronize' }).count()).toBe(0);
});

it('is listed for administrators', async () => {
  const page = await world.open({ as: 'Administrator', route: '/admin/frameio?p=folders' });
  const list = page.getByRole('region', { name: 'Synchronized folders' });
  await list.getByText('Frame.io: Features › Aurora › Dailies').waitFor();
  await list.getByText('In the name of ben').waitFor();
});

it('is taken over when its owner has gone (N124)', async () => {
  const ben = await Person.login(world.environment.publicUrl, 'ben');
  await ben.api('DELETE', '/account/frameio');
  const page = await world.open({ as: 'ana' });
  await details().getByText('Nothing can be brought in the name of ben any more.').waitFor();
  await details().getByRole('button', { name: 'Take over' }).click();
  await page.getByText('You are the synchronization owner now.').waitFor();
  await expect.poll(() => detail('Synchronization owner').innerText()).toBe('ana');
  await details().getByText('Nothing can be brought').waitFor({ state: 'detached' });
});

it('is removed: the tab goes, the actions come back, the documents stay (N119)', async () => {
  const page = await world.open({ as: 'ana' });
  await details().getByRole('button', { name: 'Remove Synchronization' }).click();
  const question = page.getByRole('dialog', { name: 'Remove the synchronization of this folder?' });
  await question.getByRole('button', { name: 'Remove Synchronization' }).click();
  await page.getByText('The synchronization is removed. The documents stay.').waitFor();
  await tab().waitFor({ state: 'detached' });
  await syncButton().waitFor();
  expect(await titles()).toEqual(['Day 1']);
});
