import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { documentOf } from '../../../sandbox/demo/watching.ts';
import { Reviewer } from '../../../sandbox/environment/reviewer.ts';
import { until } from '../../../sandbox/environment/until.ts';
import { FILES, FOLDERS, PROJECTS } from '../../../sandbox/frameio/seed.ts';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import type { DriftAnswer, SyncAnswer } from '../../../server/contract/sync.ts';
import { features } from '../../e2e/support/one-folder.ts';
import { standInsOf } from '../../e2e/support/stand-ins.ts';
import { startSyncWorld, type SyncWorld } from './sync-world.ts';

const FOLDER = `/folders/${SEEDED.archive}/sync`;
const secondCut = fileURLToPath(new URL('../../../sandbox/fixtures/second-cut.mp4', import.meta.url));

let world: SyncWorld;
let anaThere: Reviewer;

/** One story with the real sidecar: each test goes on where the one before has ended. */
beforeAll(async () => {
  world = await startSyncWorld();
  anaThere = await Reviewer.signIn(world.environment.frameioUrl, 'ana@northlight.example');
  const target = { ...features, projectId: PROJECTS.aurora, folderId: FOLDERS.dailies };
  await world.ana.api('POST', FOLDER, { target, documentType: 'File' });
  await atRest();
}, 120_000);
afterAll(() => world?.stop());
afterEach(async () => {
  expect(world.failures()).toEqual([]);
  await world.closeVisit();
});

const details = () => world.section('Frame.io sync');
const detail = (term: string) => details().locator('dt', { hasText: term }).locator('+ dd');
const drift = () => world.section('Differences');
const line = (title: string) => drift().getByRole('listitem').filter({ hasText: title });
const fileThere = (id: string) => `/accounts/${features.accountId}/files/${id}`;

function atRest(): Promise<SyncAnswer> {
  return until('the runs to end', async () => {
    const sync = await world.ana.api<SyncAnswer>('GET', FOLDER);
    return sync.run?.endedAt && sync.comparison?.endedAt !== null ? sync : undefined;
  });
}

async function documentTitled(title: string): Promise<string> {
  const { path } = await documentOf(world.ana, SEEDED.archive);
  const query = `SELECT * FROM Document WHERE ecm:path STARTSWITH '${path}' AND dc:title = '${title}' AND ecm:isVersion = 0`;
  const found = await world.ana.nuxeo<{ entries: { uid: string }[] }>(
    'GET',
    `/search/execute?query=${encodeURIComponent(query)}`,
  );
  const [document] = found.entries;
  if (!document) throw new Error(`there is no ${title}`);
  return document.uid;
}

async function versionsOf(uid: string): Promise<number> {
  const query = `SELECT * FROM Document WHERE ecm:isVersion = 1 AND ecm:versionVersionableId = '${uid}'`;
  const path = `/search/execute?query=${encodeURIComponent(query)}`;
  return (await world.ana.nuxeo<{ entries: unknown[] }>('GET', path)).entries.length;
}

async function editHere(uid: string): Promise<void> {
  const { batchId } = await world.ana.nuxeo<{ batchId: string }>('POST', '/upload');
  const headers = { 'X-File-Name': 'ours.mp4', 'X-File-Type': 'video/mp4', 'content-type': 'video/mp4' };
  const body = new Uint8Array(await readFile(secondCut));
  const url = `${world.environment.publicUrl}/api/v1/upload/${batchId}/0`;
  await world.ana.browser.request('POST', url, { headers, body });
  const properties = { 'file:content': { 'upload-batch': batchId, 'upload-fileId': '0' } };
  await world.ana.nuxeo('PUT', `/id/${uid}`, { 'entity-type': 'document', uid, properties });
}

it('opens the folder in Frame.io, without a question to Frame.io for it', async () => {
  const standIns = await standInsOf(world.environment);
  const path = `/accounts/${features.accountId}/folders/${FOLDERS.dailies}`;
  const { view_url: there } = await anaThere.v4<{ view_url: string }>('GET', path);
  const before = (await standIns.calls('frameio')).length;
  await world.open();
  expect(await details().getByRole('link', { name: 'Open in Frame.io' }).getAttribute('href')).toBe(there);
  expect(await standIns.calls('frameio')).toHaveLength(before);
});

