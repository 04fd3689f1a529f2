import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { bindDemoWorkspace, TARGET } from '../../../sandbox/demo/scenes.ts';
import { documentOf, settledBatch, settledJob } from '../../../sandbox/demo/watching.ts';
import { startEnvironment, type Environment } from '../../../sandbox/environment/environment.ts';
import { Person } from '../../../sandbox/environment/person.ts';
import { connected, setUp } from '../../../sandbox/environment/set-up.ts';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import { accessibilityFaults } from '../../support/axe.ts';
import { launchChromium } from '../../support/chromium.ts';
import { visitWebUi, type Visit } from '../../support/web-ui.ts';

let dataFolder: string;
let environment: Environment;
let browser: Browser;
let ana: Person;
let visit: Visit | undefined;

/** Ana has bound a folder and pushed a document; then the sidecar's data, its key included, is gone. */
beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'nuxeo-frameio-lost-'));
  [environment, browser] = await Promise.all([startEnvironment({ webUi: true, dataFolder }), launchChromium()]);
  await setUp(environment);
  ana = await connected(environment, 'ana');
  await bindDemoWorkspace(ana);
  const push = { documents: [SEEDED.firstCut], target: TARGET };
  await settledBatch(ana, (await ana.api<{ batchId: string }>('POST', '/push', push)).batchId);
  await environment.sidecar().stop();
  await rm(dataFolder, { recursive: true });
  await environment.restartSidecar();
}, 180_000);

afterEach(async () => {
  await visit?.close();
});
afterAll(async () => {
  await browser?.close();
  await environment?.stop();
  await rm(dataFolder, { recursive: true, force: true });
});

async function open(as: string, route: string): Promise<Page> {
  visit = await visitWebUi(browser, environment.publicUrl, { as, route });
  return visit.page;
}

it('is looked at first, then the people concerned are asked (decision 12)', { timeout: 60_000 }, async () => {
  await setUp(environment);
  const administrator = await Person.login(environment.publicUrl, 'Administrator');
  await administrator.connect('ana@northlight.example');

  const page = await open('Administrator', '/admin/frameio?p=folders');
  const card = page.locator('nuxeo-frameio-admin-rebuild');
  await card.getByRole('button', { name: 'Look what is there' }).click();
  await card.getByText('bound folders that wait for whoever bound them').waitFor();
  await card.getByText('documents in review that wait for the owner of their lock').waitFor();
  expect(await administrator.api('GET', '/attention')).toEqual({ items: [] });
  await card.getByRole('button', { name: 'Ask the people concerned' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Ask the people concerned' }).click();
  await card.getByText(/, and people were asked/).waitFor();
  expect(await accessibilityFaults(page, 'nuxeo-frameio-admin-rebuild')).toEqual([]);
  expect(visit?.failures).toEqual([]);
});

it('offers nobody to forget what the owner is asked about, and says whom to ask', { timeout: 60_000 }, async () => {
  const folder = await open('ben', '/browse/default-domain/workspaces/Aurora?p=frameio');
  await folder.getByText('ana is asked whether this folder is bound as before').waitFor();
  expect(await folder.getByRole('button', { name: /Forget|Confirm/ }).count()).toBe(0);
  expect(await accessibilityFaults(folder, 'nuxeo-frameio-folder-page')).toEqual([]);
  expect(visit?.failures).toEqual([]);
});

it(
  'comes back when the owner confirms the folder, and then the document, each at its place',
  { timeout: 60_000 },
  async () => {
    ana = await connected(environment, 'ana');
    const folder = await open('ana', '/browse/default-domain/workspaces/Aurora?p=frameio');
    await folder.getByText(/^The database was lost\. This is what is written on the folder/).waitFor();
    expect(await accessibilityFaults(folder, 'nuxeo-frameio-folder-page')).toEqual([]);
    expect(await folder.getByRole('button', { name: 'Forget' }).count()).toBe(0);
    expect(await folder.getByText('is not bound to Frame.io any more').count()).toBe(0);
    await folder.getByRole('button', { name: 'Confirm' }).click();
    await folder.locator('nuxeo-frameio-folder-page').getByText('Documents being sent or in review').waitFor();
    await visit?.close();

    const document = await open('ana', `/doc/${SEEDED.firstCut}?p=frameio-review`);
    await document.getByText(/is locked by you/).waitFor();
    await document.getByRole('button', { name: 'Confirm' }).click();
    await document.getByText(/is locked by you/).waitFor({ state: 'detached' });
    expect(await ana.api('GET', `/documents/${SEEDED.firstCut}/review`)).toMatchObject({ state: 'in-review' });

    const { id } = await ana.api<{ id: string }>('POST', `/documents/${SEEDED.firstCut}/bring-back`, {});
    expect(await settledJob(ana, id)).toMatchObject({ state: 'completed' });
    expect((await documentOf(ana, SEEDED.firstCut)).lockOwner).toBeUndefined();
    expect(visit?.failures).toEqual([]);
  },
);
