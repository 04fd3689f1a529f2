export type NodeId = string;

export interface TreeNode {
  readonly id: NodeId;
  readonly name: string;
  readonly kind: 'project' | 'folder' | 'file' | 'version_stack';
  /** Said after the name: a size, for instance. */
  readonly detail?: string;
  /** Cannot be chosen; `detail` says why. */
  readonly isUnavailable?: boolean;
}

export interface TreePage {
  readonly nodes: readonly TreeNode[];
  readonly next: string | null;
}

/** Where a tree gets its nodes from, page by page. */
export interface TreeSource {
  load(parent: TreeNode, after: string | undefined): Promise<TreePage>;
  /** Absent where nothing can be created. */
  create?(parent: TreeNode, name: string): Promise<TreeNode>;
}

export function canOpen(node: TreeNode): boolean {
  return node.kind === 'project' || node.kind === 'folder';
}
