import { describe, expect, it } from 'vitest';
import { storedDigest, versionsOf, type JobSeen } from '../../sandbox/demo/watching.ts';
import type { Fault } from '../../sandbox/shared/control.ts';
import { seededDigest } from '../../sandbox/shared/seeded-bytes.ts';
import { runOn } from './support/actions.ts';
import { completedJob, hurriedJob, jobThat, newestJob } from './support/jobs.ts';
import { documentTitled, makeFile, type MadeFile } from './support/things.ts';
import { lookAtTheWholeRun, useWorld } from './support/world.ts';

const world = useWorld();
/** Two of Nuxeo's chunks. */
const SIZE = 17_000_000;
const reset = { type: 'reset' } as const;
const lost = { type: 'lose-answer' } as const;
const status = (code: number, body?: unknown) => ({ type: 'status', status: code, body }) as const;

describe('a file comes in spite of', () => {
  async function isThere(file: MadeFile): Promise<void> {
    const { ana, environment } = world();
    const [document, ...more] = await documentTitled(ana, file.title);
    expect(more).toEqual([]);
    const sha256 = await seededDigest(file.title, SIZE, 'sha256');
    expect(await storedDigest(environment, String(document?.uid))).toBe(sha256);
    const versions = await versionsOf(ana, String(document?.uid));
    const digests = await Promise.all(versions.map((version) => storedDigest(environment, version.uid)));
    expect(digests.filter((digest) => digest === sha256)).toHaveLength(1);
  }

  async function published(file: MadeFile): Promise<string> {
    await runOn(world().cleoThere, [{ type: 'file', id: file.id }]);
    return (await newestJob(world().administrator, ({ title }) => title === file.name)).id;
  }

  it.each<[string, 'frameio' | 'nuxeo', Fault]>([
    [
      'a download that breaks off',
      'frameio',
      { path: '^/uploads/', times: 2, action: { type: 'truncate', afterBytes: 5_000 } },
    ],
    ['a download that is cut', 'frameio', { path: '^/uploads/', times: 2, action: reset }],
    ['storage that is out of order', 'frameio', { path: '^/uploads/', times: 2, action: status(503) }],
    [
      'a link that is not accepted',
      'frameio',
      { path: '^/uploads/', nth: 2, action: status(403, '<Error><Code>AccessDenied</Code></Error>') },
    ],
    [
      'a chunk whose connection is cut',
      'nuxeo',
      { method: 'POST', path: '/upload/[^/]+/0', nth: 2, times: 2, action: reset },
    ],
    ['a chunk whose answer is lost', 'nuxeo', { method: 'POST', path: '/upload/[^/]+/0', nth: 2, action: lost }],
    [
      'a chunk that Nuxeo fails at',
      'nuxeo',
      { method: 'POST', path: '/upload/[^/]+/0', times: 2, action: status(500) },
    ],
    ['a new document whose answer is lost', 'nuxeo', { method: 'POST', path: '/api/v1/id/[^/]+$', action: lost }],
    ['a new document whose connection is cut', 'nuxeo', { method: 'POST', path: '/api/v1/id/[^/]+$', action: reset }],
    ['a written version whose answer is lost', 'nuxeo', { method: 'PUT', path: '/api/v1/id/', action: lost }],
    ['a written version whose connection is cut', 'nuxeo', { method: 'PUT', path: '/api/v1/id/', action: reset }],
    [
      'an upload that Nuxeo is too busy to begin',
      'nuxeo',
      { method: 'POST', path: '/upload/?$', times: 5, action: status(503) },
    ],
    ['comments that cannot be read', 'frameio', { path: '/comments', times: 4, action: reset }],
  ])('%s', async (_trouble, side, fault) => {
    const file = await makeFile(world().standIns, { size: SIZE });
    await world().standIns.fault(side, fault);
    const job = await hurriedJob(world().administrator, await published(file));
    expect(job.failure).toBeNull();
    await isThere(file);
  });

  it('links that expire while it is under way', async () => {
    const { standIns } = world();
    const file = await makeFile(standIns, { size: SIZE });
    await slowly();
    const id = await published(file);
    await underWay(id);
    await standIns.fault('frameio', { path: '^/uploads/', times: 1, action: reset });
    await standIns.control('frameio', 'POST', 'expire', { what: 'links' });
    await completedJob(world().administrator, id);
    await isThere(file);
  });

  it('an upload that Nuxeo drops while it is under way, which the transfer mentions', async () => {
    const { standIns } = world();
    const file = await makeFile(standIns, { size: SIZE });
    await slowly();
    const id = await published(file);
    await underWay(id);
    await standIns.control('nuxeo', 'POST', 'expire', { what: 'batches' });
    const job = await completedJob(world().administrator, id);
    expect(job.notes.map((note) => note.code)).toContain('batch-lost-restarted');
    await isThere(file);
  });

  it('a cancel in the middle, when it is started again', async () => {
    const { administrator, standIns } = world();
    const file = await makeFile(standIns, { size: SIZE });
    await slowly();
    const id = await published(file);
    await underWay(id);
    await administrator.api('POST', `/jobs/${id}/cancel`);
    await jobThat('is cancelled', administrator, id, (job) => job.state === 'cancelled');
    expect(await standIns.control('nuxeo', 'GET', 'batches')).toEqual([]);
    await administrator.api('POST', `/jobs/${id}/retry`);
    await completedJob(administrator, id);
    await isThere(file);
  });

  async function slowly(): Promise<void> {
    const throttle = { bytesPerSecondPerConnection: 16_000_000, requestDelayMs: 0 };
    await world().standIns.frameioSwitches({ throttle });
  }

  function underWay(id: string): Promise<JobSeen> {
    const hasBegun = (job: JobSeen & { bytesDone?: number }) => job.state === 'active' && Number(job.bytesDone) > 0;
    return jobThat('is under way', world().administrator, id, hasBegun);
  }
});

lookAtTheWholeRun(world);
