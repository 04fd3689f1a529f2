import '@nuxeo/nuxeo-elements/nuxeo-connection.js';
import '@nuxeo/nuxeo-elements/nuxeo-document.js';
import { setFallbackNotificationTarget } from '@nuxeo/nuxeo-elements/nuxeo-notify-behavior.js';
import '@nuxeo/nuxeo-ui-elements/nuxeo-icons.js';
import { setRouter } from '@nuxeo/nuxeo-ui-elements/nuxeo-routing-behavior.js';
import '@nuxeo/nuxeo-ui-elements/widgets/nuxeo-card.js';
import '@polymer/iron-icons/iron-icons.js';
import '@polymer/iron-pages/iron-pages.js';
import { PolymerElement } from '@polymer/polymer/polymer-element.js';
import './elements/admin.js';
import { html, HostElement } from './elements/base.js';
import './elements/browser.js';
import './elements/cloud-services.js';
import './elements/delete-documents-button.js';
import './elements/document-history.js';
import './elements/document-tree.js';
import './elements/document-view.js';
import './elements/drawer.js';
import './elements/error-page.js';
import './elements/home.js';
import './elements/menu.js';
import './elements/page.js';
import './elements/themes.js';
import './elements/toasts.js';
import { currentRoute, router } from './router.js';
import { addShortcuts, addSkipLink } from './shortcuts.js';

/** What Web UI asks for with the current document. */
const ENRICHERS = [
  'hasContent',
  'firstAccessibleAncestor',
  'permissions',
  'breadcrumb',
  'preview',
  'favorites',
  'subscribedNotifications',
  'thumbnail',
  'renditions',
  'pendingTasks',
  'runnableWorkflows',
  'runningWorkflows',
  'collections',
  'subtypes',
  'tags',
  'publications',
];

/** There the drawer lies over the page. */
const isNarrow = () => window.innerWidth <= 900;

class App extends HostElement {
  static get is() {
    return 'nuxeo-app';
  }

  static get properties() {
    return {
      user: { type: Object, observer: '_userChanged' },
      page: String,
      currentDocument: Object,
      docAction: String,
      adminTab: String,
      routeParams: { type: Array, value: () => [] },
      clipboard: { type: Object, value: () => ({ documents: [] }) },
      drawer: { type: String, value: () => (isNarrow() ? '' : 'browser') },
      errorCode: Number,
      errorUrl: String,
      actionContext: { type: Object, computed: '_context(currentDocument, user, clipboard, routeParams)' },
    };
  }

  static get template() {
    return html`
      <style>
        :host {
          display: flex;
          height: 100vh;
          overflow: hidden;
          font-family: var(--nuxeo-app-font);
          color: var(--nuxeo-text-default);
        }
        main {
          flex: 1;
          min-width: 0;
          height: 100%;
        }
        #pages {
          height: 100%;
        }
        #pages > * {
          height: 100%;
        }
        header {
          position: fixed;
          inset: 4px auto auto 4px;
          z-index: 300;
          background: var(--nuxeo-box);
        }
        header:not(:focus-within) {
          clip-path: inset(50%);
        }
      </style>
      <header><a id="skip" href="#main" on-click="_skip">[[i18n('host.skip')]]</a></header>
      <nuxeo-connection id="nx" url$="[[_contextPath()]]" user="{{user}}"></nuxeo-connection>
      <nuxeo-document id="doc" schemas="*" headers='{"fetch-document": "lock"}' uncancelable></nuxeo-document>
      <nuxeo-host-drawer model="[[actionContext]]" selected="{{drawer}}"></nuxeo-host-drawer>
      <main id="main" tabindex="-1">
        <iron-pages
          id="pages"
          attr-for-selected="name"
          selected="[[_shownPage(page, errorCode)]]"
          selected-attribute="visible"
          on-iron-items-changed="_checkPage"
        >
          <nuxeo-home name="home" user="[[user]]"></nuxeo-home>
          <nuxeo-browser
            name="browse"
            document="[[currentDocument]]"
            user="[[user]]"
            clipboard="[[clipboard]]"
            action="[[docAction]]"
          ></nuxeo-browser>
          <nuxeo-admin
            name="admin"
            user="[[user]]"
            selected="[[adminTab]]"
            route-params="[[routeParams]]"
          ></nuxeo-admin>
          <nuxeo-host-error name="error" code="[[errorCode]]" url="[[errorUrl]]"></nuxeo-host-error>
          <nuxeo-slot name="PAGES" model="[[actionContext]]"></nuxeo-slot>
        </iron-pages>
      </main>
      <nuxeo-host-toasts id="toasts"></nuxeo-host-toasts>
    `;
  }

