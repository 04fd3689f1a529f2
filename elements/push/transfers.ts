import { html } from 'lit';
import { openDialog } from '../shared/dialog.ts';
import { define, FrameioElement } from '../shared/frameio-element.ts';
import { lazily } from '../shared/lazy.ts';
import { pageJobs } from '../shared/page-jobs.ts';

/** The person's transfers, for any page: its list loads when it is shown (X6). */
export class Transfers extends FrameioElement {
  readonly #list = lazily(
    () => import('./transfer-list.ts'),
    () => html`<nuxeo-frameio-transfer-list></nuxeo-frameio-transfer-list>`,
  );

  override render(): unknown {
    return this.#list;
  }
}

define('nuxeo-frameio-transfers', Transfers);

async function showTransfers(event: Event): Promise<void> {
  await import('./transfers-dialog.ts');
  openDialog('nuxeo-frameio-transfers-dialog', event.target as HTMLElement, {});
}

/** The corner of the page belongs to no element of Web UI. */
function begin(): void {
  document.body.append(document.createElement('nuxeo-frameio-page-progress'));
  document.addEventListener('frameio-show-transfers', (event) => {
    showTransfers(event).catch((error: unknown) => console.warn('The transfers could not be shown', error));
  });
  pageJobs.resume();
}

if (!document.querySelector('nuxeo-frameio-page-progress')) begin();
