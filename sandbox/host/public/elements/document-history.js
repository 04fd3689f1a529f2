import '@nuxeo/nuxeo-elements/nuxeo-resource.js';
import { html, HostElement } from './base.js';

/** What happened to a document, newest first. Loaded when the tab is first seen. */
class DocumentHistory extends HostElement {
  static get is() {
    return 'nuxeo-document-history';
  }

  static get properties() {
    return { document: Object, visible: Boolean, entries: { type: Array, value: () => [] } };
  }

  static get observers() {
    return ['_load(document, visible)'];
  }

  static get template() {
    return html`
      <style>
        table {
          width: 100%;
          border-collapse: collapse;
        }
        th,
        td {
          text-align: start;
          padding: 8px;
          border-bottom: 1px solid var(--nuxeo-border);
        }
        th {
          color: var(--secondary-text-color);
          font-weight: 600;
        }
      </style>
      <nuxeo-resource id="audit"></nuxeo-resource>
      <nuxeo-card heading="[[i18n('host.history.heading')]]">
        <table>
          <tr>
            <th>[[i18n('host.history.event')]]</th>
            <th>[[i18n('host.history.person')]]</th>
            <th>[[i18n('host.history.date')]]</th>
            <th>[[i18n('host.history.comment')]]</th>
          </tr>
          <template is="dom-repeat" items="[[entries]]">
            <tr>
              <td>[[item.eventId]]</td>
              <td>[[item.principalName]]</td>
              <td>[[_time(item.eventDate)]]</td>
              <td>[[item.comment]]</td>
            </tr>
          </template>
        </table>
      </nuxeo-card>
    `;
  }

  async _load(document, visible) {
    if (!document || !visible) return;
    this.$.audit.path = `/id/${document.uid}/@audit`;
    this.$.audit.params = { pageSize: 50, sortBy: 'eventDate', sortOrder: 'desc' };
    const { entries = [] } = (await this.$.audit.get().catch(() => undefined)) ?? {};
    this.entries = entries;
  }

  _time(iso) {
    return new Date(iso).toLocaleString(window.document.documentElement.lang);
  }
}

customElements.define(DocumentHistory.is, DocumentHistory);
