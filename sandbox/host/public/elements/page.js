import { html, HostElement } from './base.js';

/** A whole page with its header. Pages of the slot PAGES must be Polymer elements on the outside: this one. */
class Page extends HostElement {
  static get is() {
    return 'nuxeo-page';
  }

  static get template() {
    return html`
      <style>
        :host {
          display: flex;
          flex-direction: column;
          height: 100%;
        }
        header {
          display: flex;
          align-items: center;
          min-height: var(--nuxeo-app-top);
          padding: 0 24px;
          background: var(--nuxeo-app-header-background);
          box-shadow: 0 3px 5px rgba(0, 0, 0, 0.04);
          color: var(--nuxeo-title-color, var(--nuxeo-text-default));
          font-size: 18px;
          font-weight: 600;
        }
        @media (max-width: 720px) {
          header,
          .content {
            padding-inline: 12px !important;
          }
        }
        .content {
          flex: 1;
          overflow: auto;
          padding: 16px 24px;
          box-sizing: border-box;
        }
      </style>
      <header>
        <div role="heading" aria-level="1"><slot name="header"></slot></div>
      </header>
      <div class="content"><slot></slot></div>
    `;
  }
}

customElements.define(Page.is, Page);
