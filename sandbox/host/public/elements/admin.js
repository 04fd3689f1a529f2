import '@polymer/iron-pages/iron-pages.js';
import { html, HostElement } from './base.js';

/** The administration: one page at a time, chosen by the menu in the drawer. */
class Admin extends HostElement {
  static get is() {
    return 'nuxeo-admin';
  }

  static get properties() {
    return { user: Object, selected: String, routeParams: Array, visible: Boolean };
  }

  static get template() {
    return html`
      <style>
        :host {
          display: block;
          height: 100%;
          overflow: auto;
        }
      </style>
      <iron-pages attr-for-selected="name" selected="[[selected]]" selected-attribute="visible">
        <nuxeo-slot name="ADMINISTRATION_PAGES" model="[[_context(user, routeParams)]]"></nuxeo-slot>
      </iron-pages>
    `;
  }

  _context(user, routeParams) {
    return { user, routeParams };
  }
}

customElements.define(Admin.is, Admin);
