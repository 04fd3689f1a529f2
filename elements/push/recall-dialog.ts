import { html, nothing, type PropertyDeclarations } from 'lit';
import type { ReviewStateAnswer } from '../../server/contract/documents.ts';
import { FrameioDialog, openDialog } from '../shared/dialog.ts';
import type { WebUiDocument } from '../shared/document.ts';
import { define } from '../shared/frameio-element.ts';
import { consequences } from '../shared/styles.ts';

/** Takes a document out of review, after saying what that means (N110). */
export class RecallDialog extends FrameioDialog<true> {
  static override styles = [FrameioDialog.styles, consequences];
  static override properties: PropertyDeclarations = { document: { attribute: false } };

  declare document: WebUiDocument | undefined;
  /** At this moment: what the page shows may be older. */
  #lockOwner: string | null = null;

  constructor() {
    super();
    this.document = undefined;
  }

  protected override async load(): Promise<void> {
    const path = `/documents/${this.document?.uid ?? ''}/review`;
    this.#lockOwner = (await this.api.get<ReviewStateAnswer>(path)).lockOwner;
  }

  protected override heading(): string {
    return this.i18n('frameio.recall.heading');
  }

  protected override content(): unknown {
    const owner = this.#lockOwner;
    return html`
      <p>${this.i18n('frameio.recall.question', this.document?.title ?? '')}</p>
      <ul>
        <li>${owner ? this.i18n('frameio.recall.unlocks', owner) : this.i18n('frameio.recall.not-locked')}</li>
        <li>${this.i18n('frameio.recall.stays')}</li>
        <li>${this.i18n('frameio.recall.nothing-returns')}</li>
      </ul>
    `;
  }

  protected override primaryButton(): unknown {
    return html`<button type="submit" class="button primary" aria-disabled=${String(this.busy)} autofocus>
      ${this.busy ? html`<span class="spinner"></span>` : nothing}${this.i18n('frameio.recall.label')}
    </button>`;
  }

  protected override submit(): void {
    const uid = this.document?.uid;
    if (uid === undefined) return;
    void this.attempt(async () => {
      await this.api.post(`/documents/${uid}/recall`);
      this.notify({ message: this.i18n('frameio.recall.done', this.document?.title ?? '') });
      this.close(true);
      this.emit('document-updated');
    });
  }
}

define('nuxeo-frameio-recall-dialog', RecallDialog);

export function openRecallDialog(opener: HTMLElement, document: WebUiDocument): RecallDialog {
  return openDialog<RecallDialog>('nuxeo-frameio-recall-dialog', opener, { document });
}
