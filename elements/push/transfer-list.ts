import { css, html, nothing, type PropertyDeclarations } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { api, type JobAnswer } from '../shared/api.ts';
import { failureSentence } from '../shared/failure.ts';
import { filterBar, filterStyles } from '../shared/filter-bar.ts';
import { define, FrameioElement } from '../shared/frameio-element.ts';
import { jobFeed } from '../shared/job-feed.ts';
import { isOver, isRetryable } from '../shared/jobs.ts';
import { pageJobs } from '../shared/page-transfers.ts';
import { progressBar } from '../shared/progress-bar.ts';
import { shared } from '../shared/styles.ts';
import { transferRow, type RowActions } from './transfer-row.ts';
import { TransferStore } from './transfer-store.ts';

type Filter = 'running' | 'finished' | 'all';
const filters: readonly Filter[] = ['running', 'finished', 'all'];

const styles = css`
  :host {
    display: grid;
    gap: 16px;
    min-width: 0;
  }
  .bar {
    justify-content: space-between;
  }
  .list {
    display: grid;
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .transfer {
    border-top: 1px solid var(--frameio-line);
    display: grid;
    gap: 6px;
    padding: 12px 0;
  }
  .what {
    align-items: baseline;
    display: flex;
    flex-wrap: wrap;
    gap: 4px 12px;
  }
  .what .name {
    overflow-wrap: anywhere;
  }
  .what .badge {
    margin-inline-start: auto;
  }
  .badge.good {
    border-color: var(--frameio-ok);
  }
  .badge.bad {
    border-color: var(--frameio-danger);
    color: var(--frameio-danger);
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    font-variant-numeric: tabular-nums;
    gap: 0 16px;
    min-height: 18.4px;
  }
  .foot {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    justify-content: space-between;
    min-height: 36px;
  }
  .foot .quiet {
    padding-inline: 0;
  }
`;

/** One row for each file that goes or went: live, with cancel and retry (X6). */
export class TransferList extends FrameioElement {
  static override styles = [shared, progressBar, filterStyles, styles];
  static override properties: PropertyDeclarations = {
    filter: { state: true },
    said: { state: true },
    isLoaded: { state: true },
    failure: { state: true },
    working: { state: true },
  };

  declare private filter: Filter | undefined;
  /** For those who do not see the rows change. */
  declare private said: string;
  declare private isLoaded: boolean;
  declare private failure: unknown;
  declare private working: ReadonlySet<string>;
  #stop: (() => void) | undefined;
  #clock: ReturnType<typeof setInterval> | undefined;
  readonly #store = new TransferStore({ api, feed: jobFeed, changed: (job) => this.#changed(job) });

  constructor() {
    super();
    this.filter = undefined;
    this.said = '';
    this.isLoaded = false;
    this.failure = undefined;
    this.working = new Set();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = this.#store.start();
    void this.#load();
    // `2 minutes ago` grows old by itself.
    this.#clock = setInterval(() => this.requestUpdate(), 30_000);
  }

  override disconnectedCallback(): void {
    this.#stop?.();
    clearInterval(this.#clock);
    super.disconnectedCallback();
  }

  #changed(job?: JobAnswer): void {
    if (job && isOver(job)) this.said = `${job.title}: ${this.i18n(`frameio.state.${job.state}`)}`;
    if (this.#store.isLive) this.failure = undefined;
    this.requestUpdate();
  }

  async #load(): Promise<void> {
    try {
      await this.#store.load();
      this.failure = undefined;
    } catch (error) {
      this.failure = error;
    }
    this.isLoaded = true;
  }

  /** Until somebody chooses: what runs, or everything where nothing does. */
  get #shownFilter(): Filter {
    return this.filter ?? (this.#store.jobs.some((job) => !isOver(job)) ? 'running' : 'all');
  }

