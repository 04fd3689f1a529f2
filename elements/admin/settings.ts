import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { SettingsAnswer } from '../../server/contract/provider.ts';
import { AttemptingElement } from '../shared/attempting-element.ts';
import { failureSentence } from '../shared/failure.ts';
import { define } from '../shared/frameio-element.ts';
import { shared } from '../shared/styles.ts';
import './account-statuses.ts';
import { quiet } from './styles.ts';
import { switchStyles } from './switch.ts';

const gates = ['off', 'warn', 'require'] as const;

/** What holds for everybody: approval, comments, and whether Frame.io may fetch files itself (N103, X17). */
export class AdminSettings extends AttemptingElement {
  static override styles = [shared, quiet, switchStyles];
  static override properties = {
    settings: { state: true },
    isSaved: { state: true },
  };

  declare private settings: SettingsAnswer | undefined;
  declare private isSaved: boolean;

  constructor() {
    super();
    this.settings = undefined;
    this.isSaved = false;
  }

  protected override firstUpdated(): void {
    void this.#load();
  }

  override render(): unknown {
    const { settings } = this;
    return html`
      ${settings ? this.#form(settings) : nothing}
      ${
        settings || this.failure !== undefined
          ? nothing
          : html`<p class="loading" role="status"><span class="spinner"></span>${this.i18n('frameio.loading')}</p>`
      }
      <div role="alert">${this.failure === undefined ? nothing : this.#failureNotice()}</div>
    `;
  }

  #failureNotice(): unknown {
    return html`
      <div class="notice bad">
        <p>${failureSentence(this.failure)}</p>
        ${
          this.settings
            ? nothing
            : html`<div>
                <button type="button" class="button" @click=${() => this.#load()}>
                  ${this.i18n('frameio.dialog.again')}
                </button>
              </div>`
        }
      </div>
    `;
  }

  #form(settings: SettingsAnswer): unknown {
    return html`
      <form novalidate @submit=${this.#submitted}>
        <section class="card" aria-labelledby="approval">
          <h2 id="approval">${this.i18n('frameio.admin.settings.approval')}</h2>
          ${this.#gateField(settings)}
          <nuxeo-frameio-account-statuses
            .chosen=${settings.approvedOptionIds}
            .isRequired=${settings.approvalGate === 'require'}
            @chosen-changed=${({ detail }: CustomEvent<SettingsAnswer['approvedOptionIds']>) =>
              this.#change({ approvedOptionIds: detail })}
          ></nuxeo-frameio-account-statuses>
        </section>
        <section class="card" aria-labelledby="transfer">
          <h2 id="transfer">${this.i18n('frameio.admin.settings.transfer')}</h2>
          ${this.#switch('comments', 'frameio.admin.settings.comments', 'frameio.admin.settings.comments.hint', settings)}
          ${this.#switch('remoteUpload', 'frameio.admin.settings.remote', 'frameio.admin.settings.remote.hint', settings)}
        </section>
        <div class="buttons">
          <button type="submit" class="button primary" aria-disabled=${String(this.busy)}>
            ${this.busy ? html`<span class="spinner"></span>` : nothing} ${this.i18n('frameio.admin.settings.save')}
          </button>
          <span role="status" class="hint">${this.isSaved ? this.i18n('frameio.admin.settings.saved') : nothing}</span>
        </div>
      </form>
    `;
  }

  #gateField({ approvalGate }: SettingsAnswer): unknown {
    return html`
      <div class="field">
        <label class="label" for="gate">${this.i18n('frameio.rules.gate')}</label>
        <select id="gate" aria-describedby="gate-hint gate-default" @change=${this.#gateChanged}>
          ${gates.map(
            (gate) =>
              html`<option value=${gate} .selected=${live(gate === approvalGate)}>
                ${this.i18n(`frameio.rules.gate.${gate}`)}
              </option>`,
          )}
        </select>
        <span class="hint" id="gate-hint">${this.i18n(`frameio.rules.gate.hint.${approvalGate}`)}</span>
        <span class="hint" id="gate-default">${this.i18n('frameio.admin.settings.gate.hint')}</span>
      </div>
    `;
  }

  #switch(name: 'comments' | 'remoteUpload', label: string, hint: string, settings: SettingsAnswer): unknown {
    return html`
      <label class="choice">
        <input
          type="checkbox"
          role="switch"
          name=${name}
          .checked=${live(settings[name])}
          aria-labelledby="${name}-label"
          aria-describedby="${name}-hint"
          @change=${({ target }: Event) => this.#change({ [name]: (target as HTMLInputElement).checked })}
        />
        <span id="${name}-label">${this.i18n(label)}</span>
        <span class="hint" id="${name}-hint">${this.i18n(hint)}</span>
      </label>
    `;
  }

  readonly #gateChanged = ({ target }: Event) => {
    const approvalGate = gates.find((one) => one === (target as HTMLSelectElement).value);
    if (approvalGate) this.#change({ approvalGate });
  };

  #change(change: Partial<SettingsAnswer>): void {
    if (!this.settings) return;
    this.settings = { ...this.settings, ...change };
    this.isSaved = false;
  }

  readonly #submitted = (event: Event) => {
    event.preventDefault();
    const { settings } = this;
    if (!settings) return;
    void this.attempt(async () => {
      this.settings = await this.api.call<SettingsAnswer>('PUT', '/admin/settings', { body: settings });
      this.isSaved = true;
    });
  };

  #load(): Promise<void> {
    return this.attempt(async () => {
      this.settings = await this.api.get<SettingsAnswer>('/admin/settings');
    });
  }
}

define('nuxeo-frameio-admin-settings', AdminSettings);
