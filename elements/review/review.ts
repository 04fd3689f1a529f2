import { html, nothing, type PropertyValues } from 'lit';
import type { ReviewStateAnswer } from '../../server/contract/documents.ts';
import type { ReviewComment } from '../../server/contract/review-record.ts';
import { failureSentence } from '../shared/failure.ts';
import { formatDate } from '../shared/format.ts';
import { define, FrameioElement } from '../shared/frameio-element.ts';
import { shared } from '../shared/styles.ts';
import './activity.ts';
import { assetCard } from './asset-card.ts';
import './attention.ts';
import './comment-list.ts';
import type { CommentList } from './comment-list.ts';
import './copied.ts';
import { copiedFrom, liveUid, textOf, type ReviewDocument } from './document.ts';
import { frameClock, type FrameClock } from './frames.ts';
import { newerComments, recordOf, reviewStateOf, versionsOf, type Newer } from './loading.ts';
import { framesPerSecond, pictureRatio, pictureSource, videoSources, type VideoSource } from './media.ts';
import { readDocument } from './nuxeo.ts';
import './picture.ts';
import './player.ts';
import type { Player } from './player.ts';
import type { StoredRecord } from './record.ts';
import { reviewStyles } from './review-styles.ts';
import './version-map.ts';
import { labelOf } from './version-map.ts';

