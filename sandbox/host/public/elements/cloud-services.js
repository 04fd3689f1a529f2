import { html, HostElement } from './base.js';

/** Stands for the page of Web UI that lists providers which Nuxeo itself knows: the stand-in has none. */
class CloudServices extends HostElement {
  static get is() {
    return 'nuxeo-cloud-services';
  }

  static get template() {
    return html`
      <nuxeo-page>
        <div slot="header">[[i18n('host.admin.cloudServices')]]</div>
        <nuxeo-card heading="[[i18n('host.admin.providers')]]"><p>[[i18n('host.admin.noProviders')]]</p></nuxeo-card>
      </nuxeo-page>
    `;
  }
}

customElements.define(CloudServices.is, CloudServices);
