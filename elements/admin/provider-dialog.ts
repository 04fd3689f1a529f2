import { css, html, nothing } from 'lit';
import type { ProviderAnswer, ProviderBody } from '../../server/contract/provider.ts';
import { FrameioDialog, openDialog } from '../shared/dialog.ts';
import { ApiFailure, failureSentence } from '../shared/failure.ts';
import { define } from '../shared/frameio-element.ts';
import './copy-field.ts';
import './credential-help.ts';
import { isFieldName, missingFields, textFields, type FieldName, type TextField } from './provider-fields.ts';
import { quiet } from './styles.ts';
import { switchStyles } from './switch.ts';

type Errors = Partial<Record<FieldName, string>>;

/**
 * **Edit Provider Entry** (N24–N33). What is typed stays in the fields and is read when it is saved: the secret never
 * stands in the page's text, and goes with the dialog.
 */
export class ProviderDialog extends FrameioDialog<ProviderAnswer> {
  static override styles = [
    FrameioDialog.styles,
    quiet,
    switchStyles,
    css`
      :host {
        --frameio-dialog-width: 704px;
      }
    `,
  ];
  static override properties = { provider: { state: true }, errors: { state: true }, redirectUri: { state: true } };

  declare private provider: ProviderAnswer | undefined;
  declare private errors: Errors;
  declare private redirectUri: string;

  constructor() {
    super();
    this.provider = undefined;
    this.errors = {};
    this.redirectUri = '';
  }

  protected override heading(): string {
    return this.i18n('frameio.admin.provider.heading');
  }

  protected override async load(): Promise<void> {
    this.provider = await this.api.get<ProviderAnswer>('/admin/provider');
    this.redirectUri = this.provider.redirectUri;
  }

  protected override content(): unknown {
    const { provider } = this;
    if (!provider) return nothing;
    return html`
      <nuxeo-frameio-credential-help></nuxeo-frameio-credential-help>
      <div class="form">
        ${this.#redirect(provider)}
        <div class="notice">
          <p><strong>${this.i18n('frameio.admin.provider.save-both')}</strong></p>
          <p>${this.i18n('frameio.admin.provider.save-both.hint')}</p>
        </div>
        ${textFields.map((field) => this.#field(field, provider))} ${this.#switches(provider)}
      </div>
    `;
  }

