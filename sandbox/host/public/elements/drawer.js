import '@polymer/iron-pages/iron-pages.js';
import { html, HostElement } from './base.js';

/** Bar of icons and the drawer beside it. In narrow windows the drawer lies over the page. */
class Drawer extends HostElement {
  static get is() {
    return 'nuxeo-host-drawer';
  }

  static get properties() {
    return {
      model: Object,
      /** The page of the drawer that is open, or nothing. */
      selected: { type: String, value: '', notify: true, observer: '_mark' },
    };
  }

  static get template() {
    return html`
      <style>
        :host {
          display: flex;
          height: 100%;
          position: relative;
        }
        .bar {
          width: var(--nuxeo-sidebar-width);
          background: var(--nuxeo-sidebar-background);
          color: var(--nuxeo-sidebar-menu);
          overflow: hidden auto;
          scrollbar-width: none;
        }
        .logo {
          display: grid;
          place-items: center;
          height: 52px;
          font-weight: 700;
          font-size: 20px;
          color: inherit;
          text-decoration: none;
        }
        .pages {
          width: var(--nuxeo-drawer-width);
          background: var(--nuxeo-drawer-background);
          border-inline-end: 1px solid var(--nuxeo-border);
          overflow: auto;
        }
        .pages[hidden] {
          display: none;
        }
        h2 {
          margin: 0;
          padding: 18px 16px;
          font-size: 14px;
          background: var(--nuxeo-drawer-header);
          border-bottom: 1px solid var(--nuxeo-border);
        }
        @media (max-width: 900px) {
          .pages {
            position: absolute;
            z-index: 1;
            inset-block: 0;
            inset-inline-start: var(--nuxeo-sidebar-width);
            max-width: calc(100vw - var(--nuxeo-sidebar-width));
            box-shadow: 4px 0 8px rgba(0, 0, 0, 0.2);
          }
        }
      </style>
      <nav id="bar" class="bar" on-click="_toggle" aria-label$="[[i18n('host.menu')]]">
        <a class="logo" href="#!/home" aria-label="Nuxeo">N</a>
        <nuxeo-slot name="DRAWER_ITEMS" model="[[model]]"></nuxeo-slot>
      </nav>
      <aside class="pages" aria-label$="[[i18n('host.drawer')]]" hidden$="[[!selected]]">
        <iron-pages attr-for-selected="name" selected="[[selected]]" selected-attribute="visible">
          <nuxeo-slot name="DRAWER_PAGES" model="[[model]]"></nuxeo-slot>
          <div name="administration">
            <h2>[[i18n('host.menu.administration')]]</h2>
            <nuxeo-slot name="ADMINISTRATION_MENU" model="[[model]]"></nuxeo-slot>
          </div>
          <div name="profile">
            <h2>[[_personName(model.user)]]</h2>
            <nuxeo-slot name="USER_MENU" model="[[model]]"></nuxeo-slot>
          </div>
        </iron-pages>
      </aside>
    `;
  }

  ready() {
    super.ready();
    // Whatever is stamped anew begins unmarked.
    const stamped = new MutationObserver(() => this._mark(this.selected));
    stamped.observe(this.$.bar, { childList: true });
  }

  _toggle(event) {
    const icon = event.composedPath().find((node) => node.localName === 'nuxeo-menu-icon');
    if (!icon) return;
    if (icon.link || icon.route) {
      location.hash = icon.link ?? this.urlFor(icon.route);
      this.selected = '';
    } else {
      this.selected = this.selected === icon.name ? '' : icon.name;
    }
  }

  _mark(selected) {
    for (const icon of this.shadowRoot.querySelectorAll('nuxeo-menu-icon')) {
      icon.classList.toggle('selected', icon.name === selected);
    }
    // What lies beside has another width now.
    requestAnimationFrame(() => window.dispatchEvent(new Event('resize')));
  }

  _personName(user) {
    const { firstName = '', lastName = '' } = user?.properties ?? {};
    return `${firstName} ${lastName}`.trim();
  }
}

customElements.define(Drawer.is, Drawer);
