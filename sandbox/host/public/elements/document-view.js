import '@polymer/iron-icon/iron-icon.js';
import { dateText, html, HostElement } from './base.js';
import './document-content.js';

/** The first tab: a document's file and what is known about it, or a folder's listing. */
class DocumentView extends HostElement {
  static get is() {
    return 'nuxeo-document-view';
  }

  static get properties() {
    return { document: Object, visible: Boolean };
  }

  static get template() {
    return html`
      <style>
        .columns {
          display: grid;
          grid-template-columns: minmax(0, 2fr) minmax(240px, 1fr);
          gap: 16px;
          align-items: start;
        }
        @media (max-width: 900px) {
          .columns {
            grid-template-columns: minmax(0, 1fr);
          }
        }
        nuxeo-document-preview {
          display: block;
          height: 60vh;
          min-height: 320px;
          --nuxeo-viewer-min-height: 320px;
        }
        .file {
          display: flex;
          align-items: center;
          gap: 8px;
          margin-top: 12px;
        }
        .file a {
          flex: 1;
          color: var(--nuxeo-link-color);
          overflow-wrap: anywhere;
        }
        dl {
          margin: 0;
        }
        dt {
          font-size: 12px;
          color: var(--secondary-text-color);
        }
        dd {
          margin: 0 0 12px;
          overflow-wrap: anywhere;
        }
      </style>
      <dom-if if="[[_isFolderish(document)]]" restamp>
        <template><nuxeo-document-content document="[[document]]"></nuxeo-document-content></template>
      </dom-if>
      <dom-if if="[[_isFile(document)]]" restamp>
        <template>
          <div class="columns">
            <nuxeo-card>
              <nuxeo-document-preview document="[[document]]"></nuxeo-document-preview>
              <dom-if if="[[_blob(document)]]">
                <template>
                  <div class="file">
                    <iron-icon icon="editor:attach-file"></iron-icon>
                    <a href$="[[_blob(document, 'data')]]">[[_blob(document, 'name')]]</a>
                    <nuxeo-slot name="BLOB_ACTIONS" model="[[_blobContext(document)]]"></nuxeo-slot>
                  </div>
                </template>
              </dom-if>
            </nuxeo-card>
            <nuxeo-card heading="[[i18n('host.details.heading')]]">
              <dl>
                <dom-repeat items="[[_details(document, i18n)]]">
                  <template>
                    <dt>[[item.label]]</dt>
                    <dd>[[item.value]]</dd>
                  </template>
                </dom-repeat>
              </dl>
            </nuxeo-card>
          </div>
        </template>
      </dom-if>
    `;
  }

  _isFolderish(document) {
    return document?.facets?.includes('Folderish') ?? false;
  }

  _isFile(document) {
    return Boolean(document) && !this._isFolderish(document);
  }

  _blob(document, part) {
    const blob = document?.properties?.['file:content'];
    return part ? blob?.[part] : blob;
  }

  _blobContext(document) {
    return { document, blob: this._blob(document), xpath: 'file:content' };
  }

  _details(document) {
    const { properties = {}, lockOwner, versionLabel, type, state } = document;
    const rows = {
      type,
      state,
      version: versionLabel,
      lockOwner,
      modified: dateText(properties['dc:modified']),
      created: dateText(properties['dc:created']),
      creator: properties['dc:creator']?.id ?? properties['dc:creator'],
    };
    return Object.entries(rows)
      .filter(([, value]) => value)
      .map(([name, value]) => ({ label: this.i18n(`host.details.${name}`), value }));
  }
}

customElements.define(DocumentView.is, DocumentView);
