import { html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import type { z } from 'zod';
import type { syncItemAnswer, syncItemsAnswer } from '../../server/contract/sync.ts';
import { ApiFailure, failureSentence } from '../shared/failure.ts';
import { filterBar, filterStyles } from '../shared/filter-bar.ts';
import { define } from '../shared/frameio-element.ts';
import { shared } from '../shared/styles.ts';
import { GrowingList, PAGE_SIZE, type ListPage } from './growing-list.ts';
import { lineStyles } from './line-styles.ts';
import type { SyncRunAnswer } from './run.ts';

type Item = z.infer<typeof syncItemAnswer>;

const states = ['failed', 'left', 'done'] as const;
type State = (typeof states)[number];

/** What became of each asset of a run: what failed or was left says why (N120). */
export class SyncResults extends GrowingList<Item> {
  static override styles = [shared, filterStyles, lineStyles];
  static override properties: PropertyDeclarations = {
    folderUid: { attribute: false },
    lastRun: { attribute: false },
    filter: { state: true },
  };

  declare folderUid: string;
  declare lastRun: SyncRunAnswer | null;
  /** Until somebody chooses: what needs a look first. */
  declare private filter: State | undefined;
  /** What the list shows: another run, another filter, or more of it than before is read anew. */
  #shown = '';

  constructor() {
    super();
    this.folderUid = '';
    this.lastRun = null;
    this.filter = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.get('lastRun')?.id !== this.lastRun?.id && changed.has('lastRun')) this.#begin();
    const { lastRun } = this;
    if (!lastRun) return;
    const wanted = `${lastRun.id} ${this.#shownFilter} ${lastRun[this.#shownFilter]}`;
    // Who reads further down is not taken back to the top.
    if (wanted === this.#shown || (this.pages?.items.length ?? 0) > PAGE_SIZE) return;
    this.#shown = wanted;
    if (lastRun[this.#shownFilter]) void this.reload();
    else this.pages = { items: [], next: null };
  }

  #begin(): void {
    this.pages = undefined;
    this.filter = undefined;
    this.#shown = '';
  }

  get #shownFilter(): State {
    return this.filter ?? states.find((state) => this.lastRun?.[state]) ?? 'done';
  }

  protected override async page(after: string | undefined): Promise<ListPage<Item>> {
    const path = `/folders/${this.folderUid}/sync/runs/${this.lastRun?.id ?? ''}/items`;
    const query = { state: this.#shownFilter, after, limit: PAGE_SIZE };
    return this.api.get<z.infer<typeof syncItemsAnswer>>(path, query);
  }

  override render(): unknown {
    const { lastRun } = this;
    if (!lastRun) return nothing;
    return html`
      <section class="card" aria-labelledby="results">
        <h2 id="results">${this.i18n('frameio.sync.results')}</h2>
        ${lastRun.total === 0 ? html`<p class="muted">${this.#nothing(lastRun)}</p>` : this.#filtered(lastRun)}
      </section>
    `;
  }

  #nothing({ state }: SyncRunAnswer): string {
    if (state === 'failed') return this.i18n('frameio.sync.results.nothing');
    return this.i18n(state === 'done' ? 'frameio.sync.results.same' : 'frameio.sync.results.soon');
  }

  #filtered(lastRun: SyncRunAnswer): unknown {
    const choices = states.map((value) => ({
      value,
      label: this.i18n(`frameio.sync.results.${value}`),
      count: lastRun[value],
    }));
    const label = this.i18n('frameio.sync.results');
    return html`${filterBar(label, choices, this.#shownFilter, this.#choose)} ${this.list(label)}`;
  }

  readonly #choose = (state: State) => {
    this.filter = state;
    this.pages = undefined;
  };

  protected override idOf({ assetId }: Item): string {
    return assetId;
  }

  protected override line({ title, change, state, failure, documentUid }: Item): unknown {
    const why = failure ? failureSentence(new ApiFailure(failure)) : undefined;
    return html`<li class="line">
      <div class="about">
        <div class="what">
          ${
            documentUid === null
              ? html`<span class="name">${title}</span>`
              : html`<a class="name" href="#!/doc/${documentUid}">${title}</a>`
          }
          <span class="hint">${this.i18n(`frameio.sync.change.${change}`)}</span>
        </div>
        ${why ? html`<span class=${state === 'failed' ? 'error' : 'hint'}>${why}</span>` : nothing}
      </div>
    </li>`;
  }

  protected override emptyText(): string {
    return this.i18n(`frameio.sync.results.none.${this.#shownFilter}`);
  }
}

define('nuxeo-frameio-sync-results', SyncResults);
