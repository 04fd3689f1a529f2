import { html, nothing, type PropertyDeclarations } from 'lit';
import type { JobAnswer } from '../shared/api.ts';
import { FrameioDialog, openDialog } from '../shared/dialog.ts';
import type { WebUiDocument } from '../shared/document.ts';
import { define } from '../shared/frameio-element.ts';
import { pageJobs } from '../shared/page-transfers.ts';

type Version = 'rule' | 'minor' | 'major';
const versions: readonly Version[] = ['rule', 'minor', 'major'];

/** Takes the newest version from Frame.io into the document, with a choice of what it becomes here (N101, N73). */
export class BringBackDialog extends FrameioDialog<true> {
  static override properties: PropertyDeclarations = { document: { attribute: false }, version: { state: true } };

  declare document: WebUiDocument | undefined;
  declare private version: Version;

  constructor() {
    super();
    this.document = undefined;
    this.version = 'rule';
  }

  protected override heading(): string {
    return this.i18n('frameio.bring-back.heading');
  }

  protected override content(): unknown {
    return html`
      <p>${this.i18n('frameio.bring-back.explanation', this.document?.title ?? '')}</p>
      <fieldset class="field">
        <legend>${this.i18n('frameio.bring-back.version')}</legend>
        ${versions.map(
          (version) =>
            html`<label class="choice">
              <input
                type="radio"
                name="version"
                .checked=${version === this.version}
                @change=${() => (this.version = version)}
              />
              <span>${this.i18n(`frameio.bring-back.version.${version}`)}</span>
            </label>`,
        )}
      </fieldset>
      <details>
        <summary>${this.i18n('frameio.bring-back.note')}</summary>
        <div class="field">
          <textarea
            id="note"
            rows="3"
            maxlength="1000"
            aria-label=${this.i18n('frameio.bring-back.note')}
            aria-describedby="note-hint"
          ></textarea>
          <span class="hint" id="note-hint">${this.i18n('frameio.bring-back.note-hint')}</span>
        </div>
      </details>
    `;
  }

  protected override primaryButton(): unknown {
    return html`<button type="submit" class="button primary" aria-disabled=${String(this.busy)} autofocus>
      ${this.busy ? html`<span class="spinner"></span>` : nothing}${this.i18n('frameio.bring-back.button')}
    </button>`;
  }

  protected override submit(): void {
    const uid = this.document?.uid;
    if (uid === undefined) return;
    const note = this.renderRoot.querySelector('textarea')?.value.trim() ?? '';
    void this.attempt(async () => {
      const job = await this.api.post<JobAnswer>(`/documents/${uid}/bring-back`, {
        ...(this.version === 'rule' ? {} : { version: this.version }),
        ...(note ? { note } : {}),
      });
      pageJobs.watch(job.batchId ?? job.id, [job], [uid]);
      this.notify({
        message: this.i18n('frameio.bring-back.started', this.document?.title ?? ''),
        commandId: job.batchId ?? job.id, // how it ends takes its place
      });
      this.close(true);
    });
  }
}

define('nuxeo-frameio-bring-back-dialog', BringBackDialog);

export function openBringBackDialog(opener: HTMLElement, document: WebUiDocument): BringBackDialog {
  return openDialog<BringBackDialog>('nuxeo-frameio-bring-back-dialog', opener, { document });
}
