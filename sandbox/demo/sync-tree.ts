import type { TreeWish } from '../frameio/trees.ts';

type FileWish = Extract<TreeWish, { type: 'file' }>;

const file = (name: string, more: Partial<FileWish> = {}): FileWish => ({ type: 'file', name, size: 4_000, ...more });
const folder = (name: string, children: TreeWish[]): TreeWish => ({ type: 'folder', name, children });

const camera = (place: string, name: string) =>
  folder(
    `Camera ${name}`,
    Array.from({ length: 7 }, (_, n) => file(`${place}_${name}_take ${n + 1}.mov`, { seed: `${place} ${name} ${n}` })),
  );
const day = (place: string, name: string, more: TreeWish[] = []) =>
  folder(`Day ${name}`, [camera(`${place}D${name}`, 'A'), camera(`${place}D${name}`, 'B'), ...more]);

/** Oldest first. */
export const TRAILER_CUTS = ['trailer v1.mov', 'trailer v2.mov', 'trailer v3.mov'] as const;
export const TRAILER_COMMENTS = ['Louder at the end', 'The logo comes too late'] as const;

/** Four levels with 60 assets in 15 folders: 58 files and two version stacks. */
export const SEASON: readonly TreeWish[] = [
  folder('Season 1', [
    folder('Episode 1', [
      day('E1', '1'),
      day('E1', '2', [file('E1 sound notes.pdf'), file('E1 slate.png')]),
      {
        type: 'version_stack',
        versions: TRAILER_CUTS.map((name, n) =>
          file(name, { seed: name, comments: n === 2 ? [...TRAILER_COMMENTS] : [] }),
        ),
      },
    ]),
    folder('Episode 2', [
      day('E2', '1'),
      day('E2', '2'),
      { type: 'version_stack', versions: ['E2 v1.mov', 'E2 v2.mov'].map((name) => file(name, { seed: name })) },
    ]),
  ]),
];

export const countOf = (type: TreeWish['type'], tree: readonly TreeWish[] = SEASON): number =>
  tree.reduce(
    (sum, wish) => sum + (wish.type === type ? 1 : 0) + (wish.type === 'folder' ? countOf(type, wish.children) : 0),
    0,
  );
