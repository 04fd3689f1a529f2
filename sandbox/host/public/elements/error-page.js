import { html, HostElement } from './base.js';

class ErrorPage extends HostElement {
  static get is() {
    return 'nuxeo-host-error';
  }

  static get properties() {
    return { code: Number, url: String };
  }

  static get template() {
    return html`
      <style>
        div {
          padding: 15vh 24px;
          text-align: center;
          overflow-wrap: anywhere;
        }
        p:first-child {
          font-size: 64px;
          margin: 0;
          color: var(--nuxeo-primary-color);
        }
      </style>
      <div role="alert">
        <p>[[code]]</p>
        <p>[[_sentence(code, i18n)]]</p>
        <p>[[url]]</p>
      </div>
    `;
  }

  _sentence(code) {
    return code ? this.i18n(`host.error.${code}`) : '';
  }
}

customElements.define(ErrorPage.is, ErrorPage);
