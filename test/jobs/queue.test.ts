import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Job, NewJob } from '../../server/domain/job.ts';
import { purgeJobs } from '../../server/jobs/purge.ts';
import { redeliverLostJobs } from '../../server/jobs/redeliver.ts';
import { schedulePerson, startSchedule } from '../../server/jobs/schedule.ts';
import { startTestDatabase, type TestDatabase } from '../support/database.ts';
import { startJobProcess, type JobProcess } from '../support/job-world.ts';
import { createHandClock } from '../support/store-options.ts';

let database: TestDatabase;
let here: JobProcess;
beforeAll(async () => {
  database = await startTestDatabase();
  here = await startJobProcess(database);
});
afterAll(async () => {
  await here.stop();
  await database.stop();
});
beforeEach(() => database.empty());

const push: NewJob = { kind: 'push-document', person: 'alice', title: 'Trailer', payload: {} };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const messages = async () => {
  const { rows } = await sql<{ id: string }>`select data->>'jobId' as id from frameio_queue.job`.execute(
    database.db.kysely,
  );
  return rows.map(({ id }) => id);
};

describe('enqueueing', () => {
  it('records what is asked for', async () => {
    const asked = {
      ...push,
      batchId: 'batch',
      documentUid: 'd',
      bindingId: 'b',
      payload: { a: [1, null] },
      bytesTotal: 7,
    };
    const job = await here.queue.enqueue(asked);
    expect(job).toEqual({
      id: expect.any(String),
      kind: 'push-document',
      person: 'alice',
      batchId: 'batch',
      documentUid: 'd',
      bindingId: 'b',
      title: 'Trailer',
      payload: { a: [1, null] },
      memory: {},
      state: 'created',
      stage: undefined,
      bytesDone: 0,
      bytesTotal: 7,
      attempt: 0,
      failure: undefined,
      waitingSince: undefined,
      notes: [],
      createdAt: expect.any(Date),
      updatedAt: expect.any(Date),
      endedAt: undefined,
    });
    expect(await here.queue.get(job.id)).toEqual(job);
    expect(await messages()).toEqual([job.id]);
  });

  it('the same key again gives the job that is there, however many ask at once', async () => {
    const jobs = await Promise.all(
      Array.from({ length: 8 }, (_, index) => here.queue.enqueue({ ...push, title: `${index}`, key: 'once' })),
    );
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(1);
    expect(await messages()).toHaveLength(1);
    await here.queue.cancel(jobs[0]?.id ?? '');
    expect(await here.queue.enqueue({ ...push, key: 'once' })).toMatchObject({ id: jobs[0]?.id, state: 'cancelled' });
  });

  it('leaves neither a job nor a message when it fails half way', async () => {
    const refusing = { send: () => Promise.reject(new Error('no queue')) };
    const { createJobQueue } = await import('../../server/jobs/queue.ts');
    const queue = createJobQueue({
      store: here.store,
      boss: refusing as never,
      clock: { now: () => new Date() },
      ids: { uuid: () => 'half' },
    });
    await expect(queue.enqueue(push)).rejects.toThrow('no queue');
    expect(await here.queue.get('half')).toBeUndefined();
    expect(await messages()).toEqual([]);
  });
});

describe('lists', () => {
  it('are newest first, filtered, and in pages', async () => {
    const titles = ['one', 'two', 'three'];
    for (const title of titles) {
      await here.queue.enqueue({ ...push, title, batchId: title === 'two' ? 'batch' : 'other', documentUid: title });
      await delay(2);
    }
    const bobs = await here.queue.enqueue({ ...push, title: 'four', person: 'bob', bindingId: 'b' });
    await here.queue.cancel(bobs.id);
    const list = async (filter: Parameters<typeof here.queue.list>[0]) =>
      (await here.queue.list(filter)).map(({ title }) => title);
    expect(await list({})).toEqual(['four', 'three', 'two', 'one']);
    expect(await list({ person: 'alice', limit: 2 })).toEqual(['three', 'two']);
    expect(await list({ batchId: 'batch' })).toEqual(['two']);
    expect(await list({ documentUid: 'one' })).toEqual(['one']);
    expect(await list({ bindingId: 'b' })).toEqual(['four']);
    expect(await list({ open: true })).toEqual(['three', 'two', 'one']);
    const [, third] = await here.queue.list({});
    expect(await list({ before: third?.createdAt ?? new Date(0) })).toEqual(['two', 'one']);
  });
});

