import { css, html, nothing, type CSSResultGroup, type PropertyDeclarations, type PropertyValues } from 'lit';
import './connection-needed.ts';
import { failureSentence, needsConnection } from './failure.ts';
import { FrameioElement } from './frameio-element.ts';
import { shared } from './styles.ts';

export { openDialog } from './open-dialog.ts';

const dialogStyles = css`
  dialog {
    background: var(--frameio-box);
    border: 0;
    border-radius: 6px;
    box-shadow: 0 8px 40px rgb(0 0 0 / 35%);
    color: inherit;
    font-size: 14px;
    line-height: 1.45;
    max-height: calc(100dvh - 32px);
    max-width: calc(100vw - 16px);
    overflow: hidden;
    padding: 0;
    width: var(--frameio-dialog-width, 576px);
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 55%);
  }
  .frame {
    display: flex;
    flex-direction: column;
    max-height: calc(100dvh - 32px);
  }
  .head {
    padding: 20px 24px 12px;
  }
  .body {
    display: grid;
    gap: 20px;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 8px 24px 20px;
  }
  .foot {
    border-top: 1px solid var(--frameio-line);
    justify-content: space-between;
    padding: 12px 24px;
  }
  @media (max-width: 600px) {
    .head,
    .body,
    .foot {
      padding-inline: 16px;
    }
  }
`;

type Phase = 'loading' | 'ready' | 'failed' | 'unconnected';

/**
 * A dialog of its own at the end of the page, in the browser's top layer: no menu that closes or moves its buttons
 * takes it along, focus stays inside, and Escape closes it. Made by `openDialog`.
 *
 * What it needs is loaded first; a missing connection is made in the dialog, and then it goes on by itself (N48).
 */
export abstract class FrameioDialog<Result = void> extends FrameioElement {
  static override styles: CSSResultGroup = [shared, dialogStyles];
  static override properties: PropertyDeclarations = { phase: { state: true }, failure: { state: true } };

  /** Whose events its events are: Web UI listens around that element. */
  opener: HTMLElement | undefined;
  /** Settles when the dialog has closed: with its result, or undefined when it was dismissed. */
  readonly closed: Promise<Result | undefined>;
  declare protected phase: Phase;
  /** Said above the buttons, or in place of the content when loading failed. */
  declare protected failure: unknown;
  #result: Result | undefined;
  readonly #settle: (result: Result | undefined) => void;

  constructor() {
    super();
    this.phase = 'loading';
    this.failure = undefined;
    const { promise, resolve } = Promise.withResolvers<Result | undefined>();
    this.closed = promise;
    this.#settle = resolve;
  }

  protected abstract heading(): string;
  protected abstract content(): unknown;

  /** What the content is made from; nothing by default. */
  protected load(): Promise<void> {
    return Promise.resolve();
  }

  /** The way on, at the right; `type="submit"` makes Enter choose it. */
  protected primaryButton(): unknown {
    return nothing;
  }

  protected dismissLabel(): string {
    return this.i18n('frameio.dialog.cancel');
  }

  protected submit(): void {
    // A dialog that only shows something has nothing to submit.
  }

  close(result?: Result): void {
    this.#result = result;
    this.#dialog?.close();
  }

  /** Runs what a button starts. Its failure is said in the dialog; a missing connection is made and nothing is lost. */
  protected async attempt(action: () => Promise<void>): Promise<void> {
    await this.run(async () => {
      this.failure = undefined;
      try {
        await action();
      } catch (error) {
        this.failure = error;
        if (needsConnection(error)) this.phase = 'unconnected';
        else this.failed(error);
      }
    });
  }

  /** For a failure that belongs to a field: show it there, and focus it. */
  protected failed(_error: unknown): void {
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector('.failure')?.scrollIntoView({ block: 'nearest' }),
    );
  }

  protected override emit(type: string, detail: unknown = {}): void {
    super.emit(type, detail, this.opener);
  }

  protected override firstUpdated(_changed: PropertyValues): void {
    this.#dialog?.showModal();
    void this.#load();
  }

  override render(): unknown {
    return html`
      <dialog aria-labelledby="heading" @cancel=${this.#cancelled} @close=${this.#closed} @keydown=${this.#pressed}>
        <form class="frame" novalidate @submit=${this.#submitted}>
          <div class="head"><h2 id="heading">${this.heading()}</h2></div>
          <div class="body">${this.#body()}</div>
          <div class="foot buttons">
            <button type="button" class="button" @click=${() => this.close()}>
              ${this.phase === 'ready' ? this.dismissLabel() : this.i18n('frameio.dialog.close')}
            </button>
            ${this.phase === 'ready' ? this.primaryButton() : nothing}
          </div>
        </form>
      </dialog>
    `;
  }

  #body(): unknown {
    switch (this.phase) {
      case 'loading':
        return html`<p class="loading" role="status"><span class="spinner"></span>${this.i18n('frameio.loading')}</p>`;
      case 'failed':
        return html`
          <div class="notice bad" role="alert"><p>${failureSentence(this.failure)}</p></div>
          <div>
            <button type="button" class="button" @click=${this.#reload}>${this.i18n('frameio.dialog.again')}</button>
          </div>
        `;
      case 'unconnected':
        return html`<nuxeo-frameio-connection-needed
          .reason=${this.failure}
          @frameio-connected=${this.#reload}
        ></nuxeo-frameio-connection-needed>`;
      case 'ready':
        return html`${this.content()}${this.#failureNotice()}`;
    }
  }

  #failureNotice(): unknown {
    if (this.failure === undefined || this.ownsFailure(this.failure)) return nothing;
    return html`<div class="notice bad failure" role="alert"><p>${failureSentence(this.failure)}</p></div>`;
  }

  /** Whether the content shows this failure itself, at its field. */
  protected ownsFailure(_failure: unknown): boolean {
    return false;
  }

  readonly #reload = () => {
    if (this.phase !== 'loading') void this.#load();
  };

  async #load(): Promise<void> {
    this.phase = 'loading';
    this.failure = undefined;
    try {
      await this.load();
      this.phase = 'ready';
    } catch (error) {
      this.failure = error;
      this.phase = needsConnection(error) ? 'unconnected' : 'failed';
    }
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[autofocus]')?.focus();
  }

  readonly #submitted = (event: Event) => {
    event.preventDefault();
    if (this.phase === 'ready' && !this.busy) this.submit();
  };

  /** Web UI takes the first Tab of a page for a link of its own, which cannot be reached from here. */
  readonly #pressed = (event: KeyboardEvent) => {
    if (event.key === 'Tab') event.stopPropagation();
  };

  /** Escape while something is being done would hide how it ends. */
  readonly #cancelled = (event: Event) => {
    if (this.busy) event.preventDefault();
  };

  readonly #closed = () => {
    this.remove();
    this.#settle(this.#result);
  };

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }
}
