import { rateLimits, type Operation } from '../../server/adapters/frameio/rate-limits.ts';
import type { CallCount } from '../../sandbox/shared/control.ts';
import type { Tree } from './tree.ts';

const pathOf: readonly (readonly [RegExp, Operation])[] = [
  [/\/folders\/\*\/children$/, 'folders.index'],
  [/\/version_stacks\/\*\/children$/, 'version_stacks.index'],
  [/\/files\/\*\/comments$/, 'comments.index'],
  [/\/files\/\*$/, 'files.show'],
  [/\/folders\/\*$/, 'folders.show'],
  [/\/version_stacks\/\*$/, 'version_stacks.show'],
  [/\/projects\/\*$/, 'projects.show'],
];

/** Calls of Frame.io's API by operation; everything else by its path. What was refused with 429 is left out. */
export function byOperation(counts: readonly CallCount[]): Map<string, number> {
  const calls = new Map<string, number>();
  for (const { method, path, status, count } of counts) {
    if (!path.startsWith('/v4/') || status === 429) continue;
    const known = method === 'GET' ? pathOf.find(([pattern]) => pattern.test(path))?.[1] : undefined;
    const name = known ?? `${method} ${path.replace('/v4/accounts/*', '')}`;
    calls.set(name, (calls.get(name) ?? 0) + count);
  }
  return calls;
}

/** What no client can do without: a page of each folder, an address for each file's bytes, members, comments. */
export function necessaryCalls({ folders, stacks, files, filesWithComments }: Tree): Map<Operation, number> {
  return new Map<Operation, number>([
    ['folders.index', listings(folders)],
    ['files.show', files],
    ['version_stacks.index', stacks],
    ['comments.index', filesWithComments],
  ]);
}

/** A page of each folder, the source's own too: none has more children than fit. */
export function listings(folders: number): number {
  return folders + 1;
}

/** How long so many calls of one person take at least: a bucket that is full at first and then fills steadily. */
export function floorSeconds(operation: Operation, calls: number, rateFactor = 1): number {
  const { calls: limit, windowMs } = rateLimits[operation];
  return (Math.max(0, calls - limit * rateFactor) * windowMs) / (limit * rateFactor) / 1000;
}

/** Operations have limits of their own, so that the slowest one decides. */
export function floorOf(calls: ReadonlyMap<Operation, number>, rateFactor = 1): number {
  return Math.max(...[...calls].map(([operation, count]) => floorSeconds(operation, count, rateFactor)));
}
