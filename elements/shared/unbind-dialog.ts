import { html, nothing } from 'lit';
import type { BindingAnswer } from '../../server/contract/bindings.ts';
import { FrameioDialog, openDialog } from './dialog.ts';
import { define } from './frameio-element.ts';
import { consequences } from './styles.ts';

/** What it has to know of a binding. */
export type Unbindable = Pick<BindingAnswer, 'folderUid' | 'actionName' | 'inReview'>;

/** **Unbind**: says first what becomes of everything (N75–N82). Closes with true when that is done. */
export class UnbindDialog extends FrameioDialog<true> {
  static override styles = [FrameioDialog.styles, consequences];
  static override properties = { binding: { attribute: false }, reviews: { state: true } };

  declare binding: Unbindable | undefined;
  declare private reviews: 'keep' | 'recall';

  constructor() {
    super();
    this.binding = undefined;
    this.reviews = 'keep';
  }

  protected override heading(): string {
    return this.i18n('frameio.unbind.heading');
  }

  protected override content(): unknown {
    const { binding } = this;
    if (!binding) return nothing;
    return html`
      <ul>
        <li>${this.i18n('frameio.unbind.action', binding.actionName)}</li>
        <li>${this.i18n('frameio.unbind.documents')}</li>
        <li>${this.i18n('frameio.unbind.transfers')}</li>
      </ul>
      ${binding.inReview ? this.#reviewsField(binding.inReview) : nothing}
    `;
  }

  #reviewsField(inReview: number): unknown {
    return html`
      <fieldset class="field form">
        <legend>${this.i18n('frameio.unbind.reviews', String(inReview))}</legend>
        ${(['keep', 'recall'] as const).map(
          (choice) =>
            html`<div class="choice">
              <input
                type="radio"
                id=${choice}
                name="reviews"
                .checked=${this.reviews === choice}
                aria-describedby="${choice}-hint"
                @change=${() => (this.reviews = choice)}
              />
              <label for=${choice}>${this.i18n(`frameio.unbind.reviews.${choice}`)}</label>
              <span class="hint" id="${choice}-hint">${this.i18n(`frameio.unbind.reviews.${choice}.hint`)}</span>
            </div>`,
        )}
      </fieldset>
    `;
  }

  protected override primaryButton(): unknown {
    return html`<button type="submit" class="button danger" aria-disabled=${String(this.busy)}>
      ${this.busy ? html`<span class="spinner"></span>` : nothing} ${this.i18n('frameio.unbind.label')}
    </button>`;
  }

  protected override submit(): void {
    const { binding } = this;
    if (!binding) return;
    void this.attempt(async () => {
      const body = { reviews: this.reviews };
      await this.api.call('DELETE', `/folders/${binding.folderUid}/binding`, { body });
      this.close(true);
      this.notify({ message: this.i18n('frameio.unbind.done') });
    });
  }
}

define('nuxeo-frameio-unbind-dialog', UnbindDialog);

export function openUnbindDialog(opener: HTMLElement, binding: Unbindable): UnbindDialog {
  return openDialog<UnbindDialog>('nuxeo-frameio-unbind-dialog', opener, { binding });
}
