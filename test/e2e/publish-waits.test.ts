import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { TARGET } from '../../sandbox/demo/scenes.ts';
import { documentOf, storedDigest, versionsOf, type DocumentSeen, type JobSeen } from '../../sandbox/demo/watching.ts';
import { until } from '../../sandbox/environment/until.ts';
import { SEEDED } from '../../sandbox/nuxeo/seed.ts';
import { seededDigest } from '../../sandbox/shared/seeded-bytes.ts';
import { runOn } from './support/actions.ts';
import { arrived, attentionOf, completedJob, failedJob, newestJob, told, waitingJob } from './support/jobs.ts';
import { documentTitled, makeFile, operation, type MadeFile } from './support/things.ts';
import { lookAtTheWholeRun, useWorld } from './support/world.ts';

const world = useWorld();
const { accountId, folderId } = TARGET;

interface NamedThing {
  readonly id: string;
  readonly name: string;
}

async function publish(file: MadeFile): Promise<DocumentSeen> {
  await runOn(world().cleoThere, [{ type: 'file', id: file.id }]);
  const [document] = await arrived(world(), file);
  if (!document) throw new Error(`${file.name} did not arrive`);
  return document;
}

function publishJob(kind: string): Promise<JobSeen> {
  return newestJob(world().administrator, (job) => job.kind === kind);
}

describe('something that is not there to be published', () => {
  it('because it was deleted in the meantime fails with a sentence', async () => {
    const { ana, anaThere, cleoThere, standIns } = world();
    const file = await makeFile(standIns);
    const action = { type: 'delay', milliseconds: 500 } as const;
    await standIns.fault('frameio', { method: 'GET', path: `/files/${file.id}`, action });
    await runOn(cleoThere, [{ type: 'file', id: file.id }]);
    await anaThere.v4('DELETE', `/accounts/${accountId}/files/${file.id}`);

    const job = await publishJob('publish-resource');
    expect(await failedJob(world(), ana, job.id)).toMatchObject({ failure: { code: 'asset-not-found' } });
    expect(await documentTitled(ana, file.title)).toEqual([]);
  });

  it('because it is still being uploaded is waited for, then taken', async () => {
    const { ana, cleoThere } = world();
    const name = `late-${randomUUID().slice(0, 8)}.mov`;
    const placeholder = await cleoThere.v4<NamedThing & { upload_urls: { url: string }[]; media_type: string }>(
      'POST',
      `/accounts/${accountId}/folders/${folderId}/files/local_upload`,
      { name, file_size: 4 },
    );
    await runOn(cleoThere, [{ type: 'file', id: placeholder.id }]);
    const job = await newestJob(world().administrator, ({ title }) => title === name);
    await told(world(), ana, await waitingJob(ana, job.id, 'asset-not-uploaded'));
    expect(await attentionOf(ana, 'asset-not-uploaded')).toBeUndefined();

    const headers = { 'content-type': placeholder.media_type, 'x-amz-acl': 'private' };
    await fetch(String(placeholder.upload_urls[0]?.url), { method: 'PUT', headers, body: 'late' });
    await completedJob(ana, job.id);
    expect(await documentTitled(ana, name.replace('.mov', ''))).toHaveLength(1);
  });
});

