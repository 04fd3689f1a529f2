import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import { accessibilityFaults } from '../../support/axe.ts';
import { signIn } from '../../support/sign-in-window.ts';
import { aLine, anItem, aRun, failureOf, FakeSync } from './fake-syncs.ts';
import { markSynced, startSyncWorld, type SyncWorld } from './sync-world.ts';

const PAGE = 'nuxeo-frameio-sync-page';

let world: SyncWorld;

beforeAll(async () => {
  world = await startSyncWorld();
  await markSynced(world.ana);
}, 120_000);

afterAll(() => world?.stop());
afterEach(() => world.closeVisit());

const details = () => world.section('Frame.io sync');
/** What a term of the details says. */
const detail = (term: string) => details().locator('dt', { hasText: term }).locator('+ dd');
const results = () => world.section('Last results');
const drift = () => world.section('Differences');
const faked = (change?: ConstructorParameters<typeof FakeSync>[1]) => new FakeSync(SEEDED.archive, change);
const running = (change = {}) =>
  aRun({
    id: 'run-2',
    state: 'running',
    total: 40,
    done: 12,
    bytesTotal: 4e9,
    bytesDone: 1e9,
    endedAt: null,
    ...change,
  });

/** Three failed, four were left, the rest arrived. */
function partly(): FakeSync {
  const fake = faked({ run: aRun({ state: 'partly', total: 67, done: 60, failed: 3, left: 4 }) });
  fake.items = [
    anItem(1, { state: 'failed', failure: failureOf('frameio-quota-exceeded'), documentUid: null }),
    ...[2, 3].map((n) => anItem(n, { state: 'failed', failure: failureOf('asset-without-bytes', `A${n}`) })),
    ...[4, 5, 6, 7].map((n) =>
      anItem(n, { state: 'left', change: 'version', failure: failureOf('locked-by-other', 'ben') }),
    ),
    ...Array.from({ length: 60 }, (_, n) => anItem(n + 10)),
  ];
  return fake;
}

describe('the tab', () => {
  it('shows what the folder is synchronised with, by whom and when (N115, N116)', async () => {
    await world.open({ fake: faked() });
    expect(await detail('Frame.io workspace (team)').innerText()).toBe('Features');
    expect(await detail('Project').innerText()).toBe('Aurora');
    expect(
      await details()
        .locator('dt', { hasText: /^Folder$/ })
        .locator('+ dd')
        .innerText(),
    ).toBe('Dailies › Day 1');
    expect(await detail('Synchronization owner').innerText()).toBe('ana');
    expect(await detail('Document type').innerText()).toBe('File');
    expect(await detail('Synchronization state').innerText()).toContain('Done');
    expect(await detail('Last synchronization date').innerText()).toBe('3 minutes ago');
    expect(await detail('What brings changes').innerText()).toContain('every 15 minutes');
    await results().getByText('Nothing had changed in Frame.io.').waitFor();
    expect(world.failures()).toEqual([]);
  });

  it('speaks the language of its reader', async () => {
    await world.open({ fake: faked(), locale: 'fr-FR' });
    const last = world.page().locator('dt', { hasText: 'Date de dernière synchronisation' }).locator('+ dd');
    expect(await last.innerText()).toBe('il y a 3 minutes');
    await world.section('Différences').getByRole('button', { name: 'Comparer maintenant' }).waitFor();
  });

  it('says why only a walk brings changes', async () => {
    const reason = failureOf('public-url-unreachable', 'http://localhost');
    await world.open({ fake: faked({ changes: { by: 'walk', everySeconds: 3600, reason } }) });
    await detail('What brings changes').getByText('every 1 hour').waitFor();
    await detail('What brings changes').getByText('Nothing answered at http://localhost.').waitFor();
  });

  it.each([
    ['default', { width: 1280, height: 900 }],
    ['dark', { width: 420, height: 900 }],
  ] as const)(
    'is accessible in the theme %s, in every state',
    async (theme, viewport) => {
      const states = [
        partly(),
        withDrift(faked({ run: running() }), 5),
        faked({ run: aRun({ state: 'failed', failure: failureOf('frameio-not-found') }), needsOwner: null }),
        faked({
          owner: 'cleo',
          needsOwner: failureOf('frameio-token-refused', 'cleo'),
          mayTakeOver: true,
          mayRemove: false,
        }),
      ];
      for (const fake of states) {
        const page = await world.open({ fake, theme, viewport });
        await drift().waitFor();
        await expect.poll(() => page.locator(PAGE).locator('.loading').count()).toBe(0);
        expect(await accessibilityFaults(page, PAGE)).toEqual([]);
        const overflow = await page.locator(PAGE).evaluate((one) => one.scrollWidth - one.clientWidth);
        expect(overflow).toBeLessThanOrEqual(0);
      }
    },
    60_000,
  );

  it('says in a sentence that the connector does not answer, and tries again', async () => {
    const fake = faked();
    const page = await world.open({ before: (one) => one.route('**/frameio/api/**', (route) => route.abort()) });
    await page.locator(PAGE).getByText('The connector does not answer at the moment.').waitFor();
    await page.unroute('**/frameio/api/**');
    await fake.answer(page);
    await page.locator(PAGE).getByRole('button', { name: 'Try again' }).click();
    await details().waitFor();
  });

  it('says on a copy of the folder that the copy is not synchronised, and forgets', async () => {
    await markSynced(world.ana, SEEDED.cuts, SEEDED.archive);
    const fake = faked();
    fake.isGone = true;
    const page = await world.open({ fake, route: '/browse/default-domain/workspaces/Aurora/Cuts?p=frameio-sync' });
    await page.getByText('This folder was copied from a synchronized one.').waitFor();
    await page.getByRole('button', { name: 'Forget' }).click();
    await page.locator('nuxeo-page-item[name=frameio-sync]').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Sync to Frame.io folder' }).waitFor();
  });
});

