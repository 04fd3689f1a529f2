import { openDialog } from '../shared/open-dialog.ts';
import type { WebUiDocument } from '../shared/document.ts';
import type { RecallDialog } from './recall-dialog.ts';

/** Says what happens and asks; the dialog does it. `opener` is the element that Web UI hears it from. */
export async function recall(document: WebUiDocument, opener: HTMLElement): Promise<void> {
  await import('./recall-dialog.ts');
  await openDialog<RecallDialog>('nuxeo-frameio-recall-dialog', opener, { document }).closed;
}
