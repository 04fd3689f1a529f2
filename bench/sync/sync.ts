import type { CallCount } from '../../sandbox/shared/control.ts';
import { rateLimits, type Operation } from '../../server/adapters/frameio/rate-limits.ts';
import { table } from '../report.ts';
import { byOperation, floorOf, floorSeconds, listings, necessaryCalls } from './floor.ts';
import { naiveWalk } from './naive.ts';
import { startSyncStage, type Requests, type RunSeen, type SyncStage } from './stage.ts';
import { treeOf, type Tree } from './tree.ts';

export interface SyncBench {
  readonly assets: number;
  /** Multiplies the limits of the stand-in, so that a benchmark does not take an hour. */
  readonly rateFactor: number;
  readonly sidecarFlags: string;
}

const BYTES_EACH = 20_000;

interface Measured {
  readonly tree: Tree;
  readonly first: RunSeen;
  readonly second: RunSeen;
}

/** A tenth of the size first: what memory is compared with. The walk that a person would write looks at the larger one. */
export async function benchSync({ assets, rateFactor, sidecarFlags }: SyncBench): Promise<string> {
  const small = await onStage(rateFactor, sidecarFlags, (stage) => measure(stage, Math.ceil(assets / 10)));
  return onStage(rateFactor, sidecarFlags, async (stage) => {
    const large = await measure(stage, assets);
    const startedAt = performance.now();
    const naive = await stage.requestsDuring(() => naiveWalk(stage.environment, stage.ana));
    const naiveSeconds = (performance.now() - startedAt) / 1000;
    return [
      intro(large.tree, rateFactor),
      firstRun(large, rateFactor),
      secondRun(large, { ...naive, seconds: naiveSeconds }),
      memory([small, large]),
    ].join('\n\n');
  });
}

async function onStage<T>(rateFactor: number, flags: string, work: (stage: SyncStage) => Promise<T>): Promise<T> {
  const stage = await startSyncStage(rateFactor, flags);
  try {
    return await work(stage);
  } finally {
    await stage.stop();
  }
}

async function measure(stage: SyncStage, assets: number): Promise<Measured> {
  const tree = treeOf(assets, BYTES_EACH);
  await stage.plant(tree);
  return { tree, first: await stage.run('first'), second: await stage.run('refresh') };
}

function intro({ assets, folders, stacks, files, filesWithComments, bytes }: Tree, rateFactor: number): string {
  const tree = `${assets} assets in ${folders} folders: ${files} files of ${BYTES_EACH / 1000} kB (${megabytes(bytes)}), ${stacks} stacks of two`;
  return `${tree}, ${filesWithComments} files with three comments. The stand-in's limits are ${rateFactor} times the documented ones.`;
}

function firstRun({ tree, first }: Measured, rateFactor: number): string {
  const calls = byOperation(first.frameio);
  const necessary = necessaryCalls(tree);
  const rows = [...calls].map(([name, count]) => {
    const operation = name in rateLimits ? (name as Operation) : undefined;
    const needed = (operation && necessary.get(operation)) ?? 0;
    const floor = (factor: number) => (operation ? seconds(floorSeconds(operation, needed, factor)) : '–');
    return [`\`${name}\``, String(count), String(needed), floor(1), floor(rateFactor)];
  });
  const head = [
    'Frame.io, by operation',
    'calls',
    'necessary',
    'floor at the documented limit',
    `at ${rateFactor} times`,
  ];
  const floors = [
    '**the slowest decides**',
    '',
    '',
    seconds(floorOf(necessary)),
    seconds(floorOf(necessary, rateFactor)),
  ];
  const took = `Took **${seconds(first.seconds)}**, ${first.cpuSeconds.toFixed(1)} s of CPU in the sidecar, ${megabytes(first.run.bytesDone)} moved.`;
  return `### First run\n\n${took}\n\n${table(head, [...rows, floors])}\n\n${nuxeoTable(first.nuxeo)}`;
}

function nuxeoTable(counts: readonly CallCount[]): string {
  const rows = counts
    .slice(0, 10)
    .map(({ method, path, count }) => [`\`${method} ${path.replace('/nuxeo/api/v1', '')}\``, String(count)]);
  return table(['Nuxeo, the ten most frequent', 'calls'], [...rows, ['all', String(sum(counts))]]);
}

function secondRun({ tree, second }: Measured, naive: Requests & { seconds: number }): string {
  const row = (name: string, { frameio, nuxeo }: Requests, took: number) => {
    const floor = floorOf(knownOperations(frameio));
    const counts = [String(sum(api(frameio))), String(sum(nuxeo)), String(writes(frameio) + writes(nuxeo))];
    return [name, ...counts, seconds(took), seconds(floor)];
  };
  const head = ['Nothing changed', 'Frame.io', 'Nuxeo', 'writes', 'took', 'floor at the documented limits'];
  const rows = [
    row('our walk', second, second.seconds),
    row('file, comments and document of each asset', naive, naive.seconds),
  ];
  const aim = `Frame.io cannot be listed with fewer than ${listings(tree.folders)} requests.`;
  return `### Second run\n\n${aim}\n\n${table(head, rows)}\n\n${nuxeoTable(second.nuxeo)}`;
}

function memory(all: readonly Measured[]): string {
  const rows = all.map(({ tree, first, second }) => [
    `${tree.assets} assets`,
    `${first.peakRssMb.toFixed(0)} MB`,
    `${second.peakRssMb.toFixed(0)} MB`,
  ]);
  return `### Memory of the sidecar\n\n${table(['Peak RSS', 'first run', 'second run'], rows)}`;
}

function knownOperations(counts: readonly CallCount[]): Map<Operation, number> {
  const known = [...byOperation(counts)].filter(([name]) => name in rateLimits);
  return new Map(known as [Operation, number][]);
}

/** Without the storage that the bytes come from, and what only the stand-in has. */
const api = (counts: readonly CallCount[]) => counts.filter(({ path }) => path.startsWith('/v4/'));
const sum = (counts: readonly CallCount[]) => counts.reduce((total, { count }) => total + count, 0);
const writes = (counts: readonly CallCount[]) => sum(counts.filter(({ method }) => !['GET', 'HEAD'].includes(method)));
const seconds = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} s`;
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
