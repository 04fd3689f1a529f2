import { css, html, nothing, type TemplateResult } from 'lit';
import { AttemptingElement } from '../shared/attempting-element.ts';
import { documentTypeLabel } from '../shared/document-type.ts';
import '../shared/connection-needed.ts';
import { ApiFailure, failureSentence, needsConnection } from '../shared/failure.ts';
import { formatAgo, formatMoment, formatSpan } from '../shared/format.ts';
import { define } from '../shared/frameio-element.ts';
import { progressBar } from '../shared/progress-bar.ts';
import { shared } from '../shared/styles.ts';
import { withConnection } from '../shared/with-connection.ts';
import { factsOf, goesOn, isUnderWay, reasonOf, shareOf, stateSentence, stateWord, withRun } from './run.ts';
import type { SyncAnswer, SyncRunAnswer } from './run.ts';
import { bubbleOf, followRun, syncFeed } from './sync-feed.ts';

const styles = css`
  .head {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 8px 12px;
    justify-content: space-between;
  }
  .state {
    align-content: start;
    display: grid;
    font-variant-numeric: tabular-nums;
    gap: 6px;
    max-width: 512px;
  }
  .still {
    visibility: hidden;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 16px;
    min-height: 1.4em;
  }
  .foot {
    border-top: 1px solid var(--frameio-line);
    justify-content: space-between;
    padding-top: 16px;
  }
`;

/** The fields of a synchronisation, its run while it goes on, and what can be done with it (N116–N120, N124). */
export class SyncDetails extends AttemptingElement {
  static override styles = [shared, progressBar, styles];
  static override properties = {
    sync: { attribute: false },
    isOwner: { attribute: false },
  };

