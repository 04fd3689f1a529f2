import { html, nothing } from 'lit';
import type { WebUiDocument, WebUiUser } from '../shared/document.ts';
import { define } from '../shared/eager-element.ts';
import { LazyElement } from '../shared/lazy-element.ts';
import { isGoneThere, isInReview } from '../shared/predicates.ts';
import { pageHasTransfers, TRANSFERS_BEGIN } from '../shared/watched.ts';

/** What Web UI shows above a document. Loads for documents in review or gone in Frame.io, and while this page has transfers (X14). */
export class InfoBar extends LazyElement {
  static override properties = { document: { attribute: false }, user: { attribute: false } };

  /** Needs the `permissions` enricher. */
  declare document: WebUiDocument | undefined;
  declare user: WebUiUser | undefined;
  readonly #look = () => this.requestUpdate();

  constructor() {
    super();
    this.document = undefined;
    this.user = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener(TRANSFERS_BEGIN, this.#look);
  }

  override disconnectedCallback(): void {
    document.removeEventListener(TRANSFERS_BEGIN, this.#look);
    super.disconnectedCallback();
  }

  protected override isWanted(): boolean {
    return isInReview(this.document) || isGoneThere(this.document) || pageHasTransfers();
  }

  protected override load(): Promise<unknown> {
    return import('./review-bar.ts');
  }

  protected override waiting(): unknown {
    return nothing;
  }

  protected override content(): unknown {
    const { document, user } = this;
    return html`<nuxeo-frameio-review-bar .document=${document} .user=${user}></nuxeo-frameio-review-bar>`;
  }
}

define('nuxeo-frameio-info-bar', InfoBar);
