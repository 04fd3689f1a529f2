import type { NodeId, TreeNode } from './tree-source.ts';

type Ticked = ReadonlyMap<NodeId, TreeNode>;
type Ancestors = (id: NodeId) => readonly NodeId[];

/** What lies in a ticked folder comes along with it; what holds something ticked is in between. */
export function tickOf(id: NodeId, chosen: Ticked, ancestors: Ancestors): 'true' | 'false' | 'mixed' {
  if (chosen.has(id) || isCovered(id, chosen, ancestors)) return 'true';
  return [...chosen.keys()].some((one) => ancestors(one).includes(id)) ? 'mixed' : 'false';
}

/** Ticks a node or takes its tick away; a folder takes the place of what was ticked in it. */
export function ticked(node: TreeNode, chosen: Ticked, ancestors: Ancestors): Ticked {
  if (isCovered(node.id, chosen, ancestors)) return chosen;
  if (chosen.has(node.id)) return new Map([...chosen].filter(([id]) => id !== node.id));
  const outside = [...chosen].filter(([id]) => !ancestors(id).includes(node.id));
  return new Map([...outside, [node.id, node]]);
}

function isCovered(id: NodeId, chosen: Ticked, ancestors: Ancestors): boolean {
  return ancestors(id).some((ancestor) => chosen.has(ancestor));
}
