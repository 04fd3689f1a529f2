import { css, html, nothing, type PropertyDeclarations } from 'lit';
import type { z } from 'zod';
import type { syncBody, syncOptionsAnswer } from '../../server/contract/sync.ts';
import { FrameioDialog, openDialog } from '../shared/dialog.ts';
import type { WebUiDocument } from '../shared/document.ts';
import { ApiFailure, failureSentence } from '../shared/failure.ts';
import { define } from '../shared/frameio-element.ts';
import type { Workspace } from '../shared/place.ts';
import '../shared/place-chooser.ts';
import type { Place, PlaceChooser } from '../shared/place-chooser.ts';
import { typeField } from '../shared/type-field.ts';
import type { SyncAnswer } from './run.ts';
import { bubbleOf, followRun } from './sync-feed.ts';

type Options = z.infer<typeof syncOptionsAnswer>;

const styles = css`
  :host {
    --frameio-dialog-width: 640px;
    --frameio-tree-height: 256px;
  }
`;

/** **Sync to Frame.io folder**: workspace (team), project, sub-folder, document type, in this order (N113, N114). */
export class SyncDialog extends FrameioDialog<true> {
  static override styles = [FrameioDialog.styles, styles];
  static override properties: PropertyDeclarations = {
    options: { state: true },
    place: { state: true },
    documentType: { state: true },
  };

  folder: WebUiDocument | undefined;
  declare private options: Options | undefined;
  declare private place: Place | undefined;
  declare private documentType: string;
  #workspaces: readonly Workspace[] = [];

  constructor() {
    super();
    this.options = undefined;
    this.place = undefined;
    this.documentType = '';
  }

  protected override heading(): string {
    return this.i18n('frameio.sync.heading');
  }

  protected override async load(): Promise<void> {
    const options = await this.api.get<Options>(`/folders/${this.folder?.uid ?? ''}/sync/options`);
    // After a connection in between, what was chosen is still there.
    if (!this.options) this.documentType = options.defaultDocumentType;
    this.#workspaces = workspacesOf(options);
    this.options = options;
  }

  protected override content(): unknown {
    const { options } = this;
    if (!options) return nothing;
    const obstacle = obstacleTo(options);
    if (obstacle) return html`<div class="notice bad" role="alert"><p>${this.i18n(obstacle)}</p></div>`;
    return html`
      <p>${this.i18n('frameio.sync.explanation', this.folder?.title ?? '')}</p>
      <div class="form">
        <nuxeo-frameio-place-chooser
          purpose="source"
          .workspaces=${this.#workspaces}
          @frameio-place=${this.#placeChanged}
        ></nuxeo-frameio-place-chooser>
        ${this.#typeField(options)}
        ${options.commentsBecomeVisible ? html`<p class="hint">${this.i18n('frameio.bind.comments')}</p>` : nothing}
      </div>
    `;
  }

  #typeField({ documentTypes }: Options): unknown {
    return typeField({
      label: this.i18n('frameio.sync.type'),
      hint: this.i18n('frameio.sync.type.hint'),
      types: documentTypes,
      chosen: this.documentType,
      error: this.ownsFailure(this.failure) ? failureSentence(this.failure) : undefined,
      changed: this.#typeChanged,
    });
  }

  readonly #placeChanged = ({ detail }: CustomEvent<Place | null>) => {
    this.place = detail ?? undefined;
    // What was wrong with one place is not with another.
    if (!this.ownsFailure(this.failure)) this.failure = undefined;
  };

  readonly #typeChanged = (type: string) => {
    this.documentType = type;
    if (this.ownsFailure(this.failure)) this.failure = undefined;
  };

  protected override primaryButton(): unknown {
    if (!this.options || obstacleTo(this.options)) return nothing;
    return html`
      <button type="submit" class="button primary" aria-disabled=${String(this.busy)}>
        ${this.busy ? html`<span class="spinner"></span>` : nothing} ${this.i18n('frameio.sync.button')}
      </button>
    `;
  }

  protected override submit(): void {
    const chooser = this.renderRoot.querySelector<PlaceChooser>('nuxeo-frameio-place-chooser');
    if (!chooser?.check() || !this.place) return chooser?.focusFirstMissing();
    const { place, folder } = this;
    if (folder) void this.attempt(() => this.#sync(folder, place));
  }

  async #sync({ uid }: WebUiDocument, { target }: Place): Promise<void> {
    const body: z.infer<typeof syncBody> = { target, documentType: this.documentType };
    const sync = await this.api.post<SyncAnswer>(`/folders/${uid}/sync`, body);
    this.close(true);
    this.notify({ message: this.i18n('frameio.sync.started'), commandId: bubbleOf(uid) });
    followRun(sync, { isTold: true });
    this.emit('document-updated');
  }

  protected override ownsFailure(failure: unknown): boolean {
    return failure instanceof ApiFailure && failure.field === 'documentType';
  }

  protected override failed(error: unknown): void {
    if (!this.ownsFailure(error)) return super.failed(error);
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('#type')?.focus());
  }
}

/** Accounts are named where there are several: workspaces of both may be called the same. */
function workspacesOf({ workspaces }: Options): Workspace[] {
  const isOne = new Set(workspaces.map((one) => one.accountId)).size < 2;
  return workspaces.map(({ accountId, accountName, workspaceId, name }) => ({
    accountId,
    workspaceId,
    workspaceName: isOne ? name : `${name} (${accountName})`,
  }));
}

/** Why the form would be filled in for nothing. */
function obstacleTo({ workspaces, documentTypes }: Options): string | undefined {
  if (!workspaces.length) return 'frameio.sync.no-workspaces';
  return documentTypes.length ? undefined : 'frameio.bind.no-types';
}

define('nuxeo-frameio-sync-dialog', SyncDialog);

export function openSyncDialog(opener: HTMLElement, folder: WebUiDocument): SyncDialog {
  return openDialog<SyncDialog>('nuxeo-frameio-sync-dialog', opener, { folder });
}
