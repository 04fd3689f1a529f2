import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bindDemoWorkspace, TARGET } from '../../../sandbox/demo/scenes.ts';
import { startEnvironment, type Environment } from '../../../sandbox/environment/environment.ts';
import type { Person } from '../../../sandbox/environment/person.ts';
import { Reviewer } from '../../../sandbox/environment/reviewer.ts';
import { connected, setUp } from '../../../sandbox/environment/set-up.ts';
import { until } from '../../../sandbox/environment/until.ts';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import { standInsOf, type StandIns } from '../../e2e/support/stand-ins.ts';
import { makeFile, operation, type MadeFile } from '../../e2e/support/things.ts';
import { accessibilityFaults } from '../../support/axe.ts';
import { launchChromium } from '../../support/chromium.ts';
import { visitWebUi, type Visit } from '../../support/web-ui.ts';

let environment: Environment;
let browser: Browser;
let administrator: Person;
let ana: Person;
let reviewer: Reviewer;
let standIns: StandIns;
let visit: Visit | undefined;

beforeAll(async () => {
  [environment, browser] = await Promise.all([startEnvironment({ webUi: true }), launchChromium()]);
  administrator = await setUp(environment);
  ana = await connected(environment, 'ana');
  reviewer = await Reviewer.signIn(environment.frameioUrl, 'ana@northlight.example');
  standIns = await standInsOf(environment);
  await bindDemoWorkspace(ana);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await environment?.stop();
});

afterEach(() => visit?.close());

async function open(as: string, route: string): Promise<Visit['page']> {
  visit = await visitWebUi(browser, environment.publicUrl, { as, route });
  return visit.page;
}

const openTab = () => open('ana', `/doc/${SEEDED.workspace}?p=frameio`);

async function publish(): Promise<MadeFile> {
  const file = await makeFile(standIns);
  await reviewer.run('Publish to Nuxeo', TARGET.workspaceId, [{ type: 'file', id: file.id }]);
  return file;
}

/** What the person in Frame.io reads at the asset. */
function told({ id }: MadeFile): Promise<string> {
  const path = `/accounts/${TARGET.accountId}/files/${id}/comments`;
  return until('a comment that says why', async () => (await reviewer.v4<{ text: string }[]>('GET', path))[0]?.text);
}

describe('a bound folder', () => {
  it('that was moved and renamed stays bound, and what Frame.io says of it follows (N53)', async () => {
    const params = { target: '/default-domain', name: 'Aurora-2027' };
    await operation(administrator, 'Document.Move', SEEDED.workspace, params);
    const page = await openTab();
    const details = page.getByRole('region', { name: 'Frame.io', exact: true });
    await details.getByText('Push to Nuxeo folder : /default-domain/Aurora-2027').waitFor();
    expect(await page.getByRole('button', { name: 'Bind to Frame.io' }).count()).toBe(0);
    const path = `/accounts/${TARGET.accountId}/workspaces/${TARGET.workspaceId}/actions`;
    expect((await reviewer.v4<{ description: string }[]>('GET', path)).map((one) => one.description)).toEqual([
      'Push to Nuxeo folder : /default-domain/Aurora-2027',
    ]);

    const file = await publish();
    await page.goto(`${environment.publicUrl}/ui/#!/browse/default-domain/Aurora-2027`);
    await until('the asset to be listed', async () => {
      await page.reload();
      await page.locator('nuxeo-data-table').waitFor();
      return page.getByRole('link', { name: file.title }).first().isVisible();
    });
    expect(visit?.failures).toEqual([]);
  });

  it('in the trash says that it takes nothing, and so does the asset in Frame.io (N54)', async () => {
    await operation(administrator, 'Document.Trash', SEEDED.workspace);
    expect(await told(await publish())).toContain('in the trash');
    const page = await openTab();
    await page.getByText('This folder is in the trash. What is published to it is refused').waitFor();
    expect(await accessibilityFaults(page, 'nuxeo-frameio-folder-page')).toEqual([]);
  });

  it('that was deleted says so in Frame.io, and an administrator unbinds it (N54, N75)', async () => {
    await administrator.nuxeo('DELETE', `/id/${SEEDED.workspace}`);
    expect(await told(await publish())).toContain('not in Nuxeo any more');

    const page = await open('Administrator', '/admin/frameio?p=folders');
    await page.getByRole('button', { name: 'Unbind /default-domain/Aurora-2027' }).click();
    const dialog = page.getByRole('dialog', { name: 'Unbind this folder from Frame.io?' });
    await dialog.getByRole('button', { name: 'Unbind' }).click();
    await page.getByText('Unbound from Frame.io.').waitFor();
    await page.getByText('No folder is bound to Frame.io yet.').waitFor();
    expect(new URL(page.url()).hash).toBe('#!/admin/frameio?p=folders');
    expect(visit?.failures).toEqual([]);
  });
});
