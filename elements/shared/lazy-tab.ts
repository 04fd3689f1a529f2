import type { WebUiDocument } from './document.ts';
import { LazyElement } from './lazy-element.ts';

/** A tab of a document, loaded when it is seen. */
export abstract class LazyTab<D extends WebUiDocument = WebUiDocument> extends LazyElement {
  static override properties = { document: { attribute: false }, visible: { type: Boolean } };

  declare document: D | undefined;
  declare visible: boolean;

  constructor() {
    super();
    this.document = undefined;
    this.visible = false;
  }

  protected override isWanted(): boolean {
    return this.visible;
  }
}
