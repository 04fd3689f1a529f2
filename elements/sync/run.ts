import type { SyncAnswer, SyncRunAnswer } from '../../server/contract/sync.ts';
import { ApiFailure, failureSentence } from '../shared/failure.ts';
import { formatBytes } from '../shared/format.ts';
import { i18n } from '../shared/i18n.ts';

export type { SyncAnswer, SyncRunAnswer };

export function isUnderWay(run: Pick<SyncRunAnswer, 'state'> | null | undefined): boolean {
  return run?.state === 'queued' || run?.state === 'running';
}

/** One run at a time: whatever else is asked for waits for it, or joins it. */
export function goesOn({ run, comparison }: SyncAnswer): boolean {
  return isUnderWay(run) || isUnderWay(comparison);
}

/** What is known after a run was asked for; it may have joined a comparison. */
export function withRun(sync: SyncAnswer, run: SyncRunAnswer): SyncAnswer {
  return run.mode === 'sync' ? { ...sync, run } : { ...sync, comparison: run };
}

/** Brought, failed or left: nothing happens to them in this run any more. */
export function settledCount({ done, failed, left }: SyncRunAnswer): number {
  return done + failed + left;
}

/** `Running: 12 of 40 changes`, and what the last one ended with (N120). */
export function stateSentence(run: SyncRunAnswer | null): string {
  if (run?.state === 'running') return runningSentence(run);
  if (run?.state === 'partly') return i18n('frameio.sync.state.partly', String(run.failed));
  return stateWord(run);
}

export function stateWord(run: Pick<SyncRunAnswer, 'state'> | null): string {
  return i18n(`frameio.sync.word.${run?.state ?? 'none'}`);
}

function runningSentence(run: SyncRunAnswer): string {
  const [settled, total] = [String(settledCount(run)), String(run.total)];
  if (run.isWalked) return i18n('frameio.sync.state.running', settled, total);
  return run.total ? i18n('frameio.sync.state.walking', settled, total) : i18n('frameio.sync.state.looking');
}

/** 0 to 1; undefined while it cannot be told. By bytes where files move, so that a large one counts for what it is. */
export function shareOf(run: SyncRunAnswer): number | undefined {
  if (!run.isWalked || run.total === 0) return undefined;
  const byCount = settledCount(run) / run.total;
  return Math.min(1, run.bytesTotal > 0 ? (byCount + run.bytesDone / run.bytesTotal) / 2 : byCount);
}

/** What was looked at, what was brought and what moves; short parts beside each other. */
export function factsOf(run: SyncRunAnswer): string[] {
  const seen = i18n('frameio.sync.facts.seen', String(run.foldersSeen), String(run.assetsSeen));
  const bytes = i18n('frameio.sync.facts.bytes', formatBytes(run.bytesDone), formatBytes(run.bytesTotal));
  return [
    seen,
    ...(isUnderWay(run) || run.total === 0 ? [] : [i18n('frameio.sync.facts.brought', String(run.done))]),
    ...(run.left && !isUnderWay(run) ? [i18n('frameio.sync.facts.left', String(run.left))] : []),
    ...(run.bytesTotal ? [isUnderWay(run) ? bytes : formatBytes(run.bytesDone)] : []),
  ];
}

/** For the bubble when a run ends that somebody on this page waits for. */
export function endSentence({ projectName, sourcePath }: SyncAnswer, run: SyncRunAnswer): string {
  const source = [projectName, ...sourcePath].join(' › ');
  if (run.state === 'failed') return `${i18n('frameio.sync.ended.failed', source)} ${reasonOf(run)}`;
  if (run.total === 0) return i18n('frameio.sync.ended.nothing', source);
  const key = run.failed ? 'frameio.sync.ended.partly' : 'frameio.sync.ended.done';
  return i18n(key, source, String(run.done), String(run.left), String(run.failed));
}

export function reasonOf({ failure }: Pick<SyncRunAnswer, 'failure'>): string {
  return failure ? failureSentence(new ApiFailure(failure)) : '';
}
