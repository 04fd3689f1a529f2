import { html, nothing, type PropertyDeclarations } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { failureSentence } from '../shared/failure.ts';
import { FrameioElement } from '../shared/frameio-element.ts';

export interface ListPage<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

export const PAGE_SIZE = 50;

/** A list that grows page by page; an answer that was overtaken by another question is dropped. */
export abstract class GrowingList<T> extends FrameioElement {
  static override properties: PropertyDeclarations = {
    pages: { state: true },
    failure: { state: true },
  };

  declare protected pages: ListPage<T> | undefined;
  declare protected failure: unknown;
  #asked = 0;

  constructor() {
    super();
    this.pages = undefined;
    this.failure = undefined;
  }

  protected abstract page(after: string | undefined): Promise<ListPage<T>>;
  protected abstract idOf(item: T): string;
  protected abstract line(item: T): unknown;
  protected abstract emptyText(): string;

  /** What stood there stays until the answer has come. */
  protected async reload(): Promise<void> {
    await this.#ask(undefined, []);
  }

  readonly #more = () => {
    const { pages } = this;
    if (!pages?.next) return;
    const { next, items } = pages;
    void this.run(() => this.#ask(next, items));
  };

  async #ask(after: string | undefined, shown: readonly T[]): Promise<void> {
    const asked = (this.#asked += 1);
    try {
      const { items, next } = await this.page(after);
      if (asked !== this.#asked) return;
      this.pages = { items: [...shown, ...items], next };
      this.failure = undefined;
    } catch (error) {
      if (asked === this.#asked) this.failure = error;
    }
  }

  protected list(label: string): unknown {
    return html`${this.#content(label)}
      <div role="alert" ?hidden=${this.failure === undefined}>
        ${this.failure === undefined ? nothing : this.#failed()}
      </div>`;
  }

  #content(label: string): unknown {
    const { pages } = this;
    if (!pages)
      return this.failure === undefined
        ? html`<p class="loading" role="status"><span class="spinner"></span>${this.i18n('frameio.loading')}</p>`
        : nothing;
    if (!pages.items.length) return html`<p class="muted">${this.emptyText()}</p>`;
    return html`
      <ul class="lines" aria-label=${label}>
        ${repeat(
          pages.items,
          (item) => this.idOf(item),
          (item) => this.line(item),
        )}
      </ul>
      ${
        pages.next === null
          ? nothing
          : html`<div class="buttons">
              <button type="button" class="button" aria-disabled=${String(this.busy)} @click=${this.#more}>
                ${this.busy ? html`<span class="spinner"></span>` : nothing} ${this.i18n('frameio.sync.more')}
              </button>
            </div>`
      }
    `;
  }

  #failed(): unknown {
    return html`<div class="notice bad">
      <p>${failureSentence(this.failure)}</p>
      <div>
        <button type="button" class="button" @click=${() => this.reload()}>${this.i18n('frameio.dialog.again')}</button>
      </div>
    </div>`;
  }
}
