import type { PropertyDeclarations } from 'lit';
import { FrameioAction } from './action.ts';
import type { WebUiDocument, WebUiUser } from './document.ts';
import { mayEndReview } from './predicates.ts';

/** An action on a document in review, for the lock's owner and whoever may unlock it (N110). */
export abstract class ReviewAction extends FrameioAction {
  static override properties: PropertyDeclarations = { document: { attribute: false }, user: { attribute: false } };

  /** Needs the `permissions` enricher. */
  declare document: WebUiDocument | undefined;
  declare user: WebUiUser | undefined;

  constructor() {
    super();
    this.document = undefined;
    this.user = undefined;
  }

  protected abstract end(document: WebUiDocument): Promise<unknown>;

  protected override isVisible(): boolean {
    return mayEndReview(this.document, this.user);
  }

  protected override async act(): Promise<void> {
    if (this.document) await this.end(this.document);
  }
}
