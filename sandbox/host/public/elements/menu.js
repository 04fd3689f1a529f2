import '@polymer/iron-icon/iron-icon.js';
import '@polymer/paper-icon-button/paper-icon-button.js';
import '@nuxeo/nuxeo-ui-elements/widgets/nuxeo-tooltip.js';
import { html, HostElement } from './base.js';

/** A tab of a document: its page has the same name. */
class PageItem extends HostElement {
  static get is() {
    return 'nuxeo-page-item';
  }

  static get properties() {
    return { name: { type: String, reflectToAttribute: true }, label: String };
  }

  static get template() {
    return html`
      <style>
        :host {
          display: inline-block;
          padding: 0 4px;
          margin-inline-end: 20px;
          line-height: 40px;
          border-bottom: 2px solid transparent;
          color: var(--nuxeo-app-header-pill, var(--nuxeo-text-default));
          cursor: pointer;
          white-space: nowrap;
        }
        :host(:hover) {
          color: var(--nuxeo-app-header-pill-hover);
        }
        :host(:focus-visible) {
          outline: 2px solid var(--nuxeo-primary-color);
          outline-offset: -2px;
        }
        :host(.iron-selected) {
          color: var(--nuxeo-app-header-pill-active);
          border-bottom-color: var(--nuxeo-app-header-pill-active);
          font-weight: 600;
        }
      </style>
      [[i18n(label)]]
    `;
  }

  ready() {
    super.ready();
    this.setAttribute('role', 'tab');
    this.setAttribute('tabindex', '0');
    this.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        this.click();
      }
    });
  }
}

/** An entry of a menu in the drawer. */
class MenuItem extends HostElement {
  static get is() {
    return 'nuxeo-menu-item';
  }

  static get properties() {
    return {
      name: { type: String, reflectToAttribute: true },
      label: String,
      icon: { type: String, value: '' },
      route: String,
      link: String,
    };
  }

  static get template() {
    return html`
      <style>
        :host {
          display: block;
        }
        a {
          display: flex;
          align-items: center;
          gap: 8px;
          padding: 10px 16px;
          color: var(--nuxeo-drawer-text);
          text-decoration: none;
          border-bottom: 1px solid var(--nuxeo-border);
        }
        a:hover {
          background: var(--nuxeo-container-hover);
        }
        a:focus-visible {
          outline: 2px solid var(--nuxeo-primary-color);
          outline-offset: -2px;
        }
        [hidden] {
          display: none;
        }
        :host(.selected) a {
          background: var(--nuxeo-container-hover);
          font-weight: 600;
        }
      </style>
      <a href$="[[_href(route, link, urlFor, router)]]">
        <iron-icon icon="[[icon]]" hidden$="[[!icon]]"></iron-icon><span>[[i18n(label)]]</span>
      </a>
    `;
  }

  /** `administration:frameio` calls the route with what stands behind the colon, split by slashes. */
  _href(route, link) {
    if (link) return link;
    if (!route || !this.router) return '#';
    const [name, params = ''] = route.split(':');
    return this.urlFor(name, ...params.split('/').filter(Boolean));
  }
}

/** An icon of the bar on the left: opens the drawer's page of the same name. */
class MenuIcon extends HostElement {
  static get is() {
    return 'nuxeo-menu-icon';
  }

  static get properties() {
    return {
      name: { type: String, reflectToAttribute: true },
      label: String,
      icon: String,
      link: String,
      route: String,
    };
  }

  static get template() {
    return html`
      <style>
        :host {
          display: block;
        }
        button {
          display: grid;
          place-items: center;
          width: 100%;
          height: 56px;
          border: 0;
          padding: 0;
          background: none;
          color: var(--nuxeo-sidebar-menu);
          cursor: pointer;
        }
        button:hover,
        :host(.selected) button {
          background: var(--nuxeo-sidebar-menu-hover);
        }
        button:focus-visible {
          outline: 2px solid var(--nuxeo-sidebar-menu);
          outline-offset: -4px;
        }
      </style>
      <button id="button" aria-label$="[[i18n(label)]]"><iron-icon icon="[[icon]]"></iron-icon></button>
      <nuxeo-tooltip for="button" position="right">[[i18n(label)]]</nuxeo-tooltip>
    `;
  }
}

for (const element of [PageItem, MenuItem, MenuIcon]) customElements.define(element.is, element);
