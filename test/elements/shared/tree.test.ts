import { describe, expect, it } from 'vitest';
import { TreeLoader } from '../../../elements/shared/tree-loader.ts';
import { moveFor } from '../../../elements/shared/tree-keys.ts';
import { inOrder, rowsOf, type Row } from '../../../elements/shared/tree-model.ts';
import type { TreeNode, TreePage, TreeSource } from '../../../elements/shared/tree-source.ts';
import { ticked, tickOf } from '../../../elements/shared/tree-ticks.ts';

const folder = (name: string): TreeNode => ({ id: name, name, kind: 'folder' });
const file = (name: string): TreeNode => ({ id: name, name, kind: 'file' });
const root: TreeNode = { id: 'root', name: 'Aurora', kind: 'project' };

/** Pages by the id of their folder; what is not listed is empty. */
function source(pages: Record<string, TreePage[]>): TreeSource & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    load(parent, after) {
      asked.push(`${parent.id}${after ?? ''}`);
      const list = pages[parent.id] ?? [];
      const page = after === undefined ? list[0] : list[Number(after)];
      return page ? Promise.resolve(page) : Promise.resolve({ nodes: [], next: null });
    },
    create: (_parent, name) => Promise.resolve(folder(name)),
  };
}

const pages = {
  root: [
    { nodes: [folder('Dailies'), file('notes.pdf')], next: '1' },
    { nodes: [folder('Cuts'), folder('Été')], next: null },
  ],
  Dailies: [{ nodes: [folder('Day 10'), folder('Day 2')], next: null }],
};

async function opened(): Promise<TreeLoader> {
  const loader = new TreeLoader(source(pages), () => undefined);
  await loader.unfold(root);
  await loader.unfold(folder('Dailies'));
  return loader;
}

const rows = ({ branches, open }: TreeLoader, words = ''): Row[] => rowsOf({ root, branches, open, words });
const names = (list: readonly Row[]) => list.map((row) => (row.kind === 'node' ? row.node.name : `(${row.kind})`));

describe('the rows of a tree', () => {
  it('show folders before files, as people count, and where more is to come', async () => {
    expect(names(rows(await opened()))).toEqual(['Aurora', 'Dailies', 'Day 2', 'Day 10', 'notes.pdf', '(more)']);
  });

  it('join the next page to the first', async () => {
    const loader = await opened();
    await loader.more(root);
    expect(names(rows(loader)).filter((name) => !name.startsWith('Day '))).toEqual([
      'Aurora',
      'Cuts',
      'Dailies',
      'Été',
      'notes.pdf',
    ]);
  });

  it('count levels and positions as assistive technology is told', async () => {
    const row = rows(await opened()).find(({ node }) => node.name === 'Day 10');
    expect(row).toMatchObject({ level: 3, position: 2, siblings: 2, parentId: 'Dailies' });
  });

  it('say that a folder is empty, loading, or could not be loaded', async () => {
    const broken = new TreeLoader({ load: () => Promise.reject(new Error('503')) }, () => undefined);
    await broken.unfold(root);
    expect(names(rows(broken))).toEqual(['Aurora', '(failed)']);
    const empty = new TreeLoader(source({}), () => undefined);
    const unfolding = empty.unfold(root);
    expect(names(rows(empty))).toEqual(['Aurora', '(loading)']);
    await unfolding;
    expect(names(rows(empty))).toEqual(['Aurora', '(empty)']);
  });

  it('are found by words without case and accents, with the way to them', async () => {
    const loader = await opened();
    await loader.more(root);
    expect(names(rows(loader, 'ete'))).toEqual(['Aurora', 'Été']);
    expect(names(rows(loader, 'DAY 2'))).toEqual(['Aurora', 'Dailies', 'Day 2']);
    expect(names(rows(loader, 'nothing like it'))).toEqual(['Aurora']);
  });

  it('of 3,000 folders are made in a moment', () => {
    const many = inOrder(
      [...Array(3_000).keys()].map((n) => folder(`Day ${n}`)),
      'en',
    );
    const branches = new Map([['root', { nodes: many, next: null, state: 'loaded' as const }]]);
    const start = performance.now();
    expect(rowsOf({ root, branches, open: new Set(['root']), words: '' })).toHaveLength(3_001);
    expect(performance.now() - start).toBeLessThan(200);
  });
});

