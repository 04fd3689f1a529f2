import type { TemplateResult } from 'lit';
import { FrameioAction } from '../shared/action.ts';
import type { WebUiDocument } from '../shared/document.ts';
import { bindIcon } from '../shared/icons.ts';
import { canBind } from '../shared/predicates.ts';

/** **Bind to Frame.io** in the actions of a folder (N40, N41). */
export class BindButton extends FrameioAction {
  static override properties = { document: { attribute: false } };

  /** Needs the `permissions` enricher. */
  declare document: WebUiDocument | undefined;

  constructor() {
    super();
    this.document = undefined;
  }

  protected override isVisible(): boolean {
    return canBind(this.document);
  }

  protected override label(): string {
    return this.i18n('frameio.bind.label');
  }

  protected override icon(): TemplateResult {
    return bindIcon;
  }

  protected override async act(): Promise<void> {
    const { document } = this;
    if (!document || !canBind(document)) return;
    const { openBindDialog } = await import('./bind-dialog.ts');
    openBindDialog(this, document.uid);
  }
}
