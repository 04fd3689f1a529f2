import { html, nothing } from 'lit';
import { FrameioDialog, openDialog } from '../shared/dialog.ts';
import { define } from '../shared/frameio-element.ts';

export interface Question {
  readonly heading: string;
  readonly text: string;
  /** Of the button that does it. */
  readonly label: string;
  act(): Promise<void>;
}

/** Asks before something is done that others will notice. What fails is said in the dialog. */
export class ConfirmDialog extends FrameioDialog<true> {
  question: Question | undefined;

  protected override heading(): string {
    return this.question?.heading ?? '';
  }

  protected override content(): unknown {
    return html`<p>${this.question?.text}</p>`;
  }

  protected override primaryButton(): unknown {
    return html`
      <button type="submit" class="button danger" aria-disabled=${String(this.busy)}>
        ${this.busy ? html`<span class="spinner"></span>` : nothing} ${this.question?.label}
      </button>
    `;
  }

  protected override submit(): void {
    void this.attempt(async () => {
      await this.question?.act();
      this.close(true);
    });
  }
}

define('nuxeo-frameio-confirm-dialog', ConfirmDialog);

/** Resolves when it is done, or with undefined when the reader went back. */
export function confirm(opener: HTMLElement, question: Question): Promise<true | undefined> {
  return openDialog<ConfirmDialog>('nuxeo-frameio-confirm-dialog', opener, { question }).closed;
}
