import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import { accessibilityFaults } from '../../support/axe.ts';
import { aRun, aSync, failureOf } from './fake-syncs.ts';
import { AURORA, startSyncWorld, type SyncWorld } from './sync-world.ts';

let world: SyncWorld;

beforeAll(async () => {
  world = await startSyncWorld();
}, 120_000);
afterAll(() => world?.stop());
afterEach(async () => {
  expect(world.failures()).toEqual([]);
  await world.closeVisit();
});

it('says on a document that its asset is no longer in Frame.io, in the bar and in its tab (N122)', async () => {
  const uid = SEEDED.firstCut;
  const input = `doc:${uid}`;
  const params = { facet: 'FrameioAsset', save: true };
  await world.ana.nuxeo('POST', '/automation/Document.AddFacet', { input, params });
  const properties = { 'frameioasset:uid': uid, 'frameioasset:state': 'gone' };
  await world.ana.nuxeo('PUT', `/id/${uid}`, { 'entity-type': 'document', uid, properties });

  const page = await world.open({ route: `${AURORA}/Cuts/first-cut.mp4?p=frameio-review` });
  const bar = page.locator('nuxeo-frameio-info-bar');
  await bar.getByText('No longer in Frame.io. The document stays as it is.').waitFor();
  expect(await accessibilityFaults(page, 'nuxeo-frameio-info-bar')).toEqual([]);
  const state = page.locator('nuxeo-frameio-review dt', { hasText: 'Review' }).locator('+ dd').first();
  expect(await state.innerText()).toBe('No longer in Frame.io');
});

it('lists synchronised folders for administrators, beside the bound ones', async () => {
  const failed = aRun({ state: 'failed', failure: failureOf('frameio-not-found') });
  const syncs = [
    aSync('one', { folderPath: '/default-domain/workspaces/Aurora/Dailies' }),
    aSync('two', { id: 'sync-2', folderPath: '/default-domain/workspaces/Aurora/Cuts', run: failed, lastRunAt: null }),
  ];
  const page = await world.open({
    as: 'Administrator',
    route: '/admin/frameio?p=folders',
    before: (one) => one.route('**/frameio/api/syncs*', (route) => route.fulfill({ json: { syncs, next: null } })),
  });
  const list = page.getByRole('region', { name: 'Synchronized folders' });
  const [healthy, broken] = [list.getByRole('listitem').nth(0), list.getByRole('listitem').nth(1)];
  await healthy.getByText('Frame.io: Features › Aurora › Dailies › Day 1').waitFor();
  const link = healthy.getByRole('link', { name: '/default-domain/workspaces/Aurora/Dailies' });
  expect(await link.getAttribute('href')).toBe('#!/doc/one?p=frameio-sync');
  await broken.getByText('This is not in Frame.io any more').waitFor();
  await broken.getByText('Not synchronized yet').waitFor();
  const faults = await accessibilityFaults(page, 'nuxeo-frameio-admin-syncs');
  expect(faults).toEqual([]);
});
