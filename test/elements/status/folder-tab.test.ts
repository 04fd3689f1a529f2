import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bindDemoWorkspace, TARGET } from '../../../sandbox/demo/scenes.ts';
import { documentOf, settledBatch } from '../../../sandbox/demo/watching.ts';
import { startEnvironment, type Environment } from '../../../sandbox/environment/environment.ts';
import type { Person } from '../../../sandbox/environment/person.ts';
import { Reviewer } from '../../../sandbox/environment/reviewer.ts';
import { connected, setUp } from '../../../sandbox/environment/set-up.ts';
import { until } from '../../../sandbox/environment/until.ts';
import { FILES } from '../../../sandbox/frameio/seed.ts';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import { accessibilityFaults } from '../../support/axe.ts';
import { launchChromium } from '../../support/chromium.ts';
import { signIn } from '../../support/sign-in-window.ts';
import { visitWebUi, type Visit, type VisitOptions } from '../../support/web-ui.ts';

const AURORA = '/browse/default-domain/workspaces/Aurora';
const PAGE = 'nuxeo-frameio-folder-page';

let environment: Environment;
let browser: Browser;
let ana: Person;
let reviewer: Reviewer;
let visit: Visit;

beforeAll(async () => {
  [environment, browser] = await Promise.all([startEnvironment({ webUi: true }), launchChromium()]);
  await setUp(environment);
  ana = await connected(environment, 'ana');
  reviewer = await Reviewer.signIn(environment.frameioUrl, 'cleo@northlight.example');
  await bindDemoWorkspace(ana);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await environment?.stop();
});

afterEach(async () => {
  await visit?.close();
});

async function open(as: string, options: Partial<VisitOptions> = {}): Promise<Visit['page']> {
  visit = await visitWebUi(browser, environment.publicUrl, { as, route: `${AURORA}?p=frameio`, ...options });
  return visit.page;
}

const section = (name: string) => visit.page.locator(PAGE).getByRole('region', { name });
const unbindDialog = () => visit.page.getByRole('dialog', { name: 'Unbind this folder from Frame.io?' });

/** What a term of the details says. */
const detail = (term: string) => section('Frame.io').locator('dt', { hasText: term }).locator('+ dd');

async function expire(what: 'access-tokens' | 'refresh-tokens', email: string): Promise<void> {
  const answer = await fetch(`${environment.frameioUrl}/_control/expire`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ what, email }),
  });
  if (!answer.ok) throw new Error(`expiring ${what} answered ${answer.status}`);
}

it('asks the connector for nothing before the tab is seen', async () => {
  const asked: string[] = [];
  visit = await visitWebUi(browser, environment.publicUrl, { as: 'ana', route: '/home' });
  visit.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await visit.page.goto(`${environment.publicUrl}/ui/#!${AURORA}`);
  await visit.page.locator('nuxeo-page-item[name=frameio]').click();
  await section('Frame.io').waitFor();
  const ours = asked.filter((path) => path.endsWith(`/folders/${SEEDED.workspace}/binding`));
  expect(ours).toHaveLength(1);
});

it.each([
  ['default', { width: 1280, height: 900 }],
  ['dark', { width: 420, height: 900 }],
] as const)('shows what the binding is, accessible in the theme %s (N50–N52)', async (theme, viewport) => {
  const page = await open('ana', { theme, viewport });
  await section('Recent activity').getByText('Bound to Frame.io: Aurora').waitFor();
  expect(await detail('Custom action name').innerText()).toBe('Publish to Nuxeo');
  expect(await detail('Custom action description').innerText()).toBe(
    'Push to Nuxeo folder : /default-domain/workspaces/Aurora',
  );
  expect(await detail('Custom action creator').innerText()).toContain('ana');
  expect(await detail('Frame.io workspace (team)').innerText()).toMatch(/^Features\s+Active$/);
  expect(await detail('Type of document').innerText()).toBe('File');
  expect(await detail('Documents being sent or in review').innerText()).toBe('0');
  expect(await accessibilityFaults(page, PAGE)).toEqual([]);
  expect(visit.failures).toEqual([]);
});

describe('the rules', () => {
  it('are changed by who may write the folder, and stay so', async () => {
    const page = await open('ben');
    await section('How it works').getByLabel('Ask on publish').check();
    await section('How it works').getByLabel('New version from Frame.io').selectOption('major');
    await section('How it works').getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('Saved. This applies to everything that happens from now on.').waitFor();
    await section('How it works').getByRole('button', { name: 'Save changes' }).waitFor({ state: 'detached' });

    await page.reload();
    await section('How it works').waitFor();
    expect(await section('How it works').getByLabel('Ask on publish').isChecked()).toBe(true);
    expect(await section('How it works').getByLabel('New version from Frame.io').inputValue()).toBe('major');
    await ana.api('PATCH', `/folders/${SEEDED.workspace}/binding`, { askOnPublish: false, version: 'minor' });
  });

  it('are only shown to readers, who may not unbind either (N75)', async () => {
    const page = await open('cleo', { locale: 'fr-FR' });
    const rules = section('Fonctionnement');
    await rules.getByText('Version mineure').waitFor();
    expect(await rules.getByRole('combobox').count()).toBe(0);
    expect(await rules.getByRole('checkbox').count()).toBe(0);
    await page.getByText('Seuls ana, les gestionnaires de ce dossier et les administrateurs').waitFor();
    expect(await page.getByRole('button', { name: 'Délier' }).count()).toBe(0);
  });
});

