import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bindDemoWorkspace } from '../../../sandbox/demo/scenes.ts';
import { startEnvironment, type Environment } from '../../../sandbox/environment/environment.ts';
import { Person } from '../../../sandbox/environment/person.ts';
import { connected, setUp } from '../../../sandbox/environment/set-up.ts';
import { FOLDERS, PROJECTS } from '../../../sandbox/frameio/seed.ts';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import { standInsOf, type StandIns } from '../../e2e/support/stand-ins.ts';
import { accessibilityFaults } from '../../support/axe.ts';
import { launchChromium } from '../../support/chromium.ts';
import { openSignIn } from '../../support/sign-in-window.ts';
import { visitWebUi, type Visit } from '../../support/web-ui.ts';

const WORKSPACES = '/browse/default-domain/workspaces';
const FREE = 'Borealis';

let environment: Environment;
let browser: Browser;
let standIns: StandIns;
let ana: Person;
let visit: Visit | undefined;

beforeAll(async () => {
  [environment, browser] = await Promise.all([startEnvironment({ webUi: true }), launchChromium()]);
  const administrator = await setUp(environment);
  standIns = await standInsOf(environment);
  ana = await connected(environment, 'ana');
  await bindDemoWorkspace(ana);
  const wish = { parent: SEEDED.workspaces, type: 'Workspace', name: FREE, properties: { 'dc:title': FREE } };
  const { uid } = await standIns.control<{ uid: string }>('nuxeo', 'POST', 'documents', wish);
  const params = { username: 'editors', permission: 'ReadWrite' };
  await administrator.nuxeo('POST', '/automation/Document.AddPermission', { input: `doc:${uid}`, params });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await environment?.stop();
});

afterEach(async () => {
  await visit?.close();
  await standIns.restore();
});

async function open(route: string): Promise<Visit['page']> {
  visit = await visitWebUi(browser, environment.publicUrl, { as: 'ben', route: `${WORKSPACES}/${route}` });
  visit.page.setDefaultTimeout(15_000);
  return visit.page;
}

const action = (name: string): Locator | undefined =>
  visit?.page.locator('nuxeo-browser').getByRole('button', { name, exact: true });
const dialog = (name: string): Locator => visit?.page.getByRole('dialog', { name }) as Locator;
const bindDialog = () => dialog('Bind this folder to your Frame.io projects');

describe('somebody without a Frame.io account', () => {
  it('is told so by the window and by the dialog, and whom to ask (N37)', async () => {
    const none = { status: 200, body: { data: [], links: { next: null }, total_count: 0 } };
    await standIns.fault('frameio', { path: '/v4/accounts', times: 10, action: { type: 'status', ...none } });
    const page = await open(FREE);
    await action('Bind to Frame.io')?.click();
    const popup = await openSignIn(page);
    await popup.getByText('ben@northlight.example').click();
    await popup.getByText('You signed in with an Adobe ID that has no Frame.io account.').waitFor();
    await bindDialog().getByText('ask your Frame.io administrator to invite you').waitFor();
    expect(await accessibilityFaults(page, 'nuxeo-frameio-bind-dialog')).toEqual([]);
  });
});

describe('somebody without access in Frame.io', () => {
  beforeAll(async () => {
    // A member of the account who was invited to nothing in it.
    const ben = await Person.login(environment.publicUrl, 'ben');
    await ben.connect('dan@northlight.example');
  });

  it('has nothing to bind to, and hears why in place of the form (N38)', async () => {
    await open(FREE);
    await action('Bind to Frame.io')?.click();
    await bindDialog().getByText('Your Frame.io account has no workspace (team) that you can see').waitFor();
    expect(await bindDialog().getByRole('button', { name: 'Validate' }).count()).toBe(0);
  });

  it('has nothing to synchronize with, and hears why in place of the form (N38)', async () => {
    await open(FREE);
    await action('Sync to Frame.io folder')?.click();
    await dialog('Sync to Frame.io folder').getByText('Ask your Frame.io administrator to invite you').waitFor();
  });

  it('cannot push into the project, and hears why (N38)', async () => {
    const page = await open('Aurora/Dailies/daily-01.txt');
    await action('Push to Frame.io')?.click();
    await dialog('Push asset to Frame.io')
      .getByText('You have no access to this workspace (team) in Frame.io.')
      .waitFor();
    expect(await accessibilityFaults(page, 'nuxeo-frameio-push-dialog')).toEqual([]);
  });
});

describe('somebody whom Nuxeo does not know', () => {
  it('reads in Frame.io that the folder takes assets from connected people only (N39)', async () => {
    await ana.api('PATCH', `/folders/${SEEDED.workspace}/binding`, { anyMember: false });
    const context = await browser.newContext();
    const page = await context.newPage();
    const place = `/project/${PROJECTS.aurora}?folder=${FOLDERS.cuts}&person=cleo@northlight.example`;
    await page.goto(`${environment.frameioUrl}${place}`);
    await page.getByLabel('Select Aurora trailer.mp4').check();
    await page.getByRole('button', { name: 'Run' }).click();
    await page.getByRole('heading', { name: 'Not published' }).waitFor();
    await page.getByText('This folder only takes assets from people who are connected to Nuxeo.').waitFor();
    await context.close();
    await ana.api('PATCH', `/folders/${SEEDED.workspace}/binding`, { anyMember: true });
  });
});
