import { css, html, nothing } from 'lit';
import type { JobAnswer } from './api.ts';
import { define, FrameioElement } from './frameio-element.ts';
import { isOver, isSettled } from './jobs.ts';
import { pageJobs } from './page-jobs.ts';
import { progressBar } from './progress-bar.ts';
import { shared } from './styles.ts';

const styles = css`
  .card {
    align-items: center;
    border: 1px solid var(--frameio-line);
    bottom: 16px;
    box-shadow: 0 4px 18px rgb(0 0 0 / 25%);
    display: flex;
    flex-wrap: wrap;
    font-size: 13px;
    gap: 4px 16px;
    justify-content: space-between;
    /* Beside Web UI's round button for new documents, which stands in the same corner. */
    inset-inline-end: 104px;
    margin: 0;
    max-width: calc(100vw - 120px);
    padding: 10px 16px;
    position: fixed;
    z-index: 90;
  }
  @media (width <= 720px) {
    .card {
      bottom: 104px;
      inset-inline-end: 16px;
      max-width: calc(100vw - 32px);
    }
  }
  .card .button {
    padding-inline: 0;
  }
  progress {
    flex-basis: 100%;
  }
`;

/** In a corner of the page while transfers run that it started: how far they are, and the way to their list (X6). */
export class PageProgress extends FrameioElement {
  static override styles = [shared, progressBar, styles];
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = pageJobs.subscribe(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    this.#stop?.();
    super.disconnectedCallback();
  }

  override render(): unknown {
    const jobs = pageJobs.batches().flatMap((batch) => [...batch.jobs.values()]);
    if (jobs.length === 0) return nothing;
    const done = jobs.filter(isSettled).length;
    const share = shareOf(jobs);
    const label = this.i18n('frameio.transfers.running', String(done), String(jobs.length));
    return html`<section class="card" aria-label=${this.i18n('frameio.transfers.heading')}>
      <span>${label}</span>
      <button type="button" class="button quiet" @click=${this.#show}>${this.i18n('frameio.transfers.show')}</button>
      ${
        share === undefined
          ? html`<progress aria-label=${label} max="1" value="0"></progress>`
          : html`<progress aria-label=${label} max="1" .value=${share}></progress>`
      }
    </section>`;
  }

  readonly #show = () => {
    this.emit('frameio-show-transfers');
  };
}

/** By bytes where they are known, so that a large file counts for what it is; undefined while nothing is known. */
export function shareOf(jobs: readonly JobAnswer[]): number | undefined {
  const sized = jobs.filter((job) => job.bytesTotal !== null && job.bytesTotal > 0);
  const total = sized.reduce((sum, job) => sum + (job.bytesTotal ?? 0), 0);
  if (total === 0) return undefined;
  const done = sized.reduce((sum, job) => sum + (isOver(job) ? (job.bytesTotal ?? 0) : job.bytesDone), 0);
  return Math.min(1, done / total);
}

define('nuxeo-frameio-page-progress', PageProgress);
