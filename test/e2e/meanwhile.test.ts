import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { TARGET } from '../../sandbox/demo/scenes.ts';
import { documentOf, settledJob, type JobSeen } from '../../sandbox/demo/watching.ts';
import type { ApiFailure, Person } from '../../sandbox/environment/person.ts';
import { until } from '../../sandbox/environment/until.ts';
import { ACCOUNTS, FOLDERS, WORKSPACES } from '../../sandbox/frameio/seed.ts';
import { SEEDED } from '../../sandbox/nuxeo/seed.ts';
import { runOn } from './support/actions.ts';
import { attentionOf, completedJob, failedJob, jobThat, newestJob, told, waitingJob } from './support/jobs.ts';
import { useOnePush } from './support/one-push.ts';
import { documentTitled, filesNamed, makeDocument, makeFile, operation, push } from './support/things.ts';
import { lookAtTheWholeRun, useWorld } from './support/world.ts';

/** What others do in Nuxeo, in Frame.io and here while something is under way. */
const world = useWorld();
const one = useOnePush(world);

async function pushUnderWay(): Promise<string> {
  await one.slowly();
  const id = await one.start();
  await one.underWay(id);
  return id;
}

describe('while a push is under way', () => {
  it('its document is deleted: it ends, and nothing stays in Frame.io', async () => {
    const { administrator, ana, cleoThere } = world();
    const id = await pushUnderWay();
    await operation(administrator, 'Document.Delete', one.document().uid);
    expect((await failedJob(world(), ana, id)).failure?.code).toBe('nuxeo-not-found');
    expect(await filesNamed(cleoThere, one.document().fileName)).toEqual([]);
  });

  it('its document goes to the trash: it arrives, and can be recalled', async () => {
    const { ana } = world();
    const id = await pushUnderWay();
    await operation(ana, 'Document.Trash', one.document().uid);
    await completedJob(ana, id);
    await one.isThere();
    await ana.api('POST', `/documents/${one.document().uid}/recall`);
    expect((await documentOf(ana, one.document().uid)).lockOwner).toBeUndefined();
  });

  it('its folder in Frame.io is deleted: it ends, and the document is free', async () => {
    const { ana, anaThere, standIns } = world();
    const path = `/accounts/${ACCOUNTS.northlight}/folders`;
    const { id: folderId } = await anaThere.v4<{ id: string }>('POST', `${path}/${FOLDERS.cuts}/folders`, {
      name: randomUUID(),
    });
    await one.slowly();
    const { jobs } = await push(ana, [one.document().uid], { folderId });
    const id = String(jobs[0]?.id);
    await one.underWay(id);
    await anaThere.v4('DELETE', `${path}/${folderId}`);
    await standIns.frameioSwitches({ throttle: { bytesPerSecondPerConnection: 0, requestDelayMs: 0 } });
    expect((await failedJob(world(), ana, id)).failure?.code).toMatch(/^(upload-failed|frameio-not-found)$/);
    expect((await documentOf(ana, one.document().uid)).lockOwner).toBeUndefined();
  });

  it('its person loses the permission in Nuxeo and it fails: the lock is shown, and can be released', async () => {
    const { administrator, ana, standIns } = world();
    const id = await pushUnderWay();
    for (const what of ['access-tokens', 'refresh-tokens'])
      await standIns.control('nuxeo', 'POST', 'expire', { what, user: 'ana' });
    await ana.api('POST', `/jobs/${id}/cancel`);
    expect(await settledJob(ana, id)).toMatchObject({ state: 'cancelled' });

    const { uid } = one.document();
    const item = await attentionOf(administrator, 'nuxeo-grant-refused');
    expect(item).toMatchObject({ documentUid: uid, person: 'ana', remedies: expect.arrayContaining(['release-lock']) });
    await administrator.api('POST', `/attention/${String(item?.id)}`, { remedy: 'release-lock' });
    expect((await documentOf(ana, uid)).lockOwner).toBeUndefined();
    expect(await attentionOf(administrator, 'nuxeo-grant-refused')).toBeUndefined();
    await ana.connect('ana@northlight.example');
  });

  it('Nuxeo is away while it is cancelled: the lock goes when Nuxeo is back', async () => {
    const { ana, standIns } = world();
    const id = await pushUnderWay();
    const away = { path: 'Document.Unlock', times: 1, action: { type: 'status', status: 503 } } as const;
    await standIns.fault('nuxeo', away);
    await ana.api('POST', `/jobs/${id}/cancel`);
    await jobThat('is cancelled', ana, id, ({ state }) => state === 'cancelled');
    await one.isNotThere();
  });

  it('its folder is unbound: it arrives all the same, since it was accepted before', async () => {
    const { ana } = world();
    const id = await pushUnderWay();
    await ana.api('DELETE', `/folders/${SEEDED.workspace}/binding`, { reviews: 'keep' });
    await completedJob(ana, id);
    await one.isThere();
    await ana.api('POST', `/documents/${one.document().uid}/recall`);
    await until('the name to be free again', () => bind(ana, SEEDED.workspace, 'Publish to Nuxeo'));
  });

  it('an administrator forgets its person: it waits, and goes on when they connect again', async () => {
    const { administrator, ana, standIns } = world();
    await standIns.fault('frameio', { path: '/local_upload', action: { type: 'status', status: 503 } });
    const id = await one.start();
    await jobThat('is put off', ana, id, ({ state }) => state === 'retry');
    const left = await administrator.api<{ bindings: unknown[]; jobs: { id: string }[] }>(
      'DELETE',
      '/admin/people/ana',
    );
    expect(left.bindings).toHaveLength(1);
    expect(left.jobs.map((job) => job.id)).toContain(id);
    await administrator.api('POST', `/jobs/${id}/retry`);
    await told(world(), administrator, await waitingJob(administrator, id, 'nuxeo-grant-missing'));
    const item = await attentionOf(administrator, 'nuxeo-grant-missing');
    expect(item).toMatchObject({ person: 'ana', remedies: expect.arrayContaining(['recall', 'release-lock']) });
    await ana.connect('ana@northlight.example');
    await completedJob(administrator, id);
    await one.isThere();
  });
});

