import { html, nothing } from 'lit';
import { may, type WebUiDocument } from './document.ts';
import { failureSentence } from './failure.ts';
import { forgetFacet } from './nuxeo.ts';
import { define, FrameioElement } from './frameio-element.ts';
import { shared } from './styles.ts';

/** A folder carries a facet that was written for another one, or for what is no more: it means nothing, and can go. */
export class StrayFacet extends FrameioElement {
  static override styles = shared;
  static override properties = {
    document: { attribute: false },
    facet: { type: String },
    sentence: { attribute: false },
    failure: { state: true },
  };

  declare document: WebUiDocument | undefined;
  declare facet: string;
  /** What it means that the facet is there. */
  declare sentence: string;
  declare private failure: unknown;

  constructor() {
    super();
    this.document = undefined;
    this.facet = '';
    this.sentence = '';
    this.failure = undefined;
  }

  override render(): unknown {
    const { document } = this;
    if (!document) return nothing;
    return html`
      <section class="card">
        <div class="notice"><p>${this.sentence}</p></div>
        <div role="alert" ?hidden=${this.failure === undefined}>
          ${this.failure === undefined ? nothing : html`<p class="error">${failureSentence(this.failure)}</p>`}
        </div>
        ${may(document, 'WriteProperties') ? this.#forgetButton(document) : nothing}
      </section>
    `;
  }

  #forgetButton(document: WebUiDocument): unknown {
    return html`
      <div class="buttons">
        <button type="button" class="button" aria-disabled=${String(this.busy)} @click=${() => this.#forget(document)}>
          ${this.busy ? html`<span class="spinner"></span>` : nothing} ${this.i18n('frameio.binding.forget')}
        </button>
      </div>
    `;
  }

  #forget(document: WebUiDocument): Promise<void> {
    return this.run(async () => {
      this.failure = undefined;
      try {
        await forgetFacet(document.uid, this.facet);
        this.notify({ message: this.i18n('frameio.binding.forgotten') });
        this.emit('document-updated');
      } catch (error) {
        this.failure = error;
      }
    });
  }
}

define('nuxeo-frameio-stray-facet', StrayFacet);
