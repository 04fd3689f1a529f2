import { html } from 'lit';
import { EagerElement } from '../shared/eager-element.ts';

/** The page's heading: Web UI's own pages take text only, and no key. */
export class AccountTitle extends EagerElement {
  override render(): unknown {
    return html`<span>${this.i18n('frameio.account.title')}</span>`;
  }
}
