import { css, html, nothing, type PropertyDeclarations } from 'lit';
import type { BindingAnswer, JobAnswer } from '../shared/api.ts';
import { FrameioDialog, openDialog } from '../shared/dialog.ts';
import type { WebUiDocument } from '../shared/document.ts';
import { define } from '../shared/frameio-element.ts';
import { pageJobs } from '../shared/page-transfers.ts';
import '../shared/place-chooser.ts';
import type { Place, PlaceChooser } from '../shared/place-chooser.ts';

/** As many as one request takes; a ticked folder counts once. */
const MOST_RESOURCES = 100;

const styles = css`
  :host {
    --frameio-dialog-width: 704px;
    --frameio-tree-height: 320px;
  }
`;

/** Chooses files, version stacks and folders of Frame.io that become documents of the folder (X21). */
export class ImportDialog extends FrameioDialog<true> {
  static override styles = [FrameioDialog.styles, styles];
  static override properties: PropertyDeclarations = {
    document: { attribute: false },
    binding: { state: true },
    place: { state: true },
  };

  declare document: WebUiDocument | undefined;
  declare private binding: BindingAnswer | undefined;
  declare private place: Place | undefined;

  constructor() {
    super();
    this.document = undefined;
    this.binding = undefined;
    this.place = undefined;
  }

  protected override heading(): string {
    return this.i18n('frameio.import.heading');
  }

  protected override async load(): Promise<void> {
    this.binding = await this.api.get<BindingAnswer>(`/folders/${this.document?.uid ?? ''}/binding`);
    // Without this the first thing that fails is a list in the middle of the dialog.
    await this.api.get('/frameio/accounts');
  }

  protected override content(): unknown {
    const workspaces = (this.binding?.workspaces ?? []).filter((one) => one.state === 'active');
    return html`
      <p>${this.i18n('frameio.import.explanation', this.document?.title ?? '', this.binding?.documentType ?? '')}</p>
      <nuxeo-frameio-place-chooser
        purpose="contents"
        .workspaces=${workspaces}
        @frameio-place=${(event: CustomEvent<Place | null>) => (this.place = event.detail ?? undefined)}
      ></nuxeo-frameio-place-chooser>
      <p class="hint" role="status">${this.#count()}</p>
    `;
  }

  #count(): string {
    const count = this.place?.nodes.length ?? 0;
    if (count > MOST_RESOURCES) return this.i18n('frameio.import.too-many', String(MOST_RESOURCES));
    return count ? this.i18n('frameio.import.chosen', String(count)) : '';
  }

  protected override primaryButton(): unknown {
    return html`<button type="submit" class="button primary" aria-disabled=${String(this.busy)}>
      ${this.busy ? html`<span class="spinner"></span>` : nothing}${this.i18n('frameio.import.button')}
    </button>`;
  }

  protected override submit(): void {
    const chooser = this.renderRoot.querySelector<PlaceChooser>('nuxeo-frameio-place-chooser');
    if (!chooser?.check() || !this.place) return chooser?.focusFirstMissing();
    if (this.place.nodes.length > MOST_RESOURCES) return;
    const { place } = this;
    void this.attempt(() => this.#import(place));
  }

  async #import({ target, nodes }: Place): Promise<void> {
    const uid = this.document?.uid ?? '';
    // A project is its root folder to the API.
    const resources = nodes.map(({ id, kind }) => ({
      accountId: target.accountId,
      type: kind === 'project' ? 'folder' : kind,
      id,
    }));
    const started = await this.api.post<{ batchId: string; jobs: JobAnswer[] }>(`/folders/${uid}/import`, {
      resources,
    });
    pageJobs.watch(started.batchId, started.jobs, [uid]);
    // How it ends takes the place of this.
    this.notify({ message: this.i18n('frameio.import.started'), commandId: started.batchId });
    this.close(true);
  }
}

define('nuxeo-frameio-import-dialog', ImportDialog);

export function openImportDialog(opener: HTMLElement, document: WebUiDocument): ImportDialog {
  return openDialog<ImportDialog>('nuxeo-frameio-import-dialog', opener, { document });
}
