import type { TemplateResult } from 'lit';
import type { WebUiDocument } from '../shared/document.ts';
import { FolderAction } from '../shared/folder-action.ts';
import { bindIcon } from '../shared/icons.ts';
import { canBind } from '../shared/predicates.ts';

/** **Bind to Frame.io** in the actions of a folder (N40, N41). */
export class BindButton extends FolderAction {
  protected override canActOn(folder: WebUiDocument): boolean {
    return canBind(folder);
  }

  protected override label(): string {
    return this.i18n('frameio.bind.label');
  }

  protected override icon(): TemplateResult {
    return bindIcon;
  }

  protected override async open({ uid }: WebUiDocument): Promise<void> {
    const { openBindDialog } = await import('./bind-dialog.ts');
    openBindDialog(this, uid);
  }
}
