import type { TemplateResult } from 'lit';
import type { WebUiDocument } from '../shared/document.ts';
import { define } from '../shared/eager-element.ts';
import { bringBackIcon } from '../shared/icons.ts';
import { ReviewAction } from '../shared/review-action.ts';

/** *Bring back from Frame.io* on a document in review: what the action does there, started here (X21). */
export class BringBackButton extends ReviewAction {
  protected override label(): string {
    return this.i18n('frameio.bring-back.label');
  }

  protected override icon(): TemplateResult {
    return bringBackIcon;
  }

  protected override async end(document: WebUiDocument): Promise<unknown> {
    const { openBringBackDialog } = await import('./bring-back-dialog.ts');
    return openBringBackDialog(this, document).closed;
  }
}

define('nuxeo-frameio-bring-back-button', BringBackButton);
