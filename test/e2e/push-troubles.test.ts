import { describe, expect, it } from 'vitest';
import type { JobSeen } from '../../sandbox/demo/watching.ts';
import type { Fault } from '../../sandbox/shared/control.ts';
import { completedJob, hurriedJob, jobThat } from './support/jobs.ts';
import { SIZE, useOnePush } from './support/one-push.ts';
import { makeDocument, push } from './support/things.ts';
import { lookAtTheWholeRun, useWorld } from './support/world.ts';

const world = useWorld();
const one = useOnePush(world);
const atOnce = { bytesPerSecondPerConnection: 0, requestDelayMs: 0 };
const notesOf = (job: JobSeen) => job.notes.map((note) => note.code);

describe('a push goes through', () => {
  const reset = { type: 'reset' } as const;
  const lost = { type: 'lose-answer' } as const;
  const status = (code: number, body?: unknown) => ({ type: 'status', status: code, body }) as const;

  it.each<[string, 'frameio' | 'nuxeo', Fault]>([
    [
      'a download that breaks off',
      'nuxeo',
      { path: '@blob', times: 2, action: { type: 'truncate', afterBytes: 1_000 } },
    ],
    ['a download that is cut before it begins', 'nuxeo', { path: '@blob', times: 2, action: reset }],
    ['a download that Nuxeo has no time for', 'nuxeo', { path: '@blob', times: 2, action: status(503) }],
    ['a part whose connection is cut', 'frameio', { method: 'PUT', path: '^/parts/', nth: 2, times: 3, action: reset }],
    ['a part whose answer is lost', 'frameio', { method: 'PUT', path: '^/parts/', nth: 2, action: lost }],
    ['a last part whose answer is lost', 'frameio', { method: 'PUT', path: 'part_6', action: lost }],
    [
      'storage that asks to slow down',
      'frameio',
      { method: 'PUT', path: '^/parts/', times: 4, action: status(503, '<Error><Code>SlowDown</Code></Error>') },
    ],
    ['a status that cannot be read', 'frameio', { path: '/status$', times: 2, action: reset }],
    ['a lock whose answer is lost', 'nuxeo', { path: 'Document.Lock', action: lost }],
    ['a facet whose answer is lost', 'nuxeo', { path: 'Document.AddFacet', action: lost }],
    ['a file whose creation is cut', 'frameio', { method: 'POST', path: '/local_upload', action: reset }],
    ['a file whose creation is answered by nobody', 'frameio', { method: 'POST', path: '/local_upload', action: lost }],
    [
      'an answer that is no answer',
      'frameio',
      { method: 'POST', path: '/local_upload', action: { type: 'truncate', afterBytes: 20 } },
    ],
  ])('%s', async (_trouble, side, fault) => {
    await world().standIns.fault(side, fault);
    const job = await hurriedJob(world().ana, await one.start());
    expect(job.failure).toBeNull();
    await one.isThere();
  });

  it('a storm of 429, which are waits and no failures', async () => {
    const { ana, standIns } = world();
    const more = await Promise.all([makeDocument(standIns), makeDocument(standIns), makeDocument(standIns)]);
    await standIns.frameioSwitches({ rateLimitFactor: 0.2 });
    const action = { type: 'status', status: 429, headers: { 'x-ratelimit-remaining': '10' } } as const;
    await standIns.fault('frameio', { path: '/local_upload', times: 2, action });
    await standIns.fault('frameio', { path: '/status$', times: 2, action });
    const { jobs } = await push(ana, [one.document().uid, ...more.map(({ uid }) => uid)]);
    for (const { id } of jobs) {
      const job = await completedJob(ana, id);
      expect(job).toMatchObject({ attempt: 1, failure: null });
    }
    await one.isThere();
  });
});

describe('in the middle of a push', () => {
  it('upload links that expire cost a new beginning, which the job mentions', async () => {
    const { ana, standIns } = world();
    await one.slowly();
    const id = await one.start();
    await one.underWay(id);
    await standIns.control('frameio', 'POST', 'expire', { what: 'upload-urls' });
    await standIns.frameioSwitches({ throttle: atOnce });

    const job = await completedJob(ana, id);
    expect(notesOf(job)).toEqual(['upload-expired-restarted']);
    await one.isThere();
  });

  it('a main file that is replaced is sent instead, which the job mentions', async () => {
    const { ana, standIns } = world();
    await one.slowly();
    const id = await one.start();
    await one.underWay(id);
    await one.replaceFile('another take', SIZE);
    await standIns.frameioSwitches({ throttle: atOnce });

    const job = await completedJob(ana, id);
    expect(notesOf(job)).toEqual(['source-changed-restarted']);
    await one.isThere('another take');
  });

  it('a main file that becomes longer is sent whole', async () => {
    const { ana, standIns } = world();
    await one.slowly();
    const id = await one.start();
    await one.underWay(id);
    await one.replaceFile('longer', SIZE + 777);
    await standIns.frameioSwitches({ throttle: atOnce });

    expect(notesOf(await completedJob(ana, id))).toEqual(['source-changed-restarted']);
    await one.isThere('longer', SIZE + 777);
  });

  it('a cancel takes everything back', async () => {
    const { ana } = world();
    await one.slowly();
    const id = await one.start();
    await one.underWay(id);
    await ana.api('POST', `/jobs/${id}/cancel`);
    await jobThat('is cancelled', ana, id, (job) => job.state === 'cancelled');
    await one.isNotThere();
    await expect(ana.api('POST', `/jobs/${id}/cancel`)).rejects.toMatchObject({
      status: 409,
      code: 'job-not-cancellable',
    });

    await ana.api('POST', `/jobs/${id}/retry`);
    await completedJob(ana, id);
    await one.isThere();
    await expect(ana.api('POST', `/jobs/${id}/retry`)).rejects.toMatchObject({
      status: 409,
      code: 'job-not-retryable',
    });
  });

  it('a recall cancels it and frees the document', async () => {
    const { ana } = world();
    await one.slowly();
    const id = await one.start();
    await one.underWay(id);
    await ana.api('POST', `/documents/${one.document().uid}/recall`);
    await jobThat('is cancelled', ana, id, (job) => job.state === 'cancelled');
    await one.isNotThere();
  });
});

lookAtTheWholeRun(world);
