import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSyncFeed } from '../../../elements/sync/create-sync-feed.ts';
import type { SyncAnswer } from '../../../elements/sync/run.ts';
import { ApiFailure } from '../../../elements/shared/failure.ts';
import { aRun, aSync } from './fake-syncs.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const going = aSync('folder', { run: aRun({ state: 'running' }) });
const over = aSync('folder', { run: aRun({ state: 'done', done: 3, total: 3 }) });

/** Answers are taken from the list in turn; the last one stays. */
function feedOf(...answers: (SyncAnswer | Error)[]) {
  let reads = 0;
  const feed = createSyncFeed({
    busyMs: 1_000,
    idleMs: 20_000,
    read: () => {
      const answer = answers[Math.min(reads, answers.length - 1)];
      reads += 1;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer as SyncAnswer);
    },
  });
  return { feed, reads: () => reads };
}

it('asks often while a run goes on, and seldom else', async () => {
  const { feed, reads } = feedOf(going, going, over);
  feed.listen('folder', { sync: () => undefined });
  await vi.advanceTimersByTimeAsync(2_100);
  expect(reads()).toBe(3);
  await vi.advanceTimersByTimeAsync(19_000);
  expect(reads()).toBe(3);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(reads()).toBe(4);
});

it('asks once for several listeners, and not at all when the last one has left', async () => {
  const { feed, reads } = feedOf(going);
  const seen: string[] = [];
  const stops = ['a', 'b'].map((name) => feed.listen('folder', { sync: () => seen.push(name) }));
  await vi.advanceTimersByTimeAsync(0);
  expect(seen).toEqual(['a', 'b']);
  for (const stop of stops) stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(reads()).toBe(1);
});

it('goes on after a failure, and tells of it', async () => {
  const { feed } = feedOf(new Error('503'), going);
  const seen: unknown[] = [];
  feed.listen('folder', { sync: ({ run }) => seen.push(run?.state), failed: () => seen.push('failed') });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(seen).toEqual(['failed', 'running']);
});

it('drops an answer that was overtaken by a newer one', async () => {
  let answer: (sync: SyncAnswer) => void = () => undefined;
  const feed = createSyncFeed({ read: () => new Promise((resolve) => (answer = resolve)) });
  const seen: unknown[] = [];
  feed.listen('folder', { sync: ({ run }) => seen.push(run?.state) });
  feed.take(going);
  answer(over);
  await vi.advanceTimersByTimeAsync(0);
  expect(seen).toEqual(['running']);
});

it('tells once when the run has ended, not when the one before had', async () => {
  const { feed } = feedOf(over, over);
  const ended: unknown[] = [];
  feed.listen('folder', { sync: () => undefined });
  await vi.advanceTimersByTimeAsync(0);
  feed.onEnd(going, (_sync, run) => ended.push(run.done));
  expect(ended).toEqual([]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ended).toEqual([3]);
});

it('forgets the run of a folder that is not synchronised any more', async () => {
  const { feed, reads } = feedOf(new ApiFailure({ code: 'folder-not-synced' }));
  const ended: unknown[] = [];
  feed.onEnd(going, () => ended.push('ended'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ended).toEqual([]);
  expect(reads()).toBe(1);
});

it('does not tell of the run before, when what was asked for joined a comparison', async () => {
  const comparison = aRun({ id: 'compare-1', mode: 'compare', state: 'running' });
  const compared = { ...over, comparison: { ...comparison, state: 'done' as const } };
  const next = { ...compared, run: aRun({ id: 'run-2', total: 1, done: 1 }) };
  const told: string[] = [];
  const { feed } = feedOf({ ...over, comparison }, compared);
  feed.onEnd({ ...over, comparison }, (_sync, run) => told.push(run.id));
  await vi.advanceTimersByTimeAsync(30_000);
  expect(told).toEqual([]);

  const other = feedOf({ ...over, comparison }, next);
  other.feed.onEnd({ ...over, comparison }, (_sync, run) => told.push(run.id));
  await vi.advanceTimersByTimeAsync(30_000);
  expect(told).toEqual(['run-2']);
});
