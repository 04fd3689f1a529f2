import { css, html, nothing } from 'lit';
import { FrameioElement } from '../shared/frameio-element.ts';

/** The page **Frame.io account** of the user menu. It exists from the start, and loads when it is seen. */
export class Account extends FrameioElement {
  static override styles = css`
    :host {
      display: block;
      min-height: 1px;
    }
  `;
  static override properties = { phase: { state: true }, visits: { state: true } };

  declare private phase: 'unseen' | 'loading' | 'loaded' | 'failed';
  /** The page looks again each time it comes into sight. */
  declare private visits: number;
  readonly #sight = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) this.#seen();
  });

  constructor() {
    super();
    this.phase = 'unseen';
    this.visits = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sight.observe(this);
  }

  override disconnectedCallback(): void {
    this.#sight.disconnect();
    super.disconnectedCallback();
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
        return html`<nuxeo-frameio-account-page .visits=${this.visits}></nuxeo-frameio-account-page>`;
    }
  }

  #seen(): void {
    this.visits += 1;
    if (this.phase === 'loaded' || this.phase === 'loading') return;
    this.phase = 'loading';
    void import('./account-page.ts').then(
      () => (this.phase = 'loaded'),
      () => (this.phase = 'failed'),
    );
  }
}
