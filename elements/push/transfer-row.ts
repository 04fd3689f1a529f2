import { html, nothing } from 'lit';
import type { JobAnswer } from '../shared/api.ts';
import { jobFailureSentence } from '../shared/batch-sentence.ts';
import { formatAgo, formatBytes, formatDuration } from '../shared/format.ts';
import { i18n } from '../shared/i18n.ts';
import { isOver, isRetryable } from '../shared/jobs.ts';
import { secondsLeft, type Pace } from '../shared/smooth-speed.ts';

export interface RowActions {
  cancel(job: JobAnswer): void;
  retry(job: JobAnswer): void;
  /** Its own request is under way. */
  isBusy(job: JobAnswer): boolean;
}

/** One file: where it is, how far, how fast, and what can be done. */
export function transferRow(job: JobAnswer, pace: Pace | undefined, actions: RowActions): unknown {
  const failed = job.failure !== null && (job.state === 'failed' || job.waitingSince !== null);
  return html`<li class="transfer" data-job=${job.id}>
    <div class="what">
      <strong class="name">${job.title}</strong>
      <span class="muted kind">${i18n(`frameio.kind.${job.kind}`)}</span>
      <span class="badge ${tone(job)}">${stateInWords(job)}</span>
    </div>
    ${isOver(job) ? nothing : progress(job)}
    <div class="foot">
      <div class="facts hint">${facts(job, pace).map((fact) => html`<span>${fact}</span>`)}</div>
      ${buttonsOf(job, actions)}
    </div>
    ${failed ? html`<p class="error">${jobFailureSentence(job)}</p>` : nothing}
    ${job.notes.map((note) => html`<p class="hint">${i18n(`frameio.note.${note.code}`, ...note.params)}</p>`)}
  </li>`;
}

function stateInWords(job: JobAnswer): string {
  if (job.waitingSince !== null && !isOver(job)) return i18n('frameio.transfers.waits');
  if (job.state === 'active' && job.stage !== null) return i18n(`frameio.stage.${job.stage}`);
  return i18n(`frameio.state.${job.state}`);
}

function tone(job: JobAnswer): string {
  if (job.state === 'completed') return 'good';
  return job.state === 'failed' || (job.waitingSince !== null && !isOver(job)) ? 'bad' : '';
}

function progress(job: JobAnswer): unknown {
  const label = i18n('frameio.transfers.progress', job.title);
  if (!job.bytesTotal || job.state !== 'active')
    return html`<progress aria-label=${label} class="quiet" max="1" .value=${shareOf(job)}></progress>`;
  return html`<progress
    aria-label=${label}
    max=${job.bytesTotal}
    .value=${Math.min(job.bytesDone, job.bytesTotal)}
  ></progress>`;
}

function shareOf({ bytesDone, bytesTotal }: JobAnswer): number {
  return bytesTotal ? Math.min(1, bytesDone / bytesTotal) : 0;
}

function facts(job: JobAnswer, pace: Pace | undefined): string[] {
  if (isOver(job)) return endFacts(job);
  const left = job.state === 'active' ? secondsLeft(pace, job.bytesTotal) : undefined;
  return [
    ...(job.bytesTotal
      ? [i18n('frameio.transfers.bytes', formatBytes(job.bytesDone), formatBytes(job.bytesTotal))]
      : []),
    ...(pace?.bytesPerSecond && job.state === 'active'
      ? [i18n('frameio.transfers.speed', formatBytes(Math.round(pace.bytesPerSecond)))]
      : []),
    ...(left !== undefined && Number.isFinite(left) ? [i18n('frameio.transfers.left', formatDuration(left))] : []),
    ...(job.attempt > 1 ? [i18n('frameio.transfers.attempt', String(job.attempt))] : []),
  ];
}

function endFacts(job: JobAnswer): string[] {
  return [...(job.bytesTotal ? [formatBytes(job.bytesTotal)] : []), ...(job.endedAt ? [formatAgo(job.endedAt)] : [])];
}

function buttonsOf(job: JobAnswer, { cancel, retry, isBusy }: RowActions): unknown {
  const busy = String(isBusy(job));
  const canCancel = !isOver(job);
  if (!canCancel && !isRetryable(job)) return nothing;
  return html`<div class="buttons">
    ${
      isRetryable(job)
        ? html`<button
            type="button"
            class="button"
            aria-disabled=${busy}
            aria-label=${i18n('frameio.transfers.retry-one', job.title)}
            @click=${() => retry(job)}
          >
            ${i18n('frameio.transfers.retry')}
          </button>`
        : nothing
    }
    ${
      canCancel
        ? html`<button
            type="button"
            class="button quiet"
            aria-disabled=${busy}
            aria-label=${i18n('frameio.transfers.cancel-one', job.title)}
            @click=${() => cancel(job)}
          >
            ${i18n('frameio.transfers.cancel')}
          </button>`
        : nothing
    }
  </div>`;
}
