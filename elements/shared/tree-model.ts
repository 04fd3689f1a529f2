import type { NodeId, TreeNode } from './tree-source.ts';

/** What has been loaded below a node so far. */
export interface Branch {
  readonly nodes: readonly TreeNode[];
  /** Where the next page begins; null when everything is here. */
  readonly next: string | null;
  readonly state: 'loading' | 'loaded' | 'failed';
}

/** One line of the tree: a node, or what is said in place of nodes. */
export interface Row {
  readonly key: string;
  readonly kind: 'node' | 'more' | 'loading' | 'failed' | 'empty';
  /** The node itself, or the one below which this line stands. */
  readonly node: TreeNode;
  readonly parentId: NodeId | undefined;
  /** From 1, as `aria-level` counts. */
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  readonly isOpen: boolean;
}

export interface TreeState {
  readonly root: TreeNode;
  readonly branches: ReadonlyMap<NodeId, Branch>;
  readonly open: ReadonlySet<NodeId>;
  /** Shows what has these words in its name, with the way to it. Searches what is loaded. */
  readonly words: string;
}

export function rowsOf(state: TreeState): Row[] {
  const wanted = state.words.trim() ? matching(state) : undefined;
  return below(state, wanted, { node: state.root, parentId: undefined, level: 1, position: 1, siblings: 1 });
}

type Place = Omit<Row, 'key' | 'kind' | 'isOpen'>;

function below(state: TreeState, wanted: ReadonlySet<NodeId> | undefined, place: Place): Row[] {
  const { node, level } = place;
  const branch = state.branches.get(node.id);
  const isOpen = wanted ? (branch?.nodes.some((child) => wanted.has(child.id)) ?? false) : state.open.has(node.id);
  const row: Row = { ...place, key: node.id, kind: 'node', isOpen };
  if (!isOpen) return [row];
  const nodes = (branch?.nodes ?? []).filter((child) => !wanted || wanted.has(child.id));
  const last = wanted ? undefined : lastRow(node, branch, level + 1);
  const siblings = nodes.length + (last ? 1 : 0);
  const rows = nodes.flatMap((child, index) =>
    below(state, wanted, { node: child, parentId: node.id, level: level + 1, position: index + 1, siblings }),
  );
  return last ? [row, ...rows, { ...last, position: siblings, siblings }] : [row, ...rows];
}

/** What the end of a level says: that more is there, or on its way, or that nothing is. */
function lastRow(
  node: TreeNode,
  branch: Branch | undefined,
  level: number,
): Omit<Row, 'position' | 'siblings'> | undefined {
  const line = (kind: Row['kind']) => ({
    key: `${node.id}:${kind}`,
    kind,
    node,
    parentId: node.id,
    level,
    isOpen: false,
  });
  if (!branch || branch.state === 'loading') return line('loading');
  if (branch.state === 'failed') return line('failed');
  if (branch.next !== null) return line('more');
  return branch.nodes.length === 0 ? line('empty') : undefined;
}

/** What matches, and everything on the way to it. */
function matching({ root, branches, words }: TreeState): Set<NodeId> {
  const wanted = new Set<NodeId>();
  const visit = (node: TreeNode): boolean => {
    const children = branches.get(node.id)?.nodes ?? [];
    const isWanted = children.map(visit).some(Boolean) || matches(node, words);
    if (isWanted) wanted.add(node.id);
    return isWanted;
  };
  visit(root);
  return wanted;
}

export function matches(node: TreeNode, words: string): boolean {
  const name = plain(node.name);
  return plain(words)
    .split(/\s+/)
    .every((word) => name.includes(word));
}

/** Without case and accents: `Été` is found by `ete`. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}

/** Folders first, then by name as people count: `Day 2` before `Day 10`. */
export function inOrder(nodes: readonly TreeNode[], language: string): TreeNode[] {
  const names = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
  const rank = (node: TreeNode) => (node.kind === 'folder' ? 0 : 1);
  return [...nodes].sort((a, b) => rank(a) - rank(b) || names.compare(a.name, b.name));
}

/** A page joins what is there already; what was made meanwhile is not listed twice. */
export function joined(branch: Branch | undefined, page: readonly TreeNode[], language: string): TreeNode[] {
  const known = new Map([...(branch?.nodes ?? []), ...page].map((node) => [node.id, node]));
  return inOrder([...known.values()], language);
}
