import { css, html, nothing, type PropertyValues } from 'lit';
import type { AttentionAnswer } from '../../server/contract/activity.ts';
import { connect } from './connect.ts';
import { ApiFailure, failureSentence } from './failure.ts';
import { formatAgo } from './format.ts';
import { define, FrameioElement } from './frameio-element.ts';
import { shared } from './styles.ts';

type Item = AttentionAnswer['items'][number];
type Remedy = Item['remedies'][number];

const attentionStyles = css`
  ul {
    display: grid;
    gap: 12px;
    list-style: none;
    margin: 0;
    padding: 0;
  }
`;

/** What waits for the reader in a binding or at a document, with what can be done; its content where nothing waits. */
export class Attention extends FrameioElement {
  static override styles = [shared, attentionStyles];
  static override properties = {
    bindingId: { attribute: false },
    documentUid: { attribute: false },
    items: { state: true },
    failure: { state: true },
  };

  declare bindingId: string;
  /** In place of a binding. */
  declare documentUid: string;
  declare private items: readonly Item[] | undefined;
  declare private failure: unknown;

  constructor() {
    super();
    this.bindingId = '';
    this.documentUid = '';
    this.items = undefined;
    this.failure = undefined;
  }

  protected override updated(changed: PropertyValues): void {
    const isOther = changed.has('bindingId') || changed.has('documentUid');
    if (isOther && (this.bindingId || this.documentUid)) void this.#attempt(() => Promise.resolve());
  }

  override render(): unknown {
    if (this.failure === undefined && !this.items) return nothing;
    if (this.failure === undefined && !this.items?.length) return html`<slot></slot>`;
    return html`
      <section class="card" aria-labelledby="attention" aria-busy=${String(this.busy)}>
        <h2 id="attention">${this.i18n('frameio.binding.attention')}</h2>
        <ul>
          ${this.items?.map((item) => this.#item(item))}
        </ul>
        <div role="alert" ?hidden=${this.failure === undefined}>
          ${this.failure === undefined ? nothing : html`<p class="error">${failureSentence(this.failure)}</p>`}
        </div>
      </section>
    `;
  }

  #item(item: Item): unknown {
    return html`
      <li class="notice bad">
        <strong>${item.title}</strong>
        <p>${failureSentence(new ApiFailure(item))}</p>
        <p class="hint">
          ${this.i18n('frameio.binding.attention.since', item.person)}
          <time datetime=${item.since}>${formatAgo(item.since)}</time>
        </p>
        <div class="buttons">
          ${item.remedies.map(
            (remedy) =>
              html`<button
                type="button"
                class="button"
                aria-disabled=${String(this.busy)}
                @click=${() => this.#act(item, remedy)}
              >
                ${this.i18n(`frameio.attention.remedy.${remedy}`)}
              </button>`,
          )}
        </div>
      </li>
    `;
  }

  #act(item: Item, remedy: Remedy): void {
    if (this.busy) return;
    // Browsers open the window only in the click itself. What waits goes on by itself afterwards.
    const done =
      remedy === 'reconnect' ? connect(this.api, { again: true }) : this.api.post(`/attention/${item.id}`, { remedy });
    void this.#attempt(async () => {
      await done;
      if (remedy !== 'retry' && remedy !== 'reconnect') this.emit('document-updated');
    });
  }

  #attempt(action: () => Promise<unknown>): Promise<void> {
    const { bindingId, documentUid } = this;
    return this.run(async () => {
      this.failure = undefined;
      try {
        await action();
        const subject = documentUid ? { document: documentUid } : { binding: bindingId };
        this.items = (await this.api.get<AttentionAnswer>('/attention', subject)).items;
      } catch (error) {
        this.failure = error;
      }
    });
  }
}

define('nuxeo-frameio-attention', Attention);
