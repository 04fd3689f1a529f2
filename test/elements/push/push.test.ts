import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { documentOf } from '../../../sandbox/demo/watching.ts';
import { FOLDERS } from '../../../sandbox/frameio/seed.ts';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import { makeDocument, operation } from '../../e2e/support/things.ts';
import { accessibilityFaults } from '../../support/axe.ts';
import {
  AURORA,
  chooseFolder,
  confirm,
  dialog,
  fileNames,
  pushButton,
  startPushWorld,
  targetFolder,
  type PushWorld,
} from './push-world.ts';

let world: PushWorld;
beforeAll(async () => {
  world = await startPushWorld();
}, 120_000);
afterEach(() => world?.tidy());
afterAll(() => world?.stop());

const DIALOG = 'nuxeo-frameio-push-dialog';

describe('a document in a bound folder', () => {
  it('is sent, locked in the person’s name, and gets its facet and its tab (N83–N97)', async () => {
    const { uid, title, fileName } = await makeDocument(world.standIns);
    const target = await targetFolder(world.reviewer, FOLDERS.auroraRoot);
    const page = await world.open(`${AURORA}/Dailies/${title}`);
    await pushButton(page).click();
    expect(await dialog(page).getByLabel('Workspaces (teams)').inputValue()).not.toBe('');
    await chooseFolder(page, target.name);
    const asked: string[] = [];
    page.on('request', (one) => one.url().endsWith('/api/push') && asked.push(one.method()));
    await confirm(page).dblclick();

    await page.getByText('Pushed to Frame.io').waitFor();
    await page.getByText('In review on Frame.io since').waitFor();
    expect(asked).toEqual(['POST']);
    await pushButton(page).waitFor({ state: 'detached' });
    await page.locator('nuxeo-page-item[name=frameio-review]').waitFor();
    const document = await documentOf(world.ana, uid);
    expect([document.lockOwner, document.facets.includes('FrameioAsset')]).toEqual(['ana', true]);
    expect(await fileNames(world.reviewer, target.id)).toEqual([fileName]);
    expect(world.visit().failures).toEqual([]);
  });

  it('is sent the next time to the folder that was chosen before', async () => {
    const [first, second] = [await makeDocument(world.standIns), await makeDocument(world.standIns)];
    const target = await targetFolder(world.reviewer, FOLDERS.dailies);
    const page = await world.open(`${AURORA}/Dailies/${first.title}`);
    await pushButton(page).click();
    await dialog(page).getByRole('treeitem', { name: 'Dailies' }).locator('.twisty').click();
    await chooseFolder(page, target.name);
    await confirm(page).click();
    await page.getByText('Pushed to Frame.io').waitFor();

    await page.goto(`${world.environment.publicUrl}/ui/#!${AURORA}/Dailies/${second.title}`);
    await page.getByRole('heading', { name: second.title }).waitFor();
    await pushButton(page).click();
    const chosen = dialog(page).getByRole('treeitem', { name: target.name, selected: true });
    await chosen.waitFor();
  });

  it('goes into a folder that is made on the spot (N91)', async () => {
    const { title, fileName } = await makeDocument(world.standIns);
    const target = await targetFolder(world.reviewer, FOLDERS.auroraRoot);
    const page = await world.open(`${AURORA}/Dailies/${title}`);
    await pushButton(page).click();
    await chooseFolder(page, target.name);
    await dialog(page).getByRole('button', { name: 'New folder' }).click();
    await page.keyboard.press('Enter');
    await dialog(page).getByText('Enter a name for the folder.').waitFor();
    await page.keyboard.type('Day 7');
    await page.keyboard.press('Enter');
    await dialog(page).getByRole('treeitem', { name: 'Day 7', selected: true }).waitFor();
    await confirm(page).click();
    await page.getByText('In review on Frame.io since').waitFor();

    const path = `/accounts/${(await world.ana.api<{ accounts: { id: string }[] }>('GET', '/frameio/accounts')).accounts[0]?.id}`;
    const [made] = await world.reviewer.v4<{ id: string; name: string }[]>(
      'GET',
      `${path}/folders/${target.id}/folders`,
    );
    expect(made?.name).toBe('Day 7');
    expect(await fileNames(world.reviewer, made?.id ?? '')).toEqual([fileName]);
  });

  it('may be sent as a rendition, which the next dialog presets', async () => {
    const target = await targetFolder(world.reviewer, FOLDERS.auroraRoot);
    const page = await world.open(`${AURORA}/Cuts/first-cut.mp4`);
    await pushButton(page).click();
    await dialog(page).getByLabel('Workspaces (teams)').selectOption('Features');
    await chooseFolder(page, target.name);
    await dialog(page).getByRole('radio', { name: /480p/ }).first().check();
    await confirm(page).click();
    await page.getByText('In review on Frame.io since').waitFor();
    expect(await fileNames(world.reviewer, target.id)).toEqual(['first-cut-480p.mp4']);

    const { title } = await makeDocument(world.standIns, { parent: SEEDED.cuts });
    await page.goto(`${world.environment.publicUrl}/ui/#!${AURORA}/Cuts/${title}`);
    await page.getByRole('heading', { name: title }).waitFor();
    await pushButton(page).click();
    // It has no such rendition: what was remembered does not stand in the way.
    await confirm(page).waitFor();
  });

  it('that was pushed before goes to where its file is, and the dialog says why (N99, N100)', async () => {
    const { uid, title, fileName } = await makeDocument(world.standIns);
    const target = await targetFolder(world.reviewer, FOLDERS.auroraRoot);
    const page = await world.open(`${AURORA}/Dailies/${title}`);
    await pushButton(page).click();
    await chooseFolder(page, target.name);
    await confirm(page).click();
    await page.getByText('In review on Frame.io since').waitFor();
    await world.ana.api('POST', `/documents/${uid}/recall`, {});
    await page.reload();
    await pushButton(page).click();

    await dialog(page).getByText(`Aurora › ${target.name}`).waitFor();
    await dialog(page).getByText(`Fixed: ${fileName} is there already.`).waitFor();
    expect(await dialog(page).getByRole('tree').count()).toBe(0);
    await confirm(page).click();
    await page.getByText('In review on Frame.io since').waitFor();
    expect((await documentOf(world.ana, uid)).lockOwner).toBe('ana');
  });
});

