import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { styleMap } from 'lit/directives/style-map.js';
import { define, FrameioElement } from './frameio-element.ts';
import { chevronIcon, fileIcon, folderIcon, projectIcon, stackIcon } from './tree-icons.ts';
import './new-folder.ts';
import { shared } from './styles.ts';
import { moveFor } from './tree-keys.ts';
import { TreeLoader } from './tree-loader.ts';
import { matches, rowsOf, type Row } from './tree-model.ts';
import { canOpen, type NodeId, type TreeNode, type TreeSource } from './tree-source.ts';
import { ticked, tickOf } from './tree-ticks.ts';
import { treeStyles } from './tree-styles.ts';

const kindIcons: Readonly<Record<TreeNode['kind'], TemplateResult>> = {
  project: projectIcon,
  folder: folderIcon,
  file: fileIcon,
  version_stack: stackIcon,
};

export interface TreeChoice {
  readonly nodes: readonly TreeNode[];
  /** Of the node chosen last: ids from below the root down to it. */
  readonly path: readonly NodeId[];
}

/**
 * Folders of Frame.io, loaded when they are unfolded and page by page. Fires `frameio-tree-choice`. With `multiple`
 * boxes are ticked, and a ticked folder stands for everything in it.
 */
export class FrameioTree extends FrameioElement {
  static override styles = [shared, treeStyles];
  static override properties = {
    root: { attribute: false },
    source: { attribute: false },
    multiple: { type: Boolean },
    label: { type: String },
    preset: { attribute: false },
    words: { state: true },
    activeKey: { state: true },
    chosen: { state: true },
  };

  declare root: TreeNode | undefined;
  declare source: TreeSource | undefined;
  declare multiple: boolean;
  declare label: string;
  /** The way to the node that is chosen at first, by ids; forgotten when it is not there any more. */
  declare preset: readonly NodeId[];
  declare private words: string;
  declare private activeKey: string;
  declare private chosen: ReadonlyMap<NodeId, TreeNode>;
  #loader: TreeLoader | undefined;

  constructor() {
    super();
    this.multiple = false;
    this.label = '';
    this.preset = [];
    this.#reset();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('root') && !changed.has('source')) return;
    this.#reset();
    if (this.root && this.source) void this.#begin(this.root, this.source);
  }

