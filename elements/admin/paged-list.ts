import { html, nothing, type PropertyDeclarations } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { failureSentence } from '../shared/failure.ts';
import { FrameioElement } from '../shared/frameio-element.ts';
import { withNextPage, type PageSource, type Pages } from './pages.ts';

/** A list that grows page by page, with its progress and its failure in words. */
export abstract class PagedList<T> extends FrameioElement {
  static override properties: PropertyDeclarations = { pages: { state: true }, failure: { state: true } };

  declare protected pages: Pages<T> | undefined;
  declare protected failure: unknown;

  constructor() {
    super();
    this.pages = undefined;
    this.failure = undefined;
  }

  protected abstract readonly source: PageSource<T>;
  protected abstract row(item: T): unknown;
  /** Said in place of an empty list. */
  protected abstract emptyText(): string;

  protected override firstUpdated(): void {
    void this.reload();
  }

  protected list(): unknown {
    return html`
      ${this.#content()}
      <div role="alert">
        ${
          this.failure === undefined
            ? nothing
            : html`
                <div class="notice bad">
                  <p>${failureSentence(this.failure)}</p>
                  <div>
                    <button type="button" class="button" @click=${() => this.reload()}>
                      ${this.i18n('frameio.dialog.again')}
                    </button>
                  </div>
                </div>
              `
        }
      </div>
    `;
  }

  #content(): unknown {
    const { pages } = this;
    if (!pages)
      return this.failure === undefined
        ? html`<p class="loading" role="status"><span class="spinner"></span>${this.i18n('frameio.loading')}</p>`
        : nothing;
    if (!pages.items.length) return html`<p class="muted">${this.emptyText()}</p>`;
    return html`
      <ul class="rows">
        ${repeat(
          pages.items,
          (item) => this.source.id(item),
          (item) => html`<li class="row">${this.row(item)}</li>`,
        )}
      </ul>
      ${
        pages.hasMore
          ? html`<div class="buttons">
              <button type="button" class="button" aria-disabled=${String(this.busy)} @click=${() => this.#more()}>
                ${this.busy ? html`<span class="spinner"></span>` : nothing} ${this.i18n('frameio.admin.more')}
              </button>
            </div>`
          : nothing
      }
    `;
  }

  protected reload(): Promise<void> {
    return this.#extend([]);
  }

  #more(): Promise<void> {
    return this.#extend(this.pages?.items ?? []);
  }

  #extend(shown: readonly T[]): Promise<void> {
    return this.run(() => this.#load(shown));
  }

  /** The first page as it is now, without any button noticing. */
  protected renew(): Promise<void> {
    return this.#load([]);
  }

  async #load(shown: readonly T[]): Promise<void> {
    try {
      this.pages = await withNextPage(shown, this.source);
      this.failure = undefined;
    } catch (error) {
      this.failure = error;
    }
  }
}