describe('watching', () => {
  let there: JobProcess;
  beforeEach(async () => {
    there = await startJobProcess(database);
  });
  afterEach(() => there.stop());

  it('tells what changed in another process', async () => {
    const seen: Job[] = [];
    const unwatch = there.queue.watch((job) => seen.push(job));
    const { id } = await here.queue.enqueue(push);
    while (!seen.some((job) => job.id === id)) await delay(10);
    await here.queue.cancel(id);
    while (!seen.some((job) => job.state === 'cancelled')) await delay(10);
    unwatch();
    const count = seen.length;
    await here.queue.enqueue(push);
    await delay(100);
    expect(seen).toHaveLength(count);
  });

  it('tells what was missed while its session was cut', async () => {
    const seen = new Set<string>();
    const unwatch = there.queue.watch((job) => seen.add(`${job.id} ${job.state}`));
    const first = await here.queue.enqueue(push);
    while (!seen.has(`${first.id} created`)) await delay(10);
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'nuxeo-frameio listener' and datname = current_database()`.execute(database.db.kysely);
    const missed = await here.queue.enqueue(push);
    const deadline = Date.now() + 5_000;
    while (!seen.has(`${missed.id} created`) && Date.now() < deadline) await delay(20);
    expect(seen).toContain(`${missed.id} created`);
    unwatch();
  });
});

describe('a job whose message was lost', () => {
  it('is delivered again', async () => {
    const { id } = await here.queue.enqueue(push);
    await sql`delete from frameio_queue.job`.execute(database.db.kysely);
    const later = { now: () => new Date(Date.now() + 31_000) };
    await redeliverLostJobs({ boss: here.boss, store: here.store, clock: { now: () => new Date() } });
    expect(await messages()).toEqual([]);
    await redeliverLostJobs({ boss: here.boss, store: here.store, clock: later });
    await redeliverLostJobs({ boss: here.boss, store: here.store, clock: later });
    expect(await messages()).toEqual([id]);
    const worker = await here.work({});
    await here.until(id, 'completed');
    await worker.stop();
  });

  it('is found among as many as a large synchronization leaves open', async () => {
    const jobs = await Promise.all(Array.from({ length: 1_100 }, () => here.queue.enqueue(push)));
    const lost = jobs.map(({ id }) => id).sort()[1_050];
    await sql`delete from frameio_queue.job where data->>'jobId' = ${lost}`.execute(database.db.kysely);
    const later = { now: () => new Date(Date.now() + 31_000) };
    await redeliverLostJobs({ boss: here.boss, store: here.store, clock: later });
    expect((await messages()).sort()).toEqual(jobs.map(({ id }) => id).sort());
  });
});

describe('purging', () => {
  it('removes jobs that ended ninety days ago, periodic ones after two', async () => {
    const old = await here.queue.enqueue({ ...push, key: 'old' });
    const open = await here.queue.enqueue(push);
    const periodic = await here.queue.enqueue({ ...push, person: schedulePerson });
    await here.queue.cancel(old.id);
    await here.queue.cancel(periodic.id);
    const inDays = (days: number) => ({ now: () => new Date(Date.now() + days * 24 * 3_600_000) });
    expect(await purgeJobs(here.store, inDays(1))).toBe(0);
    expect(await purgeJobs(here.store, inDays(3))).toBe(1);
    expect(await purgeJobs(here.store, inDays(91))).toBe(1);
    expect((await here.queue.list({})).map(({ id }) => id)).toEqual([open.id]);
  });
});

describe('the schedule', () => {
  const entries = [{ kind: 'poll-reviews', everySeconds: 300, jitterSeconds: 0 }] as const;
  const clock = createHandClock();
  const polls = async () => (await here.queue.list({ person: schedulePerson })).map(({ state }) => state);
  const tickOnce = async () => {
    const schedules = [1, 2, 3].map(() => startSchedule({ entries, queue: here.queue, clock, log }));
    await delay(150);
    for (const schedule of schedules) schedule.stop();
  };

  it('makes one job a slot, however many processes keep it, and none while one is open', async () => {
    await tickOnce();
    expect(await polls()).toEqual(['created']);
    clock.pass(300_000);
    await tickOnce();
    expect(await polls()).toEqual(['created']);
    const [open] = await here.queue.list({ person: schedulePerson });
    await here.queue.cancel(open?.id ?? '');
    await tickOnce();
    expect(await polls()).toEqual(['created', 'cancelled']);
  });

  it('goes on by itself', async () => {
    const worker = await here.work({});
    const schedule = startSchedule({
      entries: [{ kind: 'sweep', everySeconds: 1, jitterSeconds: 0 }],
      queue: here.queue,
      clock: { now: () => new Date() },
      log,
    });
    await delay(3_500);
    schedule.stop();
    await worker.stop();
    expect((await here.queue.list({ person: schedulePerson })).length).toBeGreaterThanOrEqual(3);
  });
});
