import { css, html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import type { BlobsAnswer, EarlierAnswer } from '../../server/contract/documents.ts';
import { failureSentence } from '../shared/failure.ts';
import { formatBytes } from '../shared/format.ts';
import { define, FrameioElement } from '../shared/frameio-element.ts';
import '../shared/place-chooser.ts';
import type { Place, PlaceChooser } from '../shared/place-chooser.ts';
import { shared } from '../shared/styles.ts';
import { planSummary } from './plan-summary.ts';
import { needsFolder, sendable, withRendition, type PushGroup, type Target } from './push-plan.ts';
import { rememberedTarget } from './remembered-target.ts';
import { summaryStyles } from './summary-styles.ts';

export interface GroupChoice {
  readonly group: PushGroup;
  readonly target: Target | undefined;
  /** Of a folder that was chosen here; undefined where it is fixed. */
  readonly path: readonly string[] | undefined;
}

type Blob = BlobsAnswer['blobs'][number];
type Earlier = NonNullable<EarlierAnswer['earlier']>;

const styles = css`
  :host {
    display: grid;
    gap: 20px;
    min-width: 0;
  }
  .fixed {
    overflow-wrap: anywhere;
  }
`;

/** What belongs to one binding: what to send, and where to. Fires `frameio-group-choice` with each change. */
export class PushGroupElement extends FrameioElement {
  static override styles = [shared, summaryStyles, styles];
  static override properties: PropertyDeclarations = {
    group: { attribute: false },
    hasHeading: { attribute: false },
    blobs: { state: true },
    earlier: { state: true },
    isLoading: { state: true },
    failure: { state: true },
  };

  declare group: PushGroup;
  declare hasHeading: boolean;
  declare private blobs: readonly Blob[];
  /** Where the earlier push of these documents went; null when it is gone there. */
  declare private earlier: Earlier | null;
  declare private isLoading: boolean;
  declare private failure: unknown;
  #place: Place | undefined;

  constructor() {
    super();
    this.hasHeading = false;
    this.blobs = [];
    this.earlier = null;
    this.isLoading = true;
    this.failure = undefined;
  }

  protected override firstUpdated(_changed: PropertyValues): void {
    void this.#load();
  }

  async #load(): Promise<void> {
    const [first] = sendable(this.group.documents);
    this.failure = undefined;
    this.isLoading = true;
    try {
      if (first) await Promise.all([this.#loadBlobs(first.uid), this.#loadEarlier()]);
    } catch (error) {
      this.failure = error;
    }
    this.isLoading = false;
    this.#tell();
  }

  async #loadBlobs(uid: string): Promise<void> {
    this.blobs = (await this.api.get<BlobsAnswer>(`/documents/${uid}/blobs`)).blobs;
  }

  /** One that is still there is enough: each version goes to its own earlier file. */
  async #loadEarlier(): Promise<void> {
    if (needsFolder(this.group)) return;
    for (const { uid } of sendable(this.group.documents).slice(0, 5)) {
      const { earlier } = await this.api.get<EarlierAnswer>(`/documents/${uid}/earlier`);
      this.earlier = earlier;
      if (earlier) return;
    }
  }

  override render(): unknown {
    const { binding, documents } = this.group;
    return html`
      ${this.hasHeading ? html`<h3>${binding.folderPath}</h3>` : nothing} ${planSummary(documents)}
      ${
        this.isLoading
          ? html`<p class="loading" role="status"><span class="spinner"></span>${this.i18n('frameio.loading')}</p>`
          : this.#fields()
      }
    `;
  }

  #fields(): unknown {
    if (this.failure !== undefined) {
      return html`<div class="notice bad" role="alert">
        <p>${failureSentence(this.failure)}</p>
        <div>
          <button type="button" class="button" @click=${() => this.#load()}>
            ${this.i18n('frameio.dialog.again')}
          </button>
        </div>
      </div>`;
    }
    // A choice that leaves nothing to send can be taken back.
    const isEmpty = sendable(this.group.documents).length === 0;
    return html`${isEmpty ? nothing : this.earlier ? this.#fixed(this.earlier) : this.#chooser()} ${this.#what()}`;
  }

  #fixed(earlier: Earlier): unknown {
    const isOne = this.group.documents.length === 1;
    return html`<div class="field">
      <span class="label">${this.i18n('frameio.push.target')}</span>
      <span class="fixed">${earlier.path.join(' › ')}</span>
      <span class="hint">
        ${this.#whyFixed(earlier)}
        ${
          isOne
            ? html`<a href=${earlier.viewUrl} target="_blank" rel="noopener">${this.i18n('frameio.open')}</a>`
            : nothing
        }
      </span>
    </div>`;
  }

  #whyFixed({ fileName }: Earlier): string {
    const [first, ...rest] = this.group.documents;
    if (rest.length > 0) return this.i18n('frameio.push.fixed-many');
    return first?.outcome === 'unchanged'
      ? this.i18n('frameio.push.fixed-unchanged', fileName)
      : this.i18n('frameio.push.fixed', fileName);
  }

  #chooser(): unknown {
    const isAgain = !needsFolder(this.group);
    const versions = this.group.documents.some((one) => one.outcome === 'version' || one.outcome === 'unchanged');
    const hint = isAgain ? 'frameio.push.earlier-gone' : versions ? 'frameio.push.versions-stay' : '';
    return html`
      ${hint ? html`<div class="notice"><p>${this.i18n(hint)}</p></div>` : nothing}
      <nuxeo-frameio-place-chooser
        .workspaces=${this.group.binding.workspaces}
        .preset=${rememberedTarget(this.group.binding.id)}
        @frameio-place=${(event: CustomEvent<Place | null>) => {
          this.#place = event.detail ?? undefined;
          this.#tell();
        }}
      ></nuxeo-frameio-place-chooser>
    `;
  }

  /** The main file or one of its renditions; of many documents the names of the first count. */
  #what(): unknown {
    if (this.blobs.length < 2) return nothing;
    const isOne = this.group.documents.length === 1;
    return html`<fieldset class="field">
      <legend>${this.i18n('frameio.push.what')}</legend>
      ${this.blobs.map(
        ({ rendition, name, length }) =>
          html`<label class="choice">
            <input
              type="radio"
              name="rendition"
              .checked=${(rendition ?? undefined) === this.group.rendition}
              ?disabled=${this.busy}
              @change=${() => this.#choose(rendition ?? undefined)}
            />
            <span>${rendition ?? this.i18n('frameio.push.main-file')}</span>
            ${isOne ? html`<span class="hint">${name} · ${formatBytes(length)}</span>` : nothing}
          </label>`,
      )}
      ${isOne ? nothing : html`<span class="hint">${this.i18n('frameio.push.rendition-hint')}</span>`}
    </fieldset>`;
  }

  #choose(rendition: string | undefined): void {
    void this.run(async () => {
      this.group = await withRendition(this.group, rendition, this.api);
      this.#tell();
    });
  }

  #tell(): void {
    const choice: GroupChoice = this.earlier
      ? { group: this.group, target: this.earlier.target, path: undefined }
      : { group: this.group, target: this.#place?.target, path: this.#place?.path };
    this.emit('frameio-group-choice', choice);
  }

  /** Whether everything is chosen; says what is missing. */
  check(): boolean {
    if (sendable(this.group.documents).length === 0) return true;
    if (this.isLoading || this.busy || this.failure !== undefined) return false;
    return this.earlier !== null || (this.#chooserElement?.check() ?? false);
  }

  focusFirstMissing(): void {
    this.#chooserElement?.focusFirstMissing();
  }

  get #chooserElement(): PlaceChooser | null {
    return this.renderRoot.querySelector('nuxeo-frameio-place-chooser');
  }
}

define('nuxeo-frameio-push-group', PushGroupElement);