describe('a run', () => {
  it('shows n of m and bytes while it goes on, and moves nothing below it (N120)', async () => {
    const fake = faked({ run: aRun({ id: 'run-2', state: 'queued', foldersSeen: 0, assetsSeen: 0, endedAt: null }) });
    await world.open({ fake });
    await detail('Synchronization state').getByText('Queued').first().waitFor();
    const refresh = details().getByRole('button', { name: 'Refresh Synchronization' });
    expect(await refresh.getAttribute('aria-disabled')).toBe('true');
    const top = async () => (await refresh.boundingBox())?.y;
    const before = await top();

    fake.sync = { ...fake.sync, run: running({ isWalked: false, total: 0, done: 0, bytesTotal: 0 }) };
    await detail('Synchronization state').getByText('Running: looking through Frame.io').waitFor();
    fake.sync = { ...fake.sync, run: running() };
    await detail('Synchronization state').getByText('Running: 12 of 40').waitFor();
    await detail('Synchronization state').getByText('1 GB of 4 GB').waitFor();
    const bar = details().getByRole('progressbar', { name: 'Progress of the synchronization' });
    expect(await bar.evaluate((one) => (one as HTMLProgressElement).value)).toBeCloseTo((12 / 40 + 1 / 4) / 2);
    expect(await top()).toBe(before);

    fake.sync = { ...fake.sync, run: running({ state: 'done', done: 40, endedAt: new Date().toISOString() }) };
    await detail('Synchronization state').getByText('Done').first().waitFor();
    expect(await top()).toBe(before);
    expect(await refresh.getAttribute('aria-disabled')).toBe('false');
  });

  it('lets the listing be read again when it ends', async () => {
    const fake = faked({ run: running() });
    const page = await world.open({ fake });
    await detail('Synchronization state').getByText('Running: 12 of 40').waitFor();
    const read = page.waitForResponse((answer) => answer.url().includes(`/api/v1/id/${SEEDED.archive}`));
    fake.sync = { ...fake.sync, run: running({ state: 'done', done: 40 }) };
    expect((await read).ok()).toBe(true);
    await detail('Synchronization state').getByText('Done').first().waitFor();
  });

  it('says of each that failed or was left why, and shows what arrived page by page', async () => {
    const fake = partly();
    await world.open({ fake });
    await results().getByText('The Frame.io account has no storage left').waitFor();
    expect(await results().getByRole('listitem').count()).toBe(3);
    await results().getByText('Left (4)').click();
    await results().getByText('The document is locked by ben').first().waitFor();
    expect(await results().getByRole('listitem').count()).toBe(4);
    await results().getByText('Brought (60)').click();
    await results().getByRole('link', { name: 'A001_C010' }).waitFor();
    expect(await results().getByRole('listitem').count()).toBe(50);
    await results().getByRole('button', { name: 'Show more' }).click();
    await expect.poll(() => results().getByRole('listitem').count()).toBe(60);
    expect(await results().getByRole('link', { name: 'A001_C010' }).getAttribute('href')).toBe('#!/doc/doc-10');
  });

  it('says why it failed as a whole', async () => {
    await world.open({ fake: faked({ run: aRun({ state: 'failed', failure: failureOf('frameio-not-found') }) }) });
    await details().getByText('The last synchronization failed. This is not in Frame.io any more').waitFor();
  });
});