describe('what cannot be pushed', () => {
  it('in a folder that is not bound is answered by a bubble (N88)', async () => {
    const { title } = await makeDocument(world.standIns, { parent: SEEDED.archive });
    const page = await world.open(`${AURORA}/Archive/${title}`);
    await pushButton(page).click();
    await page.getByRole('alert').getByText('Folder not bound').waitFor();
    expect(await dialog(page).count()).toBe(0);
  });

  it('because somebody else holds the lock is answered by a bubble that names them', async () => {
    const { uid, title } = await makeDocument(world.standIns);
    const page = await world.open(`${AURORA}/Dailies/${title}`);
    await pushButton(page).waitFor();
    await operation(world.ben, 'Document.Lock', uid);
    await pushButton(page).click();
    await page.getByRole('alert').getByText('locked by ben').waitFor();
  });

  it('because the sidecar is down is said in one sentence', async () => {
    const { title } = await makeDocument(world.standIns);
    const page = await world.open(`${AURORA}/Dailies/${title}`, {
      before: (one) => one.route('**/nuxeo/frameio/**', (route) => route.abort()),
    });
    await pushButton(page).click();
    await page.getByRole('alert').getByText('connector').waitFor();
    expect(world.visit().failures).toEqual([]);
  });

  it('because Frame.io does not answer is said in the dialog, which tries again', async () => {
    const { title } = await makeDocument(world.standIns);
    const page = await world.open(`${AURORA}/Dailies/${title}`);
    const projects = '**/workspaces/*/projects';
    const error = { code: 'frameio-unavailable', params: [], message: '', requestId: 'one' };
    await page.route(projects, (route) => route.fulfill({ status: 503, json: { error } }));
    await pushButton(page).click();
    await dialog(page).getByText('Frame.io does not answer at the moment').waitFor();
    await page.unroute(projects);
    await dialog(page).getByRole('button', { name: 'Try again' }).click();
    await dialog(page).getByRole('tree').waitFor();
  });
});

