import { LitElement, type PropertyDeclarations } from 'lit';
import { failureSentence } from './failure.ts';
import { i18n } from './i18n.ts';
import { webUi } from './web-ui.ts';

export interface Notification {
  readonly message: string;
  /** 0 stays until it is dismissed. */
  readonly durationMs?: number;
  /** A later notification with the same id takes this one's place. */
  readonly commandId?: string;
}

/** What every element of the plugin can do: translate, tell, and fail in words. All that is there from the start is one. */
export abstract class EagerElement extends LitElement {
  static override properties: PropertyDeclarations = { busy: { state: true } };

  /** While an action of this element runs: its button is disabled, so that a double click does nothing twice. */
  declare protected busy: boolean;
  readonly #rerender = () => this.requestUpdate();

  constructor() {
    super();
    this.busy = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // The texts may arrive after the first render.
    document.addEventListener('i18n-locale-loaded', this.#rerender);
  }

  override disconnectedCallback(): void {
    document.removeEventListener('i18n-locale-loaded', this.#rerender);
    super.disconnectedCallback();
  }

  protected i18n(key: string, ...params: readonly string[]): string {
    return i18n(key, ...params);
  }

  /** Web UI's own bubble. Fired before anything that may re-stamp this element. */
  protected notify({ message, durationMs = 5000, commandId }: Notification): void {
    this.emit('notify', { message, duration: durationMs, dismissible: true, ...(commandId ? { commandId } : {}) });
  }

  /** Web UI hears it from where this element is; it may be gone when what it started ends. */
  protected emit(type: string, detail: unknown = {}, from: HTMLElement | undefined = this): void {
    const event = new CustomEvent(type, { detail, bubbles: true, composed: true });
    (from?.isConnected ? from : (webUi() ?? this)).dispatchEvent(event);
  }

  /** Runs what a click starts, once at a time; a failure becomes a sentence and never an unhandled rejection. */
  protected async run(action: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      await action();
    } catch (error) {
      this.notify({ message: failureSentence(error), durationMs: 10_000 });
    } finally {
      this.busy = false;
    }
  }
}

/** Registers an element unless somebody was first: loading the plugin twice must not throw. */
export function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}
