import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TARGET } from '../../../sandbox/demo/scenes.ts';
import { documentOf, settledBatch, versionsOf } from '../../../sandbox/demo/watching.ts';
import { FOLDERS } from '../../../sandbox/frameio/seed.ts';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import { makeDocument, makeFile, push, type MadeDocument } from '../../e2e/support/things.ts';
import { accessibilityFaults } from '../../support/axe.ts';
import { AURORA, pushButton, startPushWorld, targetFolder, type PushWorld } from '../push/push-world.ts';

let world: PushWorld;
beforeAll(async () => {
  world = await startPushWorld();
}, 120_000);
afterEach(() => world?.tidy());
afterAll(() => world?.stop());

const page = () => world.visit().page;
const bringBack = () => page().getByRole('dialog', { name: 'Bring back from Frame.io' });
const importing = () => page().getByRole('dialog', { name: 'Import from Frame.io' });
const action = (name: string) => page().locator('nuxeo-browser').getByRole('button', { name });

async function inReview(): Promise<MadeDocument> {
  const document = await makeDocument(world.standIns);
  const { batchId } = await push(world.ana, [document.uid], TARGET);
  await settledBatch(world.ana, batchId);
  return document;
}

describe('Bring back from Frame.io', () => {
  it('makes a version as chosen, with its note, and unlocks (X21, N101, N102)', async () => {
    const { uid, title } = await inReview();
    await world.open(`${AURORA}/Dailies/${title}`);
    await action('Bring back from Frame.io').click();
    expect(await bringBack().getByRole('radio', { name: 'As the folder’s rules say' }).isChecked()).toBe(true);
    expect(await bringBack().getByRole('textbox').isVisible()).toBe(false);
    await bringBack().getByRole('radio', { name: 'Major version' }).check();
    await bringBack().getByText('Add a note').click();
    await bringBack().getByRole('textbox').fill('Approved by the director');
    expect(await accessibilityFaults(page(), 'nuxeo-frameio-bring-back-dialog')).toEqual([]);
    await bringBack().getByRole('button', { name: 'Bring back' }).click();

    await page().getByText(`Back from Frame.io: ${title}`).waitFor();
    await pushButton(page()).waitFor();
    const document = await documentOf(world.ana, uid);
    expect([document.lockOwner, document.versionLabel]).toEqual([undefined, '1.0']);
    expect((await versionsOf(world.ana, uid)).map((version) => version.versionLabel)).toContain('1.0');
  });

  it('says why nothing came back when the asset is gone', async () => {
    const { uid, title } = await inReview();
    const { fileId, accountId } = await world.ana.api<{ fileId: string; accountId: string }>(
      'GET',
      `/documents/${uid}/review`,
    );
    await world.reviewer.v4('DELETE', `/accounts/${accountId}/files/${fileId}`);
    await world.open(`${AURORA}/Dailies/${title}`);
    await action('Bring back from Frame.io').click();
    await bringBack().getByRole('button', { name: 'Bring back' }).click();
    await page().getByText(`Not brought back from Frame.io: ${title}`).waitFor();
    await page().locator('nuxeo-frameio-info-bar').getByText('In review on Frame.io since').waitFor();
  });
});

describe('Import from Frame.io', () => {
  it('brings chosen files and whole folders into the bound folder, and the listing shows them (X21)', async () => {
    const folder = await targetFolder(world.reviewer, FOLDERS.auroraRoot);
    const inFolder = await makeFile(world.standIns, { folderId: folder.id });
    const single = await makeFile(world.standIns, { folderId: FOLDERS.auroraRoot });
    await world.open(`${AURORA}/Dailies`);
    await action('Import from Frame.io').click();
    await importing().getByRole('button', { name: 'Import' }).click();
    await importing().getByText('Choose what should be imported.').waitFor();
    await importing().getByRole('treeitem', { name: single.name }).click();
    await importing().getByRole('treeitem', { name: folder.name }).click();
    await importing().getByText('Chosen: 2').waitFor();
    expect(await accessibilityFaults(page(), 'nuxeo-frameio-import-dialog')).toEqual([]);
    await importing().getByRole('button', { name: 'Import' }).click();

    await page().getByText('2 files arrived in Nuxeo').waitFor({ timeout: 20_000 });
    await page().locator('nuxeo-data-table').getByRole('link', { name: single.title }).waitFor();
    await page().locator('nuxeo-data-table').getByRole('link', { name: folder.name }).click();
    await page().locator('nuxeo-data-table').getByRole('link', { name: inFolder.title }).waitFor();
    expect(world.visit().failures).toEqual([]);
  }, 60_000);

  it('shows a version stack as one, and brings it as one document with versions', async () => {
    const folder = await targetFolder(world.reviewer, FOLDERS.auroraRoot);
    const [one, two] = [
      await makeFile(world.standIns, { folderId: folder.id }),
      await makeFile(world.standIns, { folderId: folder.id }),
    ];
    const path = `/accounts/${TARGET.accountId}/folders/${folder.id}/version_stacks`;
    await world.reviewer.v4('POST', path, { file_ids: [one.id, two.id] });
    await world.open(`${AURORA}/Cuts`, { theme: 'dark', viewport: { width: 420, height: 800 } });
    await page().locator('nuxeo-browser nuxeo-frameio-import-button').waitFor({ state: 'attached' });
    await page().locator('nuxeo-browser #dropdownButton').first().click();
    await page().locator('nuxeo-browser nuxeo-frameio-import-button').click();
    await importing().getByLabel('Workspaces (teams)').selectOption('Features');
    await importing().getByRole('treeitem', { name: folder.name }).locator('.twisty').click();
    const stack = importing().getByRole('treeitem', { level: 3 });
    await stack.waitFor();
    expect(await stack.count()).toBe(1);
    await stack.click();
    await importing().getByRole('button', { name: 'Import' }).click();
    await page()
      .getByText(/^Arrived in Nuxeo: /)
      .waitFor({ timeout: 20_000 });
    const query = `SELECT * FROM Document WHERE ecm:parentId = '${SEEDED.cuts}' AND ecm:isVersion = 0 AND dc:title IN ('${one.title}', '${two.title}')`;
    const { entries } = await world.ana.nuxeo<{ entries: { uid: string }[] }>(
      'GET',
      `/search/execute?query=${encodeURIComponent(query)}`,
    );
    expect(entries).toHaveLength(1);
    expect(await versionsOf(world.ana, entries[0]?.uid ?? '')).toHaveLength(2);
  }, 60_000);

  it('is not offered where nothing is bound', async () => {
    await world.open(`${AURORA}/Archive`);
    await page().locator('nuxeo-frameio-import-button').waitFor({ state: 'attached' });
    await page().getByRole('heading', { name: 'Archive' }).waitFor();
    expect(await action('Import from Frame.io').count()).toBe(0);
  });
});
