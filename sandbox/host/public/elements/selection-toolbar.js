import '@nuxeo/nuxeo-ui-elements/widgets/nuxeo-actions-menu.js';
import '@polymer/paper-icon-button/paper-icon-button.js';
import { html, HostElement } from './base.js';

/** The blue bar over a listing while something is selected. Catches what its actions ask of the listing. */
class SelectionToolbar extends HostElement {
  static get is() {
    return 'nuxeo-selection-toolbar';
  }

  static get properties() {
    return {
      selectedItems: { type: Array, value: () => [] },
      _none: { type: Boolean, computed: '_isNone(selectedItems.splices, selectedItems)' },
    };
  }

  static get template() {
    return html`
      <style>
        .bar {
          display: flex;
          align-items: center;
          gap: 16px;
          height: 52px;
          padding: 0 16px;
          background: var(--nuxeo-selection-toolbar-background);
          color: var(--nuxeo-selection-toolbar-text, #fff);
          border-radius: 4px 4px 0 0;
        }
        .bar[hidden] {
          display: none;
        }
        .count {
          flex: 1;
          white-space: nowrap;
        }
        nuxeo-actions-menu {
          flex: 2;
          min-width: 88px;
          justify-content: flex-end;
        }
      </style>
      <div class="bar" hidden$="[[_none]]">
        <paper-icon-button
          icon="icons:clear"
          noink
          aria-label$="[[i18n('host.selection.clear')]]"
          on-click="_clear"
        ></paper-icon-button>
        <span class="count">[[i18n('host.selection.count', _count)]]</span>
        <nuxeo-actions-menu><slot></slot></nuxeo-actions-menu>
      </div>
    `;
  }

  _isNone() {
    this._count = this.selectedItems?.length ?? 0;
    return this._count === 0;
  }

  _clear() {
    this.fire('clear-selected-items');
  }
}

customElements.define(SelectionToolbar.is, SelectionToolbar);
