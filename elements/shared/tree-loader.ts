import { currentLanguage } from './i18n.ts';
import { joined, type Branch } from './tree-model.ts';
import { canOpen, type NodeId, type TreeNode, type TreeSource } from './tree-source.ts';

/** What a tree has loaded and what is unfolded in it. `changed` is called after each step. */
export class TreeLoader {
  readonly branches = new Map<NodeId, Branch>();
  readonly open = new Set<NodeId>();
  readonly #parents = new Map<NodeId, NodeId>();
  readonly #loading = new Map<NodeId, Promise<void>>();
  readonly #source: TreeSource;
  readonly #changed: () => void;

  constructor(source: TreeSource, changed: () => void) {
    this.#source = source;
    this.#changed = changed;
  }

  unfold(node: TreeNode): Promise<void> {
    if (!canOpen(node)) return Promise.resolve();
    this.open.add(node.id);
    const branch = this.branches.get(node.id);
    this.#changed();
    return branch?.state === 'loaded' ? Promise.resolve() : this.more(node);
  }

  fold(node: TreeNode): void {
    this.open.delete(node.id);
    this.#changed();
  }

  /** The next page below a node; the same page is asked for again where it failed. */
  more(node: TreeNode): Promise<void> {
    const loading = this.#loading.get(node.id) ?? this.#load(node).finally(() => this.#loading.delete(node.id));
    this.#loading.set(node.id, loading);
    return loading;
  }

  async #load(node: TreeNode): Promise<void> {
    const { nodes = [], next = null } = this.branches.get(node.id) ?? {};
    this.#set(node, { nodes, next, state: 'loading' });
    try {
      const page = await this.#source.load(node, next ?? undefined);
      this.#set(node, {
        nodes: joined(this.branches.get(node.id), page.nodes, currentLanguage()),
        next: page.next,
        state: 'loaded',
      });
    } catch {
      this.#set(node, { nodes, next, state: 'failed' });
    }
  }

  /** @throws ApiFailure. */
  async create(parent: TreeNode, name: string): Promise<TreeNode> {
    if (!this.#source.create) throw new Error('Nothing can be created in this tree');
    const made = await this.#source.create(parent, name);
    await this.unfold(parent);
    const branch = this.branches.get(parent.id);
    this.#set(parent, {
      nodes: joined(branch, [made], currentLanguage()),
      next: branch?.next ?? null,
      state: branch?.state ?? 'loaded',
    });
    return made;
  }

  /** Unfolds the way to a node by the ids on it; answers the node, or undefined when the way ends before. */
  async follow(root: TreeNode, path: readonly NodeId[]): Promise<TreeNode | undefined> {
    let at: TreeNode | undefined = root;
    for (const id of path) {
      await this.unfold(at);
      at = this.branches.get(at.id)?.nodes.find((node) => node.id === id);
      if (!at) return undefined;
    }
    return at;
  }

  /** The ids from below the root down to a node. */
  pathTo(node: TreeNode, root: TreeNode): NodeId[] {
    return [node.id, ...this.ancestors(node.id)].filter((id) => id !== root.id).reverse();
  }

  /** Nearest first. */
  ancestors(id: NodeId): NodeId[] {
    const parent = this.#parents.get(id);
    return parent === undefined ? [] : [parent, ...this.ancestors(parent)];
  }

  #set(node: TreeNode, branch: Branch): void {
    this.branches.set(node.id, branch);
    for (const child of branch.nodes) this.#parents.set(child.id, node.id);
    this.#changed();
  }
}