it('shows what needs attention, and the way out of it', async () => {
  await expire('access-tokens', 'ana@northlight.example');
  await expire('refresh-tokens', 'ana@northlight.example');
  await reviewer.run('Publish to Nuxeo', TARGET.workspaceId, [{ type: 'file', id: FILES.trailer }]);
  await until('something to need attention', async () => {
    const { items } = await ana.api<{ items: unknown[] }>('GET', '/attention');
    return items.length > 0;
  });
  const page = await open('ana');
  const attention = section('Needs attention');
  await attention.getByText('Frame.io no longer accepts the connection of ana.').waitFor();
  expect(await accessibilityFaults(page, PAGE)).toEqual([]);

  await signIn(page, 'ana@northlight.example', 'Connect again');
  await attention.waitFor({ state: 'detached' });
  await until('the asset to arrive', async () => {
    const { entries } = await ana.nuxeo<{ entries: { title: string }[] }>('GET', `/id/${SEEDED.workspace}/@children`);
    return entries.some((one) => one.title.toLowerCase().includes('trailer'));
  });
});

it('says on a copy of the folder that the copy is not bound, and forgets', async () => {
  const input = `doc:${SEEDED.workspace}`;
  const params = { target: SEEDED.workspaces, name: 'Aurora copy' };
  const administrator = visitWebUi(browser, environment.publicUrl, { as: 'Administrator', route: '/home' });
  visit = await administrator;
  const copied = await visit.context.request.post(`${environment.publicUrl}/api/v1/automation/Document.Copy`, {
    data: { input, params },
  });
  expect(copied.ok()).toBe(true);
  const { path } = (await copied.json()) as { path: string };
  await visit.page.goto(`${environment.publicUrl}/ui/#!/browse${path}?p=frameio`);
  await visit.page.getByText('This folder was copied from a bound one.').waitFor();
  await visit.page.goto(`${environment.publicUrl}/ui/#!/browse${path}/Cuts`);
  await visit.page.getByRole('heading', { name: 'Cuts' }).waitFor();
  await visit.page.getByRole('button', { name: 'Bind to Frame.io' }).waitFor();
  await visit.page.goBack();
  await visit.page.getByRole('button', { name: 'Forget' }).click();
  await visit.page.locator('nuxeo-page-item[name=frameio]').waitFor({ state: 'detached' });
  await visit.page.getByRole('button', { name: 'Bind to Frame.io' }).waitFor();
});

describe('Unbind', () => {
  it('says what happens, can be left, and is accessible', async () => {
    const page = await open('ana');
    await section('Frame.io').getByRole('button', { name: 'Unbind' }).click();
    await unbindDialog().getByText('Transfers that have started go on to their end.').waitFor();
    expect(await accessibilityFaults(page, 'nuxeo-frameio-unbind-dialog')).toEqual([]);
    await page.keyboard.press('Escape');
    await unbindDialog().waitFor({ state: 'detached' });
    expect(await ana.api('GET', `/folders/${SEEDED.workspace}/binding`)).toMatchObject({
      actionName: 'Publish to Nuxeo',
    });
  });

  it('recalls what is in review when asked to; the tab goes and Bind comes back (N75–N82)', async () => {
    const { batchId } = await ana.api<{ batchId: string }>('POST', '/push', {
      documents: [SEEDED.firstCut],
      target: TARGET,
    });
    await settledBatch(ana, batchId);
    expect((await documentOf(ana, SEEDED.firstCut)).lockOwner).toBe('ana');

    const page = await open('ana');
    expect(await detail('Documents being sent or in review').innerText()).toBe('1');
    await section('Frame.io').getByRole('button', { name: 'Unbind' }).click();
    await unbindDialog().getByText('Documents being sent or in review: 1').waitFor();
    expect(await unbindDialog().getByRole('radio', { name: 'Keep in review' }).isChecked()).toBe(true);
    await unbindDialog().getByRole('radio', { name: 'Recall all' }).check();
    const asked: string[] = [];
    page.on('request', (one) => one.method() === 'DELETE' && asked.push(one.url()));
    await unbindDialog().getByRole('button', { name: 'Unbind' }).dblclick();

    await page.getByText('Unbound from Frame.io. Publishing here is refused from now on.').waitFor();
    await page.locator('nuxeo-page-item[name=frameio]').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Bind to Frame.io' }).waitFor();
    expect(asked).toHaveLength(1);
    expect((await documentOf(ana, SEEDED.firstCut)).lockOwner).toBeUndefined();
    const actions = `/accounts/${TARGET.accountId}/workspaces/${TARGET.workspaceId}/actions`;
    const owner = await Reviewer.signIn(environment.frameioUrl, 'ana@northlight.example');
    await until('the action to be removed', async () => (await owner.v4<unknown[]>('GET', actions)).length === 0);
    expect(visit.failures).toEqual([]);
  });
});
