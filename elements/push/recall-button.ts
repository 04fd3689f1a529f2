import type { PropertyDeclarations, TemplateResult } from 'lit';
import { FrameioAction } from '../shared/action.ts';
import type { WebUiDocument, WebUiUser } from '../shared/document.ts';
import { define } from '../shared/eager-element.ts';
import { recallIcon } from '../shared/icons.ts';
import { mayEndReview } from '../shared/predicates.ts';
import { recall } from './recall.ts';

/** *Recall* on a document in review, for the lock's owner and whoever may unlock it (N110). */
export class RecallButton extends FrameioAction {
  static override properties: PropertyDeclarations = { document: { attribute: false }, user: { attribute: false } };

  /** Needs the `permissions` enricher. */
  declare document: WebUiDocument | undefined;
  declare user: WebUiUser | undefined;

  constructor() {
    super();
    this.document = undefined;
    this.user = undefined;
  }

  protected override isVisible(): boolean {
    return mayEndReview(this.document, this.user);
  }

  protected override label(): string {
    return this.i18n('frameio.recall.label');
  }

  protected override icon(): TemplateResult {
    return recallIcon;
  }

  protected override async act(): Promise<void> {
    if (this.document) await recall(this.document, this);
  }
}

define('nuxeo-frameio-recall-button', RecallButton);
