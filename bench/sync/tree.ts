import type { TreeWish } from '../../sandbox/frameio/trees.ts';

type AssetWish = Exclude<TreeWish, { type: 'folder' }>;
type FileWish = Extract<TreeWish, { type: 'file' }>;

/** Every so many assets there is a stack of two, and one with three comments. */
const STACK_EVERY = 100;
const COMMENTS_EVERY = 50;
const ASSETS_IN_FOLDER = 21;
const FOLDERS_IN_FOLDER = 20;

export interface Tree {
  readonly children: TreeWish[];
  readonly folders: number;
  readonly assets: number;
  readonly stacks: number;
  /** Files with bytes: each member of a stack counts. */
  readonly files: number;
  readonly filesWithComments: number;
  readonly bytes: number;
}

/** Small files, twenty-one to a folder, in folders of folders. */
export function treeOf(assets: number, bytesEach: number): Tree {
  const wishes = Array.from({ length: assets }, (_, n) => assetOf(n, bytesEach));
  const leaves = grouped(wishes, ASSETS_IN_FOLDER).map((children, n) => folder(`Day ${n + 1}`, children));
  const children = grouped(leaves, FOLDERS_IN_FOLDER).map((below, n) => folder(`Reel ${n + 1}`, below));
  const files = wishes.flatMap((wish): FileWish[] => (wish.type === 'file' ? [wish] : wish.versions));
  return {
    ...{ children, assets, folders: leaves.length + children.length },
    stacks: wishes.filter(({ type }) => type === 'version_stack').length,
    files: files.length,
    filesWithComments: files.filter(({ comments = [] }) => comments.length > 0).length,
    bytes: files.length * bytesEach,
  };
}

function assetOf(n: number, size: number): AssetWish {
  const comments = n % COMMENTS_EVERY === 1 ? ['Darker', 'Louder', 'Shorter'] : [];
  const file = (name: string): FileWish => ({ type: 'file', name, size, comments });
  if (n % STACK_EVERY !== 0) return file(`take ${n}.mov`);
  return { type: 'version_stack', versions: [file(`cut ${n} v1.mov`), file(`cut ${n} v2.mov`)] };
}

const folder = (name: string, children: TreeWish[]): TreeWish => ({ type: 'folder', name, children });

function grouped<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}
