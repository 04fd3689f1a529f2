import { beforeEach, describe, expect, it } from 'vitest';
import { TARGET } from '../../sandbox/demo/scenes.ts';
import { documentOf, settledJob, storedDigest, versionsOf, type JobSeen } from '../../sandbox/demo/watching.ts';
import { until } from '../../sandbox/environment/until.ts';
import type { Fault } from '../../sandbox/shared/control.ts';
import { seededDigest } from '../../sandbox/shared/seeded-bytes.ts';
import { runOn } from './support/actions.ts';
import { attentionOf, completedJob, hurriedJob, newestJob, told, waitingJob } from './support/jobs.ts';
import { documentTitled, makeDocument, makeFile, operation, push, type MadeFile } from './support/things.ts';
import { lookAtTheWholeRun, useWorld } from './support/world.ts';

const world = useWorld();
const { accountId, folderId } = TARGET;
const reset = { type: 'reset' } as const;
const lost = { type: 'lose-answer' } as const;

describe('a document in review', () => {
  let document: { uid: string; title: string };
  let fileId: string;

  beforeEach(async () => {
    const { ana, standIns } = world();
    document = await makeDocument(standIns);
    const { jobs } = await push(ana, [document.uid]);
    await completedJob(ana, String(jobs[0]?.id));
    fileId = String((await documentOf(ana, document.uid)).properties['frameioasset:fileId']);
  });

  async function bringBack(): Promise<string> {
    return (await world().ana.api<JobSeen>('POST', `/documents/${document.uid}/bring-back`, {})).id;
  }

  /** A new cut on top of what was pushed. */
  async function newCut(): Promise<MadeFile> {
    const { anaThere, standIns } = world();
    const cut = await makeFile(standIns);
    const path = `/accounts/${accountId}/folders/${folderId}/version_stacks`;
    await anaThere.v4('POST', path, { file_ids: [fileId, cut.id] });
    return cut;
  }

  async function isBack(cut: MadeFile): Promise<void> {
    const { ana, environment } = world();
    expect((await documentOf(ana, document.uid)).lockOwner).toBeUndefined();
    expect(await storedDigest(environment, document.uid)).toBe(await seededDigest(cut.title, 3_000, 'sha256'));
    expect(await ana.api('GET', `/documents/${document.uid}/review`)).toMatchObject({
      state: 'returned',
      lockedBy: null,
    });
  }

  it.each<[string, 'frameio' | 'nuxeo', Fault]>([
    ['its version is written and the answer lost', 'nuxeo', { method: 'PUT', path: '/api/v1/id/', action: lost }],
    ['its kept edits are written and the answer lost', 'nuxeo', { path: 'Document.CreateVersion', action: lost }],
    ['the lock is released and the answer lost', 'nuxeo', { path: 'Document.Unlock', action: lost }],
    ['Frame.io cuts the connection', 'frameio', { path: '^/v4/', nth: 2, times: 4, action: reset }],
  ])('comes back once though %s', async (_trouble, side, fault) => {
    const { ana, environment, standIns } = world();
    const cut = await newCut();
    const before = (await versionsOf(ana, document.uid)).length;
    await standIns.fault(side, fault);
    await hurriedJob(ana, await bringBack());
    await isBack(cut);
    const versions = await versionsOf(ana, document.uid);
    const digests = await Promise.all(versions.map((version) => storedDigest(environment, version.uid)));
    const sha256 = await seededDigest(cut.title, 3_000, 'sha256');
    expect(digests.filter((digest) => digest === sha256)).toHaveLength(1);
    expect(versions).toHaveLength(before + 2); // the state before, and what came back
  });

  it('that was deleted in Frame.io waits for somebody, who can recall it', async () => {
    const { ana, anaThere } = world();
    await anaThere.v4('DELETE', `/accounts/${accountId}/files/${fileId}`);
    const id = await bringBack();
    await told(world(), ana, await waitingJob(ana, id, 'asset-not-found'));
    const item = await attentionOf(ana, 'asset-not-found');
    expect(item).toMatchObject({ documentUid: document.uid, remedies: ['retry', 'recall', 'dismiss'] });

    await ana.api('POST', `/attention/${String(item?.id)}`, { remedy: 'recall' });
    expect((await documentOf(ana, document.uid)).lockOwner).toBeUndefined();
    expect(await settledJob(ana, id)).toMatchObject({ state: 'cancelled' });
    expect(await attentionOf(ana, 'asset-not-found')).toBeUndefined();
  });

  it('that lies in the trash waits, and comes back when it is restored', async () => {
    const { ana } = world();
    const cut = await newCut();
    await operation(ana, 'Document.Trash', document.uid);
    const id = await bringBack();
    await told(world(), ana, await waitingJob(ana, id, 'document-is-trashed'));
    await operation(ana, 'Document.Untrash', document.uid);
    await completedJob(ana, id);
    await isBack(cut);
  });

  it('whose lock somebody else took meanwhile waits, and comes back when they let go', async () => {
    const { administrator, ana, ben } = world();
    const cut = await newCut();
    await operation(administrator, 'Document.Unlock', document.uid);
    await operation(ben, 'Document.Lock', document.uid);
    await runOn(world().anaThere, [{ type: 'file', id: cut.id }]);
    const job = await newestJob(
      administrator,
      ({ kind, documentUid }: JobSeen & { documentUid?: string }) =>
        kind === 'return-document' && documentUid === document.uid,
    );
    await told(world(), ana, await waitingJob(ana, job.id, 'locked-by-other'));
    await operation(ben, 'Document.Unlock', document.uid);
    const done = await completedJob(ana, job.id);
    expect(done.notes.map((note) => note.code)).toContain('unlocked-by-hand');
    await isBack(cut);
  });

  it('that was edited in Nuxeo keeps the edit as a version of its own, and says so', async () => {
    const { ana, environment, standIns } = world();
    const cut = await newCut();
    const blob = { uid: document.uid, seed: 'edited meanwhile', size: 4_000, name: 'edit.mov', digest: true };
    await standIns.control('nuxeo', 'POST', 'blobs', blob);
    const job = await completedJob(ana, await bringBack());
    expect(job.notes.map((note) => note.code)).toContain('edit-kept-as-version');
    await isBack(cut);
    const versions = await versionsOf(ana, document.uid);
    const digests = await Promise.all(versions.map((version) => storedDigest(environment, version.uid)));
    expect(digests).toContain(await seededDigest('edited meanwhile', 4_000, 'sha256'));
  });

  it('is brought back once, however often and by whom it is asked for', async () => {
    const { ana, anaThere, ben } = world();
    const cut = await newCut();
    const before = (await versionsOf(ana, document.uid)).length;
    const asked = await Promise.allSettled([
      bringBack(),
      bringBack(),
      ben.api('POST', `/documents/${document.uid}/bring-back`, {}),
      runOn(anaThere, [{ type: 'file', id: cut.id }]),
    ]);
    expect(asked[2]).toMatchObject({ status: 'rejected', reason: { status: 423, code: 'locked-by-other' } });
    await until('nothing to run', async () => {
      const { jobs } = await ana.api<{ jobs: JobSeen[] }>('GET', `/jobs?open=true`);
      return jobs.length === 0;
    });
    await isBack(cut);
    expect(await versionsOf(ana, document.uid)).toHaveLength(before + 2);
    expect(await documentTitled(ana, cut.title)).toEqual([]);
  });
});

