import '@nuxeo/nuxeo-elements/nuxeo-page-provider.js';
import { dateText, html, HostElement, iconOf } from './base.js';

/** Where everybody arrives: what was modified last. */
class Home extends HostElement {
  static get is() {
    return 'nuxeo-home';
  }

  static get properties() {
    return { visible: { type: Boolean, observer: '_load' }, user: Object, items: Array };
  }

  static get template() {
    return html`
      <style>
        a {
          display: flex;
          align-items: center;
          gap: 12px;
          padding: 8px 0;
          color: var(--nuxeo-text-default);
          text-decoration: none;
          border-bottom: 1px solid var(--nuxeo-border);
        }
        a:hover {
          color: var(--nuxeo-link-hover-color);
        }
        .title {
          flex: 1;
          overflow-wrap: anywhere;
        }
        .date {
          color: var(--secondary-text-color);
        }
      </style>
      <nuxeo-page-provider
        id="provider"
        provider="default_search"
        page-size="8"
        schemas="dublincore,common"
      ></nuxeo-page-provider>
      <nuxeo-page>
        <div slot="header">[[i18n('host.home.heading')]]</div>
        <nuxeo-card heading="[[i18n('host.home.recent')]]">
          <dom-repeat items="[[items]]">
            <template>
              <a href$="[[urlFor(item)]]">
                <iron-icon icon="[[_icon(item)]]"></iron-icon>
                <span class="title">[[item.title]]</span><span class="date">[[_date(item)]]</span>
              </a>
            </template>
          </dom-repeat>
        </nuxeo-card>
      </nuxeo-page>
    `;
  }

  async _load(visible) {
    if (!visible) return;
    this.$.provider.sort = { 'dc:modified': 'desc' };
    const { entries = [] } = (await this.$.provider.fetch().catch(() => undefined)) ?? {};
    this.items = entries;
  }

  _icon(item) {
    return iconOf(item);
  }

  _date(item) {
    return dateText(item.properties?.['dc:modified']);
  }
}

customElements.define(Home.is, Home);
