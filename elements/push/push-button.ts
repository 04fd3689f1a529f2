import type { PropertyDeclarations, TemplateResult } from 'lit';
import { FrameioAction } from '../shared/action.ts';
import type { WebUiDocument } from '../shared/document.ts';
import { define } from '../shared/eager-element.ts';
import { pushIcon } from '../shared/icons.ts';
import { canPush } from '../shared/predicates.ts';
import { canPushSome, chosenDocuments, type ListingView } from './selection.ts';

/** *Push to Frame.io* for the document at hand, or for what is selected in a listing (N83–N88). */
export class PushButton extends FrameioAction {
  static override properties: PropertyDeclarations = {
    document: { attribute: false },
    documents: { attribute: false },
    selection: { attribute: false },
  };

  /** Needs the `permissions` enricher. */
  declare document: WebUiDocument | undefined;
  /** What is selected in a listing: without our schemas, and perhaps with some that cannot be pushed. */
  declare documents: readonly WebUiDocument[] | undefined;
  /** The listing itself when everything in it is selected. */
  declare selection: ListingView | readonly WebUiDocument[] | undefined;

  constructor() {
    super();
    this.document = undefined;
    this.documents = undefined;
    this.selection = undefined;
  }

  protected override isVisible(): boolean {
    return canPush(this.document) || canPushSome(this.documents, this.selection);
  }

  protected override label(): string {
    return this.i18n('frameio.push.label');
  }

  protected override icon(): TemplateResult {
    return pushIcon;
  }

  protected override async act(): Promise<void> {
    const chosen = this.document
      ? { uids: [this.document.uid], isAll: false, left: 0 }
      : chosenDocuments(this.documents, this.selection);
    const { startPush } = await import('./start-push.ts');
    const outcome = await startPush(chosen, this);
    if (typeof outcome === 'string') this.notify({ message: outcome, durationMs: 8000 });
    else if (outcome && !this.document) this.emit('refresh');
  }
}

define('nuxeo-frameio-push-button', PushButton);
