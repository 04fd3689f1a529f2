import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { BindingAnswer } from '../../server/contract/bindings.ts';
import { define, FrameioElement } from './frameio-element.ts';
import { shared } from './styles.ts';

/** How a binding behaves, as far as people choose it here. */
export type Rules = Omit<BindingAnswer['rules'], 'rendition'>;

export const defaultRules: Rules = {
  version: 'minor',
  approvalGate: null,
  anyMember: true,
  bringBackWhenApproved: false,
  returnedFilesAreMasters: false,
  askOnPublish: false,
};

const versions = ['minor', 'major', 'policy'] as const;
const gates = ['off', 'warn', 'require'] as const;
const switches = ['anyMember', 'bringBackWhenApproved', 'returnedFilesAreMasters', 'askOnPublish'] as const;

/** The rules of a binding, each with a line that says what it does. Fires `rules-changed` with all of them. */
export class RulesForm extends FrameioElement {
  static override styles = [
    shared,
    css`
      select {
        max-width: 528px;
      }
      .hint {
        max-width: 768px;
      }
    `,
  ];
  static override properties = { rules: { attribute: false }, gateError: { attribute: false } };

  declare rules: Rules;
  /** A sentence, shown at the approval gate. */
  declare gateError: string | undefined;

  constructor() {
    super();
    this.rules = defaultRules;
    this.gateError = undefined;
  }

  override render(): unknown {
    return html`<div class="form">
      ${this.#versionField()} ${this.#gateField()} ${switches.map((rule) => this.#switch(rule))}
    </div>`;
  }

  #versionField(): unknown {
    return html`
      <div class="field">
        <label class="label" for="version">${this.i18n('frameio.rules.version')}</label>
        <select id="version" aria-describedby="version-hint" @change=${this.#versionChanged}>
          ${versions.map(
            (version) =>
              html`<option value=${version} .selected=${live(version === this.rules.version)}>
                ${this.i18n(`frameio.form.version.${version}`)}
              </option>`,
          )}
        </select>
        <span class="hint" id="version-hint">${this.i18n('frameio.rules.version.hint')}</span>
      </div>
    `;
  }

  #gateField(): unknown {
    const chosen = this.rules.approvalGate ?? 'default';
    return html`
      <div class="field">
        <label class="label" for="gate">${this.i18n('frameio.rules.gate')}</label>
        <select
          id="gate"
          aria-describedby="gate-hint gate-error"
          aria-invalid=${String(this.gateError !== undefined)}
          @change=${this.#gateChanged}
        >
          ${['default', ...gates].map(
            (gate) =>
              html`<option value=${gate} .selected=${live(gate === chosen)}>
                ${this.i18n(`frameio.rules.gate.${gate}`)}
              </option>`,
          )}
        </select>
        <span class="hint" id="gate-hint">${this.i18n(`frameio.rules.gate.hint.${chosen}`)}</span>
        <span class="error" id="gate-error" role="alert">${this.gateError ?? nothing}</span>
      </div>
    `;
  }

  #switch(rule: (typeof switches)[number]): unknown {
    return html`
      <div class="choice">
        <input
          type="checkbox"
          id=${rule}
          .checked=${live(this.rules[rule])}
          aria-describedby="${rule}-hint"
          @change=${({ target }: Event) => this.#change({ [rule]: (target as HTMLInputElement).checked })}
        />
        <label for=${rule}>${this.i18n(`frameio.rules.${rule}`)}</label>
        <span class="hint" id="${rule}-hint">${this.i18n(`frameio.rules.${rule}.hint`)}</span>
      </div>
    `;
  }

  readonly #versionChanged = ({ target }: Event) => {
    const version = versions.find((one) => one === (target as HTMLSelectElement).value);
    if (version) this.#change({ version });
  };

  readonly #gateChanged = ({ target }: Event) => {
    const approvalGate = gates.find((one) => one === (target as HTMLSelectElement).value) ?? null;
    this.#change({ approvalGate });
  };

  #change(change: Partial<Rules>): void {
    this.rules = { ...this.rules, ...change };
    this.dispatchEvent(new CustomEvent('rules-changed', { detail: this.rules }));
  }
}

define('nuxeo-frameio-rules', RulesForm);
