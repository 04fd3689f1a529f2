import { css, html, nothing } from 'lit';
import type { AttentionAnswer } from '../../server/contract/activity.ts';
import { connect } from '../shared/connect.ts';
import { failureSentence } from '../shared/failure.ts';
import { formatAgo } from '../shared/format.ts';
import { define, FrameioElement } from '../shared/frameio-element.ts';
import { shared } from '../shared/styles.ts';

type Item = AttentionAnswer['items'][number];
type Remedy = Item['remedies'][number];

const remedyLabels = {
  confirm: 'frameio.attention.remedy.confirm',
  retry: 'frameio.attention.remedy.retry',
  reconnect: 'frameio.attention.remedy.reconnect',
  recall: 'frameio.attention.remedy.recall',
  'release-lock': 'frameio.attention.remedy.release-lock',
  dismiss: 'frameio.attention.remedy.dismiss',
} as const satisfies Record<Remedy, string>;

/** What waits for the reader at a document, with what can be done about it. */
export class Attention extends FrameioElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 0.75rem;
      }
      .notice {
        background: var(--frameio-box);
      }
    `,
  ];
  static override properties = {
    uid: { type: String },
    items: { state: true },
    failure: { state: true },
    doing: { state: true },
  };

  declare uid: string;
  declare private items: readonly Item[];
  declare private failure: unknown;
  /** Id of the item whose remedy is under way. */
  declare private doing: string | undefined;

  constructor() {
    super();
    this.uid = '';
    this.items = [];
    this.failure = undefined;
    this.doing = undefined;
  }

  protected override firstUpdated(): void {
    void this.#attempt(undefined, () => Promise.resolve());
  }

  override render(): unknown {
    return html`
      ${this.items.map((item) => this.#item(item))}
      <div role="alert">
        ${this.failure === undefined ? nothing : html`<p class="error">${failureSentence(this.failure)}</p>`}
      </div>
    `;
  }

  #item(item: Item): unknown {
    return html`
      <section class="notice bad" aria-label=${this.i18n('frameio.review.attention')}>
        <p><strong>${this.i18n('frameio.review.attention')}</strong></p>
        <p>${item.message}</p>
        <p class="hint">${this.i18n('frameio.review.attention.waits', item.person, formatAgo(item.since))}</p>
        <div class="buttons">
          ${item.remedies.map(
            (remedy) =>
              html`<button
                type="button"
                class="button"
                aria-disabled=${String(this.busy)}
                @click=${this.#act(item, remedy)}
              >
                ${this.i18n(remedyLabels[remedy])}
              </button>`,
          )}
          ${this.doing === item.id ? html`<span class="spinner"></span>` : nothing}
        </div>
      </section>
    `;
  }

  #act(item: Item, remedy: Remedy): () => void {
    return () => {
      if (this.busy) return;
      // Browsers open the window only in the click itself. What waits goes on by itself afterwards.
      const done = remedy === 'reconnect' ? connect(this.api, { again: true }) : this.#apply(item.id, remedy);
      void this.#attempt(item.id, () => done);
    };
  }

  async #apply(id: string, remedy: Remedy): Promise<void> {
    await this.api.post(`/attention/${id}`, { remedy });
    if (remedy === 'recall' || remedy === 'release-lock' || remedy === 'confirm') this.emit('document-updated');
  }

  #attempt(id: string | undefined, action: () => Promise<void>): Promise<void> {
    return this.run(async () => {
      this.doing = id;
      this.failure = undefined;
      try {
        await action();
        const { items } = await this.api.get<AttentionAnswer>('/attention', { document: this.uid });
        this.items = items;
      } catch (error) {
        this.failure = error;
      }
      this.doing = undefined;
    });
  }
}

define('nuxeo-frameio-attention', Attention);