describe('several documents', () => {
  it('are sent as planned; a locked one is skipped with its reason (N105, X5)', async () => {
    const locked = await world.ana.nuxeo<{ uid: string }>(
      'GET',
      '/path/default-domain/workspaces/Aurora/Dailies/daily-03.txt',
    );
    await operation(world.ben, 'Document.Lock', locked.uid);
    const target = await targetFolder(world.reviewer, FOLDERS.auroraRoot);
    const page = await world.open(`${AURORA}/Dailies`);
    for (const title of ['daily-01', 'daily-02', 'daily-03']) {
      const row = page.locator('nuxeo-data-table-row').filter({ hasText: title });
      await row.locator('nuxeo-data-table-checkbox').click();
    }
    await page.locator('nuxeo-selection-toolbar').getByRole('button', { name: 'Push to Frame.io' }).click();
    await dialog(page).getByText('New: 2').waitFor();
    await dialog(page).getByText('Skipped: 1').waitFor();
    await dialog(page).getByText('The document is locked by ben.').waitFor();
    expect(await accessibilityFaults(page, DIALOG)).toEqual([]);
    await chooseFolder(page, target.name);
    await confirm(page).click();

    await page.getByText('2 files uploaded to Frame.io').waitFor();
    await page.getByText('3 selected').waitFor({ state: 'hidden' });
    expect(await fileNames(world.reviewer, target.id)).toEqual(['daily-01.txt', 'daily-02.txt']);
    await operation(world.ben, 'Document.Unlock', locked.uid);
  });

  it('from differently bound folders are grouped, each with its own target (N107)', async () => {
    const daily = await makeDocument(world.standIns);
    const cut = await makeDocument(world.standIns, { parent: SEEDED.cuts });
    const stray = await makeDocument(world.standIns, { parent: SEEDED.archive });
    const target = await targetFolder(world.reviewer, FOLDERS.springSpotRoot);
    const page = await world.open(`${AURORA}/Archive`);
    await page.getByRole('link', { name: stray.title }).waitFor();
    const listed = await Promise.all([daily, cut, stray].map(({ uid }) => documentOf(world.ana, uid)));
    // As a search gives them to its bar.
    await page.evaluate((documents) => {
      const button = Object.assign(document.createElement('nuxeo-frameio-push-button'), { documents });
      button.id = 'searched';
      document.querySelector('nuxeo-app')?.append(button);
      (button as unknown as { updateComplete: Promise<unknown> }).updateComplete
        .then(() => button.shadowRoot?.querySelector('button')?.click())
        .catch(() => undefined);
    }, listed);
    await dialog(page).getByText('The selection comes from 2 folders that are bound differently.').waitFor();
    await dialog(page).getByText('Folder not bound').waitFor();

    await confirm(page).click();
    await dialog(page).getByText('Choose a workspace.').waitFor();
    const group = dialog(page).locator('nuxeo-frameio-push-group').filter({ hasText: 'Cuts' }).last();
    await group.getByLabel('Workspaces (teams)').selectOption('Commercials');
    await group.getByRole('treeitem', { name: target.name }).click();
    await confirm(page).click();
    await dialog(page).waitFor({ state: 'detached' });
    await expect.poll(() => fileNames(world.reviewer, target.id), { timeout: 15_000 }).toEqual([cut.fileName]);
    await expect.poll(async () => (await documentOf(world.ana, daily.uid)).lockOwner, { timeout: 15_000 }).toBe('ana');
    expect((await documentOf(world.ana, stray.uid)).lockOwner).toBeUndefined();
  });
});

