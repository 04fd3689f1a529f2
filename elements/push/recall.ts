import type { WebUiDocument } from '../shared/document.ts';

/** Says what happens and asks; the dialog does it. `opener` is the element that Web UI hears it from. */
export async function recall(document: WebUiDocument, opener: HTMLElement): Promise<void> {
  const { openRecallDialog } = await import('./recall-dialog.ts');
  await openRecallDialog(opener, document).closed;
}
