import { css, html, nothing } from 'lit';
import type { LastRebuildAnswer, RebuildAnswer } from '../../server/contract/rebuild.ts';
import { AttemptingElement } from '../shared/attempting-element.ts';
import { failureSentence } from '../shared/failure.ts';
import { formatAgo } from '../shared/format.ts';
import { define } from '../shared/frameio-element.ts';
import { shared } from '../shared/styles.ts';
import { confirm } from './confirm-dialog.ts';
import { headings, quiet, rows } from './styles.ts';

/** In the order of the page: what waits for somebody first, what did not match last. */
const findings = [
  'binding',
  'sync',
  'review',
  'asset',
  'known',
  'copied',
  'incomplete',
  'not-locked',
  'outside',
] as const;
const REFRESH_MS = 2_000;

/** After the database was lost: a look at what documents say, then the rebuild, with what did not match. */
export class AdminRebuild extends AttemptingElement {
  static override styles = [
    shared,
    headings,
    quiet,
    rows,
    css`
      .found {
        display: grid;
        gap: 6px 12px;
        grid-template-columns: auto minmax(0, 1fr);
        list-style: none;
        margin: 8px 0 0;
        padding: 0;
      }
      .found li {
        display: grid;
        grid-column: 1 / -1;
        grid-template-columns: subgrid;
      }
      .found strong {
        font-variant-numeric: tabular-nums;
        text-align: end;
      }
      summary {
        cursor: pointer;
        padding: 8px 0;
      }
    `,
  ];
  static override properties = { rebuild: { state: true } };

  /** null: nobody has asked for it; undefined: not known yet. */
  declare private rebuild: RebuildAnswer | null | undefined;
  #timer = 0;

  constructor() {
    super();
    this.rebuild = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = window.setInterval(() => this.#keepUp(), REFRESH_MS);
    void this.#read();
  }

  override disconnectedCallback(): void {
    clearInterval(this.#timer);
    super.disconnectedCallback();
  }

  override render(): unknown {
    const isRunning = this.#isRunning();
    return html`
      <section class="card" aria-labelledby="heading">
        <h2 id="heading">${this.i18n('frameio.admin.rebuild')}</h2>
        <p class="hint">${this.i18n('frameio.admin.rebuild.hint')}</p>
        <div role="status">${this.rebuild ? this.#report(this.rebuild) : nothing}</div>
        <div role="alert">
          ${
            this.failure === undefined
              ? nothing
              : html`<div class="notice bad"><p>${failureSentence(this.failure)}</p></div>`
          }
        </div>
        <div class="buttons">
          <button type="button" class="button" aria-disabled=${String(isRunning || this.busy)} @click=${this.#look}>
            ${this.i18n('frameio.admin.rebuild.look')}
          </button>
          ${this.#mayRebuild() ? this.#rebuildButton() : nothing}
        </div>
      </section>
    `;
  }

  #rebuildButton(): unknown {
    return html`
      <button type="button" class="button primary" aria-disabled=${String(this.busy)} @click=${this.#ask}>
        ${this.i18n('frameio.admin.rebuild.start')}
      </button>
    `;
  }

  #report(rebuild: RebuildAnswer): unknown {
    const { job, counts, dryRun } = rebuild;
    const heading = dryRun ? 'frameio.admin.rebuild.looked' : 'frameio.admin.rebuild.asked';
    const found = findings.filter((one) => counts[one] > 0);
    return html`
      <h3>
        ${
          this.#isRunning()
            ? html`<span class="spinner"></span> ${this.i18n('frameio.admin.rebuild.running')}`
            : this.i18n(heading, formatAgo(job.updatedAt))
        }
      </h3>
      ${job.failure ? html`<p class="error">${job.failure.message}</p>` : nothing}
      <ul class="found">
        ${found.map((one) => html`<li><strong>${counts[one]}</strong> ${this.i18n(`frameio.admin.rebuild.found.${one}`)}</li>`)}
      </ul>
      ${this.#isEmpty(rebuild) ? html`<p class="muted">${this.i18n('frameio.admin.rebuild.nothing')}</p>` : nothing}
      ${rebuild.unmatched.length ? this.#unmatched(rebuild) : nothing}
    `;
  }

  #unmatched(rebuild: RebuildAnswer): unknown {
    return html`
      <details>
        <summary>${this.i18n('frameio.admin.rebuild.unmatched', String(rebuild.unmatched.length))}</summary>
        <ul class="rows">
          ${rebuild.unmatched.map(
            ({ uid, path, finding }) => html`
              <li class="row">
                <div>
                  <a class="name" href=${`#!/doc/${uid}`}>${path}</a>
                  <span class="hint">${this.i18n(`frameio.admin.rebuild.found.${finding}`)}</span>
                </div>
              </li>
            `,
          )}
        </ul>
      </details>
    `;
  }

  #isRunning(): boolean {
    return Boolean(this.rebuild && this.rebuild.job.endedAt === null);
  }

  #isEmpty({ counts }: RebuildAnswer): boolean {
    return !this.#isRunning() && Object.values(counts).every((count) => count === 0);
  }

  /** Only who has looked first, and when there is somebody to ask. */
  #mayRebuild(): boolean {
    const { rebuild } = this;
    if (!rebuild || this.#isRunning() || rebuild.job.state !== 'completed') return false;
    const { binding, sync, review } = rebuild.counts;
    return rebuild.dryRun && binding + sync + review > 0;
  }

  readonly #look = () => {
    if (!this.#isRunning()) void this.attempt(() => this.#start(true));
  };

  readonly #ask = ({ currentTarget }: Event) => {
    const { counts } = this.rebuild ?? {};
    const asked = [counts?.binding, counts?.sync, counts?.review];
    const values = asked.map((count = 0) => String(count));
    void this.attempt(() =>
      confirm(currentTarget as HTMLElement, {
        heading: this.i18n('frameio.admin.rebuild.heading'),
        text: this.i18n('frameio.admin.rebuild.text', ...values),
        label: this.i18n('frameio.admin.rebuild.start'),
        act: () => this.#start(false),
      }),
    );
  };

  async #start(dryRun: boolean): Promise<void> {
    this.rebuild = (await this.api.post<LastRebuildAnswer>('/admin/rebuild', { dryRun })).rebuild;
  }

  #keepUp(): void {
    if (this.#isRunning() && !document.hidden && !this.busy) void this.#read();
  }

  async #read(): Promise<void> {
    try {
      this.rebuild = (await this.api.get<LastRebuildAnswer>('/admin/rebuild')).rebuild;
    } catch (error) {
      this.failure = error;
    }
  }
}

define('nuxeo-frameio-admin-rebuild', AdminRebuild);