describe('a new version of something published', () => {
  it('waits while somebody holds the lock, and comes by itself when they let go', async () => {
    const { ana, ben, anaThere, environment, standIns } = world();
    const file = await makeFile(standIns);
    const { uid } = await publish(file);
    await operation(ben, 'Document.Lock', uid);
    const next = await makeFile(standIns);
    const path = `/accounts/${accountId}/folders/${folderId}/version_stacks`;
    const stack = await anaThere.v4<NamedThing>('POST', path, { file_ids: [file.id, next.id] });
    await runOn(anaThere, [{ type: 'version_stack', id: stack.id }]);

    const job = await newestJob(world().administrator, ({ title }) => title === next.name);
    const waiting = await told(world(), ana, await waitingJob(ana, job.id, 'locked-by-other'));
    expect(waiting.failure?.message).toContain('ben');
    expect(await attentionOf(ana, 'locked-by-other')).toMatchObject({
      documentUid: null,
      jobId: job.id,
      remedies: expect.arrayContaining(['retry']),
    });
    expect(await versionsOf(ana, uid)).toHaveLength(1);

    await operation(ben, 'Document.Unlock', uid);
    await completedJob(ana, job.id);
    expect(await storedDigest(environment, uid)).toBe(await seededDigest(next.title, 3_000, 'sha256'));
    expect(await versionsOf(ana, uid)).toHaveLength(2);
    expect(await attentionOf(ana, 'locked-by-other')).toBeUndefined();
  });

  it('waits while nobody may write there, and comes when somebody may again', async () => {
    const { administrator, ana, cleoThere, standIns } = world();
    const on = SEEDED.workspace;
    await operation(administrator, 'Document.RemovePermission', on, { user: 'editors' });
    await operation(administrator, 'Document.AddPermission', on, { users: ['editors'], permission: 'Read' });
    const file = await makeFile(standIns);
    await runOn(cleoThere, [{ type: 'file', id: file.id }]);
    const job = await publishJob('publish-resource');
    await told(world(), ana, await waitingJob(ana, job.id, 'publish-not-allowed'));

    await operation(administrator, 'Document.RemovePermission', on, { user: 'editors' });
    await operation(administrator, 'Document.AddPermission', on, { users: ['editors'], permission: 'ReadWrite' });
    await completedJob(ana, job.id);
    expect(await arrived(world(), file)).toHaveLength(1);
  });

  it('whose stack joins two documents is written to neither, until they are apart again', async () => {
    const { ana, anaThere, standIns } = world();
    const [one, two] = [await makeFile(standIns), await makeFile(standIns)];
    const documents = [await publish(one), await publish(two)];
    const path = `/accounts/${accountId}/folders/${folderId}/version_stacks`;
    const stack = await anaThere.v4<NamedThing>('POST', path, { file_ids: [one.id, two.id] });
    await runOn(anaThere, [{ type: 'version_stack', id: stack.id }]);
    const job = await newestJob(
      world().administrator,
      ({ kind, waitingSince }) => kind === 'publish-asset' && waitingSince !== null,
    );
    await told(world(), ana, await waitingJob(ana, job.id, 'asset-in-two-documents'));
    for (const { uid } of documents) expect(await versionsOf(ana, uid)).toHaveLength(1);

    await anaThere.v4('PATCH', `/accounts/${accountId}/files/${two.id}/move`, { parent_id: folderId });
    await completedJob(ana, job.id);
    for (const { uid } of documents) expect(await versionsOf(ana, uid)).toHaveLength(1);
    expect(await attentionOf(ana, 'asset-in-two-documents')).toBeUndefined();
  });

  it('of a document in the trash makes a new one, and says so', async () => {
    const { ana, cleoThere, standIns } = world();
    const file = await makeFile(standIns);
    const first = await publish(file);
    await operation(ana, 'Document.Trash', first.uid);
    await runOn(cleoThere, [{ type: 'file', id: file.id }]);
    const job = await until('the second transfer', async () => {
      const { jobs } = await ana.api<{ jobs: JobSeen[] }>('GET', '/jobs?limit=50');
      const mine = jobs.filter(
        ({ kind, title, state }) => kind === 'publish-asset' && title === file.name && state === 'completed',
      );
      return mine.length === 2 && mine[0];
    });
    expect(job.notes.map((note) => note.code)).toContain('new-document-after-trash');
    const [second] = await documentTitled(ana, file.title);
    expect(second?.uid).not.toBe(first.uid);
    expect((await documentOf(ana, first.uid)).uid).toBe(first.uid);
  });
});

lookAtTheWholeRun(world);
