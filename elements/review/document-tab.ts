import { html, nothing } from 'lit';
import { define, FrameioElement } from '../shared/frameio-element.ts';
import type { ReviewDocument } from './document.ts';

type Phase = 'unseen' | 'loading' | 'loaded' | 'failed';

/** The tab **Frame.io** of a document. Web UI makes all its tabs at once: everything waits until this one is seen. */
export class DocumentTab extends FrameioElement {
  static override properties = {
    document: { attribute: false },
    visible: { type: Boolean },
    phase: { state: true },
  };

  declare document: ReviewDocument | undefined;
  declare visible: boolean;
  declare private phase: Phase;

  constructor() {
    super();
    this.document = undefined;
    this.visible = false;
    this.phase = 'unseen';
  }

  protected override willUpdate(): void {
    if (!this.visible || this.phase !== 'unseen') return;
    this.phase = 'loading';
    void import('./review.ts').then(
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
        return html`<nuxeo-frameio-review .document=${this.document} .visible=${this.visible}></nuxeo-frameio-review>`;
    }
  }
}

define('nuxeo-frameio-document-tab', DocumentTab);
