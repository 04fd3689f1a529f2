import { html } from 'lit';
import type { WebUiUser } from '../shared/document.ts';
import { LazyTab } from '../shared/lazy-tab.ts';

/** The tab **Frame.io sync** of a synchronised folder (N115). */
export class SyncTab extends LazyTab {
  static override properties = { ...LazyTab.properties, user: { attribute: false } };

  declare user: WebUiUser | undefined;

  constructor() {
    super();
    this.user = undefined;
  }

  protected override load(): Promise<unknown> {
    return import('./sync-page.ts');
  }

  protected override content(): unknown {
    return html`<nuxeo-frameio-sync-page
      .document=${this.document}
      .user=${this.user}
      .visible=${this.visible}
    ></nuxeo-frameio-sync-page>`;
  }
}
