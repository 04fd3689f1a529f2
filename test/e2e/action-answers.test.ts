import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { TARGET } from '../../sandbox/demo/scenes.ts';
import { documentOf, mailAbout, settledBatch, settledJob, versionsOf } from '../../sandbox/demo/watching.ts';
import { until } from '../../sandbox/environment/until.ts';
import { SEEDED } from '../../sandbox/nuxeo/seed.ts';
import { runOn } from './support/actions.ts';
import { arrived, failedJob, newestJob, startedBy } from './support/jobs.ts';
import { documentTitled, makeDocument, makeFile, operation, push } from './support/things.ts';
import { lookAtTheWholeRun, useWorld } from './support/world.ts';

const world = useWorld();

describe('an answer', () => {
  const gate = (approvalGate: string | null) =>
    world().ana.api('PATCH', `/folders/${SEEDED.workspace}/binding`, { approvalGate });
  afterEach(() => gate(null));

  async function inReview(): Promise<{ uid: string; title: string; fileId: string }> {
    const { ana, standIns } = world();
    const { uid, title } = await makeDocument(standIns);
    await settledBatch(ana, (await push(ana, [uid])).batchId);
    const document = await documentOf(ana, uid);
    return { uid, title, fileId: String(document.properties['frameioasset:fileId']) };
  }

  it('says at once that an asset is not approved, where only approved ones come back', async () => {
    const { cleoThere } = world();
    const { uid, fileId } = await inReview();
    await gate('require');
    const run = await runOn(cleoThere, [{ type: 'file', id: fileId }]);
    expect(run.answer).toMatchObject({ title: 'Not published', description: expect.stringContaining('not approved') });
    expect((await documentOf(world().ana, uid)).lockOwner).toBe('ana');
  });

  it.each([
    ['Frame.io is slow', { path: '^/v4/', times: 3, action: { type: 'delay', milliseconds: 8_000 } }],
    ['Frame.io hangs up', { path: '^/v4/', times: 3, action: { type: 'reset' } }],
  ] as const)('comes in time though %s; the job decides later', async (_how, fault) => {
    const { ana, cleoThere, environment, standIns } = world();
    const { uid, title, fileId } = await inReview();
    await gate('require');
    await standIns.fault('frameio', fault);
    const run = await runOn(cleoThere, [{ type: 'file', id: fileId }]);

    expect(run.answer).toMatchObject({ title: 'Success' });
    expect(run.attempts).toHaveLength(1);
    expect(run.attempts[0]?.milliseconds).toBeLessThan(5_000);
    await standIns.clearFaults('frameio');
    const job = await newestJob(
      world().administrator,
      (one) => one.kind === 'return-document' && one.title.startsWith(title),
    );
    expect(await failedJob(world(), ana, job.id)).toMatchObject({ failure: { code: 'asset-not-approved' } });
    await until('a comment that says so', async () =>
      (await commentsOn(fileId)).some((text) => text.includes('not approved')),
    );
    await mailAbout(environment, 'ana@northlight.example', title);
    expect((await documentOf(ana, uid)).lockOwner).toBe('ana');
  });

  it('comes in time though Adobe is slow with a new token', async () => {
    const { ana, cleoThere, standIns } = world();
    const { fileId } = await inReview();
    await gate('require');
    await standIns.control('frameio', 'POST', 'expire', { what: 'access-tokens', email: 'ana@northlight.example' });
    await standIns.fault('frameio', { path: '/ims/token', times: 3, action: { type: 'delay', milliseconds: 6_000 } });
    const run = await runOn(cleoThere, [{ type: 'file', id: fileId }]);

    expect(run.attempts).toHaveLength(1);
    expect(run.attempts[0]?.milliseconds).toBeLessThan(5_000);
    const job = await newestJob(world().administrator, ({ kind }) => kind === 'return-document');
    expect(await settledJob(ana, job.id)).toMatchObject({ failure: { code: 'asset-not-approved' } });
  });

  async function commentsOn(fileId: string): Promise<string[]> {
    const path = `/accounts/${TARGET.accountId}/files/${fileId}/comments`;
    return (await world().cleoThere.v4<{ text: string }[]>('GET', path)).map((comment) => comment.text);
  }
});

