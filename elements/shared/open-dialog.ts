import type { EagerElement } from './eager-element.ts';

/**
 * Opens a dialog by its tag; its chunk is loaded before. `opener` is the button it belongs to: Web UI hears the dialog's
 * events from there.
 */
export function openDialog<D extends EagerElement & { readonly closed: Promise<unknown> }>(
  tag: string,
  opener: HTMLElement,
  properties: Partial<Omit<D, keyof HTMLElement>>,
): D {
  const dialog = Object.assign(document.createElement(tag), properties, { opener }) as unknown as D;
  document.body.append(dialog);
  return dialog;
}
