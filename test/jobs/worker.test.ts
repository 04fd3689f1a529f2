import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FrameioError, NuxeoError, type IntegrationError } from '../../server/domain/errors.ts';
import type { Job, JsonObject, NewJob } from '../../server/domain/job.ts';
import type { JobContext } from '../../server/ports/job-context.ts';
import { startTestDatabase, type TestDatabase } from '../support/database.ts';
import { createGate, startJobProcess, type JobProcess } from '../support/job-world.ts';

let database: TestDatabase;
let here: JobProcess;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());
const processes: JobProcess[] = [];
const startAnother = async () => {
  const process = await startJobProcess(database);
  processes.push(process);
  return process;
};
beforeEach(async () => {
  await database.empty();
  here = await startAnother();
});
afterEach(() => Promise.all(processes.splice(0).map((process) => process.stop())));

const push: NewJob = { kind: 'push-document', person: 'alice', title: 'Trailer', payload: { rendition: 'MP4' } };
const unavailable = () => new FrameioError('frameio-unavailable', { retryable: true });
const locked = () => new NuxeoError('locked-by-other', { needsAttention: true, params: ['bob'] });
const aborted = ({ signal }: JobContext) =>
  new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('the request was cut off')));
  });

describe('a job', () => {
  it('is done once, and says how far it is', async () => {
    const seen: Job[] = [];
    await here.work({
      'push-document': {
        run: async (context) => {
          seen.push(context.job);
          await context.enter('uploading', 200);
          context.progress(150);
          await context.remember({ fileId: 'file-1' });
          await context.note({ code: 'comments-off', params: ['x'] });
        },
      },
    });
    const { id } = await here.queue.enqueue({ ...push, documentUid: 'document-1', batchId: 'batch', bytesTotal: 100 });
    const job = await here.until(id, 'completed');
    expect((await here.queue.list({ begun: true })).map((begun) => begun.id)).toEqual([id]);
    expect(seen).toMatchObject([{ id, state: 'active', attempt: 1, payload: { rendition: 'MP4' }, bytesTotal: 100 }]);
    expect(job).toMatchObject({
      bytesDone: 150,
      bytesTotal: 200,
      memory: { fileId: 'file-1' },
      notes: [{ code: 'comments-off', params: ['x'] }],
      stage: undefined,
      failure: undefined,
      endedAt: expect.any(Date),
    });
  });

  it('starts within a moment, and the next one right after it', async () => {
    const starts: number[] = [];
    await here.work({ 'push-document': { run: async () => void starts.push(Date.now()) } }, { concurrency: 1 });
    await delay(1_500);
    const asked = Date.now();
    const jobs = await Promise.all(Array.from({ length: 10 }, () => here.queue.enqueue(push)));
    await Promise.all(jobs.map(({ id }) => here.until(id, 'completed')));
    expect((starts[0] ?? Infinity) - asked).toBeLessThan(500);
    expect((starts[9] ?? Infinity) - asked).toBeLessThan(3_000);
  });

  it('that fails for good ends with the reason, after what it did was taken back', async () => {
    const undone: unknown[] = [];
    await here.work({
      'push-document': {
        run: async (context) => {
          await context.remember({ lock: 'taken' });
          throw new FrameioError('frameio-quota-exceeded', { params: ['Studio'] });
        },
        undo: async (context) => {
          undone.push([context.memory(), (await here.queue.get(context.job.id))?.state, context.signal.aborted]);
          await context.remember({ lock: undefined });
        },
      },
    });
    const { id } = await here.queue.enqueue(push);
    const job = await here.until(id, 'failed');
    expect(undone).toEqual([[{ lock: 'taken' }, 'active', false]]);
    expect(job).toMatchObject({
      memory: {},
      attempt: 1,
      failure: { code: 'frameio-quota-exceeded', params: ['Studio'] },
    });
  });

  it('that meets a bug ends as internal, with the stack in the log and not in the job', async () => {
    await here.work({ 'push-document': { run: () => Promise.reject(new TypeError('x is not a function')) } });
    const { id } = await here.queue.enqueue(push);
    expect((await here.until(id, 'failed')).failure).toEqual({ code: 'internal', params: [] });
    expect(here.log.filter((line) => line.includes('job failed unexpectedly'))).toHaveLength(1);
  });
});

