import { html, nothing } from 'lit';
import { may } from '../shared/document.ts';
import { failureSentence } from '../shared/failure.ts';
import { define, FrameioElement } from '../shared/frameio-element.ts';
import { shared } from '../shared/styles.ts';
import { copiedFrom, type ReviewDocument } from './document.ts';
import { forgetFacets } from './nuxeo.ts';

/** A copy carries its original's facets, which mean nothing here: says so, and takes them off (decision 13). */
export class Copied extends FrameioElement {
  static override styles = shared;
  static override properties = { document: { attribute: false }, failure: { state: true } };

  declare document: ReviewDocument | undefined;
  declare private failure: unknown;

  constructor() {
    super();
    this.document = undefined;
    this.failure = undefined;
  }

  override render(): unknown {
    const { document } = this;
    const original = document && copiedFrom(document);
    if (!document || original === undefined) return nothing;
    return html`
      <div class="card">
        <h2>${this.i18n('frameio.review.copied')}</h2>
        <p>${this.i18n('frameio.review.copied.why')}</p>
        ${this.failure === undefined ? nothing : html`<p class="error" role="alert">${failureSentence(this.failure)}</p>`}
        <div class="buttons">
          ${
            /^[\da-f-]{36}$/i.test(original)
              ? html`<a class="button" href="#!/doc/${original}">${this.i18n('frameio.review.copied.original')}</a>`
              : nothing
          }
          ${may(document, 'WriteProperties') && !document.isVersion ? this.#forgetButton(document) : nothing}
        </div>
      </div>
    `;
  }

  #forgetButton(document: ReviewDocument): unknown {
    return html`<button
      type="button"
      class="button primary"
      aria-disabled=${String(this.busy)}
      @click=${() => this.#forget(document)}
    >
      ${this.busy ? html`<span class="spinner"></span>` : nothing} ${this.i18n('frameio.review.copied.forget')}
    </button>`;
  }

  #forget(document: ReviewDocument): Promise<void> {
    return this.run(async () => {
      this.failure = undefined;
      try {
        await forgetFacets(document);
        this.notify({ message: this.i18n('frameio.review.copied.forgotten', document.title) });
        this.emit('document-updated');
      } catch (error) {
        this.failure = error;
      }
    });
  }
}

define('nuxeo-frameio-copied', Copied);
