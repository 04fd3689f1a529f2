import type { PropertyDeclarations, PropertyValues } from 'lit';
import { FrameioAction } from './action.ts';
import type { WebUiDocument } from './document.ts';
import { hasUnclearAncestors } from './predicates.ts';

/** An action that is offered only where no folder above is bound or synchronised (N56). */
export abstract class FolderAction extends FrameioAction {
  static override properties: PropertyDeclarations = { document: { attribute: false }, clear: { state: true } };

  /** Needs the enrichers `permissions` and `breadcrumb`. */
  declare document: WebUiDocument | undefined;
  declare private clear: WebUiDocument | undefined;

  constructor() {
    super();
    this.document = undefined;
    this.clear = undefined;
  }

  protected abstract canActOn(folder: WebUiDocument): boolean;
  /** Loads its dialog and opens it. */
  protected abstract open(folder: WebUiDocument): Promise<void>;

  protected override willUpdate(changed: PropertyValues): void {
    const { document } = this;
    if (!changed.has('document')) return;
    this.clear = document;
    if (document && hasUnclearAncestors(document)) void this.#look(document);
  }

  /** A folder above may be a copy of a bound one, which means nothing. Where that cannot be asked it counts as bound. */
  async #look(folder: WebUiDocument): Promise<void> {
    try {
      const { withClearAncestors } = await import('./ancestors.ts');
      const clear = await withClearAncestors(folder);
      if (folder === this.document) this.clear = clear;
    } catch {
      // It stays hidden.
    }
  }

  protected override isVisible(): boolean {
    return this.clear !== undefined && this.canActOn(this.clear);
  }

  protected override async act(): Promise<void> {
    if (this.clear && this.isVisible()) await this.open(this.clear);
  }
}