describe('Refresh Synchronization', () => {
  it('starts a run, and tells how it ended (N118)', async () => {
    const fake = faked();
    const page = await world.open({ fake });
    await details().getByRole('button', { name: 'Refresh Synchronization' }).dblclick();
    await page.getByText('The synchronization has started.').waitFor();
    expect(fake.asked.map(({ path }) => path)).toEqual(['POST /runs']);
    const { run } = fake.sync;
    fake.sync = { ...fake.sync, run: aRun({ ...run, state: 'partly', total: 5, done: 3, failed: 1, left: 1 }) };
    await page
      .getByText('Synchronized with Aurora › Dailies › Day 1 in part. Brought: 3, left: 1, failed: 1.')
      .waitFor();
    await detail('Synchronization state').getByText('Partly done. Failed: 1').waitFor();
  });

  it('says in its place why it could not start', async () => {
    const fake = faked();
    fake.refusal = { status: 503, code: 'frameio-unavailable' };
    await world.open({ fake });
    await details().getByRole('button', { name: 'Refresh Synchronization' }).click();
    await details().getByText('Frame.io does not answer at the moment.').waitFor();
  });

  it('offers to connect first, and does nothing when that is left', async () => {
    const fake = faked();
    fake.refusal = { status: 409, code: 'frameio-not-connected' };
    const page = await world.open({ fake });
    await details().getByRole('button', { name: 'Refresh Synchronization' }).click();
    const dialog = page.getByRole('dialog', { name: 'Connection to Frame.io needed' });
    await dialog.getByRole('button', { name: 'Connect to Frame.io' }).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(fake.asked).toHaveLength(1);
  });
});

it('is taken over by who may, where the owner is gone (N124)', async () => {
  const fake = faked({ owner: 'cleo', needsOwner: failureOf('frameio-token-refused', 'cleo'), mayTakeOver: true });
  const page = await world.open({ fake });
  await details().getByText('Nothing can be brought in the name of cleo any more.').waitFor();
  await details().getByRole('button', { name: 'Take over' }).click();
  await page.getByText('You are the synchronization owner now.').waitFor();
  await details().getByText('Nothing can be brought').waitFor({ state: 'detached' });
  expect(await detail('Synchronization owner').innerText()).toBe('ana');
});

it('lets its owner connect again, which goes on by itself', async () => {
  const fake = faked({ needsOwner: failureOf('frameio-token-refused', 'ana') });
  const page = await world.open({ fake });
  await details().getByText('Your connection to Frame.io has ended.').waitFor();
  fake.sync = { ...fake.sync, needsOwner: null };
  await signIn(page, 'ana@northlight.example');
  await details().getByText('Your connection to Frame.io has ended.').waitFor({ state: 'detached' });
});

it('does not ask others for a connection that only the owner can make', async () => {
  const fake = faked({ owner: 'cleo' });
  fake.refusal = { status: 409, code: 'frameio-not-connected', params: ['cleo'] };
  await world.open({ fake });
  await details().getByRole('button', { name: 'Refresh Synchronization' }).click();
  await details().getByRole('alert').getByText('cleo').waitFor();
  expect(await world.page().getByRole('dialog').count()).toBe(0);
});

it('says whom it waits for after a lost database, and offers nothing to forget', async () => {
  const fake = faked();
  fake.waitsFor = 'cleo';
  const page = await world.open({ fake });
  await page.getByText('cleo is asked whether this folder is synchronized as before').waitFor();
  expect(await page.locator('nuxeo-frameio-sync-page').getByRole('button').count()).toBe(0);
  fake.waitsFor = undefined;
  await detail('Synchronization owner').getByText('ana').waitFor();
});

it('says who can take over, and who can remove, to others', async () => {
  const needsOwner = failureOf('frameio-token-refused', 'cleo');
  await world.open({ fake: faked({ owner: 'cleo', needsOwner, mayTakeOver: false, mayRemove: false }) });
  await details().getByText('Anybody can take over who may write this folder').waitFor();
  await details().getByText('Only cleo, managers of this folder and administrators').waitFor();
  expect(await details().getByRole('button').count()).toBe(1);
});

