import { html } from 'lit';
import { FrameioDialog, openDialog } from './dialog.ts';
import { needsConnection } from './failure.ts';
import { define } from './frameio-element.ts';
import { i18n } from './i18n.ts';

/** For actions without a dialog of their own: connects, and says so by its result. */
export class ConnectionDialog extends FrameioDialog<true> {
  static override properties = { reason: { attribute: false } };

  declare reason: unknown;

  constructor() {
    super();
    this.reason = undefined;
  }

  protected override heading(): string {
    return i18n('frameio.connect.heading');
  }

  protected override content(): unknown {
    return html`<nuxeo-frameio-connection-needed
      .reason=${this.reason}
      @frameio-connected=${() => this.close(true)}
    ></nuxeo-frameio-connection-needed>`;
  }
}

/**
 * Does something that may find the reader not connected: then connects in a dialog, and does it again (N48).
 * Answers undefined when the reader closed that dialog instead.
 */
export async function withConnection<T>(opener: HTMLElement, action: () => Promise<T>): Promise<T | undefined> {
  try {
    return await action();
  } catch (error) {
    if (!needsConnection(error)) throw error;
    const dialog = openDialog<ConnectionDialog>('nuxeo-frameio-connection-dialog', opener, { reason: error });
    return (await dialog.closed) ? action() : undefined;
  }
}

define('nuxeo-frameio-connection-dialog', ConnectionDialog);
