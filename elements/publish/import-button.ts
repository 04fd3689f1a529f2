import type { PropertyDeclarations, TemplateResult } from 'lit';
import { FrameioAction } from '../shared/action.ts';
import type { WebUiDocument } from '../shared/document.ts';
import { define } from '../shared/eager-element.ts';
import { importIcon } from '../shared/icons.ts';
import { canImport } from '../shared/predicates.ts';

/** *Import from Frame.io* on a bound folder: what the action does there, started here (X21). */
export class ImportButton extends FrameioAction {
  static override properties: PropertyDeclarations = { document: { attribute: false } };

  /** Needs the `permissions` enricher. */
  declare document: WebUiDocument | undefined;

  constructor() {
    super();
    this.document = undefined;
  }

  protected override isVisible(): boolean {
    return canImport(this.document);
  }

  protected override label(): string {
    return this.i18n('frameio.import.label');
  }

  protected override icon(): TemplateResult {
    return importIcon;
  }

  protected override async act(): Promise<void> {
    const { openImportDialog } = await import('./import-dialog.ts');
    if (this.document) await openImportDialog(this, this.document).closed;
  }
}

define('nuxeo-frameio-import-button', ImportButton);
