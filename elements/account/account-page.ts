import { css, html, nothing, type PropertyValues } from 'lit';
import type { AccountAnswer, DisconnectAnswer } from '../../server/contract/account.ts';
import { connect, onSignedInElsewhere } from '../shared/connect.ts';
import { failureSentence } from '../shared/failure.ts';
import { formatDate } from '../shared/format.ts';
import { define, FrameioElement } from '../shared/frameio-element.ts';
import { shared } from '../shared/styles.ts';

type Connection = AccountAnswer['frameio'];

const TRANSFERS = 'nuxeo-frameio-transfers';

const pageStyles = css`
  :host {
    display: block;
    margin: 0 auto;
    max-width: 960px;
    /* What stands last can be scrolled out from under Web UI's round button. */
    padding-bottom: 88px;
  }
  .head {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    justify-content: space-between;
  }
`;

/** As whom the reader is connected, until when, and the ways to change that (X2); below it, their transfers. */
export class AccountPage extends FrameioElement {
  static override styles = [shared, pageStyles];
  static override properties = {
    visits: { attribute: false },
    account: { state: true },
    failure: { state: true },
    left: { state: true },
  };

  declare visits: number;
  declare private account: AccountAnswer | undefined;
  declare private failure: unknown;
  /** What the reader left behind by disconnecting just now. */
  declare private left: DisconnectAnswer | undefined;
  #over = new AbortController();

  constructor() {
    super();
    this.visits = 0;
    this.account = undefined;
    this.failure = undefined;
    this.left = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#over = new AbortController();
    onSignedInElsewhere(() => void this.#load(), this.#over.signal);
    void customElements.whenDefined(TRANSFERS).then(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    this.#over.abort();
    super.disconnectedCallback();
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('visits')) void this.#load();
  }

  override render(): unknown {
    return html`
      <section class="card" aria-labelledby="connection">
        <div class="head">
          <h2 id="connection">${this.i18n('frameio.account.connection')}</h2>
          ${this.account ? html`<span class="badge">${this.i18n(stateOf(this.account))}</span>` : nothing}
        </div>
        ${this.#content()}
        <div role="alert" ?hidden=${this.failure === undefined}>
          ${this.failure === undefined ? nothing : html`<p class="error">${failureSentence(this.failure)}</p>`}
        </div>
        ${this.#buttons()}
      </section>
      ${
        customElements.get(TRANSFERS)
          ? html`<section class="card" aria-labelledby="transfers">
              <h2 id="transfers">${this.i18n('frameio.account.transfers')}</h2>
              <nuxeo-frameio-transfers></nuxeo-frameio-transfers>
            </section>`
          : nothing
      }
    `;
  }

  #content(): unknown {
    const { account } = this;
    if (!account) {
      return this.failure === undefined
        ? html`<p class="loading" role="status"><span class="spinner"></span>${this.i18n('frameio.loading')}</p>`
        : nothing;
    }
    const { frameio, nuxeo } = account;
    return html`
      ${this.#obstacle(account)} ${this.left ? this.#leftBehind(this.left) : nothing} ${this.#warning(frameio)}
      ${this.#warning(nuxeo)} ${frameio.state === 'missing' ? this.#missing() : this.#connection(frameio)}
      <p class="hint">${this.i18n(`frameio.account.nuxeo.${nuxeo.state}`)}</p>
    `;
  }

