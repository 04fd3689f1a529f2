import { html } from 'lit';
import { define } from '../shared/eager-element.ts';
import { LazyElement } from '../shared/lazy-element.ts';
import { pageHasTransfers } from '../shared/watched.ts';

/** The person's transfers, for any page: their list comes when it is shown (X6). */
export class Transfers extends LazyElement {
  protected override isWanted(): boolean {
    return true;
  }

  protected override load(): Promise<unknown> {
    return import('./transfer-list.ts');
  }

  protected override content(): unknown {
    return html`<nuxeo-frameio-transfer-list></nuxeo-frameio-transfer-list>`;
  }
}

async function showTransfers(event: Event): Promise<void> {
  const { openTransfersDialog } = await import('./transfers-dialog.ts');
  openTransfersDialog(event.target as HTMLElement);
}

/** Goes on with what the page watched before it was loaded again. */
async function resume(): Promise<void> {
  const { pageJobs } = await import('../shared/page-transfers.ts');
  pageJobs.resume();
}

function begin(): void {
  const complain = (error: unknown) => console.warn('The transfers could not be shown', error);
  document.addEventListener('frameio-show-transfers', (event) => void showTransfers(event).catch(complain));
  if (pageHasTransfers()) void resume().catch(complain);
}

// Loading the plugin twice must not show them twice.
if (!customElements.get('nuxeo-frameio-transfers')) begin();
define('nuxeo-frameio-transfers', Transfers);
