import { describe, expect, it } from 'vitest';
import { TARGET } from '../../sandbox/demo/scenes.ts';
import { documentOf, mailAbout } from '../../sandbox/demo/watching.ts';
import { until } from '../../sandbox/environment/until.ts';
import { ACCOUNTS } from '../../sandbox/frameio/seed.ts';
import type { Fault } from '../../sandbox/shared/control.ts';
import { completedJob, failedJob, hurriedJob } from './support/jobs.ts';
import { useOnePush } from './support/one-push.ts';
import { filesNamed, operation, push } from './support/things.ts';
import { lookAtTheWholeRun, useWorld } from './support/world.ts';

const world = useWorld();
const one = useOnePush(world);

describe('a push ends', () => {
  async function failsWith(code: string): Promise<void> {
    const { ana, environment } = world();
    const id = await one.start();
    const job = await failedJob(world(), ana, id);
    expect(job.failure?.code).toBe(code);
    await one.isNotThere();
    const mail = await mailAbout(environment, 'ana@northlight.example', one.document().title);
    expect(mail.text).toContain(job.failure?.message);
    await world().standIns.restore();
    await ana.api('POST', `/jobs/${id}/retry`);
    await completedJob(ana, id);
    await one.isThere();
  }

  it('when the account has no storage left, and begins again when it has', async () => {
    const { standIns } = world();
    const account = `accounts/${ACCOUNTS.northlight}`;
    await standIns.control('frameio', 'PATCH', account, { storageLimit: 0 });
    const { ana } = world();
    const id = await one.start();
    expect((await failedJob(world(), ana, id)).failure?.code).toBe('frameio-quota-exceeded');
    await one.isNotThere();
    await standIns.control('frameio', 'PATCH', account, { storageLimit: null });
    await ana.api('POST', `/jobs/${id}/retry`);
    await completedJob(ana, id);
    await one.isThere();
  });

  it('when storage refuses a part for good', async () => {
    const body = '<Error><Code>SignatureDoesNotMatch</Code><Message>no</Message></Error>';
    const action = { type: 'status', status: 403, body } as const;
    await world().standIns.fault('frameio', { method: 'PUT', path: '^/parts/', nth: 3, times: 100, action });
    await failsWith('upload-failed');
  });

  it('when Frame.io says that the upload failed', async () => {
    const body = { data: { id: one.document().uid, upload_complete: false, upload_failed: true } };
    await world().standIns.fault('frameio', {
      path: '/status$',
      times: 10,
      action: { type: 'status', status: 200, body },
    });
    await failsWith('upload-failed');
  });

  it('when Frame.io does not allow it any more', async () => {
    const action = { type: 'status', status: 403, body: { errors: [{ detail: 'Forbidden' }] } } as const;
    await world().standIns.fault('frameio', { method: 'POST', path: '/local_upload', action });
    await failsWith('frameio-forbidden');
  });

  it('when somebody locked the document a moment earlier', async () => {
    const { ana, ben, standIns } = world();
    await standIns.fault('frameio', {
      path: `/projects/${TARGET.projectId}`,
      action: { type: 'delay', milliseconds: 700 },
    });
    const started = push(ana, [one.document().uid]);
    await until(
      'the plan to be made',
      async () => (await standIns.calls('nuxeo', new RegExp(`/id/${one.document().uid}`))).length > 1,
    );
    await operation(ben, 'Document.Lock', one.document().uid);

    const job = await failedJob(world(), ana, String((await started).jobs[0]?.id));
    expect(job.failure?.code).toBe('locked-by-other');
    expect((await documentOf(ana, one.document().uid)).lockOwner).toBe('ben');
    await operation(ben, 'Document.Unlock', one.document().uid);
    await one.isNotThere();
  });
});

describe('pushing again', () => {
  const stacks = '/version_stacks$';
  it.each<[string, Fault]>([
    ['a stack whose answer is lost', { method: 'POST', path: stacks, action: { type: 'lose-answer' } }],
    ['a stack whose connection is cut', { method: 'POST', path: stacks, action: { type: 'reset' } }],
    ['a move whose answer is lost', { method: 'PATCH', path: '/move$', action: { type: 'lose-answer' } }],
  ])('makes one stack in spite of %s', async (_trouble, fault) => {
    const { ana, anaThere, standIns } = world();
    const versions = fault.method === 'PATCH' ? 3 : 2;
    for (let version = 1; version <= versions; version += 1) {
      await one.replaceFile(`cut ${version}`, 5_000);
      if (version === versions) await standIns.fault('frameio', fault);
      await hurriedJob(ana, await one.start());
    }
    const stackId = String((await documentOf(ana, one.document().uid)).properties['frameioasset:stackId']);
    const path = `/accounts/${TARGET.accountId}/version_stacks/${stackId}/children`;
    const members = await anaThere.v4<{ name: string }[]>('GET', path);
    expect(members).toHaveLength(versions);
    expect(await filesNamed(anaThere, one.document().fileName)).toEqual([]);
  });
});

describe('presigned links', () => {
  it('that lead to a host that nobody allowed are not followed, until somebody does', async () => {
    const { ana, environment, standIns } = world();
    await standIns.nuxeoSwitches({ redirectToPresigned: true });
    const id = await one.start();
    const job = await failedJob(world(), ana, id);
    expect(job.failure?.code).toBe('host-not-allowed');
    const [host = ''] = /127\.0\.0\.1:\d+/.exec(job.failure?.message ?? '') ?? [];
    expect(host).not.toBe('');
    await one.isNotThere();

    const [part] = await standIns.calls('frameio', /^\/parts\//);
    const hosts = [String(part?.requestHeaders['host'] ?? ''), host].filter(Boolean).join(',');
    await environment.restartSidecar({ PRESIGNED_HOSTS: hosts });
    await ana.api('POST', `/jobs/${id}/retry`);
    await completedJob(ana, id);
    await one.isThere();
    await environment.restartSidecar();
  });

  it.each([
    ['to a host that is not on the list', { PRESIGNED_HOSTS: '*.frame.io' }],
    ['to a private address', { ALLOW_PRIVATE_ADDRESSES: 'false' }],
  ])('%s get no bytes', async (_where, env) => {
    const { ana, environment, standIns } = world();
    await environment.restartSidecar(env);
    const before = (await standIns.calls('frameio', /^\/parts\//)).length;
    const id = await one.start();
    expect((await failedJob(world(), ana, id)).failure?.code).toBe('host-not-allowed');
    await one.isNotThere();
    expect(await standIns.calls('frameio', /^\/parts\//)).toHaveLength(before);
    await environment.restartSidecar();
    await ana.api('POST', `/jobs/${id}/retry`);
    await completedJob(ana, id);
  });
});

lookAtTheWholeRun(world);
