import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { TARGET } from '../../../sandbox/demo/scenes.ts';
import { documentOf, settledBatch } from '../../../sandbox/demo/watching.ts';
import { startEnvironment, type Environment } from '../../../sandbox/environment/environment.ts';
import { Person } from '../../../sandbox/environment/person.ts';
import { connected } from '../../../sandbox/environment/set-up.ts';
import { until } from '../../../sandbox/environment/until.ts';
import { DAILIES_PATH, SEEDED, seededUid } from '../../../sandbox/nuxeo/seed.ts';
import { standInsOf, type StandIns } from '../../e2e/support/stand-ins.ts';
import { operation, push } from '../../e2e/support/things.ts';
import { launchChromium } from '../../support/chromium.ts';
import { reviewedVideo, VIDEO, type ReviewedVideo } from '../review/reviewed-video.ts';
import { copyOf } from '../review/stored-review.ts';
import { markSynced } from '../sync/sync-world.ts';

/** What the pictures show: the same people, names and states in every run. */
export interface ScreensWorld {
  readonly environment: Environment;
  readonly browser: Browser;
  readonly standIns: StandIns;
  readonly uids: {
    /** Back from its review, approved, with versions. */
    readonly reviewed: string;
    /** Locked, with an open comment. */
    readonly inReview: string;
    /** Its transfer goes on for as long as the pictures are made. */
    readonly underWay: string;
    readonly copy: string;
    readonly copiedFolder: string;
    readonly synced: string;
  };
  /** The click that `underWay` belongs to. */
  readonly batchId: string;
  stop(): Promise<void>;
}

/** A workspace that nothing above, in or below is bound of. */
export const UNBOUND = 'Borealis';
/** Carries the facet of a synchronisation; what the sidecar says of it is up to each scene. */
export const SYNCED = 'Rushes';
const LONG_TITLE = 'Interview with the director about the second unit in Reykjavík, uncut, with slate and room tone';
const secondCut = fileURLToPath(new URL('../../../sandbox/fixtures/second-cut.mp4', import.meta.url));

export async function startScreensWorld(): Promise<ScreensWorld> {
  const [environment, browser] = await Promise.all([startEnvironment({ webUi: true }), launchChromium()]);
  const desk = await reviewedVideo(environment, { hostile: false });
  const standIns = await standInsOf(environment);
  const ben = await connected(environment, 'ben');
  await operation(ben, 'Document.Lock', seededUid(`${DAILIES_PATH}/daily-03.txt`));
  await makeWorkspace(UNBOUND, environment, standIns);
  const synced = await makeWorkspace(SYNCED, environment, standIns);
  await markSynced(await Person.login(environment.publicUrl, 'Administrator'), synced);
  const { uid: copy } = await copyOf(desk, VIDEO, 'first-cut-copy');
  const { uid: copiedFolder } = await copyFolder(desk);
  const inReview = await inReviewWithComment(desk);
  await failedPush(desk, standIns);
  const { uid: underWay, batchId } = await slowPush(desk, standIns);
  return {
    ...{ environment, browser, standIns, batchId },
    uids: { reviewed: VIDEO, inReview, underWay, copy, copiedFolder, synced },
    async stop() {
      await browser.close();
      await environment.stop();
    },
  };
}

async function makeWorkspace(name: string, environment: Environment, standIns: StandIns): Promise<string> {
  const properties = { 'dc:title': name };
  const wish = { parent: SEEDED.workspaces, type: 'Workspace', name, properties };
  const { uid } = await standIns.control<{ uid: string }>('nuxeo', 'POST', 'documents', wish);
  const administrator = await Person.login(environment.publicUrl, 'Administrator');
  await operation(administrator, 'Document.AddPermission', uid, { username: 'editors', permission: 'ReadWrite' });
  return uid;
}

/** Of the bound workspace, into the one that is not. */
function copyFolder({ ana }: ReviewedVideo): Promise<{ uid: string }> {
  const params = { target: `/default-domain/workspaces/${UNBOUND}`, name: 'Aurora-copy' };
  return ana.nuxeo('POST', '/automation/Document.Copy', { input: `doc:${SEEDED.workspace}`, params });
}

async function inReviewWithComment({ ana, cleo, publicUrl }: ReviewedVideo): Promise<string> {
  const { batchId } = await ana.nuxeo<{ batchId: string }>('POST', '/upload');
  const headers = { 'X-File-Name': 'trailer.mp4', 'X-File-Type': 'video/mp4', 'content-type': 'video/mp4' };
  const body = new Uint8Array(await readFile(secondCut));
  await ana.browser.request('POST', `${publicUrl}/api/v1/upload/${batchId}/0`, { headers, body });
  const { uid } = await ana.nuxeo<{ uid: string }>('POST', `/id/${SEEDED.cuts}`, {
    ...{ 'entity-type': 'document', type: 'Video', name: 'trailer' },
    properties: { 'dc:title': LONG_TITLE, 'file:content': { 'upload-batch': batchId, 'upload-fileId': '0' } },
  });
  const pushed = await push(ana, [uid]);
  await settledBatch(ana, pushed.batchId);
  const { properties } = await documentOf(ana, uid);
  await cleo.comment(TARGET.accountId, String(properties['frameioasset:fileId']), 'Louder here', { frame: 60 });
  return uid;
}

/** One that Frame.io refused: with a reason, to be tried again. */
async function failedPush({ ana }: ReviewedVideo, standIns: StandIns): Promise<void> {
  const { uid } = await masterOf(standIns, 'Night exterior, take 4');
  const action = { type: 'status', status: 403 } as const;
  await standIns.fault('frameio', { method: 'POST', path: '/local_upload', times: 50, action });
  await settledBatch(ana, (await push(ana, [uid])).batchId);
  await standIns.clearFaults('frameio');
}

async function slowPush({ ana }: ReviewedVideo, standIns: StandIns): Promise<{ uid: string; batchId: string }> {
  const { uid } = await masterOf(standIns, 'Harbour at dawn, take 2', 4_000_000_000);
  await standIns.frameioSwitches({ throttle: { bytesPerSecondPerConnection: 600_000, requestDelayMs: 0 } });
  const { batchId } = await push(ana, [uid]);
  await until('its first bytes', async () => {
    const { jobs } = await ana.api<{ jobs: { bytesDone: number }[] }>('GET', `/jobs?batch=${batchId}`);
    return jobs.some(({ bytesDone }) => bytesDone > 0);
  });
  return { uid, batchId };
}

function masterOf(standIns: StandIns, title: string, size = 5_000): Promise<{ uid: string }> {
  const blob = { seed: title, size, name: `${title}.mov`, mimeType: 'video/quicktime' };
  const wish = { parent: SEEDED.dailies, type: 'File', name: title, properties: { 'dc:title': title }, blob };
  return standIns.control('nuxeo', 'POST', 'documents', wish);
}
