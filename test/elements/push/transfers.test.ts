import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { documentOf } from '../../../sandbox/demo/watching.ts';
import { TARGET } from '../../../sandbox/demo/scenes.ts';
import { filesNamed, makeDocument, push, type MadeDocument } from '../../e2e/support/things.ts';
import { accessibilityFaults } from '../../support/axe.ts';
import {
  AURORA,
  confirm,
  dialog,
  pushButton,
  rowOf,
  showTransfers,
  startPushWorld,
  transfers,
  type PushWorld,
} from './push-world.ts';

const SIZE = 60_000_000;

let world: PushWorld;
let made: MadeDocument;
beforeAll(async () => {
  world = await startPushWorld();
}, 120_000);
beforeEach(async () => {
  made = await makeDocument(world.standIns, { size: SIZE });
});
afterEach(() => world?.tidy());
afterAll(() => world?.stop());

/** So slow that one can look at it: about a quarter of a minute for the file. */
const slow = () =>
  world.standIns.frameioSwitches({ throttle: { bytesPerSecondPerConnection: 1_200_000, requestDelayMs: 0 } });
const fast = () => world.standIns.frameioSwitches({ throttle: { bytesPerSecondPerConnection: 0, requestDelayMs: 0 } });
const uploaded = () => world.visit().page.getByText(new RegExp(`^\\s*Uploaded to Frame\\.io: ${made.title}`));
const info = (text: string) => world.visit().page.locator('nuxeo-frameio-info-bar').getByText(text);

async function pushFromPage() {
  const page = await world.open(`${AURORA}/Dailies/${made.title}`);
  await pushButton(page).click();
  await dialog(page).getByRole('tree').waitFor();
  await confirm(page).click();
  await page.getByText('Pushed to Frame.io').waitFor();
  return page;
}

/** Web UI's button for new documents: 56 pixels, and 32 from the right and the bottom. */
function coversRoundButton(card: Element): boolean {
  const { right, bottom } = card.getBoundingClientRect();
  return right > window.innerWidth - 88 && bottom > window.innerHeight - 88;
}

describe('a transfer', () => {
  it('shows stage, bytes, pace and time left; cancelled it leaves no lock and no file (X6, N104)', async () => {
    await slow();
    const page = await pushFromPage();
    await info('Being sent to Frame.io.').waitFor();
    expect(await page.locator('nuxeo-frameio-page-progress .card').evaluate(coversRoundButton)).toBe(false);
    await showTransfers(page);
    const row = rowOf(page, made.title);
    await row.getByText('Sending to Frame.io').waitFor();
    await row.getByText(/^[\d.]+ \w?B of 60 MB$/).waitFor();
    await row.getByText(/ per second$/).waitFor();
    await row.getByText(/^\d\d:\d\d:\d\d left$/).waitFor();
    const bar = row.getByRole('progressbar', { name: `Progress of ${made.title}` });
    await expect
      .poll(() => bar.evaluate((one: HTMLProgressElement) => one.value), { timeout: 15_000 })
      .toBeGreaterThan(0);
    expect(await accessibilityFaults(page, 'nuxeo-frameio-transfers-dialog')).toEqual([]);

    await row.getByRole('button', { name: 'Cancel transfer' }).click();
    await rowOf(page, made.title).getByText('Cancelled').waitFor();
    await expect
      .poll(async () => (await documentOf(world.ana, made.uid)).lockOwner, { timeout: 15_000 })
      .toBeUndefined();
    await expect.poll(() => filesNamed(world.reviewer, made.fileName), { timeout: 15_000 }).toEqual([]);
    expect(world.visit().failures).toEqual([]);
  });

  it('is there right after the page was loaded again, and the page still sees its end', async () => {
    await slow();
    const page = await pushFromPage();
    await info('Being sent to Frame.io.').waitFor();
    await page.reload();
    await info('Being sent to Frame.io.').waitFor();
    await showTransfers(page);
    await rowOf(page, made.title).getByText('Sending to Frame.io').waitFor();
    await transfers(page).getByRole('button', { name: 'Close' }).click();
    await fast();
    await uploaded().waitFor({ timeout: 40_000 });
    await info('In review on Frame.io since').waitFor();
  }, 60_000);

  it('that failed says why, and is tried again from its row', async () => {
    await world.standIns.fault('frameio', {
      method: 'POST',
      path: '/local_upload',
      times: 50,
      action: { type: 'status', status: 403 },
    });
    const page = await pushFromPage();
    await page.getByText(`Not uploaded to Frame.io: ${made.title}`).waitFor();
    expect((await documentOf(world.ana, made.uid)).lockOwner).toBeUndefined();
    await world.standIns.clearFaults('frameio');
    await page.evaluate(() => document.dispatchEvent(new CustomEvent('frameio-show-transfers')));
    await rowOf(page, made.title).getByText('Frame.io does not allow this').waitFor();
    await rowOf(page, made.title).getByRole('button', { name: 'Retry' }).click();
    await uploaded().waitFor({ timeout: 40_000 });
    await rowOf(page, made.title).getByText('Done', { exact: true }).waitFor();
    expect((await documentOf(world.ana, made.uid)).lockOwner).toBe('ana');
  }, 60_000);

  it('of somebody’s other window appears by itself', async () => {
    const page = await world.open(`${AURORA}/Dailies/${made.title}`);
    await pushButton(page).waitFor();
    await page.evaluate(() => document.dispatchEvent(new CustomEvent('frameio-show-transfers')));
    await transfers(page).getByRole('radio', { name: 'All' }).waitFor({ state: 'attached' });
    await slow();
    await push(world.ana, [made.uid], TARGET);
    await rowOf(page, made.title).waitFor();
    await fast();
  });
});

describe('several that failed', () => {
  it('are all tried again with one click', async () => {
    const documents = [made, await makeDocument(world.standIns)];
    await world.standIns.fault('frameio', {
      method: 'POST',
      path: '/local_upload',
      times: 50,
      action: { type: 'status', status: 403 },
    });
    await push(
      world.ana,
      documents.map(({ uid }) => uid),
      TARGET,
    );
    const page = await world.open(`${AURORA}/Dailies/${made.title}`);
    await pushButton(page).waitFor();
    await page.evaluate(() => document.dispatchEvent(new CustomEvent('frameio-show-transfers')));
    for (const { title } of documents) await rowOf(page, title).getByText('Failed').waitFor({ timeout: 20_000 });
    await world.standIns.clearFaults('frameio');
    await transfers(page)
      .getByRole('button', { name: /^Retry all failed/ })
      .click();
    for (const { title } of documents)
      await rowOf(page, title).getByText('Done', { exact: true }).waitFor({ timeout: 20_000 });
  }, 60_000);
});

describe('a page that nobody looks at transfers on', () => {
  it('opens no stream, and asks nothing about a document that has nothing to do with Frame.io', async () => {
    const asked: string[] = [];
    const page = await world.open(`${AURORA}/Dailies/${made.title}`, {
      before: (one) => {
        one.on('request', (request) => request.url().includes('/nuxeo/frameio/') && asked.push(request.url()));
        return Promise.resolve();
      },
    });
    await pushButton(page).waitFor();
    await page.waitForLoadState('networkidle');
    expect(asked).toEqual([]);
  });
});
