import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TransferStore } from '../../../elements/push/transfer-store.ts';
import type { JobAnswer } from '../../../elements/shared/api.ts';
import { createPageJobs } from '../../../elements/shared/create-page-jobs.ts';
import type { JobFeed, JobListener } from '../../../elements/shared/job-feed.ts';
import { nextPace, secondsLeft, type Pace } from '../../../elements/shared/smooth-speed.ts';
import { job } from './job.ts';

const at = (second: number) => `2026-11-20T10:00:${String(second).padStart(2, '0')}.000Z`;

/** The stream, told by hand; the list that it is compared with. */
function world(listed: () => JobAnswer[] = () => []) {
  const listeners = new Set<JobListener>();
  const feed: JobFeed = {
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  let stored = '[]';
  const storage = { load: () => stored, save: (text: string) => (stored = text) };
  const refreshed: (readonly string[])[] = [];
  const ended: string[] = [];
  const get = <T>() => Promise.resolve({ jobs: listed() } as T);
  const make = () =>
    createPageJobs({
      feed,
      storage,
      api: { get },
      refresh: (uids) => refreshed.push(uids),
      ended: ({ id }) => ended.push(id),
    });
  const tell = (one: JobAnswer) => listeners.forEach((listener) => listener.job(one));
  const open = () => listeners.forEach((listener) => listener.opened?.());
  return { make, tell, open, refreshed, ended, listeners, feed, get };
}

describe('transfers that a page started', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('refresh the page once when several end together, and say so once', () => {
    const { make, tell, refreshed, ended, listeners } = world();
    const jobs = make();
    const second = { id: 'two', documentUid: 'other' };
    jobs.watch('batch', [job(), job(second)], []);
    expect(listeners.size).toBe(1);
    expect(jobs.runningOf('video')?.id).toBe('one');

    tell(job({ state: 'completed', updatedAt: at(5) }));
    tell(job({ ...second, state: 'failed', updatedAt: at(5) }));
    vi.advanceTimersByTime(1_000);
    expect(refreshed).toEqual([['video', 'other']]);
    expect(ended).toEqual(['batch']);
    expect([listeners.size, jobs.runningOf('video')]).toEqual([0, undefined]);
  });

  it('refresh the page when the lock is taken, so that it shows (N95)', () => {
    const { make, tell, refreshed } = world();
    make().watch('batch', [job({ state: 'created', stage: null })], []);
    tell(job({ stage: 'locking', updatedAt: at(1) }));
    vi.advanceTimersByTime(1_000);
    expect(refreshed).toEqual([]);
    tell(job({ stage: 'uploading', updatedAt: at(2) }));
    tell(job({ stage: 'uploading', bytesDone: 500, updatedAt: at(3) }));
    vi.advanceTimersByTime(1_000);
    expect(refreshed).toEqual([['video']]);
  });

  it('go on being watched after the page was loaded again, and what ended meanwhile is found', async () => {
    let listed = [job()];
    const { make, open, ended } = world(() => listed);
    make().watch('batch', [job()], ['folder']);
    listed = [job({ state: 'completed', updatedAt: at(9) })];

    const again = make();
    again.resume();
    expect(again.batches().map(({ id }) => id)).toEqual(['batch']);
    open();
    await vi.advanceTimersByTimeAsync(10);
    expect(ended).toContain('batch');
    expect(again.batches()).toEqual([]);
  });

  it('ask for no stream when there is nothing to watch', () => {
    const { make, listeners } = world();
    make().resume();
    expect(listeners.size).toBe(0);
  });

  it('are not told back by an older answer', () => {
    const { make, tell, ended } = world();
    const jobs = make();
    jobs.watch('batch', [job({ updatedAt: at(8), bytesDone: 800 }), job({ id: 'two' })], []);
    tell(job({ updatedAt: at(3), bytesDone: 300 }));
    expect(jobs.runningOf('video')?.bytesDone).toBe(800);
    expect(ended).toEqual([]);
  });

  it('of others are left alone', () => {
    const { make, tell, refreshed } = world();
    make().watch('batch', [job()], []);
    tell(job({ id: 'elsewhere', batchId: 'other', state: 'completed' }));
    vi.advanceTimersByTime(1_000);
    expect(refreshed).toEqual([]);
  });
});

describe('the list of transfers', () => {
  it('keeps the newest state whatever comes first, newest transfer first', async () => {
    const old = job({ id: 'old', createdAt: at(0), updatedAt: at(1) });
    const { feed, get, tell, open } = world(() => [old, job({ createdAt: at(5), updatedAt: at(5) })]);
    const store = new TransferStore({ api: { get }, feed, changed: () => undefined });
    store.start();
    tell(job({ id: 'old', createdAt: at(0), updatedAt: at(7), state: 'completed' }));
    open();
    await store.load();
    expect(store.jobs.map(({ id, state }) => [id, state])).toEqual([
      ['one', 'active'],
      ['old', 'completed'],
    ]);
  });

  it('knows the pace while bytes move, and none afterwards', () => {
    const { feed, get } = world();
    const store = new TransferStore({ api: { get }, feed, changed: () => undefined });
    store.take(job({ updatedAt: at(0) }));
    store.take(job({ updatedAt: at(2), bytesDone: 500 }));
    expect(store.paceOf(job())?.bytesPerSecond).toBe(250);
    store.take(job({ updatedAt: at(3), bytesDone: 1_000, state: 'completed' }));
    expect(store.paceOf(job())).toBeUndefined();
  });
});

describe('the time left', () => {
  const after = (steps: readonly (readonly [number, number])[]) =>
    steps.reduce<Pace | undefined>((pace, [bytes, atMs]) => nextPace(pace, bytes, atMs), undefined);

  it('is not told before there is a pace, or where nobody knows the size', () => {
    expect(secondsLeft(after([[0, 0]]), 1_000)).toBeUndefined();
    const pace = after([
      [0, 0],
      [500, 1_000],
    ]);
    expect(secondsLeft(pace, 1_000)).toBe(1);
    expect(secondsLeft(pace, null)).toBeUndefined();
  });

  it('does not jump with a hiccup', () => {
    const steady = after([
      [0, 0],
      [1_000, 1_000],
      [2_000, 2_000],
    ]);
    const hiccup = nextPace(steady, 2_010, 3_000);
    expect(hiccup.bytesPerSecond).toBeGreaterThan(700);
    expect(hiccup.bytesPerSecond).toBeLessThan(1_000);
  });

  it('begins anew when the file starts again from its beginning', () => {
    const again = after([
      [0, 0],
      [900, 1_000],
      [10, 2_000],
    ]);
    expect(again).toMatchObject({ bytes: 10, bytesPerSecond: undefined });
  });
});
