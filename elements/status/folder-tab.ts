import { html } from 'lit';
import { LazyTab } from '../shared/lazy-tab.ts';

/** The tab **Frame.io** of a bound folder (N50). */
export class FolderTab extends LazyTab {
  protected override load(): Promise<unknown> {
    return import('./folder-page.ts');
  }

  protected override content(): unknown {
    return html`<nuxeo-frameio-folder-page
      .document=${this.document}
      .visible=${this.visible}
    ></nuxeo-frameio-folder-page>`;
  }
}