describe('a failure that may pass', () => {
  it('is tried again, with what was remembered', async () => {
    const memories: JsonObject[] = [];
    await here.work({
      'push-document': {
        run: async (context) => {
          memories.push(context.memory());
          await context.remember({ [`attempt${context.job.attempt}`]: true });
          if (context.job.attempt < 3) throw unavailable();
        },
      },
    });
    const { id } = await here.queue.enqueue(push);
    const job = await here.until(id, 'completed');
    expect(memories).toEqual([{}, { attempt1: true }, { attempt1: true, attempt2: true }]);
    expect(job).toMatchObject({ attempt: 3, failure: undefined });
  });

  it('is shown while the job waits, and becomes final after the last attempt', async () => {
    const gaveUp: unknown[] = [];
    const undone: string[] = [];
    await here.work(
      {
        'push-document': {
          run: () => Promise.reject(unavailable()),
          undo: async ({ job }) => void undone.push(job.id),
        },
      },
      { onGiveUp: async ({ job }, failure) => void gaveUp.push([job.id, failure.code]) },
    );
    const states: [string, string | undefined][] = [];
    const unwatch = here.queue.watch((job) => states.push([job.state, job.failure?.code]));
    const { id } = await here.queue.enqueue(push);
    const job = await here.until(id, 'failed');
    unwatch();
    expect(states).toContainEqual(['retry', 'frameio-unavailable']);
    expect(job).toMatchObject({ attempt: 4, failure: { code: 'frameio-unavailable' } });
    expect(gaveUp).toEqual([[id, 'frameio-unavailable']]);
    expect(undone).toEqual([id]);
  });

  it('is not tried earlier than the vendor asks for', async () => {
    const starts: number[] = [];
    await here.work({
      'push-document': {
        run: async () => {
          starts.push(Date.now());
          if (starts.length === 1) {
            throw new FrameioError('frameio-rate-limited', { retryable: true, retryAfterMs: 2_000 });
          }
        },
      },
    });
    const { id } = await here.queue.enqueue(push);
    await here.until(id, 'completed');
    expect((starts[1] ?? 0) - (starts[0] ?? 0)).toBeGreaterThanOrEqual(2_000);
  });
});

describe('a job that waits for a person', () => {
  it('says since when and for what, looks again by itself, and goes on', async () => {
    let isLocked = true;
    await here.work({
      'push-document': {
        run: async () => {
          if (isLocked) throw locked();
        },
      },
    });
    const { id } = await here.queue.enqueue(push);
    const first = await here.until(id, 'retry');
    expect(first).toMatchObject({
      failure: { code: 'locked-by-other', params: ['bob'] },
      waitingSince: expect.any(Date),
    });
    expect((await here.queue.list({ waiting: true })).map((job) => job.id)).toEqual([id]);
    while (((await here.queue.get(id))?.attempt ?? 0) < 3) await delay(50);
    const later = await here.until(id, 'retry');
    expect(later.waitingSince).toEqual(first.waitingSince);
    isLocked = false;
    expect(await here.until(id, 'completed')).toMatchObject({ waitingSince: undefined, failure: undefined });
    expect(await here.queue.list({ waiting: true })).toEqual([]);
  });

  it('goes on at once when somebody asks', async () => {
    let isLocked = true;
    await here.work(
      {
        'push-document': {
          run: async () => {
            if (isLocked) throw locked();
          },
        },
      },
      { attentionPauseMs: 600_000 },
    );
    const { id } = await here.queue.enqueue(push);
    await here.until(id, 'retry');
    isLocked = false;
    expect(await here.queue.retry(id)).toMatchObject({ state: 'retry', failure: undefined, waitingSince: undefined });
    await here.until(id, 'completed', 2_000);
  });

  it('is cancelled at once, and takes back what it did', async () => {
    const undone: JsonObject[] = [];
    await here.work(
      {
        'push-document': {
          run: async (context) => {
            await context.remember({ lock: 'taken' });
            throw locked();
          },
          undo: async (context) => void undone.push(context.memory()),
        },
      },
      { attentionPauseMs: 600_000 },
    );
    const { id } = await here.queue.enqueue(push);
    await here.until(id, 'retry');
    await here.queue.cancel(id);
    const job = await here.until(id, 'cancelled', 2_000);
    expect(undone).toEqual([{ lock: 'taken' }]);
    expect(job).toMatchObject({ failure: undefined, waitingSince: undefined, endedAt: expect.any(Date) });
  });

  it('is cancelled even while every place is taken by long transfers', async () => {
    const gate = createGate();
    await here.work(
      {
        'push-document': { run: () => Promise.reject(locked()), undo: async () => undefined },
        'publish-asset': { run: () => gate.opened },
      },
      { concurrency: 1, attentionPauseMs: 600_000 },
    );
    const { id } = await here.queue.enqueue(push);
    await here.until(id, 'retry');
    const long = await here.queue.enqueue({ ...push, kind: 'publish-asset' });
    await here.until(long.id, 'active');
    await here.queue.cancel(id);
    await here.until(id, 'cancelled', 2_000);
    gate.open();
    await here.until(long.id, 'completed');
  });
});

