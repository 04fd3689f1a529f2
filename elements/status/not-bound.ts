import { html, nothing } from 'lit';
import { may, type WebUiDocument } from '../shared/document.ts';
import { failureSentence } from '../shared/failure.ts';
import { define, FrameioElement } from '../shared/frameio-element.ts';
import { isBound } from '../shared/predicates.ts';
import { shared } from '../shared/styles.ts';
import { forgetBinding } from './forget-binding.ts';

/** The folder carries the facet of a binding that is not its own, or is no more: it means nothing, and can go. */
export class NotBound extends FrameioElement {
  static override styles = shared;
  static override properties = { document: { attribute: false }, failure: { state: true } };

  declare document: WebUiDocument | undefined;
  declare private failure: unknown;

  constructor() {
    super();
    this.document = undefined;
    this.failure = undefined;
  }

  override render(): unknown {
    const { document } = this;
    if (!document) return nothing;
    const sentence = isBound(document) ? 'frameio.binding.over' : 'frameio.binding.copied';
    return html`
      <section class="card">
        <div class="notice"><p>${this.i18n(sentence)}</p></div>
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
        await forgetBinding(document.uid);
        this.notify({ message: this.i18n('frameio.binding.forgotten') });
        this.emit('document-updated');
      } catch (error) {
        this.failure = error;
      }
    });
  }
}

define('nuxeo-frameio-not-bound', NotBound);
