import { css, html, nothing, type PropertyValues } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ReviewComment } from '../../server/contract/review-record.ts';
import { define, FrameioElement } from '../shared/frameio-element.ts';
import { shared } from '../shared/styles.ts';
import { commentItem } from './comment-item.ts';
import { commentStyles } from './comment-styles.ts';
import type { FrameClock } from './frames.ts';
import { isOpen } from './record.ts';
import { selectComments, type CommentFilter } from './select-comments.ts';

/** As many as are shown at once, and then again by a button. */
const PAGE = 200;

const filterLabels = {
  all: 'frameio.review.filter.all',
  open: 'frameio.review.filter.open',
  completed: 'frameio.review.filter.completed',
} as const satisfies Record<CommentFilter, string>;

/** The comments of a record, to read. Fires `frameio-comment-chosen {id}` when the reader wants to see one's frame. */
export class CommentList extends FrameioElement {
  static override styles = [
    shared,
    commentStyles,
    css`
      :host {
        display: grid;
        gap: 12px;
        min-height: 0;
      }
    `,
  ];
  static override properties = {
    comments: { attribute: false },
    clock: { attribute: false },
    selected: { type: String },
    newer: { attribute: false },
    newerThan: { type: String },
    filter: { state: true },
    words: { state: true },
    shown: { state: true },
  };

  declare comments: readonly ReviewComment[];
  /** Absent where there is nothing to jump to. */
  declare clock: FrameClock | undefined;
  declare selected: string | undefined;
  /** Ids of what was said after the version `newerThan`. */
  declare newer: ReadonlySet<string>;
  declare newerThan: string;
  declare private filter: CommentFilter;
  declare private words: string;
  declare private shown: number;

  constructor() {
    super();
    this.comments = [];
    this.clock = undefined;
    this.selected = undefined;
    this.newer = new Set();
    this.newerThan = '';
    this.filter = 'all';
    this.words = '';
    this.shown = PAGE;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('comments') || changed.has('filter') || changed.has('words')) this.shown = PAGE;
  }

  /** A comment that was chosen at the timeline comes into view, even past a filter. */
  reveal(id: string): void {
    const chosen = this.comments.findIndex((comment) => comment.id === id);
    if (!this.#selection().some((comment) => comment.id === id)) {
      this.filter = 'all';
      this.words = '';
    }
    void this.updateComplete.then(async () => {
      this.shown = Math.max(this.shown, chosen + 1);
      await this.updateComplete;
      const item = this.renderRoot.querySelector(`[data-id="${CSS.escape(id)}"]`);
      item?.scrollIntoView({ block: 'nearest' });
    });
  }

  override render(): unknown {
    const selection = this.#selection();
    const rest = selection.length - this.shown;
    return html`
      ${this.comments.length > 0 ? this.#tools() : nothing}
      <p class="visually-hidden" role="status">
        ${this.comments.length > 0 ? this.i18n('frameio.review.shown', String(selection.length)) : nothing}
      </p>
      ${selection.length === 0 ? html`<p class="muted">${this.#emptySentence()}</p>` : nothing}
      <ol
        class="comments"
        tabindex="0"
        aria-label=${this.i18n('frameio.review.comments')}
        ?hidden=${selection.length === 0}
      >
        ${repeat(
          selection.slice(0, this.shown),
          ({ id }) => id,
          (comment) => commentItem(comment, this.#context(comment)),
        )}
        ${
          rest > 0
            ? html`<li class="more">
                <button type="button" class="button" @click=${() => (this.shown += PAGE)}>
                  ${this.i18n('frameio.review.more', String(rest))}
                </button>
              </li>`
            : nothing
        }
      </ol>
    `;
  }

  #tools(): unknown {
    return html`
      <div class="tools">
        <div class="filters" role="group" aria-label=${this.i18n('frameio.review.filter')}>
          ${(Object.keys(filterLabels) as CommentFilter[]).map(
            (filter) => html`
              <button
                type="button"
                aria-pressed=${String(filter === this.filter)}
                @click=${() => (this.filter = filter)}
              >
                ${this.i18n(filterLabels[filter], String(this.#count(filter)))}
              </button>
            `,
          )}
        </div>
        <input
          type="search"
          .value=${this.words}
          aria-label=${this.i18n('frameio.review.search')}
          placeholder=${this.i18n('frameio.review.search')}
          @input=${(event: Event) => (this.words = (event.target as HTMLInputElement).value)}
        />
      </div>
    `;
  }

  #context(comment: ReviewComment) {
    const { clock } = this;
    const frame = clock?.frameOf(comment);
    return {
      timecode: comment.timecode ?? (frame === undefined ? undefined : clock?.timecodeOf(frame)),
      isSelected: comment.id === this.selected,
      after: (id: string) => (this.newer.has(id) ? this.newerThan : undefined),
      choose: frame === undefined && !comment.annotation ? undefined : () => this.#choose(comment),
    };
  }

  #choose({ id }: ReviewComment): void {
    this.emit('frameio-comment-chosen', { id });
  }

  #selection(): ReviewComment[] {
    return selectComments(this.comments, this.filter, this.words);
  }

  #count(filter: CommentFilter): number {
    if (filter === 'all') return this.comments.length;
    return this.comments.filter((comment) => isOpen(comment) === (filter === 'open')).length;
  }

  #emptySentence(): string {
    if (this.comments.length === 0) return this.i18n('frameio.review.comments.none');
    return this.i18n('frameio.review.comments.none-found');
  }
}

define('nuxeo-frameio-comments', CommentList);