  #reset(): void {
    this.words = '';
    this.activeKey = '';
    this.chosen = new Map();
    this.#loader = undefined;
  }

  async #begin(root: TreeNode, source: TreeSource): Promise<void> {
    const loader = new TreeLoader(source, () => this.requestUpdate());
    this.#loader = loader;
    this.activeKey = root.id;
    const unfolded = loader.unfold(root);
    if (this.multiple) return unfolded;
    this.#choose(root);
    const found = this.preset.length ? await loader.follow(root, this.preset) : undefined;
    // Somebody may have chosen something else while the way was loaded.
    if (found && loader === this.#loader && this.chosen.has(root.id)) this.#choose(found);
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('.tree')?.focus();
  }

  override render(): unknown {
    const rows = this.#rows();
    return html`
      <input
        type="search"
        autocomplete="off"
        .value=${this.words}
        placeholder=${this.i18n('frameio.tree.search')}
        aria-label=${this.i18n('frameio.tree.search')}
        @input=${this.#searched}
        @keydown=${this.#searchPressed}
      />
      <div
        class="tree"
        role="tree"
        tabindex="0"
        aria-label=${this.label}
        aria-multiselectable=${String(this.multiple)}
        aria-activedescendant=${this.#domId(this.#active(rows))}
        @keydown=${this.#pressed}
      >
        ${rows.map((row, index) => this.#row(row, index))}
      </div>
      <div class="hint" role="status">${this.#said(rows)}</div>
      ${this.source?.create ? this.#creation() : nothing}
    `;
  }

  #rows(): Row[] {
    if (!this.root || !this.#loader) return [];
    const { branches, open } = this.#loader;
    return rowsOf({ root: this.root, branches, open, words: this.words });
  }

  #active(rows: readonly Row[]): number {
    return Math.max(
      0,
      rows.findIndex((row) => row.key === this.activeKey),
    );
  }

  #domId(index: number): string {
    return `row-${index}`;
  }

  #row(row: Row, index: number): TemplateResult {
    const isNode = row.kind === 'node';
    const isBranch = isNode && canOpen(row.node);
    return html`<div
      id=${this.#domId(index)}
      role="treeitem"
      class=${classMap({ row: true, active: row.key === this.activeKey, aside: !isNode })}
      style=${styleMap({ '--level': String(row.level) })}
      aria-level=${row.level}
      aria-posinset=${row.position}
      aria-setsize=${row.siblings}
      aria-expanded=${isBranch ? String(row.isOpen) : nothing}
      aria-selected=${!this.multiple && isNode ? String(this.chosen.has(row.node.id)) : nothing}
      aria-checked=${this.multiple && isNode ? this.#checked(row) : nothing}
      aria-disabled=${isNode && row.node.isUnavailable ? 'true' : nothing}
      @click=${(event: Event) => this.#clicked(row, event)}
    >
      <span class="twisty" aria-hidden="true">${isBranch ? chevronIcon : nothing}</span>
      ${isNode ? this.#node(row.node) : this.#aside(row)}
    </div>`;
  }

  #node(node: TreeNode): unknown {
    return html`${this.multiple ? html`<span class="box"></span>` : nothing}<span class="kind"
        >${kindIcons[node.kind]}</span
      ><span class="name" title=${node.name}>${node.name}</span>${
        node.detail ? html`<span class="detail">${node.detail}</span>` : nothing
      }`;
  }

  #aside({ kind }: Row): unknown {
    switch (kind) {
      case 'loading':
        return html`<span class="spinner"></span>${this.i18n('frameio.loading')}`;
      case 'failed':
        return this.i18n('frameio.tree.failed');
      case 'more':
        return this.i18n('frameio.tree.more');
      case 'empty':
        return this.multiple ? this.i18n('frameio.tree.empty') : this.i18n('frameio.tree.no-folders');
      case 'node':
        return nothing;
    }
  }

  #checked(row: Row): 'true' | 'false' | 'mixed' {
    return tickOf(row.node.id, this.chosen, this.#ancestors);
  }

  readonly #ancestors = (id: NodeId): NodeId[] => this.#loader?.ancestors(id) ?? [];

  #said(rows: readonly Row[]): string {
    if (!this.words.trim()) return '';
    const found = rows.filter((row) => row.kind === 'node' && matches(row.node, this.words)).length;
    return found ? this.i18n('frameio.tree.found', String(found)) : this.i18n('frameio.tree.nothing-found');
  }

  readonly #searched = (event: Event) => {
    this.words = (event.target as HTMLInputElement).value;
  };

  /** From the words to what they found. */
  readonly #searchPressed = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
    event.preventDefault();
    const found = this.#rows().find((row) => row.kind === 'node' && matches(row.node, this.words));
    if (found) this.activeKey = found.key;
    this.focus();
  };

  #clicked(row: Row, event: Event): void {
    this.activeKey = row.key;
    const onTwisty = (event.target as Element).closest('.twisty') !== null;
    if (onTwisty && row.kind === 'node' && canOpen(row.node)) this.#toggle(row);
    else this.#chooseRow(row);
  }

  readonly #pressed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = this.#rows();
    const at = this.#active(rows);
    const move = moveFor(event.key, rows, at);
    const row = rows[at];
    if (!move || !row) return;
    event.preventDefault();
    if (move.kind === 'go') this.#goTo(rows[move.to], move.to);
    else if (move.kind === 'choose') this.#chooseRow(row);
    else this.#toggle(row);
  };

  #goTo(row: Row | undefined, index: number): void {
    if (!row) return;
    this.activeKey = row.key;
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector(`#${this.#domId(index)}`)?.scrollIntoView({ block: 'nearest' }),
    );
  }

  #toggle(row: Row): void {
    if (row.isOpen) this.#loader?.fold(row.node);
    else void this.#loader?.unfold(row.node);
  }

  #chooseRow(row: Row): void {
    if (row.kind === 'more' || row.kind === 'failed') void this.#loader?.more(row.node);
    if (row.kind !== 'node' || row.node.isUnavailable) return;
    if (this.multiple) this.#tick(row.node);
    else this.#choose(row.node);
  }

  #choose(node: TreeNode): void {
    this.chosen = new Map([[node.id, node]]);
    this.activeKey = node.id;
    this.#tell(node);
  }

  #tick(node: TreeNode): void {
    this.chosen = ticked(node, this.chosen, this.#ancestors);
    this.#tell(node);
  }

  #tell(node: TreeNode): void {
    const path = this.root ? (this.#loader?.pathTo(node, this.root) ?? []) : [];
    const choice: TreeChoice = { nodes: [...this.chosen.values()], path };
    this.emit('frameio-tree-choice', choice);
  }

  #creation(): unknown {
    const [parent] = this.chosen.values();
    const loader = this.#loader;
    if (!parent || !loader) return nothing;
    const create = async (name: string) => {
      const made = await loader.create(parent, name);
      this.words = '';
      this.#choose(made);
    };
    return html`<nuxeo-frameio-new-folder
      .parent=${parent}
      .create=${create}
      @frameio-new-folder-closed=${() => this.focus()}
    ></nuxeo-frameio-new-folder>`;
  }
}

define('nuxeo-frameio-tree', FrameioTree);