  override render(): unknown {
    if (!this.isLoaded) {
      return html`<p class="loading" role="status"><span class="spinner"></span>${this.i18n('frameio.loading')}</p>`;
    }
    const all = this.#store.jobs;
    const failed = all.filter((job) => isRetryable(job) && job.state !== 'cancelled');
    const jobs = all.filter((job) => this.#isShown(job));
    const isEmpty = jobs.length === 0 && this.failure === undefined;
    return html`
      ${this.failure === undefined ? nothing : this.#failed()}
      <div class="buttons bar">
        ${this.#filterBar(all)}
        ${
          failed.length > 1
            ? html`<button
                type="button"
                class="button"
                aria-disabled=${String(this.busy)}
                @click=${() => this.#retryAll(failed)}
              >
                ${this.i18n('frameio.transfers.retry-all', String(failed.length))}
              </button>`
            : nothing
        }
      </div>
      ${isEmpty ? html`<p class="muted">${this.i18n(`frameio.transfers.none.${this.#shownFilter}`)}</p>` : nothing}
      <ul class="list" aria-label=${this.i18n('frameio.transfers.heading')}>
        ${repeat(
          jobs,
          (job) => job.id,
          (job) => transferRow(job, this.#store.paceOf(job), this.#actions),
        )}
      </ul>
      ${
        this.#store.hasOlder && this.#shownFilter !== 'running'
          ? html`<div>
              <button type="button" class="button" aria-disabled=${String(this.busy)} @click=${this.#older}>
                ${this.i18n('frameio.transfers.older')}
              </button>
            </div>`
          : nothing
      }
      <div class="visually-hidden" role="status">${this.said}</div>
    `;
  }

  #isShown(job: JobAnswer): boolean {
    const filter = this.#shownFilter;
    return filter === 'all' || isOver(job) === (filter === 'finished');
  }

  #filterBar(all: readonly JobAnswer[]): unknown {
    const running = all.filter((job) => !isOver(job)).length;
    const counts = { running: running, finished: all.length - running, all: all.length };
    const choices = filters.map((value) => ({
      value,
      label: this.i18n(`frameio.transfers.filter.${value}`),
      count: counts[value],
    }));
    const choose = (value: Filter) => (this.filter = value);
    return filterBar(this.i18n('frameio.transfers.filter'), choices, this.#shownFilter, choose);
  }

  #failed(): unknown {
    return html`<div class="notice bad" role="alert">
      <p>${failureSentence(this.failure)}</p>
      <div>
        <button type="button" class="button" @click=${() => this.#load()}>${this.i18n('frameio.dialog.again')}</button>
      </div>
    </div>`;
  }

  readonly #actions: RowActions = {
    cancel: (job) => this.#ask(job, 'cancel'),
    retry: (job) => this.#ask(job, 'retry'),
    isBusy: ({ id }) => this.working.has(id),
  };

  #ask(job: JobAnswer, what: 'cancel' | 'retry'): void {
    if (this.working.has(job.id)) return;
    this.working = new Set([...this.working, job.id]);
    this.#send(job, what)
      .catch((error: unknown) => this.notify({ message: failureSentence(error), durationMs: 10_000 }))
      .finally(() => (this.working = new Set([...this.working].filter((id) => id !== job.id))));
  }

  async #send(job: JobAnswer, what: 'cancel' | 'retry'): Promise<void> {
    const now = await this.api.post<JobAnswer>(`/jobs/${job.id}/${what}`);
    this.#store.take(now);
    // What this page starts again, it also waits for.
    if (what === 'retry') pageJobs.watch(now.batchId ?? now.id, [now], now.documentUid ? [now.documentUid] : []);
  }

  #retryAll(jobs: readonly JobAnswer[]): void {
    void this.run(async () => {
      for (const job of jobs) await this.#send(job, 'retry');
    });
  }

  readonly #older = () => {
    void this.run(() => this.#store.loadOlder());
  };
}

define('nuxeo-frameio-transfer-list', TransferList);
