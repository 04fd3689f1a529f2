import { html, nothing } from 'lit';
import { FrameioDialog, openDialog } from '../shared/dialog.ts';
import { define } from '../shared/frameio-element.ts';
import { consequences } from '../shared/styles.ts';

const sentences = [
  'frameio.sync.remove.stops',
  'frameio.sync.remove.running',
  'frameio.sync.remove.documents',
  'frameio.sync.remove.again',
] as const;

/** **Remove Synchronization**: says first what becomes of everything (N119). */
export class RemoveSyncDialog extends FrameioDialog<true> {
  static override styles = [FrameioDialog.styles, consequences];

  folderUid = '';

  protected override heading(): string {
    return this.i18n('frameio.sync.remove.heading');
  }

  protected override content(): unknown {
    return html`<ul>
      ${sentences.map((key) => html`<li>${this.i18n(key)}</li>`)}
    </ul>`;
  }

  protected override primaryButton(): unknown {
    return html`<button type="submit" class="button danger" aria-disabled=${String(this.busy)}>
      ${this.busy ? html`<span class="spinner"></span>` : nothing} ${this.i18n('frameio.sync.remove')}
    </button>`;
  }

  protected override submit(): void {
    void this.attempt(async () => {
      await this.api.call('DELETE', `/folders/${this.folderUid}/sync`);
      this.close(true);
      this.notify({ message: this.i18n('frameio.sync.removed') });
      this.emit('document-updated');
    });
  }
}

define('nuxeo-frameio-remove-sync-dialog', RemoveSyncDialog);

export function openRemoveSyncDialog(opener: HTMLElement, folderUid: string): RemoveSyncDialog {
  return openDialog<RemoveSyncDialog>('nuxeo-frameio-remove-sync-dialog', opener, { folderUid });
}