describe('cancelling', () => {
  it('a job that has not begun ends it at once, and it never runs', async () => {
    const { id } = await here.queue.enqueue(push);
    expect(await here.queue.cancel(id)).toMatchObject({ state: 'cancelled', attempt: 0 });
    const ran: string[] = [];
    await here.work({
      'push-document': { run: async ({ job }) => void ran.push(job.id), undo: async () => void ran.push('undo') },
    });
    const next = await here.queue.enqueue(push);
    await here.until(next.id, 'completed');
    expect(ran).toEqual([next.id]);
  });

  it('a running job aborts its signal in the process that runs it, then takes back', async () => {
    const there = await startAnother();
    const events: string[] = [];
    await there.work({
      'push-document': {
        run: async (context) => {
          await context.remember({ fileId: 'half' });
          events.push('began');
          await aborted(context).finally(() => events.push(String((context.signal.reason as IntegrationError).code)));
        },
        undo: async (context) => {
          events.push(`undo ${String(context.memory()['fileId'])} ${context.signal.aborted}`);
          await delay(50);
          events.push(String((await here.queue.get(context.job.id))?.state));
        },
      },
    });
    const { id } = await here.queue.enqueue(push);
    while (!events.includes('began')) await delay(20);
    const asked = Date.now();
    await here.queue.cancel(id);
    await here.queue.cancel(id);
    expect(await here.until(id, 'cancelled')).toMatchObject({ failure: undefined, attempt: 1 });
    expect(Date.now() - asked).toBeLessThan(1_000);
    expect(events).toEqual(['began', 'cancelled', 'undo half false', 'active']);
  });

  it('keeps taking back until it worked', async () => {
    let tries = 0;
    await here.work({
      'push-document': {
        run: (context) => aborted(context),
        undo: async () => {
          tries += 1;
          if (tries < 3) throw unavailable();
        },
      },
    });
    const { id } = await here.queue.enqueue(push);
    await here.until(id, 'active');
    await here.queue.cancel(id);
    expect(await here.until(id, 'cancelled')).toMatchObject({ failure: undefined });
    expect(tries).toBe(3);
  });

  it('ends the job also when it cannot be taken back', async () => {
    await here.work({
      'push-document': { run: (context) => aborted(context), undo: () => Promise.reject(new Error('no way back')) },
    });
    const { id } = await here.queue.enqueue(push);
    await here.until(id, 'active');
    await here.queue.cancel(id);
    await here.until(id, 'cancelled');
    expect(here.log.some((line) => line.includes('"takingBack":true') && line.includes('unexpectedly'))).toBe(true);
  });

  it('is refused for a job that is over, and for one that does not exist', async () => {
    await here.work({});
    const { id } = await here.queue.enqueue(push);
    await here.until(id, 'completed');
    await expect(here.queue.cancel(id)).rejects.toMatchObject({ code: 'job-not-cancellable' });
    await expect(here.queue.retry(id)).rejects.toMatchObject({ code: 'job-not-retryable' });
    await expect(here.queue.cancel('unknown')).rejects.toMatchObject({ code: 'job-not-found' });
  });

  it('can be taken back itself: the job starts again with its memory', async () => {
    const memories: JsonObject[] = [];
    await here.work({
      'push-document': {
        run: async (context) => {
          memories.push(context.memory());
          if (context.job.attempt > 1) return;
          await context.remember({ step: 1 });
          await aborted(context);
        },
      },
    });
    const { id } = await here.queue.enqueue(push);
    while (((await here.queue.get(id))?.memory['step'] ?? 0) !== 1) await delay(20);
    await here.queue.cancel(id);
    await here.until(id, 'cancelled');
    expect(await here.queue.retry(id)).toMatchObject({ state: 'retry', endedAt: undefined });
    await here.until(id, 'completed');
    expect(memories).toEqual([{}, { step: 1 }]);
  });
});

