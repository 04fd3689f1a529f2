import '@polymer/iron-icon/iron-icon.js';
import { html, HostElement } from './base.js';

/** Above a document: what is special about its state. */
class InfoBar extends HostElement {
  static get is() {
    return 'nuxeo-document-info-bar';
  }

  static get properties() {
    return { document: Object, user: Object };
  }

  static get template() {
    return html`
      <style>
        .bar {
          display: flex;
          align-items: center;
          gap: 8px;
          min-height: 40px;
          padding: 0 16px;
          margin-bottom: 16px;
          background: var(--nuxeo-box);
          color: var(--nuxeo-text-default);
          border-radius: 4px;
          box-shadow: 0 3px 5px rgba(0, 0, 0, 0.04);
        }
      </style>
      <dom-if if="[[document.isTrashed]]">
        <template>
          <div class="bar"><iron-icon icon="icons:delete"></iron-icon>[[i18n('host.infoBar.trashed')]]</div>
        </template>
      </dom-if>
      <dom-if if="[[document.isVersion]]">
        <template>
          <div class="bar">
            <iron-icon icon="icons:history"></iron-icon>[[i18n('host.infoBar.version', document.versionLabel)]]
          </div>
        </template>
      </dom-if>
      <nuxeo-slot name="DOCUMENT_INFO_BAR" model="[[_context(document)]]"></nuxeo-slot>
    `;
  }

  _context(document) {
    return { document };
  }
}

customElements.define(InfoBar.is, InfoBar);
