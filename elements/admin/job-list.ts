import { css, html, nothing } from 'lit';
import type { JobAnswer } from '../shared/api.ts';
import { jobFailureSentence } from '../shared/batch-sentence.ts';
import { formatAgo, formatBytes } from '../shared/format.ts';
import { define } from '../shared/frameio-element.ts';
import { isRetryable } from '../shared/jobs.ts';
import { shared } from '../shared/styles.ts';
import { confirm } from './confirm-dialog.ts';
import { PagedList } from './paged-list.ts';
import { PAGE_SIZE, upToAndWith, type PageSource } from './pages.ts';
import { headings, quiet, rows } from './styles.ts';

const REFRESH_MS = 5_000;

/** Everybody's transfers that are not over, newest first; while it is seen it keeps up by itself. */
export class AdminJobs extends PagedList<JobAnswer> {
  static override styles = [
    shared,
    headings,
    quiet,
    rows,
    css`
      progress {
        height: 8px;
        max-width: 384px;
        width: 100%;
      }
    `,
  ];

  #timer = 0;

  protected override readonly source: PageSource<JobAnswer> = {
    id: ({ id }) => id,
    load: async (last, limit) => {
      const query = { everybody: true, open: true, limit, before: last && upToAndWith(last.createdAt) };
      return (await this.api.get<{ jobs: JobAnswer[] }>('/jobs', query)).jobs;
    },
  };

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = window.setInterval(() => this.#keepUp(), REFRESH_MS);
  }

  override disconnectedCallback(): void {
    clearInterval(this.#timer);
    super.disconnectedCallback();
  }

  refresh(): Promise<void> {
    return this.reload();
  }

  /** Who has asked for more pages keeps them. */
  #keepUp(): void {
    const hasOnePage = this.pages !== undefined && this.pages.items.length <= PAGE_SIZE;
    if (hasOnePage && !document.hidden && !this.busy) void this.renew();
  }

  override render(): unknown {
    return html`
      <section class="card" aria-labelledby="heading">
        <div class="title">
          <h2 id="heading">${this.i18n('frameio.admin.jobs')}</h2>
          <button type="button" class="button" aria-disabled=${String(this.busy)} @click=${() => this.reload()}>
            ${this.i18n('frameio.admin.jobs.refresh')}
          </button>
        </div>
        ${this.list()}
      </section>
    `;
  }

  protected override emptyText(): string {
    return this.i18n('frameio.admin.jobs.none');
  }

  protected override row(job: JobAnswer): unknown {
    return html`
      <div>
        ${
          job.documentUid === null
            ? html`<span class="name">${job.title}</span>`
            : html`<a class="name" href=${`#!/doc/${job.documentUid}`}>${job.title}</a>`
        }
        <div class="particulars">
          <span>${this.#state(job)}</span>
          <span>${job.person}</span>
          <span>${formatAgo(job.createdAt)}</span>
          ${job.bytesTotal === null ? nothing : html`<span>${this.#bytes(job.bytesDone, job.bytesTotal)}</span>`}
        </div>
        ${
          job.bytesTotal
            ? html`<progress aria-label=${job.title} max=${job.bytesTotal} .value=${job.bytesDone}></progress>`
            : nothing
        }
        ${job.failure ? html`<span class="error">${jobFailureSentence(job)}</span>` : nothing}
      </div>
      <div class="buttons">
        ${
          isRetryable(job)
            ? html`<button type="button" class="button" @click=${this.#retry(job)}>
                ${this.i18n('frameio.attention.remedy.retry')}
              </button>`
            : nothing
        }
        <button type="button" class="button" @click=${this.#cancel(job)}>
          ${this.i18n('frameio.admin.jobs.cancel')}
        </button>
      </div>
    `;
  }

  #state({ state, stage, waitingSince }: JobAnswer): string {
    if (waitingSince !== null) return this.i18n('frameio.admin.jobs.waiting', formatAgo(waitingSince));
    return stage !== null && state === 'active'
      ? this.i18n(`frameio.stage.${stage}`)
      : this.i18n(`frameio.state.${state}`);
  }

  #bytes(done: number, total: number): string {
    return this.i18n('frameio.admin.jobs.bytes', formatBytes(done), formatBytes(total));
  }

  #retry({ id }: JobAnswer): () => void {
    return () => void this.#change(() => this.api.post(`/jobs/${id}/retry`));
  }

  #cancel({ id, title, person }: JobAnswer): (event: Event) => void {
    return ({ currentTarget }) =>
      void this.#change(() =>
        confirm(currentTarget as HTMLElement, {
          heading: this.i18n('frameio.admin.jobs.cancel.heading', title),
          text: this.i18n('frameio.admin.jobs.cancel.text', person),
          label: this.i18n('frameio.admin.jobs.cancel'),
          act: () => this.api.post(`/jobs/${id}/cancel`),
        }),
      );
  }

  async #change(action: () => Promise<unknown>): Promise<void> {
    await this.run(async () => void (await action()));
    await this.reload();
    this.dispatchEvent(new CustomEvent('frameio-settled'));
  }
}

define('nuxeo-frameio-admin-jobs', AdminJobs);
