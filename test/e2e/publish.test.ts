import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { TARGET } from '../../sandbox/demo/scenes.ts';
import { settledJob, storedDigest, versionsOf, type DocumentSeen, type JobSeen } from '../../sandbox/demo/watching.ts';
import { until } from '../../sandbox/environment/until.ts';
import { ACCOUNTS, FOLDERS } from '../../sandbox/frameio/seed.ts';
import { SEEDED } from '../../sandbox/nuxeo/seed.ts';
import { seededDigest } from '../../sandbox/shared/seeded-bytes.ts';
import { runOn } from './support/actions.ts';
import { arrived, failedJob, newestJob, startedBy } from './support/jobs.ts';
import { refusal } from './support/refusal.ts';
import { documentTitled, makeFile, type MadeFile } from './support/things.ts';
import { lookAtTheWholeRun, useWorld } from './support/world.ts';

const world = useWorld();
const { accountId, folderId } = TARGET;

interface NamedThing {
  readonly id: string;
  readonly name: string;
}

function makeFolder(parentId: string, name: string): Promise<NamedThing> {
  return world().anaThere.v4('POST', `/accounts/${accountId}/folders/${parentId}/folders`, { name });
}

/** Titles and types below a document, as a tree. */
async function treeBelow(uid: string): Promise<Record<string, unknown>> {
  const { entries } = await world().ana.nuxeo<{ entries: DocumentSeen[] }>('GET', `/id/${uid}/@children?pageSize=200`);
  const below = await Promise.all(
    entries.map(async (one) => [one.title, one.type === 'Folder' ? await treeBelow(one.uid) : one.type] as const),
  );
  return Object.fromEntries(below);
}

async function allIsOver(): Promise<JobSeen[]> {
  return until('all jobs to be over', async () => {
    const path = '/jobs?everybody=true&limit=200';
    const { jobs } = await world().administrator.api<{ jobs: JobSeen[] }>('GET', path);
    return jobs.every((job) => ['completed', 'failed', 'cancelled'].includes(job.state)) && jobs;
  });
}

describe('publishing a folder', () => {
  it('takes everything in it, to its depth, and nothing twice', async () => {
    const { cleoThere, standIns, ana } = world();
    const top = await makeFolder(folderId, `Reel ${randomUUID().slice(0, 8)}`);
    const middle = await makeFolder(top.id, 'Day 1: “morning”');
    const bottom = await makeFolder(middle.id, 'B-roll');
    await makeFolder(top.id, 'Empty');
    const files = await Promise.all(
      [top, middle, bottom, bottom].map(({ id }) => makeFile(standIns, { folderId: id })),
    );
    const [a, b, c, d] = files.map((file) => file.title);

    for (const run of ['first', 'second']) {
      const clicked = await runOn(cleoThere, [{ type: 'folder', id: top.id }]);
      expect(clicked.answer, run).toMatchObject({ title: 'Success' });
      await allIsOver();
      const [reel, ...more] = await documentTitled(ana, top.name);
      expect(more).toEqual([]);
      expect(await treeBelow(reel?.uid ?? '')).toEqual({
        [String(a)]: 'File',
        'Day 1: “morning”': { [String(b)]: 'File', 'B-roll': { [String(c)]: 'File', [String(d)]: 'File' } },
        Empty: {},
      });
    }
    for (const title of [a, b, c, d]) {
      const [document] = await documentTitled(ana, String(title));
      expect(await versionsOf(ana, document?.uid ?? '')).toHaveLength(1);
    }
  });

  it('goes on with the rest when one of its files cannot come', async () => {
    const { ana, cleoThere, standIns } = world();
    const folder = await makeFolder(folderId, `Mixed ${randomUUID().slice(0, 8)}`);
    const [good, bad] = [
      await makeFile(standIns, { folderId: folder.id }),
      await makeFile(standIns, { folderId: folder.id }),
    ];
    const refused = { type: 'status', status: 403, body: { errors: [{ detail: 'Forbidden' }] } } as const;
    await standIns.fault('frameio', { path: `/files/${bad.id}`, times: 100, action: refused });
    await runOn(cleoThere, [{ type: 'folder', id: folder.id }]);

    expect(await arrived(world(), good)).toHaveLength(1);
    const job = await newestJob(world().administrator, ({ title }) => title === bad.name);
    expect(await failedJob(world(), ana, job.id)).toMatchObject({ failure: { code: 'frameio-forbidden' } });
    await standIns.clearFaults('frameio');
    await ana.api('POST', `/jobs/${job.id}/retry`);
    expect(await arrived(world(), bad)).toHaveLength(1);
  });
});

