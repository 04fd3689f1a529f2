import { html, nothing, type PropertyValues } from 'lit';
import { failureSentence } from '../shared/failure.ts';
import { formatDate } from '../shared/format.ts';
import { define, FrameioElement } from '../shared/frameio-element.ts';
import { shared } from '../shared/styles.ts';
import './activity.ts';
import '../shared/attention.ts';
import './copied.ts';
import { copiedFrom, liveUid, type ReviewDocument } from './document.ts';
import { newerComments, recordOf, reviewStateOf, versionsOf, type Newer, type ReviewState } from './loading.ts';
import { readDocument } from './nuxeo.ts';
import { reviewStyles } from './review-styles.ts';
import { shownOf, type Shown } from './shown.ts';
import './stage.ts';
import type { Stage } from './stage.ts';
import './version-map.ts';
import { labelOf } from './version-map.ts';

/** The review of a document: its video with comments and drawings, its asset, its versions, what happened to it. */
export class Review extends FrameioElement {
  static override styles = [shared, reviewStyles];
  static override properties = {
    document: { attribute: false },
    visible: { type: Boolean },
    current: { state: true },
    opened: { state: true },
    versions: { state: true },
    newer: { state: true },
    state: { state: true },
    failure: { state: true },
  };

  declare document: ReviewDocument | undefined;
  declare visible: boolean;
  declare private current: Shown | undefined;
  /** A version that was opened from the map. */
  declare private opened: Shown | undefined;
  declare private versions: readonly ReviewDocument[];
  declare private newer: Newer | undefined;
  declare private state: ReviewState | undefined;
  /** Of the sidecar; everything else is there without it. */
  declare private failure: unknown;
  #loaded: ReviewDocument | undefined;

  constructor() {
    super();
    this.document = undefined;
    this.visible = false;
    this.#clear();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('visible') && !this.visible) this.renderRoot?.querySelector<Stage>('nuxeo-frameio-stage')?.pause();
    if (!this.visible || !this.document || this.document === this.#loaded) return;
    if (this.document.uid !== this.#loaded?.uid) this.#clear();
    this.#loaded = this.document;
    if (copiedFrom(this.document) === undefined) void this.#load(this.document);
  }

  override render(): unknown {
    const { document } = this;
    if (!document) return nothing;
    if (copiedFrom(document) !== undefined) {
      return html`<nuxeo-frameio-copied .document=${document}></nuxeo-frameio-copied>`;
    }
    return html`
      ${this.#notices(document)} ${this.#openedNotice()} ${this.#stage()}
      <section class="card">
        <h2>${this.i18n('frameio.review.versions')}</h2>
        <nuxeo-frameio-versions
          .versions=${this.versions}
          .opened=${this.opened?.document.uid ?? (document.isVersion ? document.uid : undefined)}
          @frameio-version-chosen=${this.#open}
        ></nuxeo-frameio-versions>
      </section>
      <section class="card"><nuxeo-frameio-activity .uid=${liveUid(document)}></nuxeo-frameio-activity></section>
    `;
  }

  #stage(): unknown {
    const shown = this.opened ?? this.current;
    if (shown) {
      const newer = this.opened ? undefined : this.newer;
      return html`<nuxeo-frameio-stage .shown=${shown} .newer=${newer}></nuxeo-frameio-stage>`;
    }
    return html`<p class="card loading" role="status"><span class="spinner"></span>${this.i18n('frameio.loading')}</p>`;
  }

  #notices({ uid }: ReviewDocument): unknown {
    const { failure, state } = this;
    return html`
      ${failure === undefined ? nothing : html`<p class="notice" role="status">${failureSentence(failure)}</p>`}
      ${
        state?.waitsForApproval
          ? html`<p class="notice" role="status">${this.i18n('frameio.review.waits-for-approval')}</p>`
          : nothing
      }
      ${state?.attention ? html`<nuxeo-frameio-attention .documentUid=${uid}></nuxeo-frameio-attention>` : nothing}
    `;
  }

  #openedNotice(): unknown {
    const version = this.opened?.document;
    if (!version) return nothing;
    const date = version.lastModified ? formatDate(version.lastModified) : '';
    return html`
      <div class="notice opened" role="status">
        <p>${this.i18n('frameio.review.version.opened', labelOf(version), date)}</p>
        <button type="button" class="button" @click=${() => (this.opened = undefined)}>
          ${this.i18n('frameio.review.version.close')}
        </button>
      </div>
    `;
  }

  /** Each part on its own: the record is there although the sidecar is not. */
  async #load(document: ReviewDocument): Promise<void> {
    const isStill = () => this.#loaded === document;
    void this.#loadState(document, isStill);
    const [record, versions] = await Promise.all([recordOf(document), versionsOf(document)]);
    if (!isStill()) return;
    this.current = shownOf(document, record);
    this.versions = versions;
    const newer = await newerComments(document, record, versions);
    if (isStill()) this.newer = newer;
  }

  async #loadState(document: ReviewDocument, isStill: () => boolean): Promise<void> {
    this.failure = undefined;
    if (document.isVersion || document.isProxy) return;
    try {
      const state = await reviewStateOf(document, this.api);
      if (isStill()) this.state = state;
    } catch (error) {
      if (isStill()) this.failure = error;
    }
  }

  readonly #open = ({ detail: { uid } }: CustomEvent<{ uid: string }>) =>
    void this.run(async () => {
      const document = await readDocument(uid);
      this.opened = shownOf(document, await recordOf(document));
      await this.updateComplete;
      this.renderRoot.querySelector('.opened')?.scrollIntoView({ block: 'start' });
    });

  #clear(): void {
    this.current = undefined;
    this.opened = undefined;
    this.versions = [];
    this.newer = undefined;
    this.state = undefined;
    this.failure = undefined;
  }
}

define('nuxeo-frameio-review', Review);