describe('a document whose version was restored in Nuxeo', () => {
  const links = ['uid', 'accountId', 'projectId', 'workspaceId', 'fileId', 'state'].map(
    (name) => `frameioasset:${name}`,
  );

  it.each([
    ['from before it was pushed', false],
    ['that says something of its first review', true],
  ])('%s is known again when somebody looks, and comes back (decision 13)', async (_which, isReviewed) => {
    const { ana, standIns } = world();
    const { uid } = await makeDocument(standIns);
    if (isReviewed) {
      await pushed(uid);
      await broughtBack(uid);
      const blob = { uid, seed: 'second cut', size: 4_000, name: 'second.mov', digest: true };
      await standIns.control('nuxeo', 'POST', 'blobs', blob);
    } else {
      await operation(ana, 'Document.CreateVersion', uid, { increment: 'Minor' });
    }
    const [earlier] = await versionsOf(ana, uid);
    await pushed(uid);
    const known = await linksOf(uid);

    await operation(ana, 'Document.RestoreVersion', String(earlier?.uid));
    expect(await linksOf(uid)).not.toEqual(known);
    expect(await ana.api('GET', `/documents/${uid}/review`)).toMatchObject({ state: 'in-review', lockedBy: 'ana' });
    expect(await linksOf(uid)).toEqual(known);
    await broughtBack(uid);
    const { lockOwner, properties } = await documentOf(ana, uid);
    expect([lockOwner, properties['frameioasset:state']]).toEqual([undefined, 'returned']);
  });

  async function linksOf(uid: string): Promise<unknown[]> {
    const { facets, properties } = await documentOf(world().ana, uid);
    return [facets.includes('FrameioAsset'), ...links.map((name) => properties[name])];
  }

  async function pushed(uid: string): Promise<void> {
    const { jobs } = await push(world().ana, [uid]);
    await completedJob(world().ana, String(jobs[0]?.id));
  }

  async function broughtBack(uid: string): Promise<void> {
    const { id } = await world().ana.api<JobSeen>('POST', `/documents/${uid}/bring-back`, {});
    await completedJob(world().ana, id);
  }
});

lookAtTheWholeRun(world);
