import { css, html } from 'lit';
import { FrameioDialog, openDialog } from '../shared/dialog.ts';
import { define } from '../shared/frameio-element.ts';

const styles = css`
  :host {
    --frameio-dialog-width: 832px;
  }
`;

/** The list of transfers, over whatever is shown. */
export class TransfersDialog extends FrameioDialog {
  static override styles = [FrameioDialog.styles, styles];

  protected override heading(): string {
    return this.i18n('frameio.transfers.heading');
  }

  protected override content(): unknown {
    return html`<nuxeo-frameio-transfers></nuxeo-frameio-transfers>`;
  }

  protected override dismissLabel(): string {
    return this.i18n('frameio.dialog.close');
  }
}

define('nuxeo-frameio-transfers-dialog', TransfersDialog);

export function openTransfersDialog(opener: HTMLElement): TransfersDialog {
  return openDialog<TransfersDialog>('nuxeo-frameio-transfers-dialog', opener, {});
}
