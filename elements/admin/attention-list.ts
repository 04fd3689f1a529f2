import { html, nothing } from 'lit';
import type { AttentionAnswer } from '../../server/contract/activity.ts';
import { connect } from '../shared/connect.ts';
import { ApiFailure, failureSentence } from '../shared/failure.ts';
import { formatAgo } from '../shared/format.ts';
import { define } from '../shared/frameio-element.ts';
import { shared } from '../shared/styles.ts';
import { confirm } from './confirm-dialog.ts';
import { PagedList } from './paged-list.ts';
import type { PageSource } from './pages.ts';
import { quiet, rows } from './styles.ts';

/** More than the sidecar answers at once are not shown. */
const MOST_ITEMS = 200;

type Item = AttentionAnswer['items'][number];
type Remedy = Item['remedies'][number];

/** Others notice these: they are asked about first. */
const questions = {
  recall: 'frameio.admin.attention.recall',
  'release-lock': 'frameio.admin.attention.release-lock',
} as const satisfies Partial<Record<Remedy, string>>;

/** What waits for anybody, oldest first, with what can be done about it. */
export class AdminAttention extends PagedList<Item> {
  static override styles = [shared, quiet, rows];
  static override properties = { me: { state: true } };

  /** Only the person can renew their own connection. */
  declare private me: string | undefined;
  #all: readonly Item[] = [];

  constructor() {
    super();
    this.me = undefined;
  }

  /** The sidecar answers all of them; the page shows them in parts. */
  protected override readonly source: PageSource<Item> = {
    id: ({ id }) => id,
    load: async (last, limit) => {
      if (!last) await this.#read();
      const start = this.#all.findIndex(({ id }) => id === last?.id) + 1;
      return this.#all.slice(start, start + limit);
    },
  };

  refresh(): Promise<void> {
    return this.reload();
  }

  override render(): unknown {
    return html`
      <section class="card" aria-labelledby="heading">
        <h2 id="heading">${this.i18n('frameio.admin.attention')}</h2>
        <p class="hint">${this.i18n('frameio.admin.attention.hint')}</p>
        ${
          this.#all.length < MOST_ITEMS
            ? nothing
            : html`<p class="notice">${this.i18n('frameio.admin.attention.most', String(MOST_ITEMS))}</p>`
        }
        ${this.list()}
      </section>
    `;
  }

  protected override emptyText(): string {
    return this.i18n('frameio.admin.attention.none');
  }

  protected override row(item: Item): unknown {
    const { title, documentUid } = item;
    return html`
      <div>
        ${
          documentUid === null
            ? html`<span class="name">${title}</span>`
            : html`<a class="name" href=${`#!/doc/${documentUid}`}>${title}</a>`
        }
        <span>${failureSentence(new ApiFailure(item))}</span>
        <span class="hint">${this.i18n('frameio.admin.attention.waits', item.person, formatAgo(item.since))}</span>
      </div>
      <div class="buttons">${item.remedies.map((remedy) => this.#button(item, remedy))}</div>
    `;
  }

  #button(item: Item, remedy: Remedy): unknown {
    if (remedy === 'reconnect' && item.person !== this.me) return nothing;
    return html`
      <button type="button" class="button" aria-disabled=${String(this.busy)} @click=${this.#act(item, remedy)}>
        ${this.i18n(`frameio.attention.remedy.${remedy}`)}
      </button>
    `;
  }

  #act(item: Item, remedy: Remedy): (event: Event) => void {
    return ({ currentTarget }) => {
      if (this.busy) return;
      // Browsers open the sign-in's window only in the click itself.
      const done = remedy === 'reconnect' ? connect(this.api) : this.#apply(item, remedy, currentTarget as HTMLElement);
      void this.run(() => done).then(async () => {
        await this.reload();
        this.dispatchEvent(new CustomEvent('frameio-settled'));
      });
    };
  }

  async #apply(item: Item, remedy: Remedy, opener: HTMLElement): Promise<void> {
    const act = async () => {
      await this.api.post(`/attention/${item.id}`, { remedy });
    };
    if (remedy !== 'recall' && remedy !== 'release-lock') return act();
    const label = this.i18n(`frameio.attention.remedy.${remedy}`);
    await confirm(opener, { heading: item.title, text: this.i18n(questions[remedy]), label, act });
  }

  async #read(): Promise<void> {
    const [{ items }, { person }] = await Promise.all([
      this.api.get<AttentionAnswer>('/attention'),
      this.api.get<{ person: { username: string } }>('/account'),
    ]);
    this.#all = items;
    this.me = person.username;
  }
}

define('nuxeo-frameio-admin-attention', AdminAttention);
