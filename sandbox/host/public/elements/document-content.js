import '@nuxeo/nuxeo-elements/nuxeo-page-provider.js';
import '@nuxeo/nuxeo-ui-elements/nuxeo-data-table/iron-data-table.js';
import '@polymer/iron-icon/iron-icon.js';
import { dateText, html, HostElement, iconOf } from './base.js';
import './selection-toolbar.js';

/** The children of a folder. Its documents carry no more than listings of Web UI carry. */
class DocumentContent extends HostElement {
  static get is() {
    return 'nuxeo-document-content';
  }

  static get properties() {
    return {
      document: Object,
      selectedItems: { type: Array, value: () => [] },
      items: Array,
      _params: { type: Object, computed: '_paramsOf(document)' },
    };
  }

  static get observers() {
    return ['_fetch(_params)'];
  }

  static get template() {
    return html`
      <style>
        nuxeo-data-table {
          height: calc(100vh - 190px);
          min-height: 320px;
          background: var(--nuxeo-table-items-background);
          border-radius: 4px;
          box-shadow: 0 3px 5px rgba(0, 0, 0, 0.04);
        }
        a {
          display: flex;
          align-items: center;
          gap: 8px;
          min-width: 0;
          color: var(--nuxeo-text-default);
          text-decoration: none;
        }
        a:hover {
          color: var(--nuxeo-link-hover-color);
        }
        a span {
          overflow: hidden;
          text-overflow: ellipsis;
          white-space: nowrap;
        }
      </style>
      <nuxeo-page-provider
        id="provider"
        provider="advanced_document_content"
        page-size="40"
        enrichers="thumbnail, permissions, favorites"
        schemas="dublincore,common,uid,file"
        params="[[_params]]"
      ></nuxeo-page-provider>
      <nuxeo-data-table
        id="table"
        nx-provider="provider"
        items="{{items}}"
        selected-items="{{selectedItems}}"
        selection-enabled
        multi-selection
        empty-label="[[i18n('host.listing.empty')]]"
      >
        <nuxeo-selection-toolbar
          slot="nuxeo-selection-toolbar"
          id="toolbar"
          selected-items="[[selectedItems]]"
          on-refresh="_refresh"
          on-refresh-display="_refresh"
          on-clear-selected-items="_clear"
        >
          <nuxeo-slot
            name="RESULTS_SELECTION_ACTIONS"
            model="[[_context(document, items, selectedItems, selectedItems.splices)]]"
          ></nuxeo-slot>
        </nuxeo-selection-toolbar>
        <nuxeo-data-table-column name="[[i18n('host.listing.title')]]" sort-by="dc:title" flex="100">
          <template>
            <a href$="[[urlFor(item)]]" on-click="_open">
              <iron-icon icon="[[_icon(item)]]"></iron-icon><span>[[item.title]]</span>
            </a>
          </template>
        </nuxeo-data-table-column>
        <nuxeo-data-table-column name="[[i18n('host.listing.modified')]]" sort-by="dc:modified" flex="40">
          <template>[[_date(item)]]</template>
        </nuxeo-data-table-column>
        <nuxeo-data-table-column name="[[i18n('host.listing.version')]]" flex="20">
          <template>[[item.versionLabel]]</template>
        </nuxeo-data-table-column>
      </nuxeo-data-table>
    `;
  }

  /** Anew whenever the document was read anew: what happened to it may have happened to its children. */
  _paramsOf(document) {
    return document ? { ecm_parentId: document.uid, ecm_trashed: false } : undefined;
  }

  _fetch(params) {
    if (!params) return;
    this.$.table.clearSelection();
    this.$.table.fetch();
  }

  _refresh(event) {
    event.stopPropagation();
    this._fetch(this._params);
  }

  _clear() {
    this.$.table.clearSelection();
  }

  _context(document, items, selectedItems) {
    return {
      baseUrl: this.router?.baseUrl,
      displayMode: 'table',
      nxProvider: this.$?.provider,
      document,
      items,
      columns: this.$?.table?.columns,
      // A new array each time: elements only see that a property changed.
      selectedItems: [...(selectedItems ?? [])],
      selection: [...(selectedItems ?? [])],
    };
  }

  _open(event) {
    event.stopPropagation();
  }

  _icon(item) {
    return iconOf(item);
  }

  _date(item) {
    return dateText(item?.properties?.['dc:modified']);
  }
}

customElements.define(DocumentContent.is, DocumentContent);
