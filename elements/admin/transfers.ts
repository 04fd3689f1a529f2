import { html } from 'lit';
import { FrameioElement, define } from '../shared/frameio-element.ts';
import { shared } from '../shared/styles.ts';
import './attention-list.ts';
import './job-list.ts';

/** What waits for somebody, and what is on its way. */
export class AdminTransfers extends FrameioElement {
  static override styles = shared;

  override render(): unknown {
    return html`
      <nuxeo-frameio-admin-attention @frameio-settled=${this.#settled}></nuxeo-frameio-admin-attention>
      <nuxeo-frameio-admin-jobs @frameio-settled=${this.#settled}></nuxeo-frameio-admin-jobs>
    `;
  }

  /** What was done in one list shows in the other. */
  readonly #settled = ({ currentTarget }: Event) => {
    const others = this.renderRoot.querySelectorAll<HTMLElement & { refresh(): Promise<void> }>('*');
    for (const list of others) if (list !== currentTarget) void list.refresh();
  };
}

define('nuxeo-frameio-admin-transfers', AdminTransfers);
