import type { TemplateResult } from 'lit';
import type { WebUiDocument } from '../shared/document.ts';
import { define } from '../shared/eager-element.ts';
import { recallIcon } from '../shared/icons.ts';
import { ReviewAction } from '../shared/review-action.ts';
import { recall } from './recall.ts';

/** *Recall* on a document in review (N110). */
export class RecallButton extends ReviewAction {
  protected override label(): string {
    return this.i18n('frameio.recall.label');
  }

  protected override icon(): TemplateResult {
    return recallIcon;
  }

  protected override end(document: WebUiDocument): Promise<unknown> {
    return recall(document, this);
  }
}

define('nuxeo-frameio-recall-button', RecallButton);