  declare sync: SyncAnswer | undefined;
  declare isOwner: boolean;
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.sync = undefined;
    this.isOwner = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // `3 minutes ago` grows old by itself.
    this.#clock = setInterval(() => this.requestUpdate(), 30_000);
  }

  override disconnectedCallback(): void {
    clearInterval(this.#clock);
    super.disconnectedCallback();
  }

  override render(): unknown {
    const { sync } = this;
    if (!sync) return nothing;
    const { run } = sync;
    return html`
      <section class="card" aria-labelledby="details" aria-busy=${String(isUnderWay(run))}>
        <div class="head">
          <h2 id="details">${this.i18n('frameio.sync.tab')}</h2>
          <a href=${sync.viewUrl} target="_blank" rel="noopener">${this.i18n('frameio.open')}</a>
        </div>
        ${this.#troubles(sync)}
        <dl>
          ${this.#fields(sync).map(
            ([label, value]) =>
              html`<dt>${this.i18n(label)}</dt>
                <dd>${value}</dd>`,
          )}
        </dl>
        <div role="alert" ?hidden=${this.failure === undefined}>
          ${
            this.failure === undefined
              ? nothing
              : html`<div class="notice bad"><p>${failureSentence(this.failure)}</p></div>`
          }
        </div>
        ${this.#foot(sync)}
      </section>
    `;
  }

  #fields(sync: SyncAnswer): [string, unknown][] {
    const path = sync.sourcePath.length ? sync.sourcePath.join(' › ') : this.i18n('frameio.sync.whole-project');
    return [
      ['frameio.sync.workspace', sync.workspaceName],
      ['frameio.sync.project', sync.projectName],
      ['frameio.sync.folder', path],
      ['frameio.sync.owner', sync.owner],
      ['frameio.sync.type', documentTypeLabel(sync.documentType)],
      ['frameio.sync.state', this.#state(sync)],
      ['frameio.sync.last-run', this.#lastRun(sync.lastRunAt)],
      ['frameio.sync.changes', this.#changes(sync.changes)],
    ];
  }

  /** The same lines in every state, so that nothing below them moves while a run goes on. */
  #state({ run }: SyncAnswer): TemplateResult {
    return html`<div class="state">
      <span>${stateSentence(run)}</span>
      <span class="hint facts">${run ? factsOf(run).map((fact) => html`<span>${fact}</span>`) : nothing}</span>
      ${this.#bar(run)}
      <span class="visually-hidden" role="status">${stateWord(run)}</span>
    </div>`;
  }

  #bar(run: SyncRunAnswer | null): TemplateResult {
    if (!run || !isUnderWay(run)) return html`<progress class="still" aria-hidden="true" max="1" value="0"></progress>`;
    const label = this.i18n('frameio.sync.progress');
    const share = shareOf(run);
    return share === undefined
      ? html`<progress class="quiet" aria-label=${label} max="1" value="0"></progress>`
      : html`<progress aria-label=${label} max="1" .value=${share}></progress>`;
  }

  #lastRun(lastRunAt: string | null): unknown {
    if (lastRunAt === null) return this.i18n('frameio.sync.never');
    return html`<time datetime=${lastRunAt} title=${formatMoment(lastRunAt)}>${formatAgo(lastRunAt)}</time>`;
  }

  #changes({ by, everySeconds, reason }: SyncAnswer['changes']): unknown {
    const sentence = this.i18n(`frameio.sync.changes.${by}`, formatSpan(everySeconds));
    return reason
      ? html`${sentence}
          <div class="hint">${failureSentence(new ApiFailure(reason))}</div>`
      : sentence;
  }

  #troubles(sync: SyncAnswer): unknown {
    const { run } = sync;
    if (sync.needsOwner) return this.#needsOwner(sync, new ApiFailure(sync.needsOwner));
    if (run?.state !== 'failed') return nothing;
    return html`<div class="notice bad"><p>${this.i18n('frameio.sync.failed')} ${reasonOf(run)}</p></div>`;
  }

  #needsOwner(sync: SyncAnswer, reason: ApiFailure): unknown {
    if (this.isOwner && needsConnection(reason)) {
      return html`<nuxeo-frameio-connection-needed
        .reason=${reason}
        @frameio-connected=${() => syncFeed.look(sync.folderUid)}
      ></nuxeo-frameio-connection-needed>`;
    }
    return html`<div class="notice bad">
      <p><strong>${this.i18n('frameio.sync.needs-owner', sync.owner)}</strong></p>
      <p>${failureSentence(reason)}</p>
      <p class="hint">${this.i18n(sync.mayTakeOver ? 'frameio.sync.take-over.hint' : 'frameio.sync.take-over.who')}</p>
      ${sync.mayTakeOver ? this.#takeOverButton(sync) : nothing}
    </div>`;
  }

  #takeOverButton({ folderUid }: SyncAnswer): unknown {
    return html`<div class="buttons">
      <button
        type="button"
        class="button primary"
        aria-disabled=${String(this.busy)}
        @click=${() => this.#takeOver(folderUid)}
      >
        ${this.i18n('frameio.sync.take-over')}
      </button>
    </div>`;
  }

  #foot(sync: SyncAnswer): unknown {
    const cannotRefresh = this.busy || goesOn(sync);
    return html`<div class="foot buttons">
      <button
        type="button"
        class="button primary"
        aria-disabled=${String(cannotRefresh)}
        @click=${() => cannotRefresh || this.#refresh(sync)}
      >
        ${this.i18n('frameio.sync.refresh')}
      </button>
      ${
        sync.mayRemove
          ? html`<button type="button" class="button danger" @click=${() => this.#remove(sync.folderUid)}>
              ${this.i18n('frameio.sync.remove')}
            </button>`
          : html`<p class="hint">${this.i18n('frameio.sync.remove.who', sync.owner)}</p>`
      }
    </div>`;
  }

  /** A missing connection is made first; the answer is followed to its end (N118). */
  #refresh(sync: SyncAnswer): Promise<void> {
    return this.attempt(async () => {
      const path = `/folders/${sync.folderUid}/sync/runs`;
      const start = () => this.api.post<SyncRunAnswer>(path);
      const run = this.isOwner ? await withConnection(this, start) : await start();
      if (!run) return;
      this.notify({ message: this.i18n('frameio.sync.started'), commandId: bubbleOf(sync.folderUid) });
      followRun(withRun(sync, run), { isTold: true });
    });
  }

  #takeOver(folderUid: string): Promise<void> {
    return this.attempt(async () => {
      const path = `/folders/${folderUid}/sync/owner`;
      const sync = await withConnection(this, () => this.api.post<SyncAnswer>(path));
      if (!sync) return;
      syncFeed.take(sync);
      this.notify({ message: this.i18n('frameio.sync.taken-over') });
    });
  }

  #remove(folderUid: string): Promise<void> {
    return this.run(async () => {
      const { openRemoveSyncDialog } = await import('./remove-dialog.ts');
      openRemoveSyncDialog(this, folderUid);
    });
  }
}

define('nuxeo-frameio-sync-details', SyncDetails);