async function bind(person: Person, uid: string, actionName: string): Promise<{ id: string }> {
  const workspaces = [{ accountId: ACCOUNTS.northlight, workspaceId: WORKSPACES.features }];
  return person.api('POST', `/folders/${uid}/binding`, { actionName, workspaces, documentType: 'File' });
}

describe('at the same moment', () => {
  it('a folder and the folder above it cannot both be bound', async () => {
    const { administrator, standIns } = world();
    await administrator.connect('ana@northlight.example');
    const above = (await makeDocument(standIns, { parent: SEEDED.workspaces, type: 'Folder', size: 0 })).uid;
    const below = (await makeDocument(standIns, { parent: above, type: 'Folder', size: 0 })).uid;
    const bound = await Promise.allSettled([bind(administrator, above, 'Above'), bind(administrator, below, 'Below')]);

    const refused = bound.flatMap((each) => (each.status === 'rejected' ? [(each.reason as ApiFailure).code] : []));
    expect(refused.length).toBeGreaterThan(0); // both, where neither was first
    expect(new Set(refused)).toEqual(new Set(['folder-bound-nearby']));
    for (const [index, each] of bound.entries())
      if (each.status === 'fulfilled')
        await administrator.api('DELETE', `/folders/${[above, below][index]}/binding`, {});
    await until('no action to be left', async () => (await actionNames()).every((name) => !/Above|Below/.test(name)));
  });

  it('two folders cannot take the same action name', async () => {
    const { administrator, standIns } = world();
    const wish = { parent: SEEDED.workspaces, type: 'Folder', size: 0 };
    const folders = [(await makeDocument(standIns, wish)).uid, (await makeDocument(standIns, wish)).uid];
    const bound = await Promise.allSettled(folders.map((uid) => bind(administrator, uid, 'The same name')));
    const refused = bound.flatMap((each) => (each.status === 'rejected' ? [(each.reason as ApiFailure).code] : []));
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused)).toEqual(new Set(['action-name-taken']));
    for (const [index, each] of bound.entries())
      if (each.status === 'fulfilled') await administrator.api('DELETE', `/folders/${folders[index]}/binding`, {});
    await until('no action to be left', async () => !(await actionNames()).includes('The same name'));
  });

  async function actionNames(): Promise<string[]> {
    const { actions } = await world().standIns.control<{ actions: { name: string }[] }>('frameio', 'GET', 'world');
    return actions.map((action) => action.name);
  }

  it('a push and a recall leave the document either in review or free', async () => {
    const { ana } = world();
    const id = await one.start();
    await ana.api('POST', `/documents/${one.document().uid}/recall`).catch(() => undefined);
    const job = await settledJob(ana, id);
    const { state } = await ana
      .api<{ state: string }>('GET', `/documents/${one.document().uid}/review`)
      .catch(() => ({ state: 'none' }));
    const { lockOwner } = await documentOf(ana, one.document().uid);
    expect([job.state, state, lockOwner]).toSatisfy(
      ([end, review, owner]: unknown[]) =>
        (end === 'completed' && review === 'in-review' && owner === 'ana') ||
        (review !== 'in-review' && owner === undefined),
    );
  });
});

