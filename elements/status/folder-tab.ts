import { html, nothing } from 'lit';
import type { WebUiDocument } from '../shared/document.ts';
import { FrameioElement } from '../shared/frameio-element.ts';

/** The tab **Frame.io** of a bound folder (N50). Web UI makes all its tabs at once: this one loads when it is seen. */
export class FolderTab extends FrameioElement {
  static override properties = {
    document: { attribute: false },
    visible: { type: Boolean },
    phase: { state: true },
  };

  declare document: WebUiDocument | undefined;
  declare visible: boolean;
  declare private phase: 'unseen' | 'loading' | 'loaded' | 'failed';

  constructor() {
    super();
    this.document = undefined;
    this.visible = false;
    this.phase = 'unseen';
  }

  protected override willUpdate(): void {
    if (!this.visible || this.phase !== 'unseen') return;
    this.phase = 'loading';
    void import('./folder-page.ts').then(
      () => (this.phase = 'loaded'),
      () => (this.phase = 'failed'),
    );
  }

  override render(): unknown {
    switch (this.phase) {
      case 'unseen':
        return nothing;
      case 'loading':
        return html`<p role="status">${this.i18n('frameio.loading')}</p>`;
      case 'failed':
        return html`<p role="alert">${this.i18n('frameio.error.sidecar-unreachable')}</p>`;
      case 'loaded':
        return html`<nuxeo-frameio-folder-page
          .document=${this.document}
          .visible=${this.visible}
        ></nuxeo-frameio-folder-page>`;
    }
  }
}
