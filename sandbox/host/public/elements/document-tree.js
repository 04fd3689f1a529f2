import '@nuxeo/nuxeo-elements/nuxeo-document.js';
import '@nuxeo/nuxeo-elements/nuxeo-page-provider.js';
import '@nuxeo/nuxeo-ui-elements/nuxeo-tree/nuxeo-tree.js';
import '@polymer/iron-icons/hardware-icons.js';
import { html, HostElement } from './base.js';

/** The folders, in the drawer. */
class DocumentTree extends HostElement {
  static get is() {
    return 'nuxeo-document-tree';
  }

  static get properties() {
    return {
      name: { type: String, reflectToAttribute: true },
      currentDocument: Object,
      visible: { type: Boolean, observer: '_load' },
      _root: Object,
      _controller: { type: Object, value: () => undefined },
    };
  }

  static get observers() {
    return ['_openTo(currentDocument, _root)'];
  }

  static get template() {
    return html`
      <style>
        h2 {
          margin: 0 0 12px;
          padding: 18px 16px;
          font-size: 14px;
          background: var(--nuxeo-drawer-header);
          color: var(--nuxeo-drawer-text);
          border-bottom: 1px solid var(--nuxeo-border);
        }
        a {
          color: var(--nuxeo-drawer-text);
          text-decoration: none;
          overflow-wrap: anywhere;
        }
        a:hover {
          color: var(--nuxeo-link-hover-color);
        }
        iron-icon {
          cursor: pointer;
        }
      </style>
      <h2>[[i18n('host.menu.browse')]]</h2>
      <nuxeo-document id="root" doc-path="/"></nuxeo-document>
      <nuxeo-tree id="tree" data="[[_root]]" controller="[[_controller]]" node-key="uid">
        <template>
          <iron-icon icon="hardware:keyboard-arrow-right" toggle hidden$="[[opened]]"></iron-icon>
          <iron-icon icon="hardware:keyboard-arrow-down" toggle hidden$="[[!opened]]"></iron-icon>
          <span><a href$="[[urlFor(item)]]">[[item.title]]</a></span>
        </template>
      </nuxeo-tree>
    `;
  }

  ready() {
    super.ready();
    this._opening = Promise.resolve();
    this._controller = { getChildren: (node, page) => this._children(node, page), isLeaf: () => false };
  }

  async _load(visible) {
    if (!visible || this._root) return;
    const root = await this.$.root.get().catch(() => undefined);
    this._root = root && { ...root, title: this.i18n('host.tree.root') };
  }

  _children(node, page) {
    const children = this._childrenOf(node, page);
    this._rootChildren ??= children;
    return children;
  }

  async _childrenOf(node, page = 1) {
    const provider = document.createElement('nuxeo-page-provider');
    Object.assign(provider, {
      provider: 'tree_children',
      pageSize: 50,
      page,
      params: [node.uid],
      sort: { 'dc:title': 'asc' },
    });
    this.shadowRoot.append(provider);
    try {
      const { entries = [], isNextPageAvailable = false } = await provider.fetch();
      return { items: entries, isNextAvailable: isNextPageAvailable };
    } finally {
      provider.remove();
    }
  }

  /** One after the other, since a node that is opened twice while it loads shows its children twice. */
  _openTo(current, root) {
    const ancestors = current?.contextParameters?.breadcrumb?.entries ?? [];
    if (!root) return;
    this._opening = this._opening.then(async () => {
      await this._rootChildren;
      for (const { uid } of ancestors) await this.$.tree.querySelector(`[data-uid="${uid}"]`)?.open();
    });
  }
}

customElements.define(DocumentTree.is, DocumentTree);
