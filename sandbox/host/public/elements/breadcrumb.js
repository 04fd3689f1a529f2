import '@polymer/iron-icon/iron-icon.js';
import { html, HostElement, iconOf } from './base.js';

class Breadcrumb extends HostElement {
  static get is() {
    return 'nuxeo-breadcrumb';
  }

  static get properties() {
    return { document: Object };
  }

  static get template() {
    return html`
      <style>
        :host {
          display: flex;
          align-items: center;
          gap: 12px;
          min-width: 0;
        }
        iron-icon {
          flex: none;
        }
        .names {
          min-width: 0;
        }
        .title {
          margin: 0;
          font-size: 16px;
          font-weight: 600;
          color: var(--nuxeo-title-color, var(--nuxeo-text-default));
        }
        .title,
        nav {
          overflow: hidden;
          text-overflow: ellipsis;
          white-space: nowrap;
        }
        nav {
          font-size: 12px;
          color: var(--secondary-text-color);
        }
        a {
          color: inherit;
          text-decoration: none;
        }
        a:hover {
          color: var(--nuxeo-link-hover-color);
        }
        .step:not(:first-of-type)::before {
          content: '›';
          padding: 0 0.4em;
        }
      </style>
      <iron-icon icon="[[_icon(document)]]"></iron-icon>
      <div class="names">
        <h1 class="title" title$="[[document.title]]">[[document.title]]</h1>
        <nav aria-label$="[[i18n('host.breadcrumb')]]">
          <dom-repeat items="[[_ancestors(document)]]">
            <template
              ><span class="step"><a href$="[[urlFor(item)]]">[[item.title]]</a></span></template
            >
          </dom-repeat>
        </nav>
      </div>
    `;
  }

  _ancestors(document) {
    return document?.contextParameters?.breadcrumb?.entries?.slice(0, -1) ?? [];
  }

  _icon(document) {
    return iconOf(document);
  }
}

customElements.define(Breadcrumb.is, Breadcrumb);
