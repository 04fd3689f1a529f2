import { css, html, nothing } from 'lit';
import type { ActivityAnswer } from '../../server/contract/activity.ts';
import { failureSentence } from '../shared/failure.ts';
import { define, FrameioElement } from '../shared/frameio-element.ts';
import { shared } from '../shared/styles.ts';
import { formatMoment } from './fields.ts';

type Line = ActivityAnswer['activities'][number];

const PAGE = 50;

/** What happened to a document, newest first (X16); asked for when it is unfolded. */
export class ActivityTimeline extends FrameioElement {
  static override styles = [
    shared,
    css`
      ol {
        border-inline-start: 2px solid var(--frameio-line);
        display: grid;
        gap: 14px;
        list-style: none;
        margin: 8px 0 16px;
        padding: 0 0 0 16px;
      }
      li {
        font-size: 14px;
        line-height: 1.45;
        overflow-wrap: anywhere;
      }
    `,
  ];
  static override properties = {
    uid: { type: String },
    lines: { state: true },
    isWhole: { state: true },
    failure: { state: true },
  };

  declare uid: string;
  declare private lines: readonly Line[] | undefined;
  declare private isWhole: boolean;
  declare private failure: unknown;

  constructor() {
    super();
    this.uid = '';
    this.lines = undefined;
    this.isWhole = true;
    this.failure = undefined;
  }

  override render(): unknown {
    return html`
      <details @toggle=${this.#unfolded}>
        <summary>${this.i18n('frameio.review.activity')}</summary>
        ${this.#content()}
      </details>
    `;
  }

  #content(): unknown {
    if (this.failure !== undefined) return html`<p class="error" role="alert">${failureSentence(this.failure)}</p>`;
    if (!this.lines) return html`<p class="loading" role="status"><span class="spinner"></span></p>`;
    if (this.lines.length === 0) return html`<p class="muted">${this.i18n('frameio.review.activity.none')}</p>`;
    return html`
      <ol>
        ${this.lines.map((line) => this.#line(line))}
      </ol>
      ${
        this.isWhole
          ? nothing
          : html`<button type="button" class="button" aria-disabled=${String(this.busy)} @click=${this.#more}>
              ${this.i18n('frameio.review.activity.earlier')}
            </button>`
      }
    `;
  }

  #line({ at, kind, person, actor, failure }: Line): unknown {
    const people = [...new Set([actor, person].filter((one) => one !== null))].join(', ');
    return html`<li>
      <div>${this.i18n(`frameio.activity.${kind}`)}</div>
      ${failure ? html`<div class="error">${failure.message}</div>` : nothing}
      <div class="hint">${formatMoment(at)}${people ? ` · ${people}` : nothing}</div>
    </li>`;
  }

  readonly #unfolded = ({ target }: Event) => {
    if ((target as HTMLDetailsElement).open) void this.#load();
  };

  readonly #more = () => void this.#load(this.lines?.at(-1)?.at);

  #load(before?: string): Promise<void> {
    return this.run(async () => {
      this.failure = undefined;
      try {
        const query = { document: this.uid, limit: PAGE, before };
        const { activities } = await this.api.get<ActivityAnswer>('/activity', query);
        this.lines = [...(before === undefined ? [] : (this.lines ?? [])), ...activities];
        this.isWhole = activities.length < PAGE;
      } catch (error) {
        this.failure = error;
      }
    });
  }
}

define('nuxeo-frameio-activity', ActivityTimeline);
