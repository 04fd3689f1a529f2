import type { PropertyDeclarations, TemplateResult } from 'lit';
import { FrameioAction } from '../shared/action.ts';
import type { WebUiDocument, WebUiUser } from '../shared/document.ts';
import { define } from '../shared/eager-element.ts';
import { bringBackIcon } from '../shared/icons.ts';
import { mayEndReview } from '../shared/predicates.ts';

/** *Bring back from Frame.io* on a document in review: what the action does there, started here (X21). */
export class BringBackButton extends FrameioAction {
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
    return this.i18n('frameio.bring-back.label');
  }

  protected override icon(): TemplateResult {
    return bringBackIcon;
  }

  protected override async act(): Promise<void> {
    const { openBringBackDialog } = await import('./bring-back-dialog.ts');
    if (this.document) await openBringBackDialog(this, this.document).closed;
  }
}

define('nuxeo-frameio-bring-back-button', BringBackButton);