describe('a form', () => {
  const ask = (askOnPublish: boolean) =>
    world().ana.api('PATCH', `/folders/${SEEDED.workspace}/binding`, { askOnPublish });
  afterEach(() => ask(false));

  async function submit(fileId: string, data: object) {
    const { cleoThere } = world();
    const asked = await runOn(cleoThere, [{ type: 'file', id: fileId }]);
    expect(asked.shows).toBe('form');
    return runOn(cleoThere, [{ type: 'file', id: fileId }], { data, interactionId: asked.interactionId });
  }

  it('is asked for, and what is filled in counts', async () => {
    const { ana, standIns } = world();
    await ask(true);
    const file = await makeFile(standIns);
    const run = await submit(file.id, { documentType: 'Video', version: 'major', note: 'For the archive' });
    expect(run.answer).toMatchObject({ title: 'Success' });
    const [document] = await arrived(world(), file);
    expect(document).toMatchObject({ type: 'Video' });
    expect((await versionsOf(ana, document?.uid ?? '')).map((version) => version.versionLabel)).toEqual(['1.0']);
  });

  it.each([
    ['values of other kinds', { version: 7, note: { deep: [1] }, documentType: ['File'], folder: null }],
    ['a version that there is not', { version: 'banana', note: '' }],
    ['a note without an end', { note: 'word '.repeat(20_000) }],
    ['fields that were not asked for', { colour: 'red', isAdministrator: true }],
    ['nothing', {}],
  ])('with %s publishes as the binding says', async (_what, data) => {
    const { ana, standIns } = world();
    await ask(true);
    const file = await makeFile(standIns);
    expect((await submit(file.id, data)).answer).toMatchObject({ title: 'Success' });
    const [document] = await arrived(world(), file);
    expect(document).toMatchObject({ type: 'File' });
    expect((await versionsOf(ana, document?.uid ?? '')).map((version) => version.versionLabel)).toEqual(['0.1']);
  });

  it.each([randomUUID(), 'nonsense', "'; drop table bindings; --"])('for a folder %s is refused', async (folder) => {
    const { standIns } = world();
    await ask(true);
    const file = await makeFile(standIns);
    const { answer: run, kinds } = await startedBy(world(), () => submit(file.id, { folder }));
    expect(run.answer).toMatchObject({ title: 'Not published', description: expect.stringContaining('not bound') });
    expect(kinds).toEqual([]);
  });

  it('for a type that there is not fails with a sentence, and nothing is made', async () => {
    const { administrator, ana, standIns } = world();
    await ask(true);
    const file = await makeFile(standIns);
    expect((await submit(file.id, { documentType: 'Klingon' })).answer).toMatchObject({ title: 'Success' });
    const job = await newestJob(administrator, ({ kind }) => kind === 'publish-resource');
    expect(await failedJob(world(), administrator, job.id)).toMatchObject({ failure: { code: 'document-type-gone' } });
    expect(await documentTitled(ana, file.title)).toEqual([]);
  });

  it('that is sent twice makes one document', async () => {
    const { cleoThere, standIns } = world();
    await ask(true);
    const file = await makeFile(standIns);
    const first = await submit(file.id, { note: 'once' });
    const more = { data: { note: 'once' }, interactionId: first.interactionId };
    expect((await runOn(cleoThere, [{ type: 'file', id: file.id }], more)).answer).toEqual(first.answer);
    expect(await arrived(world(), file)).toHaveLength(1);
  });
});

describe('the folder of an action', () => {
  it('in the trash takes nothing, says so in Frame.io, and takes it again when it is restored', async () => {
    const { administrator, ana, cleoThere, standIns } = world();
    await operation(administrator, 'Document.Trash', SEEDED.workspace);
    const file = await makeFile(standIns);
    await runOn(cleoThere, [{ type: 'file', id: file.id }]);
    const job = await newestJob(administrator, ({ kind }) => kind === 'publish-resource');
    expect(await failedJob(world(), administrator, job.id)).toMatchObject({ failure: { code: 'folder-trashed' } });
    const path = `/accounts/${TARGET.accountId}/files/${file.id}/comments`;
    const [comment] = await cleoThere.v4<{ text: string }[]>('GET', path);
    expect(comment?.text).toContain('in the trash');

    await operation(administrator, 'Document.Untrash', SEEDED.workspace);
    await ana.api('POST', `/jobs/${job.id}/retry`);
    expect(await arrived(world(), file)).toHaveLength(1);
  });
});

lookAtTheWholeRun(world);