describe('a name', () => {
  it.each([
    ['an emoji and quotes', 'Schnitt “Ü” 🎬 final.mov'],
    ['signs that Frame.io refuses', 'a/b\\c:d*e?f"g<h>i|j.mov'],
    ['nothing but dots', '...'],
    ['hundreds of letters', `${'long '.repeat(80)}.mov`],
    ['a way out', '../../etc/passwd'],
    ['markup', '<img src=x onerror=alert(1)>.mov'],
    ['a line break', 'first\r\nSubject: second.mov'],
  ])('with %s goes there and back', async (_what, name) => {
    const { ana, standIns, cleoThere } = world();
    const { uid } = await makeDocument(standIns, { size: 0 });
    const blob = { uid, seed: name, size: 1_000, name, mimeType: 'video/quicktime', digest: true };
    await standIns.control('nuxeo', 'POST', 'blobs', blob);
    const { jobs } = await push(ana, [uid]);
    await completedJob(ana, String(jobs[0]?.id));
    const fileId = String((await documentOf(ana, uid)).properties['frameioasset:fileId']);
    const file = await cleoThere.v4<{ name: string }>('GET', `/accounts/${TARGET.accountId}/files/${fileId}`);
    expect(file.name.length).toBeLessThanOrEqual(255);
    expect(file.name).not.toMatch(/[\\/:*?"<>|\r\n]/);
    const { id } = await ana.api<JobSeen>('POST', `/documents/${uid}/bring-back`, {});
    await completedJob(ana, id);
    expect((await documentOf(ana, uid)).lockOwner).toBeUndefined();
  });

  it.each([
    ['an emoji', 'Take 1 🎬'],
    ['slashes', 'A/B comparison'],
    ['dots at its end', 'The end...'],
    ['markup and quotes', `<b>"it's"</b> {0}`],
  ])('of a file in Frame.io with %s becomes a title', async (_what, name) => {
    const { ana, cleoThere, standIns } = world();
    const file = await makeFile(standIns, { name: `${name} ${randomUUID().slice(0, 8)}` });
    await runOn(cleoThere, [{ type: 'file', id: file.id }]);
    const job = await newestJob(
      world().administrator,
      ({ kind, title }) => kind === 'publish-asset' && title === file.name,
    );
    await completedJob(world().administrator, job.id);
    const [document] = await documentTitled(ana, file.title.replaceAll("'", "\\'"));
    expect(document?.title).toBe(file.title);
  });
});

lookAtTheWholeRun(world);