describe('Remove Synchronization', () => {
  it('says first what happens, can be left by keyboard, and is accessible (N119)', async () => {
    const fake = faked();
    const page = await world.open({ fake });
    const button = details().getByRole('button', { name: 'Remove Synchronization' });
    await button.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Remove the synchronization of this folder?' });
    await dialog.getByText('All documents, versions and comments that have arrived stay.').waitFor();
    expect(await accessibilityFaults(page, 'nuxeo-frameio-remove-sync-dialog')).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await button.evaluate((one) => one.matches(':focus'))).toBe(true);
    expect(fake.asked).toEqual([]);
  });
});

/** Lines of every kind, taking turns. */
function withDrift(fake: FakeSync, count: number): FakeSync {
  const kinds = ['only-here', 'only-there', 'newer-there', 'changed-in-both', 'renamed-here'] as const;
  const lines = Array.from({ length: count }, (_, n) => aLine(n, kinds[n % kinds.length] ?? 'failed'));
  fake.drift = { run: aRun({ id: 'compare-1', mode: 'compare' }), lines };
  return fake;
}

describe('the differences (X9)', () => {
  it('are compared on demand, and it says what that would show before', async () => {
    const fake = faked();
    await world.open({ fake });
    await drift().getByText('Not compared yet.').waitFor();
    await drift().getByText('nothing here deletes anything, on either side').waitFor();
    await drift().getByRole('button', { name: 'Compare now' }).click();
    await drift().getByText('Comparing. Looked at so far:').waitFor();
    expect(await drift().getByRole('button', { name: 'Compare now' }).getAttribute('aria-disabled')).toBe('true');
    withDrift(fake, 3);
    await drift().getByText('Compared 3 minutes ago.').waitFor();
    expect(await drift().getByRole('listitem').count()).toBe(3);
    await drift().getByText('Edited in Nuxeo').waitFor({ state: 'detached' });
  });

  it('are shown page by page and by kind, 300 of them', async () => {
    await world.open({ fake: withDrift(faked(), 300) });
    await drift().getByText('All (300)').waitFor();
    expect(await drift().getByRole('listitem').count()).toBe(50);
    await drift().getByRole('button', { name: 'Show more' }).click();
    await expect.poll(() => drift().getByRole('listitem').count()).toBe(100);
    await drift().getByText('Changed in both (60)').click();
    await expect.poll(() => drift().getByRole('listitem').count()).toBe(50);
    expect(
      await drift().getByRole('listitem').getByText('Edited in Nuxeo, and changed in Frame.io since.').count(),
    ).toBe(50);
  });

  it('are decided line by line: each says what becomes of it, and the focus stays there', async () => {
    const fake = withDrift(faked(), 5);
    const page = await world.open({ fake });
    const line = drift().getByRole('listitem').nth(3);
    await line.getByRole('button', { name: 'Bring from Frame.io: A001_C003.mov' }).focus();
    await page.keyboard.press('Enter');
    await line.getByText('On its way from Frame.io').waitFor();
    expect(await line.evaluate((one) => one.matches(':focus'))).toBe(true);
    await page.keyboard.press('Tab');
    await drift().getByRole('button', { name: 'Keep as it is here: A001_C004.mov' }).click();
    await drift().getByText('Kept as it is here').waitFor();
    await drift().getByRole('button', { name: 'Do not list again: A001_C000.mov' }).click();
    await drift().getByText('Not listed again').waitFor();
    expect(fake.asked).toEqual([
      { path: 'POST /drift/line-3', body: { choice: 'bring' } },
      { path: 'POST /drift/line-4', body: { choice: 'keep' } },
      { path: 'POST /drift/line-0', body: { choice: 'dismiss' } },
    ]);
  });

  it('say at the line why a decision was refused, and it can be taken again', async () => {
    const fake = withDrift(faked(), 2);
    fake.refusal = { status: 409, code: 'locked-by-other', params: ['ben'] };
    await world.open({ fake });
    const bring = drift().getByRole('button', { name: 'Bring from Frame.io: A001_C001.mov' });
    await bring.click();
    await drift().getByRole('listitem').nth(1).getByText('The document is locked by ben').waitFor();
    await bring.click();
    await drift().getByText('On its way from Frame.io').waitFor();
  });
});

// The last one: afterwards the folder is not synchronised any more.
it('is removed, and the tab goes (N119)', async () => {
  const fake = faked();
  const page = await world.open({ fake });
  await details().getByRole('button', { name: 'Remove Synchronization' }).click();
  const dialog = page.getByRole('dialog', { name: 'Remove the synchronization of this folder?' });
  await dialog.getByRole('button', { name: 'Remove Synchronization' }).click();
  await page.getByText('The synchronization is removed. The documents stay.').waitFor();
  expect(fake.asked).toEqual([{ path: 'DELETE ', body: null }]);
});
