import '@nuxeo/nuxeo-elements/nuxeo-resource.js';
import { html, HostElement } from './base.js';

/** The providers that Nuxeo itself knows, as Web UI lists them. */
class CloudServices extends HostElement {
  static get is() {
    return 'nuxeo-cloud-services';
  }

  static get properties() {
    return { visible: { type: Boolean, observer: '_load' }, providers: { type: Array, value: () => [] } };
  }

  static get template() {
    return html`
      <nuxeo-resource id="providers" path="/oauth2/provider"></nuxeo-resource>
      <nuxeo-card heading="[[i18n('host.admin.cloudServices')]]">
        <p hidden$="[[providers.length]]">[[i18n('host.admin.noProviders')]]</p>
        <ul>
          <dom-repeat items="[[providers]]"
            ><template><li>[[item.serviceName]]</li></template></dom-repeat
          >
        </ul>
      </nuxeo-card>
    `;
  }

  async _load(visible) {
    if (!visible) return;
    const { entries = [] } = (await this.$.providers.get().catch(() => undefined)) ?? {};
    this.providers = entries;
  }
}

customElements.define(CloudServices.is, CloudServices);
