import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { TARGET } from '../../sandbox/demo/scenes.ts';
import { documentOf, settledBatch, settledJob, versionsOf, type JobSeen } from '../../sandbox/demo/watching.ts';
import { Person } from '../../sandbox/environment/person.ts';
import { FOLDERS, PROJECTS, WORKSPACES } from '../../sandbox/frameio/seed.ts';
import { SEEDED } from '../../sandbox/nuxeo/seed.ts';
import { refusal } from './support/refusal.ts';
import { filesNamed, makeDocument, operation, push } from './support/things.ts';
import { lookAtTheWholeRun, useWorld } from './support/world.ts';

const world = useWorld();

function refusedPush(who: 'administrator' | 'ana' | 'ben' | 'cleo', uid: string, body: object = {}) {
  const { environment, ...people } = world();
  return refusal(environment, people[who], 'POST', '/push', { documents: [uid], target: TARGET, ...body });
}

describe('a push that cannot be', () => {
  it('is refused outside of bound folders', async () => {
    const { uid } = await makeDocument(world().standIns, { parent: SEEDED.workspaces });
    await world().administrator.connect('ana@northlight.example');

    const refused = await refusedPush('administrator', uid);
    expect(refused).toMatchObject({ status: 409, code: 'folder-not-bound' });
    expect(refused.english).toMatch(/^Folder not bound/);
  });

  it('is refused for a document without a file', async () => {
    const { uid } = await makeDocument(world().standIns, { size: 0 });
    expect(await refusedPush('ana', uid)).toMatchObject({ status: 422, code: 'document-without-file' });
  });

  it('is refused for a folder', async () => {
    expect(await refusedPush('ana', SEEDED.cuts)).toMatchObject({ status: 422, code: 'document-is-folder' });
  });

  it('is refused for a version', async () => {
    const { ana, standIns } = world();
    const { uid } = await makeDocument(standIns);
    await operation(ana, 'Document.CreateVersion', uid, { increment: 'Minor' });
    const [version] = await versionsOf(ana, uid);

    expect(await refusedPush('ana', version?.uid ?? '')).toMatchObject({ status: 422, code: 'document-is-version' });
  });

  it('is refused for a proxy', async () => {
    const { ana, standIns } = world();
    const { uid } = await makeDocument(standIns);
    const headers = {
      properties: '*',
      'fetch-document': 'lock,versionLabel',
      'enrichers-document': 'permissions,breadcrumb',
    };
    const live = await ana.nuxeo<object>('GET', `/id/${uid}`, undefined, headers);
    const published = { type: 'status', status: 200, body: { ...live, isProxy: true } } as const;
    await standIns.fault('nuxeo', { method: 'GET', path: `/id/${uid}`, times: 20, action: published });

    expect(await refusedPush('ana', uid)).toMatchObject({ status: 422, code: 'document-is-proxy' });
  });

  it('is refused for a document in the trash', async () => {
    const { ana, standIns } = world();
    const { uid } = await makeDocument(standIns);
    await operation(ana, 'Document.Trash', uid);
    expect(await refusedPush('ana', uid)).toMatchObject({ status: 422, code: 'document-is-trashed' });
  });

  it('is refused while somebody else holds the lock, and names them', async () => {
    const { ben, standIns } = world();
    const { uid } = await makeDocument(standIns);
    await operation(ben, 'Document.Lock', uid);

    const refused = await refusedPush('ana', uid);
    expect(refused).toMatchObject({ status: 423, code: 'locked-by-other' });
    expect(refused.english).toContain('ben');
    expect(refused.french).toContain('ben');
    await operation(ben, 'Document.Unlock', uid);
  });

  it('is refused to somebody who is not connected, then to a reader', async () => {
    const { cleo, standIns } = world();
    const { uid } = await makeDocument(standIns);
    expect(await refusedPush('cleo', uid)).toMatchObject({ status: 409, code: 'nuxeo-grant-missing' });

    await cleo.connect('cleo@northlight.example');
    expect(await refusedPush('cleo', uid)).toMatchObject({ status: 403, code: 'write-not-allowed' });
  });

  it('is refused for a document that does not exist', async () => {
    expect(await refusedPush('ana', randomUUID())).toMatchObject({ status: 404, code: 'nuxeo-not-found' });
  });

  it('is refused for a rendition that is not there, and names it', async () => {
    const { uid } = await makeDocument(world().standIns);
    const refused = await refusedPush('ana', uid, { rendition: 'MP4 720p' });
    expect(refused).toMatchObject({ status: 422, code: 'rendition-missing' });
    expect(refused.english).toContain('MP4 720p');
  });

  it.each([
    [
      'a workspace that the folder is not bound to',
      { workspaceId: WORKSPACES.commercials },
      422,
      'workspace-not-in-binding',
    ],
    ['a workspace that does not exist', { workspaceId: randomUUID() }, 422, 'workspace-not-in-binding'],
    ['a folder that does not exist', { folderId: randomUUID() }, 404, 'target-folder-unknown'],
    ['a project that does not exist', { projectId: randomUUID() }, 404, 'target-folder-unknown'],
    ['a folder of another project', { folderId: FOLDERS.springSpotRoot }, 404, 'target-folder-unknown'],
    ['a project of another workspace', { projectId: PROJECTS.springSpot }, 404, 'target-folder-unknown'],
  ])('is refused into %s', async (_where, target, status, code) => {
    const { uid } = await makeDocument(world().standIns);
    const refused = await refusedPush('ana', uid, { target: { ...TARGET, ...target } });
    expect(refused).toMatchObject({ status, code, field: 'target' });
  });

  it.each(['recall', 'bring-back'])('leaves nothing to %s', async (what) => {
    const { ana, environment, standIns } = world();
    const { uid } = await makeDocument(standIns);
    const refused = await refusal(environment, ana, 'POST', `/documents/${uid}/${what}`, {});
    expect(refused).toMatchObject({ status: 409, code: 'not-in-review' });
  });
});

