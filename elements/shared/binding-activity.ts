import { css, html, nothing, type PropertyValues } from 'lit';
import type { ActivityAnswer } from '../../server/contract/activity.ts';
import { ApiFailure, failureSentence } from './failure.ts';
import { formatAgo } from './format.ts';
import { define, FrameioElement } from './frameio-element.ts';
import { currentLanguage } from './i18n.ts';
import { shared } from './styles.ts';

type Activity = ActivityAnswer['activities'][number];

const PAGE = 10;

const listStyles = css`
  ol {
    display: grid;
    gap: 14px;
    list-style: none;
    margin: 0;
    padding: 0;
  }
  li {
    border-inline-start: 2px solid var(--frameio-line);
    display: grid;
    gap: 2px;
    line-height: 1.45;
    overflow-wrap: anywhere;
    padding-inline-start: 14px;
  }
`;

/** What happened through a binding or a synchronisation, newest first, some lines at a time. */
export class BindingActivity extends FrameioElement {
  static override styles = [shared, listStyles];
  static override properties = {
    bindingId: { attribute: false },
    asOf: { attribute: false },
    activities: { state: true },
    hasMore: { state: true },
    failure: { state: true },
  };

  declare bindingId: string;
  /** When it changes something has happened, and the list is read again. */
  declare asOf: string | null | undefined;
  declare private activities: readonly Activity[] | undefined;
  declare private hasMore: boolean;
  declare private failure: unknown;

  constructor() {
    super();
    this.bindingId = '';
    this.asOf = undefined;
    this.activities = undefined;
    this.hasMore = false;
    this.failure = undefined;
  }

  protected override updated(changed: PropertyValues): void {
    if ((changed.has('bindingId') || changed.has('asOf')) && this.bindingId) void this.#load([]);
  }

  override render(): unknown {
    return html`
      <section class="card" aria-labelledby="activity" aria-busy=${String(this.busy)}>
        <h2 id="activity">${this.i18n('frameio.binding.activity')}</h2>
        ${this.#list()}
        <div role="alert" ?hidden=${this.failure === undefined}>
          ${this.failure === undefined ? nothing : html`<p class="error">${failureSentence(this.failure)}</p>`}
        </div>
        ${
          this.hasMore
            ? html`<div class="buttons">
                <button type="button" class="button" aria-disabled=${String(this.busy)} @click=${this.#more}>
                  ${this.i18n('frameio.binding.activity.more')}
                </button>
              </div>`
            : nothing
        }
      </section>
    `;
  }

  #list(): unknown {
    if (!this.activities) {
      return this.failure === undefined
        ? html`<p class="loading" role="status"><span class="spinner"></span>${this.i18n('frameio.loading')}</p>`
        : nothing;
    }
    if (!this.activities.length) return html`<p class="muted">${this.i18n('frameio.binding.activity.none')}</p>`;
    return html`<ol>
      ${this.activities.map((one) => this.#line(one))}
    </ol>`;
  }

  #line({ kind, title, at, person, actor, failure }: Activity): unknown {
    const who = [...new Set([actor, person].filter((one) => one !== null))].join(', ');
    return html`
      <li>
        <span>${this.i18n('frameio.binding.activity.line', this.i18n(`frameio.activity.${kind}`), title)}</span>
        ${failure ? html`<span class="error">${failureSentence(new ApiFailure(failure))}</span>` : nothing}
        <span class="hint">
          <time datetime=${at} title=${exactly(at)}>${formatAgo(at)}</time>${who ? html` · ${who}` : nothing}
        </span>
      </li>
    `;
  }

  readonly #more = () => this.#load(this.activities ?? []);

  #load(known: readonly Activity[]): Promise<void> {
    const binding = this.bindingId;
    return this.run(async () => {
      this.failure = undefined;
      try {
        const query = { binding, limit: PAGE, before: known.at(-1)?.at };
        const { activities } = await this.api.get<ActivityAnswer>('/activity', query);
        this.activities = [...known, ...activities];
        this.hasMore = activities.length === PAGE;
      } catch (error) {
        this.failure = error;
      }
    });
  }
}

function exactly(iso: string): string {
  const format = new Intl.DateTimeFormat(currentLanguage(), { dateStyle: 'long', timeStyle: 'medium' });
  return format.format(new Date(iso));
}

define('nuxeo-frameio-binding-activity', BindingActivity);