/** What is on the screen: the document as it is now, or one of its versions. */
interface Shown {
  readonly document: ReviewDocument;
  readonly record: StoredRecord | undefined;
  readonly sources: readonly VideoSource[];
  readonly clock: FrameClock | undefined;
}

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
    selected: { state: true },
  };

  declare document: ReviewDocument | undefined;
  declare visible: boolean;
  declare private current: Shown | undefined;
  /** A version that was opened from the map. */
  declare private opened: Shown | undefined;
  declare private versions: readonly ReviewDocument[];
  declare private newer: Newer | undefined;
  declare private state: ReviewStateAnswer | undefined;
  /** Of the sidecar; everything else is there without it. */
  declare private failure: unknown;
  declare private selected: string | undefined;
  #loaded: ReviewDocument | undefined;

  constructor() {
    super();
    this.document = undefined;
    this.visible = false;
    this.#clear();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('visible') && !this.visible) this.#player?.pause();
    if (!this.visible || !this.document || this.document === this.#loaded) return;
    if (this.document.uid !== this.#loaded?.uid) this.#clear();
    this.#loaded = this.document;
    if (copiedFrom(this.document) === undefined) void this.#load(this.document);
  }

  override render(): unknown {
    const { document } = this;
    if (!document) return nothing;
    if (copiedFrom(document) !== undefined)
      return html`<nuxeo-frameio-copied .document=${document}></nuxeo-frameio-copied>`;
    const shown = this.opened ?? this.current;
    return html`
      ${this.#notices(document)} ${this.#openedNotice()} ${shown ? this.#reviewCard(shown) : this.#placeholder()}
      ${assetCard(shown?.document ?? document)}
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

  #notices(document: ReviewDocument): unknown {
    return html`
      ${
        this.failure === undefined
          ? nothing
          : html`<p class="notice" role="status">${failureSentence(this.failure)}</p>`
      }
      ${
        this.state?.waitsForApproval
          ? html`<p class="notice" role="status">${this.i18n('frameio.review.waits-for-approval')}</p>`
          : nothing
      }
      ${
        this.state?.attention ? html`<nuxeo-frameio-attention .uid=${document.uid}></nuxeo-frameio-attention>` : nothing
      }
    `;
  }

  #openedNotice(): unknown {
    const version = this.opened?.document;
    if (!version) return nothing;
    const date = version.lastModified ? formatDate(version.lastModified) : '';
    return html`
      <div class="notice opened" role="status">
        <p>${this.i18n('frameio.review.version.opened', labelOf(version), date)}</p>
        <button type="button" class="button" @click=${this.#closeVersion}>
          ${this.i18n('frameio.review.version.close')}
        </button>
      </div>
    `;
  }

  #placeholder(): unknown {
    return html`
      <section class="card">
        <div class="picture-to-come"></div>
        <p class="loading" role="status"><span class="spinner"></span>${this.i18n('frameio.loading')}</p>
      </section>
    `;
  }

  #reviewCard({ document, record, sources, clock }: Shown): unknown {
    const comments = record?.comments ?? [];
    const picture = sources.length ? undefined : pictureSource(document);
    const hasMedium = sources.length > 0 || picture !== undefined;
    return html`
      <section class="card" @frameio-comment-chosen=${this.#choose}>
        <div class="review ${hasMedium ? 'with-medium' : ''}">
          ${sources.length ? this.#playerOf(document, sources, clock, comments) : nothing}
          ${picture === undefined ? nothing : this.#pictureOf(picture, document, comments)}
          <div class="comments">
            <h2>${this.i18n('frameio.review.comments')}</h2>
            ${record?.isExtract ? html`<p class="hint">${this.i18n('frameio.review.extract')}</p>` : nothing}
            <nuxeo-frameio-comments
              .comments=${comments}
              .clock=${sources.length ? clock : undefined}
              .selected=${this.selected}
              .newer=${this.opened ? new Set() : (this.newer?.ids ?? new Set())}
              .newerThan=${this.newer ? labelOf(this.newer.than) : ''}
            ></nuxeo-frameio-comments>
          </div>
        </div>
      </section>
    `;
  }

  #playerOf(
    document: ReviewDocument,
    sources: readonly VideoSource[],
    clock: FrameClock | undefined,
    comments: readonly ReviewComment[],
  ): unknown {
    return html`<nuxeo-frameio-player
      .sources=${sources}
      .clock=${clock}
      .comments=${comments}
      .ratio=${pictureRatio(document)}
      .selected=${this.selected}
    ></nuxeo-frameio-player>`;
  }

  #pictureOf(src: string, document: ReviewDocument, comments: readonly ReviewComment[]): unknown {
    return html`<nuxeo-frameio-picture
      .src=${src}
      .name=${textOf(document, 'frameioasset:fileName') ?? document.title}
      .comment=${comments.find(({ id }) => id === this.selected)}
    ></nuxeo-frameio-picture>`;
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
    if (document.isVersion || document.isProxy) return;
    this.failure = undefined;
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
      const opened = shownOf(document, await recordOf(document));
      this.selected = undefined;
      this.opened = opened;
      await this.updateComplete;
      this.renderRoot.querySelector('.opened')?.scrollIntoView({ block: 'start' });
    });

  readonly #closeVersion = () => {
    this.opened = undefined;
    this.selected = undefined;
  };

  readonly #choose = ({ detail: { id } }: CustomEvent<{ id: string }>) => {
    this.selected = id;
    const comment = (this.opened ?? this.current)?.record?.comments.find((one) => one.id === id);
    if (comment) this.#player?.show(comment);
    this.renderRoot.querySelector<CommentList>('nuxeo-frameio-comments')?.reveal(id);
  };

  #clear(): void {
    this.current = undefined;
    this.opened = undefined;
    this.versions = [];
    this.newer = undefined;
    this.state = undefined;
    this.failure = undefined;
    this.selected = undefined;
  }

  get #player(): Player | null {
    return this.renderRoot?.querySelector<Player>('nuxeo-frameio-player') ?? null;
  }
}

function shownOf(document: ReviewDocument, record: StoredRecord | undefined): Shown {
  const rate = framesPerSecond(document, record?.fps);
  return {
    document,
    record,
    sources: videoSources(document),
    clock: rate === undefined ? undefined : frameClock(rate, record?.comments ?? []),
  };
}

define('nuxeo-frameio-review', Review);
