import { css, html } from 'lit';
import { LazyElement } from '../shared/lazy-element.ts';

/** The page **Frame.io account** of the user menu. It exists from the start, and loads when it is seen. */
export class Account extends LazyElement {
  static override styles = css`
    :host {
      display: block;
      min-height: 1px;
    }
  `;
  static override properties = { visits: { state: true } };

  /** The page looks again each time it comes into sight. */
  declare private visits: number;
  readonly #sight = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) this.visits += 1;
  });

  constructor() {
    super();
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

  protected override isWanted(): boolean {
    return this.visits > 0;
  }

  protected override load(): Promise<unknown> {
    return import('./account-page.ts');
  }

  protected override content(): unknown {
    return html`<nuxeo-frameio-account-page .visits=${this.visits}></nuxeo-frameio-account-page>`;
  }
}