it('lists what differs, each with what can be decided about it (X9)', async () => {
  const [first, second] = await Promise.all([documentTitled('A001_C001'), documentTitled('A001_C002')]);
  await editHere(first);
  const on = { folderId: FOLDERS.day1, fileId: FILES.a001 };
  await anaThere.newVersion(features.accountId, on, 'A001_C001 graded.mp4', secondCut);
  await world.ana.nuxeo('PUT', `/id/${second}`, {
    ...{ 'entity-type': 'document', uid: second, properties: { 'dc:title': 'Hero take' } },
  });
  await anaThere.v4('PATCH', fileThere(FILES.a002), { name: 'A001_C002 circled.mov' });
  await anaThere.upload(features.accountId, FOLDERS.day1, 'pickup.mp4', secondCut);
  await world.ana.nuxeo('POST', `/id/${SEEDED.archive}`, {
    ...{ 'entity-type': 'document', type: 'File', name: 'notes', properties: { 'dc:title': 'Notes of ours' } },
  });

  await world.open();
  await drift().getByRole('button', { name: 'Compare now' }).dblclick();
  await drift().getByText('All (4)').waitFor({ timeout: 20_000 });
  await line('Notes of ours').getByText('Only here').waitFor();
  await line('pickup.mp4').getByText('Only there').waitFor();
  await line('A001_C001').getByText('Changed in both').waitFor();
  await line('Hero take').getByText('Renamed here').waitFor();
  expect(await detail('Synchronization state').innerText()).toContain('Done');
  await world.section('Last results').getByRole('link', { name: 'A001_C001' }).waitFor();
}, 60_000);

it('takes each decision: brought, kept, not listed again; nothing that was edited here is lost', async () => {
  await world.open();
  const [first, second] = await Promise.all([documentTitled('A001_C001'), documentTitled('Hero take')]);
  const before = await versionsOf(first);
  await line('Notes of ours').getByRole('button', { name: 'Do not list again' }).click();
  await line('Notes of ours').getByText('Not listed again').waitFor();
  await line('Hero take').getByRole('button', { name: 'Keep as it is here' }).click();
  await line('Hero take').getByText('Kept as it is here').waitFor();
  await line('A001_C001').getByRole('button', { name: 'Bring from Frame.io' }).dblclick();
  await line('A001_C001').getByText('On its way from Frame.io').waitFor();
  await line('pickup.mp4').getByRole('button', { name: 'Bring from Frame.io' }).click();
  await line('pickup.mp4').getByText('On its way from Frame.io').waitFor();

  await until('both to be brought', async () => {
    const { entries } = await world.ana.nuxeo<{ entries: unknown[] }>(
      'GET',
      `/search/execute?query=${encodeURIComponent("SELECT * FROM Document WHERE dc:title = 'pickup'")}`,
    );
    return entries.length > 0 && (await versionsOf(first)) === before + 2;
  });
  await atRest();
  expect((await documentOf(world.ana, second)).title).toBe('Hero take');
}, 60_000);

it('finds nothing more: neither what was kept nor what was dismissed', async () => {
  await world.open();
  await drift().getByRole('button', { name: 'Compare now' }).click();
  await drift().getByText('Both sides are alike.').waitFor({ timeout: 20_000 });
  const { lines } = await world.ana.api<DriftAnswer>('GET', `${FOLDER}/drift`);
  expect(lines).toEqual([]);
}, 60_000);

it('says what brings changes: the walk with its reason, then Frame.io itself', async () => {
  await world.open();
  expect(await detail('What brings changes').innerText()).toMatch(
    /every 15 minutes\s+Webhooks are switched off in the connector’s settings/,
  );
  await world.closeVisit();
  await world.environment.restartSidecar({ WEBHOOKS: 'always' });
  await world.ana.api('POST', `${FOLDER}/runs`);
  await until('the webhook', async () => (await atRest()).changes.by === 'webhook');
  await world.open();
  expect(await detail('What brings changes').innerText()).toContain('Frame.io tells at once, by a webhook.');
}, 60_000);
