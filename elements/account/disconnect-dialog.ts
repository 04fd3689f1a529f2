import { html, nothing } from 'lit';
import type { DisconnectAnswer } from '../../server/contract/account.ts';
import { FrameioDialog, openDialog } from '../shared/dialog.ts';
import { define } from '../shared/frameio-element.ts';
import { consequences } from '../shared/styles.ts';

/** Says what stays behind before the connection is forgotten. Its result is what did. */
export class DisconnectDialog extends FrameioDialog<DisconnectAnswer> {
  static override styles = [FrameioDialog.styles, consequences];

  protected override heading(): string {
    return this.i18n('frameio.account.disconnect.heading');
  }

  protected override content(): unknown {
    return html`
      <ul>
        <li>${this.i18n('frameio.account.disconnect.bindings')}</li>
        <li>${this.i18n('frameio.account.disconnect.reviews')}</li>
        <li>${this.i18n('frameio.account.disconnect.back')}</li>
      </ul>
    `;
  }

  protected override primaryButton(): unknown {
    return html`<button type="submit" class="button danger" aria-disabled=${String(this.busy)}>
      ${this.busy ? html`<span class="spinner"></span>` : nothing} ${this.i18n('frameio.account.disconnect')}
    </button>`;
  }

  protected override submit(): void {
    void this.attempt(async () => {
      this.close(await this.api.call<DisconnectAnswer>('DELETE', '/account/frameio'));
    });
  }
}

define('nuxeo-frameio-disconnect-dialog', DisconnectDialog);

export function openDisconnectDialog(opener: HTMLElement): DisconnectDialog {
  return openDialog<DisconnectDialog>('nuxeo-frameio-disconnect-dialog', opener, {});
}
