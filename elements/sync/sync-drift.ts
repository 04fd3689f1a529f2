import { css, html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import type { DriftAnswer } from '../../server/contract/sync.ts';
import { failureSentence } from '../shared/failure.ts';
import { filterBar, filterStyles } from '../shared/filter-bar.ts';
import { formatAgo } from '../shared/format.ts';
import { define } from '../shared/frameio-element.ts';
import { shared } from '../shared/styles.ts';
import { withConnection } from '../shared/with-connection.ts';
import { driftLine, type DriftChoice, type DriftLine, type Decision } from './drift-line.ts';
import { GrowingList, PAGE_SIZE, type ListPage } from './growing-list.ts';
import { lineStyles } from './line-styles.ts';
import { goesOn, isUnderWay, reasonOf, type SyncAnswer, type SyncRunAnswer } from './run.ts';
import { syncFeed } from './sync-feed.ts';

type Kind = DriftLine['kind'];
type Counts = DriftAnswer['counts'];

const LOOK_AGAIN_MS = 1_500;

const styles = css`
  .head {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    justify-content: space-between;
  }
  .when {
    min-height: 1.4em;
  }
`;

/** Where the two sides differ, and what shall become of each line. Nothing is deleted on either side (X9). */
export class SyncDrift extends GrowingList<DriftLine> {
  static override styles = [shared, filterStyles, lineStyles, styles];
  static override properties: PropertyDeclarations = {
    folderUid: { attribute: false },
    sync: { attribute: false },
    isOwner: { attribute: false },
    compared: { state: true },
    counts: { state: true },
    kind: { state: true },
    asking: { state: true },
  };

  declare folderUid: string;
  declare sync: SyncAnswer | undefined;
  declare isOwner: boolean;
  /** The comparison that the lines come from; null: there was none yet. */
  declare private compared: SyncRunAnswer | null | undefined;
  declare private counts: Counts;
  declare private kind: Kind | 'all';
  /** Why it could not be compared. */
  declare private asking: unknown;
  /** What was decided here since the lines were read: they stay where they are, with what becomes of them. */
  readonly #decisions = new Map<string, Decision>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.folderUid = '';
    this.sync = undefined;
    this.isOwner = false;
    this.#clear();
  }

  override disconnectedCallback(): void {
    clearTimeout(this.#timer);
    super.disconnectedCallback();
  }

  #clear(): void {
    clearTimeout(this.#timer);
    this.pages = undefined;
    this.compared = undefined;
    this.counts = {} as Counts;
    this.kind = 'all';
    this.asking = undefined;
    this.#decisions?.clear();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('folderUid')) {
      this.#clear();
      void this.reload();
    } else if (changed.has('sync') && this.#isOtherComparison()) void this.reload();
  }

  /** Somebody else compares, or what we started has ended. */
  #isOtherComparison(): boolean {
    const [told, shown] = [this.sync?.comparison, this.compared];
    return !!told && shown !== undefined && (told.id !== shown?.id || told.state !== shown.state);
  }

  protected override async page(after: string | undefined): Promise<ListPage<DriftLine>> {
    const kind = this.kind === 'all' ? undefined : this.kind;
    const query = { kind, after, limit: PAGE_SIZE };
    const { run, counts, lines, next } = await this.api.get<DriftAnswer>(
      `/folders/${this.folderUid}/sync/drift`,
      query,
    );
    if (run?.id !== this.compared?.id) this.#decisions.clear();
    this.compared = run;
    this.counts = counts;
    clearTimeout(this.#timer);
    if (isUnderWay(run)) this.#timer = setTimeout(() => void this.reload(), LOOK_AGAIN_MS);
    return { items: lines, next };
  }

  override render(): unknown {
    return html`
      <section class="card" aria-labelledby="drift" aria-busy=${String(isUnderWay(this.compared))}>
        <div class="head">
          <h2 id="drift">${this.i18n('frameio.sync.drift')}</h2>
          ${this.#compareButton()}
        </div>
        <p class="hint">${this.i18n('frameio.sync.drift.hint')}</p>
        <div role="alert" ?hidden=${this.asking === undefined}>
          ${
            this.asking === undefined
              ? nothing
              : html`<div class="notice bad"><p>${failureSentence(this.asking)}</p></div>`
          }
        </div>
        ${this.#report()}
      </section>
    `;
  }

  #compareButton(): unknown {
    const isWaiting = this.#isWaiting;
    return html`<button
      type="button"
      class="button"
      aria-disabled=${String(isWaiting)}
      @click=${() => isWaiting || this.#compare()}
    >
      ${isUnderWay(this.compared) ? html`<span class="spinner"></span>` : nothing} ${this.i18n('frameio.sync.compare')}
    </button>`;
  }

  /** One run at a time: a comparison would only join it. */
  get #isWaiting(): boolean {
    return this.busy || isUnderWay(this.compared) || (this.sync !== undefined && goesOn(this.sync));
  }

  #report(): unknown {
    const { compared } = this;
    if (compared === undefined) return this.list(this.i18n('frameio.sync.drift'));
    const said = html`<p class="hint when" role="status">${this.#when(compared)}</p>`;
    if (compared === null || (isUnderWay(compared) && !this.#total())) return said;
    return html`${said} ${this.#total() ? this.#filter() : nothing} ${this.list(this.i18n('frameio.sync.drift'))}`;
  }

  #when(compared: SyncRunAnswer | null): string {
    if (!compared) return this.i18n('frameio.sync.drift.never');
    if (isUnderWay(compared)) return this.i18n('frameio.sync.drift.running', String(compared.assetsSeen));
    if (compared.state === 'failed') return `${this.i18n('frameio.sync.drift.failed')} ${reasonOf(compared)}`;
    return this.i18n('frameio.sync.drift.compared', formatAgo(compared.endedAt ?? compared.startedAt));
  }

  #total(): number {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0);
  }

  #filter(): unknown {
    const kinds = (Object.entries(this.counts) as [Kind, number][]).filter(([, count]) => count > 0);
    const all = { value: 'all' as const, label: this.i18n('frameio.sync.drift.all'), count: this.#total() };
    const choices = kinds.map(([value, count]) => ({
      value,
      label: this.i18n(`frameio.sync.drift.kind.${value}`),
      count,
    }));
    return filterBar<Kind | 'all'>(this.i18n('frameio.sync.drift.filter'), [all, ...choices], this.kind, this.#show);
  }

  readonly #show = (kind: Kind | 'all') => {
    this.kind = kind;
    this.pages = undefined;
    void this.reload();
  };

  protected override idOf({ id }: DriftLine): string {
    return id;
  }

  protected override line(line: DriftLine): unknown {
    return driftLine(line, this.#decisions.get(line.id), this.#choose);
  }

  protected override emptyText(): string {
    return this.i18n(this.#total() ? 'frameio.sync.drift.none-of-kind' : 'frameio.sync.drift.none');
  }

  #compare(): Promise<void> {
    return this.run(async () => {
      this.asking = undefined;
      try {
        const path = `/folders/${this.folderUid}/sync/drift`;
        const run = await this.#asOwner(() => this.api.post<SyncRunAnswer>(path));
        if (!run) return;
        void syncFeed.look(this.folderUid);
        await this.reload();
      } catch (error) {
        this.asking = error;
      }
    });
  }

  /** A connection that is missing is the owner's. */
  #asOwner<T>(action: () => Promise<T>): Promise<T | undefined> {
    return this.isOwner ? withConnection(this, action) : action();
  }

  readonly #choose = (line: DriftLine, choice: DriftChoice) => {
    if (this.#decisions.get(line.id)?.state === 'asking') return;
    void this.#decide(line, choice);
  };

  async #decide({ id }: DriftLine, choice: DriftChoice): Promise<void> {
    this.#note(id, { choice, state: 'asking' });
    try {
      const path = `/folders/${this.folderUid}/sync/drift/${id}`;
      const done = await this.#asOwner(async () => {
        await this.api.post(path, { choice });
        return true;
      });
      if (!done) return this.#note(id, undefined);
      this.#note(id, { choice, state: 'decided' });
      await this.updateComplete;
      // Its buttons are gone: the next Tab goes on from here.
      this.renderRoot.querySelector<HTMLElement>(`[data-line="${CSS.escape(id)}"]`)?.focus();
    } catch (error) {
      this.#note(id, { choice, state: 'failed', failure: error });
    }
  }

  #note(id: string, decision: Decision | undefined): void {
    if (decision) this.#decisions.set(id, decision);
    else this.#decisions.delete(id);
    this.requestUpdate();
  }
}

define('nuxeo-frameio-sync-drift', SyncDrift);
