import { html, nothing, type PropertyDeclarations } from 'lit';
import { EagerElement } from './eager-element.ts';

/** Web UI makes all its tabs and pages at once: what is in this element loads when it is first wanted. */
export abstract class LazyElement extends EagerElement {
  static override properties: PropertyDeclarations = { phase: { state: true } };

  declare private phase: 'unwanted' | 'loading' | 'loaded' | 'failed';

  constructor() {
    super();
    this.phase = 'unwanted';
  }

  protected abstract isWanted(): boolean;
  /** A dynamic import. */
  protected abstract load(): Promise<unknown>;
  protected abstract content(): unknown;

  protected waiting(): unknown {
    return html`<p role="status">${this.i18n('frameio.loading')}</p>`;
  }

  protected override willUpdate(): void {
    if (this.phase !== 'unwanted' || !this.isWanted()) return;
    this.phase = 'loading';
    void this.load().then(
      () => (this.phase = 'loaded'),
      () => (this.phase = 'failed'),
    );
  }

  override render(): unknown {
    switch (this.phase) {
      case 'unwanted':
        return nothing;
      case 'loading':
        return this.waiting();
      case 'failed':
        return html`<p role="alert">${this.i18n('frameio.error.sidecar-unreachable')}</p>`;
      case 'loaded':
        return this.content();
    }
  }
}
