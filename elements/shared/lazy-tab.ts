import { html, nothing, type PropertyDeclarations } from 'lit';
import type { WebUiDocument } from './document.ts';
import { FrameioElement } from './frameio-element.ts';

/** A tab of a document. Web UI makes all its tabs at once: what this one shows is loaded when it is first seen. */
export abstract class LazyTab<D extends WebUiDocument = WebUiDocument> extends FrameioElement {
  static override properties: PropertyDeclarations = {
    document: { attribute: false },
    visible: { type: Boolean },
    phase: { state: true },
  };

  declare document: D | undefined;
  declare visible: boolean;
  declare private phase: 'unseen' | 'loading' | 'loaded' | 'failed';

  constructor() {
    super();
    this.document = undefined;
    this.visible = false;
    this.phase = 'unseen';
  }

  /** Imports what `content` shows. */
  protected abstract load(): Promise<unknown>;
  protected abstract content(): unknown;

  protected override willUpdate(): void {
    if (!this.visible || this.phase !== 'unseen') return;
    this.phase = 'loading';
    void this.load().then(
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
        return this.content();
    }
  }
}