describe('jobs with the same exclusive word', () => {
  it('run one after the other, in whichever process', async () => {
    const there = await startAnother();
    let running = 0;
    let most = 0;
    const run = async () => {
      running += 1;
      most = Math.max(most, running);
      await delay(100);
      running -= 1;
    };
    await Promise.all([here.work({ 'push-document': { run } }), there.work({ 'push-document': { run } })]);
    const jobs = await Promise.all(
      Array.from({ length: 3 }, () => here.queue.enqueue({ ...push, exclusive: 'document:1' })),
    );
    await Promise.all(jobs.map(({ id }) => here.until(id, 'completed')));
    expect(most).toBe(1);
  });

  it('do not count the wait as an attempt', async () => {
    const gate = createGate();
    await here.work({ 'push-document': { run: () => gate.opened } });
    const first = await here.queue.enqueue({ ...push, exclusive: 'document:1' });
    await here.until(first.id, 'active');
    const second = await here.queue.enqueue({ ...push, exclusive: 'document:1' });
    const other = await here.queue.enqueue({ ...push, exclusive: 'document:2' });
    await here.until(other.id, 'active');
    await delay(1_500);
    expect(await here.queue.get(second.id)).toMatchObject({ state: 'created', attempt: 0 });
    gate.open();
    expect(await here.until(second.id, 'completed')).toMatchObject({ attempt: 1 });
  });
});

describe('progress', () => {
  it('is written at most twice a second, and the last figure always', async () => {
    let writes = 0;
    const unwatch = here.queue.watch(() => {
      writes += 1;
    });
    await here.work({
      'push-document': {
        run: async (context) => {
          for (let bytes = 1; bytes <= 300; bytes += 1) {
            context.progress(bytes);
            await delay(5);
          }
        },
      },
    });
    const { id } = await here.queue.enqueue(push);
    expect(await here.until(id, 'completed')).toMatchObject({ bytesDone: 300 });
    unwatch();
    expect(writes).toBeGreaterThanOrEqual(4);
    expect(writes).toBeLessThanOrEqual(9);
  });
});

describe('stopping a worker', () => {
  it('gives its jobs back with their memory, and another process goes on', async () => {
    const there = await startAnother();
    const worker = await there.work({
      'push-document': {
        run: async (context) => {
          await context.remember({ part: 7 });
          await aborted(context);
        },
        undo: () => Promise.reject(new Error('must be kept for the resume')),
      },
    });
    const { id } = await here.queue.enqueue(push);
    while (((await here.queue.get(id))?.memory['part'] ?? 0) !== 7) await delay(20);
    await worker.stop();
    expect(await here.queue.get(id)).toMatchObject({ state: 'retry', failure: undefined, memory: { part: 7 } });
    const memories: JsonObject[] = [];
    await here.work({ 'push-document': { run: async (context) => void memories.push(context.memory()) } });
    await here.until(id, 'completed', 5_000);
    expect(memories).toEqual([{ part: 7 }]);
  });

  it('does not forget a cancel that it had no time to finish', async () => {
    const there = await startAnother();
    const gate = createGate();
    const worker = await there.work({
      'push-document': { run: (context) => aborted(context), undo: (context) => (gate.open(), aborted(context)) },
    });
    const { id } = await here.queue.enqueue(push);
    await here.until(id, 'active');
    await here.queue.cancel(id);
    await gate.opened;
    await worker.stop();
    const undone: string[] = [];
    await here.work({
      'push-document': {
        run: () => Promise.reject(new Error('ran')),
        undo: async ({ job }) => void undone.push(job.id),
      },
    });
    await here.until(id, 'cancelled', 5_000);
    expect(undone).toEqual([id]);
  });
});

describe('a run that lost its job', () => {
  it('is aborted, and writes nothing any more', async () => {
    const refused: unknown[] = [];
    const began = createGate();
    await here.work({
      'push-document': {
        run: async (context) => {
          if (context.job.attempt > 1) return;
          began.open();
          await aborted(context).catch(() => undefined);
          refused.push(await context.remember({ late: true }).catch((error: unknown) => error));
        },
      },
    });
    const { id } = await here.queue.enqueue(push);
    await began.opened;
    await here.store.change(id, () => ({ set: { lease: 'another run', state: 'retry' } }));
    while (refused.length === 0) await delay(20);
    expect(refused).toMatchObject([{ code: 'interrupted' }]);
    expect(await here.store.get(id)).toMatchObject({ state: 'retry', lease: 'another run', memory: {} });
  });
});