describe('a tree that is loaded', () => {
  it('asks for each folder once, however often it is unfolded', async () => {
    const from = source(pages);
    const loader = new TreeLoader(from, () => undefined);
    await loader.unfold(root);
    loader.fold(root);
    await loader.unfold(root);
    expect(from.asked).toEqual(['root']);
  });

  it('unfolds the way to what was chosen the last time, or gives up', async () => {
    const loader = new TreeLoader(source(pages), () => undefined);
    void loader.unfold(root); // as the tree itself does at the same moment
    expect(await loader.follow(root, ['Dailies', 'Day 2'])).toMatchObject({ name: 'Day 2' });
    expect(loader.pathTo(folder('Day 2'), root)).toEqual(['Dailies', 'Day 2']);
    expect(await loader.follow(root, ['Dailies', 'gone', 'deeper'])).toBeUndefined();
  });

  it('shows a new folder in its place', async () => {
    const loader = await opened();
    await loader.create(folder('Dailies'), 'Day 3');
    expect(names(rows(loader)).slice(1, 5)).toEqual(['Dailies', 'Day 2', 'Day 3', 'Day 10']);
  });
});

describe('keys in a tree', () => {
  it('move, unfold, fold and go to the parent', async () => {
    const list = rows(await opened());
    const at = (name: string) => names(list).indexOf(name);
    expect(moveFor('ArrowDown', list, 0)).toEqual({ kind: 'go', to: 1 });
    expect(moveFor('End', list, 0)).toEqual({ kind: 'go', to: list.length - 1 });
    expect(moveFor('ArrowLeft', list, at('Dailies'))).toEqual({ kind: 'fold' });
    expect(moveFor('ArrowLeft', list, at('Day 2'))).toEqual({ kind: 'go', to: at('Dailies') });
    expect(moveFor('ArrowRight', list, at('Day 2'))).toEqual({ kind: 'unfold' });
    expect(moveFor('ArrowRight', list, at('Dailies'))).toEqual({ kind: 'go', to: at('Day 2') });
    expect(moveFor('ArrowRight', list, at('notes.pdf'))).toBeUndefined();
    expect(moveFor('Enter', list, 1)).toEqual({ kind: 'choose' });
  });

  it('find names by their first letter, around the end', async () => {
    const list = rows(await opened());
    expect(moveFor('n', list, 0)).toEqual({ kind: 'go', to: names(list).indexOf('notes.pdf') });
    expect(moveFor('a', list, 3)).toEqual({ kind: 'go', to: 0 });
    expect(moveFor('z', list, 0)).toBeUndefined();
  });
});

describe('ticks', () => {
  it('of a folder cover what is in it, and what holds a ticked one is in between', async () => {
    const loader = await opened();
    const ancestors = (id: string) => loader.ancestors(id);
    const one = ticked(folder('Day 2'), new Map(), ancestors);
    expect(['Day 2', 'Dailies', 'root', 'Day 10'].map((id) => tickOf(id, one, ancestors))).toEqual([
      'true',
      'mixed',
      'mixed',
      'false',
    ]);
    const whole = ticked(folder('Dailies'), one, ancestors);
    expect([...whole.keys()]).toEqual(['Dailies']);
    expect(tickOf('Day 10', whole, ancestors)).toBe('true');
    expect(ticked(folder('Day 10'), whole, ancestors)).toBe(whole);
    expect(ticked(folder('Dailies'), whole, ancestors).size).toBe(0);
  });
});
