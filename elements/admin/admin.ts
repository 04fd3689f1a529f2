import { css, html, nothing } from 'lit';
import type { WebUiUser } from '../shared/document.ts';
import { FrameioElement } from '../shared/frameio-element.ts';
import { lazily } from '../shared/lazy.ts';
import { shared } from '../shared/styles.ts';

/**
 * **Administration** → **Frame.io** (N22–N26). Web UI keeps all its pages and shows one: nothing is loaded until this
 * one is seen, and it begins anew each time. Power users reach the administration too, but not what is in here.
 */
export class Admin extends FrameioElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      .notice {
        background: var(--frameio-box);
      }
    `,
  ];
  static override properties = { user: { attribute: false }, visible: { type: Boolean } };

  declare user: WebUiUser | undefined;
  declare visible: boolean;
  #page: unknown;

  constructor() {
    super();
    this.user = undefined;
    this.visible = false;
  }

  override render(): unknown {
    if (!this.visible || !this.user) return nothing;
    return html`
      <nuxeo-page>
        <div slot="header"><span class="flex">${this.i18n('frameio.admin.heading')}</span></div>
        <div>${this.#content(this.user)}</div>
      </nuxeo-page>
    `;
  }

  #content(user: WebUiUser): unknown {
    if (!user.isAdministrator)
      return html`<div class="notice"><p>${this.i18n('frameio.admin.administrators-only')}</p></div>`;
    this.#page ??= lazily(
      () => import('./admin-page.ts'),
      () => html`<nuxeo-frameio-admin-page></nuxeo-frameio-admin-page>`,
    );
    return this.#page;
  }
}