describe('the dialog', () => {
  it.each([
    ['light', { theme: 'light', viewport: { width: 1280, height: 800 } }],
    ['dark and narrow', { theme: 'dark', viewport: { width: 420, height: 800 } }],
  ] as const)('is accessible in %s', async (_name, options) => {
    const { title } = await makeDocument(world.standIns);
    const page = await world.open(`${AURORA}/Dailies/${title}`, options);
    const button = page.locator('nuxeo-browser nuxeo-frameio-push-button');
    await button.waitFor({ state: 'attached' });
    if (options.viewport.width < 500) await page.locator('nuxeo-browser #dropdownButton').first().click();
    await button.click();
    await dialog(page).getByRole('treeitem', { name: 'Cuts' }).waitFor();
    expect(await accessibilityFaults(page, DIALOG)).toEqual([]);
    const sideways = await dialog(page).evaluate((one) => one.scrollWidth > one.clientWidth);
    expect(sideways).toBe(false);
  });

  it('speaks French', async () => {
    const { title } = await makeDocument(world.standIns);
    const page = await world.open(`${AURORA}/Dailies/${title}`, { locale: 'fr-FR' });
    await page.locator('nuxeo-browser').getByRole('button', { name: 'Envoyer vers Frame.io' }).click();
    const french = page.getByRole('dialog', { name: 'Envoyer le média vers Frame.io' });
    await french.getByRole('treeitem', { name: 'Aurora' }).waitFor();
    await french.getByText('Dossier cible').first().waitFor();
    expect(await french.innerText()).not.toMatch(/frameio\.\w|Target folder/);
  });

  it('is used by keyboard alone, from the button to the bubble', async () => {
    const { uid, title } = await makeDocument(world.standIns);
    const page = await world.open(`${AURORA}/Dailies/${title}`);
    await pushButton(page).focus();
    await page.keyboard.press('Enter');
    await dialog(page).getByRole('treeitem', { name: 'Cuts' }).waitFor();
    await dialog(page).getByRole('searchbox').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Home');
    await page.keyboard.press('c');
    await page.keyboard.press('Space');
    await dialog(page).getByRole('treeitem', { name: 'Cuts', selected: true }).waitFor();
    await dialog(page).getByRole('searchbox').focus();
    await page.keyboard.press('Tab');
    for (let step = 0; step < 8; step += 1) {
      if (await confirm(page).evaluate((button) => button.matches(':focus'))) break;
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await page.getByText('In review on Frame.io since').waitFor();
    expect((await documentOf(world.ana, uid)).lockOwner).toBe('ana');
  });

  it('shows a project with 300 folders at once, and finds one of them', async () => {
    await world.standIns.frameioSwitches({ rateLimitFactor: 1_000 });
    const many = await targetFolder(world.reviewer, FOLDERS.springSpotRoot);
    const names = [...Array(300).keys()].map((n) => `Scene ${n + 1}`);
    const account = (await world.ana.api<{ accounts: { id: string; name: string }[] }>('GET', '/frameio/accounts'))
      .accounts;
    const northlight = account.find((one) => one.name === 'Northlight Studio')?.id ?? '';
    for (let at = 0; at < names.length; at += 20) {
      const some = names.slice(at, at + 20);
      await Promise.all(
        some.map((name) => world.reviewer.v4('POST', `/accounts/${northlight}/folders/${many.id}/folders`, { name })),
      );
    }
    const { title } = await makeDocument(world.standIns, { parent: SEEDED.cuts });
    const page = await world.open(`${AURORA}/Cuts/${title}`);
    await pushButton(page).click();
    await dialog(page).getByLabel('Workspaces (teams)').selectOption('Commercials');
    const started = Date.now();
    await dialog(page).getByRole('treeitem', { name: many.name }).locator('.twisty').click();
    await dialog(page).getByRole('treeitem', { name: 'Scene 300' }).waitFor({ state: 'attached' });
    expect(Date.now() - started).toBeLessThan(5_000);
    expect(
      await dialog(page)
        .getByRole('treeitem', { name: /^Scene / })
        .count(),
    ).toBe(300);

    await dialog(page).getByRole('searchbox').fill('scene 27');
    await dialog(page).getByText('Found: 13').waitFor();
    expect(
      await dialog(page)
        .getByRole('treeitem', { name: /^Scene / })
        .count(),
    ).toBe(13);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await dialog(page).getByRole('treeitem', { name: 'Scene 27', exact: true, selected: true }).waitFor();
  });
});
