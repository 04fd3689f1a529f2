import { html, HostElement } from './base.js';

const SHORTEST = 4000;

/** The bubbles at the bottom: one for each command, and a common one for messages that belong to none. */
class Toasts extends HostElement {
  static get is() {
    return 'nuxeo-host-toasts';
  }

  static get properties() {
    return { toasts: { type: Array, value: () => [] } };
  }

  static get template() {
    return html`
      <style>
        :host {
          position: fixed;
          inset-inline-start: 16px;
          bottom: 16px;
          z-index: 1000;
          display: flex;
          flex-direction: column;
          gap: 8px;
          max-width: calc(100vw - 32px);
        }
        .toast {
          display: flex;
          align-items: center;
          gap: 16px;
          min-width: 288px;
          max-width: 560px;
          box-sizing: border-box;
          padding: 12px 20px;
          border-radius: 3px;
          background: var(--nuxeo-toast-background);
          color: var(--nuxeo-toast-text);
          box-shadow: 0 2px 6px rgba(0, 0, 0, 0.3);
        }
        .message {
          flex: 1;
          overflow-wrap: anywhere;
        }
        button {
          border: 0;
          background: none;
          color: inherit;
          font: inherit;
          font-weight: 600;
          cursor: pointer;
        }
      </style>
      <dom-repeat items="[[toasts]]">
        <template>
          <div class="toast" role="alert">
            <span class="message">[[item.message]]</span>
            <button hidden$="[[!item.abort]]" on-click="_abort">[[i18n('command.abort')]]</button>
            <button hidden$="[[!item.dismissible]]" on-click="_dismiss">[[i18n('command.dismiss')]]</button>
          </div>
        </template>
      </dom-repeat>
    `;
  }

  /** @param detail - As of Web UI's `notify` event: message, duration in ms (0 stays), commandId, dismissible, abort. */
  show(detail) {
    const id = detail.commandId ?? '';
    clearTimeout(this.toasts.find((toast) => toast.id === id)?.timer);
    const others = this.toasts.filter((toast) => toast.id !== id);
    if (detail.close || !detail.message) {
      this.toasts = others;
      return;
    }
    const timer = detail.duration === 0 ? undefined : setTimeout(() => this._close(id), this._duration(detail));
    this.toasts = [...others, { ...detail, id, timer }];
  }

  _duration({ duration = 0 }) {
    return Math.max(duration, SHORTEST);
  }

  _abort(event) {
    const { item } = event.model;
    item.abort();
    this._close(item.id);
  }

  _dismiss(event) {
    this._close(event.model.item.id);
  }

  _close(id) {
    clearTimeout(this.toasts.find((toast) => toast.id === id)?.timer);
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
  }
}

customElements.define(Toasts.is, Toasts);
