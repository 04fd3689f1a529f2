import type { TemplateResult } from 'lit';
import { FrameioAction } from '../shared/action.ts';
import type { WebUiDocument } from '../shared/document.ts';
import { syncIcon } from '../shared/icons.ts';
import { canSync } from '../shared/predicates.ts';

/** **Sync to Frame.io folder** in the actions of a folder (N111). */
export class SyncButton extends FrameioAction {
  static override properties = { document: { attribute: false } };

  /** Needs the `permissions` enricher. */
  declare document: WebUiDocument | undefined;

  constructor() {
    super();
    this.document = undefined;
  }

  protected override isVisible(): boolean {
    return canSync(this.document);
  }

  protected override label(): string {
    return this.i18n('frameio.sync.label');
  }

  protected override icon(): TemplateResult {
    return syncIcon;
  }

  protected override async act(): Promise<void> {
    const { document } = this;
    if (!document || !canSync(document)) return;
    const { openSyncDialog } = await import('./sync-dialog.ts');
    openSyncDialog(this, document);
  }
}
