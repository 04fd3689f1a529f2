import { setTimeout as wait } from 'node:timers/promises';
import type { Cap } from './pace.ts';
import { forgetPeak, processUse, usedInFolder } from './proc-stat.ts';
import { resultOf, type Result } from './run-mover.ts';
import { startStage, type Stage } from './stage.ts';

export interface SidecarRun {
  readonly direction: 'push' | 'publish';
  readonly cap: Cap;
  readonly size: number;
}

export interface SidecarResult {
  readonly run: SidecarRun;
  /** Of the sidecar's own process. */
  readonly result: Result;
  readonly postgresPerGb: number;
  readonly rssBeforeMb: number;
}

const SETTLE_MS = 2_000;

export async function measureSidecar(runs: readonly SidecarRun[], flags: string): Promise<SidecarResult[]> {
  const stage = await startStage({ NODE_OPTIONS: flags });
  try {
    // Started a second time, as it runs for months: with its program out of the compile cache.
    await stage.restart();
    const results: SidecarResult[] = [];
    for (const run of runs) results.push(await measure(stage, run));
    return results;
  } finally {
    await stage.stop();
  }
}

async function measure(stage: Stage, run: SidecarRun): Promise<SidecarResult> {
  await stage.cap(run.cap);
  const id = run.direction === 'push' ? await stage.addDocument(run.size) : await stage.addAsset(run.size);
  await wait(SETTLE_MS);
  const { pid } = stage.environment.sidecar();
  forgetPeak(pid);
  const [before, postgresBefore] = [processUse(pid), usedInFolder(stage.dataFolder)];

  const startedAt = performance.now();
  await stage[run.direction](id);
  const milliseconds = performance.now() - startedAt;

  const postgres = usedInFolder(stage.dataFolder).cpuSeconds - postgresBefore.cpuSeconds;
  return {
    run,
    result: resultOf(run.size, milliseconds, before, processUse(pid)),
    postgresPerGb: postgres / (run.size / 1e9),
    rssBeforeMb: before.peakRssMb,
  };
}