describe('a selection', () => {
  it('is pushed as far as it can be, and says why not for the rest', async () => {
    const { ana, ben, standIns } = world();
    const [good, locked, empty] = [
      await makeDocument(standIns),
      await makeDocument(standIns),
      await makeDocument(standIns, { size: 0 }),
    ];
    await operation(ben, 'Document.Lock', locked.uid);
    const missing = randomUUID();

    const started = await push(ana, [good.uid, locked.uid, empty.uid, missing]);
    expect(started.skipped.map((one) => [one.uid, one.failure?.code])).toEqual([
      [locked.uid, 'locked-by-other'],
      [empty.uid, 'document-without-file'],
      [missing, 'nuxeo-not-found'],
    ]);
    expect(await settledBatch(ana, started.batchId)).toMatchObject([{ title: good.title, state: 'completed' }]);
    expect((await documentOf(ana, good.uid)).lockOwner).toBe('ana');
    await operation(ben, 'Document.Unlock', locked.uid);
  });

  it('of documents that all cannot be pushed starts nothing', async () => {
    const { ana, standIns } = world();
    const documents = [(await makeDocument(standIns, { size: 0 })).uid, SEEDED.cuts];
    const started = await push(ana, documents);
    expect(started.jobs).toEqual([]);
    expect(started.skipped.map((one) => one.failure?.code)).toEqual(['document-without-file', 'document-is-folder']);
  });
});

describe('the same push', () => {
  it('clicked twice at once sends one file', async () => {
    const { ana, cleoThere, standIns } = world();
    const { uid, fileName } = await makeDocument(standIns);
    const clicks = await Promise.allSettled([push(ana, [uid]), push(ana, [uid]), push(ana, [uid])]);

    const jobs = new Set(
      clicks.flatMap((click) => (click.status === 'fulfilled' ? click.value.jobs : [])).map((job) => job.id),
    );
    expect(jobs.size).toBe(1);
    const refused = clicks.flatMap((click) => (click.status === 'rejected' ? [click.reason as { code: string }] : []));
    expect(refused.every((one) => one.code === 'already-in-flight')).toBe(true);
    expect(await settledJob(ana, String([...jobs][0]))).toMatchObject({ state: 'completed' });
    expect(await filesNamed(cleoThere, fileName)).toHaveLength(1);
  });

  it('clicked again while it runs is refused, from another browser too', async () => {
    const { ana, environment, standIns } = world();
    const { uid } = await makeDocument(standIns);
    await standIns.fault('frameio', { path: '/local_upload', action: { type: 'delay', milliseconds: 1_500 } });
    const started = await push(ana, [uid]);
    const elsewhere = await Person.login(environment.publicUrl, 'ana');

    const body = { documents: [uid], target: TARGET };
    expect(await refusal(environment, elsewhere, 'POST', '/push', body)).toMatchObject({
      status: 409,
      code: 'already-in-flight',
    });
    expect(await refusedPush('ana', uid)).toMatchObject({ status: 409, code: 'already-in-flight' });
    const seenThere = await elsewhere.api<{ jobs: JobSeen[] }>('GET', `/jobs?batch=${started.batchId}`);
    expect(seenThere.jobs.map((job) => job.id)).toEqual(started.jobs.map((job) => job.id));
    expect(await settledBatch(elsewhere, started.batchId)).toMatchObject([{ state: 'completed' }]);
  });
});

lookAtTheWholeRun(world);
