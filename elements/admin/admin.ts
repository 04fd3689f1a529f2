import { css, html, nothing } from 'lit';
import type { WebUiUser } from '../shared/document.ts';
import { LazyElement } from '../shared/lazy-element.ts';
import { tokens } from '../shared/tokens.ts';

/**
 * **Administration** → **Frame.io** (N22–N26). Web UI keeps all its pages and shows one: nothing is loaded until this
 * one is seen, and it begins anew each time. Power users reach the administration too, but not what is in here.
 */
export class Admin extends LazyElement {
  static override styles = [
    tokens,
    css`
      :host {
        display: block;
      }
      .notice {
        background: var(--frameio-box);
        border: 1px solid var(--frameio-line);
        border-radius: 4px;
        margin: 0;
        padding: 12px 16px;
      }
    `,
  ];
  static override properties = { user: { attribute: false }, visible: { type: Boolean } };

  declare user: WebUiUser | undefined;
  declare visible: boolean;

  constructor() {
    super();
    this.user = undefined;
    this.visible = false;
  }

  protected override isWanted(): boolean {
    return this.visible && this.user?.isAdministrator === true;
  }

  protected override load(): Promise<unknown> {
    return import('./admin-page.ts');
  }

  protected override content(): unknown {
    return html`<nuxeo-frameio-admin-page></nuxeo-frameio-admin-page>`;
  }

  override render(): unknown {
    if (!this.visible || !this.user) return nothing;
    return html`
      <nuxeo-page>
        <div slot="header"><span class="flex">${this.i18n('frameio.admin.heading')}</span></div>
        <div>${this.user.isAdministrator ? super.render() : this.#refusal()}</div>
      </nuxeo-page>
    `;
  }

  #refusal(): unknown {
    return html`<p class="notice">${this.i18n('frameio.admin.administrators-only')}</p>`;
  }
}
