import type { TemplateResult } from 'lit';
import type { WebUiDocument } from '../shared/document.ts';
import { FolderAction } from '../shared/folder-action.ts';
import { syncIcon } from '../shared/icons.ts';
import { canSync } from '../shared/predicates.ts';

/** **Sync to Frame.io folder** in the actions of a folder (N111). */
export class SyncButton extends FolderAction {
  protected override canActOn(folder: WebUiDocument): boolean {
    return canSync(folder);
  }

  protected override label(): string {
    return this.i18n('frameio.sync.label');
  }

  protected override icon(): TemplateResult {
    return syncIcon;
  }

  protected override async open(folder: WebUiDocument): Promise<void> {
    const { openSyncDialog } = await import('./sync-dialog.ts');
    openSyncDialog(this, folder);
  }
}