  ready() {
    super.ready();
    window.Nuxeo.UI.app = this;
    setRouter(router);
    this.router = router;
    setFallbackNotificationTarget(this);
    this._listen();
    addShortcuts(() => this.navigateTo('home'));
    addSkipLink(this.$.skip);
    window.addEventListener('unhandledrejection', (event) => {
      if (event.reason?.status === 404) this._showError(404, event.reason.url ?? location.hash);
    });
  }

  _listen() {
    const handlers = {
      notify: ({ detail }) => this.$.toasts.show(detail),
      'document-updated': () => this._refresh(),
      'document-locked': () => this._refresh(),
      'document-unlocked': () => this._refresh(),
      'file-deleted': () => this._refresh(),
      'document-created': ({ detail }) => this.navigateTo(detail.response),
      'document-deleted': ({ detail }) => !detail.error && this._leave(detail.doc),
      navigate: ({ detail }) => this.navigateTo(detail.doc, ...(detail.docAction ? [detail.docAction] : [])),
    };
    for (const [type, handler] of Object.entries(handlers)) this.addEventListener(type, handler);
  }

  _skip(event) {
    event.preventDefault();
    this.$.main.focus();
  }

  _contextPath() {
    return router.baseUrl.replace(/\/ui\/$/, '');
  }

  _context(document, user, clipboard, routeParams) {
    return { document, user, clipboard, routeParams, taskCount: 0, clipboardDocCount: 0 };
  }

  _userChanged(user) {
    if (!user) return;
    window.nuxeo.slots.setSharedModel({ user });
    if (this.page === 'admin') this._route();
  }

  /** When the add-ons are there: what the address asks for has to be in its slot by then. */
  startRouting() {
    window.addEventListener('hashchange', () => this._route());
    this._route();
  }

  _route() {
    const { page, docPath, docId, action, params } = currentRoute();
    this.errorCode = undefined;
    this.routeParams = params;
    this.docAction = action;
    if (isNarrow()) this.drawer = '';
    if (page === 'browse') this._open({ docPath, docId });
    if (page === 'admin') this._openAdministration(params);
    this.page = page;
    if (page !== 'browse') this._setTitle(page === 'admin' ? `admin.${this.adminTab}` : page);
    this._checkPage();
    if (!this._item()) this._showError(404, page);
  }

  _setTitle(name) {
    document.title = `${this.i18n(`app.title.${name}`)} - Nuxeo Platform`;
  }

  _openAdministration([tab]) {
    if (this.user && !this._mayAdminister()) this._showError(403, location.hash);
    this.adminTab = tab ?? 'cloud-services';
    if (!isNarrow()) this.drawer = 'administration';
  }

  /** Power users reach the administration too: its pages must look at the person themselves. */
  _mayAdminister() {
    const groups = this.user?.extendedGroups?.map(({ name }) => name) ?? [];
    return this.user?.isAdministrator || groups.includes('powerusers');
  }

  async _open({ docPath, docId }) {
    const current = this.currentDocument;
    const isShown = current && (current.path === docPath || current.uid === docId);
    this._wanted = isShown ? { docId: current.uid, docPath: '' } : { docPath: docPath ?? '', docId: docId ?? '' };
    if (!isShown) await this._fetch();
  }

  async _refresh() {
    if (this.page === 'browse' && this._wanted) await this._fetch();
  }

  /** What was asked for last: an answer that was overtaken is dropped. */
  async _fetch() {
    const wanted = this._wanted;
    Object.assign(this.$.doc, wanted, { enrichers: { document: ENRICHERS } });
    try {
      const found = await this.$.doc.get();
      if (wanted === this._wanted) this._show(found);
    } catch (error) {
      if (wanted === this._wanted) this._showError(error?.status ?? 500, location.hash);
    }
  }

  /** From now on by its id: what is moved or renamed while it is shown is found again. */
  _show(found) {
    this._wanted = { docId: found.uid, docPath: '' };
    this.currentDocument = found;
    document.title = `${found.title} - Nuxeo Platform`;
  }

  _leave(document) {
    const parent = document?.path?.replace(/\/[^/]+$/, '');
    if (parent) this.navigateTo('browse', parent);
  }

  _showError(code, url) {
    this.errorUrl = url;
    this.errorCode = [403, 404].includes(code) ? code : 500;
  }

  _shownPage(page, errorCode) {
    return errorCode ? 'error' : page;
  }

  /** Web UI takes a page that is no Polymer element for one that must still be loaded, and ends in 404. */
  _checkPage() {
    const item = this._item();
    if (item && !(item instanceof PolymerElement)) this._showError(404, `${item.localName}.html`);
  }

  _item() {
    return [...this.$.pages.children].find((one) => one.getAttribute('name') === this.page);
  }
}

customElements.define(App.is, App);