  /** An administrator's switch stands before everything that the reader could do. */
  #obstacle({ provider }: AccountAnswer): unknown {
    const code = !provider.registered
      ? 'frameio.error.provider-not-registered'
      : provider.enabled
        ? undefined
        : 'frameio.error.provider-disabled';
    return code ? html`<div class="notice bad"><p>${this.i18n(code)}</p></div>` : nothing;
  }

  #missing(): unknown {
    return html`<p>${this.i18n('frameio.account.missing')}</p>`;
  }

  #connection({ state, name, email, connectedAt, refreshedAt, expiresAt, renewBy }: Connection): unknown {
    return html`
      ${
        state === 'refused'
          ? html`<div class="notice bad"><p>${this.i18n('frameio.account.refused')}</p></div>`
          : nothing
      }
      <dl>
        ${this.#row('frameio.account.name', name)} ${this.#row('frameio.account.email', email)}
        ${this.#row('frameio.account.since', connectedAt && formatDate(connectedAt))}
        ${this.#row('frameio.account.renewed', refreshedAt && formatDate(refreshedAt))}
        ${state === 'connected' ? this.#life(expiresAt, renewBy) : nothing}
      </dl>
    `;
  }

  /** A token that renews itself lasts until then at least; the other one ends. */
  #life(expiresAt: string | null, renewBy: string | null): unknown {
    if (renewBy)
      return this.#row('frameio.account.life', this.i18n('frameio.account.life.renews', formatDate(renewBy)));
    return this.#row(
      'frameio.account.life',
      expiresAt && this.i18n('frameio.account.life.ends', formatDate(expiresAt)),
    );
  }

  #row(label: string, value: string | null): unknown {
    if (!value) return nothing;
    return html`<dt>${this.i18n(label)}</dt>
      <dd>${value}</dd>`;
  }

  #warning({ warning, expiresAt, renewBy }: Connection): unknown {
    if (!warning) return nothing;
    const end = warning === 'not-renewable' ? expiresAt : renewBy;
    const sentence = this.i18n(`frameio.account.warning.${warning}`, end ? formatDate(end) : '–');
    return html`<div class="notice bad" role="alert"><p>${sentence}</p></div>`;
  }

  #leftBehind({ bindings, syncs, reviews, revoked }: DisconnectAnswer): unknown {
    const key = bindings || syncs || reviews ? 'frameio.account.left' : 'frameio.account.left.nothing';
    return html`<div class="notice" role="status">
      <p>${this.i18n(key, String(bindings), String(syncs), String(reviews))}</p>
      ${revoked ? nothing : html`<p>${this.i18n('frameio.account.not-revoked')}</p>`}
    </div>`;
  }

  #buttons(): unknown {
    const { account } = this;
    if (!account) {
      return this.failure === undefined
        ? nothing
        : html`<div class="buttons">${this.#button('frameio.dialog.again', () => void this.#load(), 'button')}</div>`;
    }
    if (!account.provider.enabled) return nothing;
    const connectLabel = account.ready ? 'frameio.account.someone-else' : 'frameio.connect.button';
    return html`
      <div class="buttons">
        ${this.#button(connectLabel, () => this.#connect(account.ready), account.ready ? 'button' : 'button primary')}
        ${
          account.frameio.state === 'missing'
            ? nothing
            : this.#button('frameio.account.disconnect', () => void this.#disconnect(), 'button danger')
        }
      </div>
    `;
  }

  #button(label: string, act: () => void, kind: string): unknown {
    return html`<button type="button" class=${kind} aria-disabled=${String(this.busy)} @click=${act}>
      ${this.i18n(label)}
    </button>`;
  }

  #connect(again: boolean): void {
    // Browsers open the window only in the click itself.
    const connecting = connect(this.api, { again });
    void this.#attempt(async () => {
      await connecting;
      this.left = undefined;
      this.notify({ message: this.i18n('frameio.account.connected') });
    });
  }

  async #disconnect(): Promise<void> {
    const { openDisconnectDialog } = await import('./disconnect-dialog.ts');
    const left = await openDisconnectDialog(this).closed;
    if (left) await this.#attempt(() => Promise.resolve(void (this.left = left)));
  }

  #load(): Promise<void> {
    return this.#attempt(() => Promise.resolve());
  }

  #attempt(action: () => Promise<void>): Promise<void> {
    return this.run(async () => {
      this.failure = undefined;
      try {
        await action();
      } catch (error) {
        this.failure = error;
      }
      this.account = await this.api.get<AccountAnswer>('/account').catch((error: unknown) => {
        this.failure ??= error;
        return this.account;
      });
    });
  }
}

function stateOf({ ready, frameio, nuxeo }: AccountAnswer): string {
  if (ready) return 'frameio.account.state.connected';
  const hasEnded = frameio.state === 'refused' || nuxeo.state === 'refused';
  return hasEnded ? 'frameio.account.state.ended' : 'frameio.account.state.missing';
}

define('nuxeo-frameio-account-page', AccountPage);
