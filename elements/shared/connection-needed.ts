import { html, nothing } from 'lit';
import { api } from './api.ts';
import { connect, onSignedInElsewhere } from './connect.ts';
import { failureSentence, hasCode } from './failure.ts';
import { define, FrameioElement } from './frameio-element.ts';
import { shared } from './styles.ts';

/**
 * Says that the reader is not connected, and offers to connect. Fires `frameio-connected` when that is done: what
 * was interrupted goes on by itself (N48). What fails is said here, and the button stays (N49).
 */
export class ConnectionNeeded extends FrameioElement {
  static override styles = shared;
  static override properties = { reason: { attribute: false }, failure: { state: true } };

  /** The failure that asked for the connection: a connection that ended is not one that never was. */
  declare reason: unknown;
  declare private failure: unknown;
  #over = new AbortController();

  constructor() {
    super();
    this.reason = undefined;
    this.failure = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#over = new AbortController();
    onSignedInElsewhere(() => this.#connected(), this.#over.signal);
  }

  override disconnectedCallback(): void {
    this.#over.abort();
    super.disconnectedCallback();
  }

  override render(): unknown {
    const hasEnded = hasCode(this.reason, 'nuxeo-grant-refused', 'frameio-token-refused');
    return html`
      <div class="notice">
        <p>${hasEnded ? this.i18n('frameio.connect.ended') : this.i18n('frameio.connect.missing')}</p>
        <p class="hint">${this.i18n('frameio.connect.window')}</p>
        <div role="alert" ?hidden=${this.failure === undefined}>
          ${this.failure === undefined ? nothing : html`<p class="error">${failureSentence(this.failure)}</p>`}
        </div>
        <div class="buttons">
          <button type="button" class="button primary" aria-disabled=${String(this.busy)} @click=${this.#connect}>
            ${this.busy ? html`<span class="spinner"></span>` : nothing} ${this.i18n('frameio.connect.button')}
          </button>
          <span role="status" class="hint">${this.busy ? this.i18n('frameio.connect.waiting') : nothing}</span>
        </div>
      </div>
    `;
  }

  readonly #connect = () => {
    // A second click brings the window back to the front instead of opening another one.
    const connecting = connect(api);
    void this.run(async () => {
      this.failure = undefined;
      try {
        await connecting;
        this.#connected();
      } catch (error) {
        this.failure = error;
      }
    });
  };

  #connected(): void {
    this.emit('frameio-connected');
  }
}

define('nuxeo-frameio-connection-needed', ConnectionNeeded);
