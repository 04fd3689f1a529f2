import { css, html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import type { ReviewStateAnswer } from '../../server/contract/documents.ts';
import type { JobAnswer } from '../shared/api.ts';
import type { WebUiDocument, WebUiUser } from '../shared/document.ts';
import { formatDate } from '../shared/format.ts';
import { define, FrameioElement } from '../shared/frameio-element.ts';
import { icon, pushIcon } from '../shared/icons.ts';
import { pageJobs } from '../shared/page-transfers.ts';
import { isGoneThere, isInReview, mayEndReview } from '../shared/predicates.ts';
import { tokens } from '../shared/tokens.ts';
import { recall } from './recall.ts';

/** A frame of film, crossed out. */
const goneIcon = icon(
  'M3.4 2l18.6 18.6-1.4 1.4L18.6 20H3a1 1 0 0 1-1-1V5.4L.6 4 2 2.6zM4 7.4V18h12.6zM8.2 4H21a1 1 0 0 1 1 1v12.8l-2-2V6H10.2z',
);
/** A padlock. */
const lockIcon = icon(
  'M12 2a5 5 0 0 1 5 5v3h1a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V11a1 1 0 0 1 1-1h1V7a5 5 0 0 1 5-5zm0 2a3 3 0 0 0-3 3v3h6V7a3 3 0 0 0-3-3zm0 9.5a1.5 1.5 0 0 1 .9 2.7V18h-1.8v-1.8a1.5 1.5 0 0 1 .9-2.7z',
);

const styles = css`
  :host {
    display: block;
  }
  .bar {
    align-items: center;
    background: color-mix(in srgb, var(--frameio-accent) 10%, var(--frameio-box));
    border-inline-start: 4px solid var(--frameio-accent);
    border-radius: 4px;
    display: flex;
    flex-wrap: wrap;
    font-size: 14px;
    gap: 4px 12px;
    line-height: 1.45;
    margin-bottom: 16px;
    padding: 10px 16px;
  }
  .text {
    flex: 1 1 192px;
    overflow-wrap: anywhere;
  }
  .more {
    display: block;
  }
  svg {
    flex: none;
  }
  button,
  a {
    color: var(--frameio-text);
    font: inherit;
    font-weight: 600;
    text-decoration: underline;
    text-underline-offset: 0.15em;
  }
  button {
    background: none;
    border: 0;
    cursor: pointer;
    padding: 4px 0;
  }
`;

/** Why the document is locked: in review on Frame.io, since when, by whom, and the way out (X14). */
export class ReviewBar extends FrameioElement {
  static override styles = [tokens, styles];
  static override properties: PropertyDeclarations = {
    document: { attribute: false },
    user: { attribute: false },
    review: { state: true },
  };

  /** Needs the `permissions` enricher. */
  declare document: WebUiDocument | undefined;
  declare user: WebUiUser | undefined;
  /** What only the sidecar knows: asked for once, and only for documents in review. */
  declare private review: ReviewStateAnswer | undefined;
  #stop: (() => void) | undefined;

  constructor() {
    super();
    this.document = undefined;
    this.user = undefined;
    this.review = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = pageJobs.subscribe(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    this.#stop?.();
    super.disconnectedCallback();
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('document')) void this.#ask();
  }

  async #ask(): Promise<void> {
    const { document } = this;
    this.review = undefined;
    if (!document || !isInReview(document)) return;
    try {
      const review = await this.api.get<ReviewStateAnswer>(`/documents/${document.uid}/review`);
      if (document === this.document) this.review = review;
    } catch {
      // The facet has told the most of it already.
    }
  }

  override render(): unknown {
    const { document } = this;
    if (!document) return nothing;
    const job = pageJobs.runningOf(document.uid);
    if (job) return this.#running(job);
    if (isGoneThere(document)) return this.#gone();
    return isInReview(document) ? this.#inReview(document) : nothing;
  }

  #gone(): unknown {
    return html`<div class="bar">${goneIcon}<span class="text">${this.i18n('frameio.info.gone')}</span></div>`;
  }

  #running(job: JobAnswer): unknown {
    const key = job.kind === 'push-document' ? 'frameio.info.pushing' : 'frameio.info.returning';
    return html`<div class="bar" role="status">
      ${pushIcon}<span class="text">${this.i18n(key)}</span>
      <button type="button" @click=${() => this.emit('frameio-show-transfers')}>
        ${this.i18n('frameio.transfers.show')}
      </button>
    </div>`;
  }

  #inReview(document: WebUiDocument): unknown {
    const viewUrl = textOf(document, 'frameioasset:viewUrl');
    return html`<div class="bar">
      ${lockIcon}
      <span class="text">
        ${this.#since(document)}${this.#more(document).map((sentence) => html`<span class="more">${sentence}</span>`)}
      </span>
      ${viewUrl ? html`<a href=${viewUrl} target="_blank" rel="noopener">${this.i18n('frameio.open')}</a>` : nothing}
      ${
        mayEndReview(document, this.user)
          ? html`<button type="button" @click=${() => this.run(() => recall(document, this))}>
              ${this.i18n('frameio.recall.label')}
            </button>`
          : nothing
      }
    </div>`;
  }

  #since(document: WebUiDocument): string {
    const since = textOf(document, 'frameioasset:sentDate');
    const by = textOf(document, 'frameioasset:sentBy');
    const open = Number(document.properties?.['frameioasset:openComments'] ?? 0);
    const comments =
      open === 1 ? this.i18n('frameio.info.one-comment') : this.i18n('frameio.info.comments', String(open));
    return this.i18n('frameio.info.in-review', since ? formatDate(since) : '–', by || '–', comments);
  }

  /** What is unusual about it. */
  #more(document: WebUiDocument): string[] {
    const by = textOf(document, 'frameioasset:sentBy');
    // A site may leave the lock out of what Web UI fetches: that it is absent there says nothing.
    const owner = this.review ? this.review.lockOwner : document.lockOwner;
    return [
      ...(this.review?.waitsForApproval ? [this.i18n('frameio.info.waits-for-approval')] : []),
      ...(owner && owner !== by ? [this.i18n('frameio.info.locked-by', owner)] : []),
      ...(this.review && !owner ? [this.i18n('frameio.info.unlocked')] : []),
    ];
  }
}

function textOf(document: WebUiDocument, property: string): string {
  const value = document.properties?.[property];
  return typeof value === 'string' ? value : '';
}

define('nuxeo-frameio-review-bar', ReviewBar);
