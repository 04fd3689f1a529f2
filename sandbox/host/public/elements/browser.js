import '@nuxeo/nuxeo-ui-elements/nuxeo-filter.js';
import '@nuxeo/nuxeo-ui-elements/widgets/nuxeo-actions-menu.js';
import '@polymer/iron-pages/iron-pages.js';
import '@polymer/iron-selector/iron-selector.js';
import { html, HostElement } from './base.js';
import './breadcrumb.js';
import './info-bar.js';

/** A document: its actions, its tabs, and the page of the chosen tab. */
class BrowserElement extends HostElement {
  static get is() {
    return 'nuxeo-browser';
  }

  static get properties() {
    return {
      document: Object,
      user: Object,
      clipboard: Object,
      /** The tab that the address asks for. */
      action: { type: String, value: '' },
      visible: { type: Boolean, reflectToAttribute: true },
      _tabNames: { type: Array, value: () => [] },
      _shown: { type: String, computed: '_shownTab(action, _tabNames)' },
    };
  }

  static get template() {
    return html`
      <style>
        :host {
          display: flex;
          flex-direction: column;
          height: 100%;
        }
        header {
          background: var(--nuxeo-app-header-background);
          box-shadow: 0 3px 5px rgba(0, 0, 0, 0.04);
          padding: 0 24px;
        }
        .toolbar {
          display: flex;
          align-items: center;
          min-height: var(--nuxeo-app-top);
          gap: 16px;
        }
        nuxeo-breadcrumb {
          flex: 1 1 40%;
        }
        nuxeo-actions-menu {
          flex: 1 1 60%;
          min-width: 88px;
          justify-content: flex-end;
          height: 40px;
          color: var(--nuxeo-text-default);
        }
        .tabs {
          display: block;
          overflow-x: auto;
          overflow-y: hidden;
          white-space: nowrap;
          scrollbar-width: none;
        }
        .content {
          flex: 1;
          min-height: 0;
          overflow: auto;
          padding: 16px 24px;
        }
        iron-pages {
          display: block;
        }
        @media (max-width: 720px) {
          header,
          .content {
            padding-inline: 12px;
          }
        }
      </style>
      <header>
        <div class="toolbar">
          <nuxeo-breadcrumb document="[[document]]"></nuxeo-breadcrumb>
          <dom-if if="[[!document.isTrashed]]">
            <template>
              <nuxeo-actions-menu>
                <nuxeo-slot name="DOCUMENT_ACTIONS" model="[[_actionContext(document, clipboard)]]"></nuxeo-slot>
              </nuxeo-actions-menu>
            </template>
          </dom-if>
        </div>
        <iron-selector
          id="tabs"
          class="tabs"
          role="tablist"
          attr-for-selected="name"
          selectable="nuxeo-page-item"
          selected="[[_shown]]"
          on-iron-activate="_tabChosen"
          on-iron-items-changed="_readTabs"
        >
          <nuxeo-slot name="DOCUMENT_VIEWS_ITEMS" model="[[_documentContext(document)]]"></nuxeo-slot>
        </iron-selector>
      </header>
      <div class="content">
        <nuxeo-document-info-bar document="[[document]]" user="[[user]]"></nuxeo-document-info-bar>
        <iron-pages attr-for-selected="name" selected="[[_shown]]" selected-attribute="visible">
          <nuxeo-slot name="DOCUMENT_VIEWS_PAGES" model="[[_documentContext(document)]]"></nuxeo-slot>
        </iron-pages>
      </div>
    `;
  }

  _actionContext(document, clipboard) {
    return { document, clipboard };
  }

  _documentContext(document) {
    return { document };
  }

  _readTabs() {
    this._tabNames = (this.$.tabs.items ?? []).map((item) => item.getAttribute('name'));
  }

  /** Tabs are stamped late: until the one of the address is there, and where it never comes, the view is shown. */
  _shownTab(action, names) {
    return names.includes(action) ? action : 'view';
  }

  _tabChosen(event) {
    event.preventDefault();
    this.navigateTo(this.document, event.detail.selected);
  }
}

customElements.define(BrowserElement.is, BrowserElement);
