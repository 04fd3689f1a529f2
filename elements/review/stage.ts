import { html, nothing, type PropertyValues } from 'lit';
import type { ReviewComment } from '../../server/contract/review-record.ts';
import { define, FrameioElement } from '../shared/frameio-element.ts';
import { shared } from '../shared/styles.ts';
import { assetCard } from './asset-card.ts';
import './comment-list.ts';
import type { CommentList } from './comment-list.ts';
import { textOf, type ReviewDocument } from './document.ts';
import type { Newer } from './loading.ts';
import { pictureRatio } from './media.ts';
import './picture.ts';
import './player.ts';
import type { Player } from './player.ts';
import type { Shown } from './shown.ts';
import { stageStyles } from './stage-styles.ts';
import { labelOf } from './version-map.ts';

const none: ReadonlySet<string> = new Set();

/** The video or picture, its comments beside it, and the asset that it is in Frame.io. */
export class Stage extends FrameioElement {
  static override styles = [shared, stageStyles];
  static override properties = {
    shown: { attribute: false },
    newer: { attribute: false },
    selected: { state: true },
  };

  declare shown: Shown | undefined;
  /** Comments that are not in the newest version. */
  declare newer: Newer | undefined;
  declare private selected: string | undefined;

  constructor() {
    super();
    this.shown = undefined;
    this.newer = undefined;
    this.selected = undefined;
  }

  pause(): void {
    this.#player?.pause();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('shown');
    if (before && before.document.uid !== this.shown?.document.uid) this.selected = undefined;
  }

  override render(): unknown {
    const { shown } = this;
    if (!shown) return nothing;
    const medium = this.#medium(shown);
    return html`
      <div class="review ${medium === undefined ? '' : 'with-medium'}" @frameio-comment-chosen=${this.#choose}>
        <div class="left">
          ${medium === undefined ? nothing : html`<section class="card medium">${medium}</section>`}
          ${assetCard(shown.document)}
        </div>
        ${this.#comments(shown)}
      </div>
    `;
  }

  #comments({ document, record, clock }: Shown): unknown {
    return html`
      <section class="card comments">
        <h2>${this.i18n('frameio.review.comments')}</h2>
        ${isOfEarlierFile(document) ? html`<p class="hint">${this.i18n('frameio.review.earlier-file')}</p>` : nothing}
        ${record?.isExtract ? html`<p class="hint">${this.i18n('frameio.review.extract')}</p>` : nothing}
        <nuxeo-frameio-comments
          .comments=${record?.comments ?? []}
          .clock=${clock}
          .selected=${this.selected}
          .newer=${this.newer?.ids ?? none}
          .newerThan=${this.newer ? labelOf(this.newer.than) : ''}
        ></nuxeo-frameio-comments>
      </section>
    `;
  }

  #medium({ document, sources, picture, record, clock }: Shown): unknown {
    const comments = record?.comments ?? [];
    if (picture !== undefined) return this.#picture(picture, document, comments);
    if (sources.length === 0) return undefined;
    return html`<nuxeo-frameio-player
      .sources=${sources}
      .clock=${clock}
      .comments=${comments}
      .ratio=${pictureRatio(document)}
      .selected=${this.selected}
    ></nuxeo-frameio-player>`;
  }

  #picture(src: string, document: ReviewDocument, comments: readonly ReviewComment[]): unknown {
    return html`<nuxeo-frameio-picture
      .src=${src}
      .name=${textOf(document, 'frameioasset:fileName') ?? document.title}
      .comment=${comments.find(({ id }) => id === this.selected)}
    ></nuxeo-frameio-picture>`;
  }

  readonly #choose = ({ detail: { id } }: CustomEvent<{ id: string }>) => {
    this.selected = id;
    const comment = this.shown?.record?.comments.find((one) => one.id === id);
    if (comment) this.#player?.show(comment);
    this.renderRoot.querySelector<CommentList>('nuxeo-frameio-comments')?.reveal(id);
  };

  get #player(): Player | null {
    return this.renderRoot.querySelector<Player>('nuxeo-frameio-player');
  }
}

/** While the next cut is in review the document still holds the record of the one before. */
function isOfEarlierFile(document: ReviewDocument): boolean {
  const recorded = textOf(document, 'frameioreview:fileId');
  return recorded !== undefined && recorded !== textOf(document, 'frameioasset:fileId');
}

define('nuxeo-frameio-stage', Stage);