  #field(field: TextField, provider: ProviderAnswer): unknown {
    const { name, label, required } = field;
    const error = this.errors[name];
    const hint = name === 'clientSecret' ? this.#secretHint(provider) : field.hint && this.i18n(field.hint);
    return html`
      <div class="field">
        <label class=${required ? 'label required' : 'label'} for=${name}>${this.i18n(label)}</label>
        <input
          id=${name}
          name=${name}
          type=${name === 'clientSecret' ? 'password' : 'text'}
          autocomplete=${name === 'clientSecret' ? 'new-password' : 'off'}
          spellcheck="false"
          autocapitalize="off"
          ?autofocus=${name === 'clientId'}
          aria-required=${String(required && !(name === 'clientSecret' && provider.clientSecretMasked))}
          aria-invalid=${String(error !== undefined)}
          aria-describedby="${name}-hint ${name}-error"
          value=${presetOf(name, provider)}
          placeholder=${name === 'clientSecret' ? provider.clientSecretMasked : ''}
          @input=${() => this.#settle(name)}
        />
        <span class="hint" id="${name}-hint">${hint ?? nothing}</span>
        <span class="error" id="${name}-error" role="alert">${error ?? nothing}</span>
      </div>
    `;
  }

  #secretHint({ clientSecretMasked }: ProviderAnswer): string {
    return this.i18n(
      clientSecretMasked ? 'frameio.admin.provider.secret.stored' : 'frameio.admin.provider.secret.hint',
    );
  }

  #redirect({ redirectUriChoices }: ProviderAnswer): unknown {
    const error = this.errors.redirectUri;
    return html`
      <div class="form">
        <nuxeo-frameio-copy-field
          label=${this.i18n('frameio.admin.redirect')}
          hint=${this.i18n('frameio.admin.redirect.hint')}
          value=${this.redirectUri}
        ></nuxeo-frameio-copy-field>
        <details ?open=${error !== undefined}>
          <summary>${this.i18n('frameio.admin.redirect.other')}</summary>
          <fieldset class="field" aria-describedby="redirectUri-error">
            <legend class="visually-hidden">${this.i18n('frameio.admin.redirect')}</legend>
            ${redirectUriChoices.map(
              (uri) => html`
                <label class="choice">
                  <input
                    type="radio"
                    name="redirectUri"
                    value=${uri}
                    .checked=${uri === this.redirectUri}
                    @change=${() => this.#redirectChosen(uri)}
                  />
                  <span class="uri">${uri}</span>
                </label>
              `,
            )}
            <span class="hint">${this.i18n('frameio.admin.redirect.other.hint')}</span>
            <span class="error" id="redirectUri-error" role="alert">${error ?? nothing}</span>
          </fieldset>
        </details>
      </div>
    `;
  }

  #redirectChosen(uri: string): void {
    this.redirectUri = uri;
    this.#settle('redirectUri');
  }

  #switches({ pkce, enabled, serviceEnabled }: ProviderAnswer): unknown {
    return html`
      ${this.#choice('pkce', pkce, 'frameio.admin.provider.pkce', 'frameio.admin.provider.pkce.hint')}
      ${this.#choice('enabled', enabled, 'frameio.admin.provider.enabled', 'frameio.admin.provider.enabled.hint')}
      ${this.#choice(
        'serviceEnabled',
        serviceEnabled,
        'frameio.admin.provider.service-enabled',
        'frameio.admin.provider.service-enabled.hint',
        'switch',
      )}
    `;
  }

  #choice(name: string, isChecked: boolean, label: string, hint: string, role?: 'switch'): unknown {
    return html`
      <label class="choice">
        <input
          type="checkbox"
          role=${role ?? nothing}
          name=${name}
          ?checked=${isChecked}
          aria-labelledby="${name}-label"
          aria-describedby="${name}-hint"
        />
        <span id="${name}-label">${this.i18n(label)}</span>
        <span class="hint" id="${name}-hint">${this.i18n(hint)}</span>
      </label>
    `;
  }

  protected override primaryButton(): unknown {
    return html`
      <button type="submit" class="button primary" aria-disabled=${String(this.busy)}>
        ${this.busy ? html`<span class="spinner"></span>` : nothing} ${this.i18n('frameio.admin.save')}
      </button>
    `;
  }

  protected override submit(): void {
    const { provider } = this;
    const form = this.renderRoot.querySelector('form');
    if (!provider || !form) return;
    const body = { ...bodyOf(new FormData(form)), redirectUri: this.redirectUri };
    const missing = missingFields(body, provider);
    this.errors = Object.fromEntries(missing.map((name) => [name, this.#missing(name)]));
    if (missing.length) this.#focusFirstError();
    else void this.attempt(() => this.#save({ ...body, ...switchesOf(form) }));
  }

  #missing(name: FieldName): string {
    const field = textFields.find((one) => one.name === name);
    return this.i18n('frameio.admin.provider.missing', field ? this.i18n(field.label) : name);
  }

  async #save(body: ProviderBody): Promise<void> {
    const saved = await this.api.call<ProviderAnswer>('PUT', '/admin/provider', { body });
    this.close(saved);
  }

  protected override ownsFailure(failure: unknown): boolean {
    return failure instanceof ApiFailure && isFieldName(failure.field);
  }

  protected override failed(error: unknown): void {
    const field = error instanceof ApiFailure ? error.field : undefined;
    if (!isFieldName(field)) {
      super.failed(error);
      return;
    }
    this.errors = { [field]: this.#sentence(error, field) };
    this.#focusFirstError();
  }

  /** The API names the field as it is called there; people read its label. */
  #sentence(error: unknown, name: FieldName): string {
    const label = textFields.find((one) => one.name === name)?.label;
    if (error instanceof ApiFailure && error.code === 'provider-field-invalid' && label)
      return this.i18n('frameio.error.provider-field-invalid', this.i18n(label));
    return failureSentence(error);
  }

  #settle(name: FieldName): void {
    const others = Object.entries(this.errors).filter(([one]) => one !== name);
    this.errors = Object.fromEntries(others);
  }

  #focusFirstError(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
  }
}

function presetOf(name: TextField['name'], provider: ProviderAnswer): string {
  if (name === 'clientSecret') return '';
  return name === 'scopes' ? provider.scopes.join(' ') : provider[name];
}

type Typed = Omit<ProviderBody, 'pkce' | 'enabled' | 'serviceEnabled' | 'redirectUri'>;

function bodyOf(data: FormData): Typed {
  const entries = textFields.map(({ name }) => [name, String(data.get(name) ?? '').trim()]);
  return Object.fromEntries(entries) as Typed;
}

function switchesOf(form: HTMLFormElement): Pick<ProviderBody, 'pkce' | 'enabled' | 'serviceEnabled'> {
  const isOn = (name: string) => form.querySelector<HTMLInputElement>(`[name=${name}]`)?.checked ?? false;
  return { pkce: isOn('pkce'), enabled: isOn('enabled'), serviceEnabled: isOn('serviceEnabled') };
}

define('nuxeo-frameio-provider-dialog', ProviderDialog);

export function openProviderDialog(opener: HTMLElement): ProviderDialog {
  return openDialog<ProviderDialog>('nuxeo-frameio-provider-dialog', opener, {});
}