describe('publishing a version stack for the first time', () => {
  it('makes one document with a version for each of its files, oldest first, each with its own comments', async () => {
    const { ana, anaThere, cleoThere, environment, standIns } = world();
    const files = [await makeFile(standIns), await makeFile(standIns), await makeFile(standIns)];
    for (const file of files) await cleoThere.comment(accountId, file.id, `about ${file.title}`, { frame: 1 });
    const path = `/accounts/${accountId}/folders/${folderId}/version_stacks`;
    const stack = await anaThere.v4<NamedThing>('POST', path, { file_ids: files.map((file) => file.id) });
    await runOn(cleoThere, [{ type: 'version_stack', id: stack.id }]);

    const head = files.at(-1) as MadeFile;
    const [document, ...more] = await arrived(world(), head);
    expect(more).toEqual([]);
    const versions = await versionsOf(ana, String(document?.uid));
    expect(versions.map((version) => version.versionLabel)).toEqual(['0.1', '0.2', '0.3']);
    const digests = await Promise.all(versions.map((version) => storedDigest(environment, version.uid)));
    expect(digests).toEqual(await Promise.all(files.map((file) => seededDigest(file.title, 3_000, 'sha256'))));
    const comments = versions.map((version) => version.properties['frameioreview:comments'] as { text: string }[]);
    expect(comments.map((list) => list.map((comment) => comment.text))).toEqual(
      files.map((file) => [`about ${file.title}`]),
    );
  });
});

describe('publishing several things at once', () => {
  it('takes what can be taken, and sums up what cannot', async () => {
    const { ana, cleoThere, standIns } = world();
    const [running, fresh] = [await makeFile(standIns), await makeFile(standIns)];
    await standIns.fault('frameio', { path: `/files/${running.id}`, action: { type: 'delay', milliseconds: 1_000 } });
    await runOn(cleoThere, [{ type: 'file', id: running.id }]);
    const both = [running, fresh].map(({ id }) => ({ type: 'file', id }));
    const run = await runOn(cleoThere, both);

    expect(run.answer).toMatchObject({
      title: 'Not published',
      description: expect.stringContaining('1 accepted, 1 not'),
    });
    expect(await arrived(world(), running)).toHaveLength(1);
    expect(await arrived(world(), fresh)).toHaveLength(1);
    await allIsOver();
    expect(await documentTitled(ana, running.title)).toHaveLength(1);
  });

  it('makes each of them a document', async () => {
    const { cleoThere, standIns } = world();
    const files = await Promise.all([makeFile(standIns), makeFile(standIns), makeFile(standIns)]);
    const run = await runOn(
      cleoThere,
      files.map(({ id }) => ({ type: 'file', id })),
    );
    expect(run.answer).toMatchObject({ title: 'Success' });
    for (const file of files) expect(await arrived(world(), file)).toHaveLength(1);
  });
});

describe('importing', () => {
  async function imported(resource: object) {
    const { ana } = world();
    const body = { resources: [resource] };
    const { jobs } = await ana.api<{ jobs: JobSeen[] }>('POST', `/folders/${SEEDED.workspace}/import`, body);
    return settledJob(ana, String(jobs[0]?.id));
  }

  it.each([
    ['of another workspace', FOLDERS.springSpotRoot],
    ['of another account', FOLDERS.ferryRoot],
  ])('a file %s fails with a sentence, and nothing comes', async (_where, outside) => {
    const { ana, standIns } = world();
    const file = await makeFile(standIns, { folderId: outside });
    const job = await imported({ accountId: ACCOUNTS.northlight, type: 'file', id: file.id });
    expect(['asset-outside-binding', 'asset-not-found']).toContain(
      (await failedJob(world(), ana, job.id)).failure?.code,
    );
    expect(await documentTitled(ana, file.title)).toEqual([]);
  });

  it('a file of an account that the person has, and the folder is not bound to, fails as well', async () => {
    const { ben, standIns } = world();
    const file = await makeFile(standIns, { folderId: FOLDERS.ferryRoot });
    const body = { resources: [{ accountId: ACCOUNTS.harbour, type: 'file', id: file.id }] };
    const { jobs } = await ben.api<{ jobs: JobSeen[] }>('POST', `/folders/${SEEDED.workspace}/import`, body);
    const job = await failedJob(world(), ben, String(jobs[0]?.id));
    expect(job.failure?.code).toBe('asset-outside-binding');
    expect(job.failure?.message).toContain(file.name);
    expect(await documentTitled(ben, file.title)).toEqual([]);
  });

  it('twice at once makes one document', async () => {
    const { ana, standIns } = world();
    const file = await makeFile(standIns);
    const resources = [{ accountId: ACCOUNTS.northlight, type: 'file', id: file.id }];
    await Promise.all([1, 2, 3].map(() => ana.api('POST', `/folders/${SEEDED.workspace}/import`, { resources })));
    await allIsOver();
    const [document, ...more] = await documentTitled(ana, file.title);
    expect(more).toEqual([]);
    expect(await versionsOf(ana, String(document?.uid))).toHaveLength(1);
  });

  it('is for who may add to the folder', async () => {
    const { cleo, environment } = world();
    await cleo.connect('cleo@northlight.example');
    const body = { resources: [{ accountId: ACCOUNTS.northlight, type: 'file', id: randomUUID() }] };
    const { answer, kinds } = await startedBy(world(), () =>
      refusal(environment, cleo, 'POST', `/folders/${SEEDED.workspace}/import`, body),
    );
    expect(answer).toMatchObject({ status: 403, code: 'write-not-allowed' });
    expect(kinds).toEqual([]);
    const elsewhere = await refusal(environment, cleo, 'POST', `/folders/${SEEDED.workspaces}/import`, body);
    expect(elsewhere).toMatchObject({ status: 409, code: 'folder-not-bound' });
    await cleo.api('DELETE', '/account/frameio');
  });
});

lookAtTheWholeRun(world);
