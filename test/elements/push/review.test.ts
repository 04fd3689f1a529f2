import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { documentOf, settledBatch } from '../../../sandbox/demo/watching.ts';
import { makeDocument, operation, push, type MadeDocument } from '../../e2e/support/things.ts';
import { accessibilityFaults } from '../../support/axe.ts';
import { AURORA, pushButton, startPushWorld, type PushWorld } from './push-world.ts';

let world: PushWorld;
beforeAll(async () => {
  world = await startPushWorld();
}, 120_000);
afterEach(() => world?.tidy());
afterAll(() => world?.stop());

const bar = () => world.visit().page.locator('nuxeo-frameio-info-bar');
const recallDialog = () => world.visit().page.getByRole('dialog', { name: 'Recall from Frame.io' });

async function inReview(): Promise<MadeDocument> {
  const document = await makeDocument(world.standIns);
  const { batchId } = await push(world.ana, [document.uid]);
  await settledBatch(world.ana, batchId);
  return document;
}

describe('a document in review', () => {
  it('says since when, by whom, and how many comments are open, with one request of ours (X14)', async () => {
    const { title } = await inReview();
    const asked: string[] = [];
    await world.open(`${AURORA}/Dailies/${title}`, {
      before: (page) => {
        page.on('request', (one) => one.url().includes('/frameio/api/') && asked.push(new URL(one.url()).pathname));
        return Promise.resolve();
      },
    });
    await bar()
      .getByText(/In review on Frame\.io since .+, pushed by ana, 0 open comments\./)
      .waitFor();
    await world.visit().page.waitForLoadState('networkidle');
    expect(asked.filter((path) => path.endsWith('/review'))).toHaveLength(1);
    expect(await bar().getByText('Locked by').count()).toBe(0);
    const link = await bar().getByRole('link', { name: 'Open in Frame.io' }).getAttribute('href');
    expect(link).toMatch(/^https?:/);
  });

  it('is recalled after saying what happens, and can be pushed again (N110)', async () => {
    const { uid, title } = await inReview();
    const page = await world.open(`${AURORA}/Dailies/${title}`);
    await bar().getByRole('button', { name: 'Recall' }).click();
    await recallDialog().getByText('The document is unlocked (locked by ana now)').waitFor();
    expect(await accessibilityFaults(page, 'nuxeo-frameio-recall-dialog')).toEqual([]);
    await recallDialog().getByRole('button', { name: 'Cancel' }).click();
    await recallDialog().waitFor({ state: 'detached' });
    expect((await documentOf(world.ana, uid)).lockOwner).toBe('ana');

    await page.locator('nuxeo-browser').getByRole('button', { name: 'Recall' }).first().click();
    const asked: string[] = [];
    page.on('request', (one) => one.url().endsWith('/recall') && asked.push(one.method()));
    await recallDialog().getByRole('button', { name: 'Recall' }).dblclick();
    await page.getByText(`Recalled: ${title}`).waitFor();
    await pushButton(page).waitFor();
    expect(asked).toEqual(['POST']);
    expect((await documentOf(world.ana, uid)).lockOwner).toBeUndefined();
  });

  it('offers neither to who may not take the lock away', async () => {
    const { title } = await inReview();
    const page = await world.open(`${AURORA}/Dailies/${title}`, { as: 'cleo' });
    await bar().getByText('In review on Frame.io since').waitFor();
    expect(await page.getByRole('button', { name: 'Recall' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Bring back from Frame.io' }).count()).toBe(0);
  });

  it('says that somebody has unlocked it', async () => {
    const { uid, title } = await inReview();
    await operation(world.ana, 'Document.Unlock', uid);
    await world.open(`${AURORA}/Dailies/${title}`);
    await bar().getByText('Somebody has unlocked it meanwhile.').waitFor();
  });

  it('says so when recalling fails, and stays where it is', async () => {
    const { title } = await inReview();
    const page = await world.open(`${AURORA}/Dailies/${title}`);
    await bar().getByRole('button', { name: 'Recall' }).click();
    await page.route('**/recall', (route) => route.abort());
    await recallDialog().getByRole('button', { name: 'Recall' }).click();
    await recallDialog().getByRole('alert').getByText('connector').waitFor();
    await page.unroute('**/recall');
    await recallDialog().getByRole('button', { name: 'Recall' }).click();
    await page.getByText(`Recalled: ${title}`).waitFor();
  });
});
