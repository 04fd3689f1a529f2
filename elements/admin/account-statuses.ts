import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { z } from 'zod';
import type { accountsAnswer, statusAnswer } from '../../server/contract/frameio.ts';
import '../shared/connection-needed.ts';
import { failureSentence, needsConnection } from '../shared/failure.ts';
import { define, FrameioElement } from '../shared/frameio-element.ts';
import { shared } from '../shared/styles.ts';

type Option = z.infer<typeof statusAnswer>['options'][number];
type Chosen = Readonly<Record<string, string[]>>;

interface Account {
  readonly id: string;
  readonly name: string;
  readonly options: readonly Option[];
}

/**
 * Which statuses count as approved, for each account that the administrator's own connection sees. Where nothing was
 * chosen, those labelled Approved do. Fires `chosen-changed`; accounts that are not seen keep what they have.
 */
export class AccountStatuses extends FrameioElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 16px;
      }
      legend {
        margin-bottom: 6px;
      }
      .options {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 24px;
      }
    `,
  ];
  static override properties = {
    chosen: { attribute: false },
    isRequired: { attribute: false },
    accounts: { state: true },
    failure: { state: true },
  };

  declare chosen: Chosen;
  /** Only what is approved comes back: an account without any approved status would never give anything back. */
  declare isRequired: boolean;
  declare private accounts: readonly Account[] | undefined;
  declare private failure: unknown;

  constructor() {
    super();
    this.chosen = {};
    this.isRequired = false;
    this.accounts = undefined;
    this.failure = undefined;
  }

  protected override firstUpdated(): void {
    void this.#load();
  }

  override render(): unknown {
    return html`
      <p class="label">${this.i18n('frameio.admin.statuses')}</p>
      <p class="hint">${this.i18n('frameio.admin.statuses.hint')}</p>
      ${this.#content()}
    `;
  }

  #content(): unknown {
    if (needsConnection(this.failure))
      return html`<nuxeo-frameio-connection-needed
        .reason=${this.failure}
        @frameio-connected=${() => this.#load()}
      ></nuxeo-frameio-connection-needed>`;
    if (this.failure !== undefined) return this.#failureNotice();
    if (!this.accounts)
      return html`<p class="loading" role="status"><span class="spinner"></span>${this.i18n('frameio.loading')}</p>`;
    if (!this.accounts.length) return html`<p class="muted">${this.i18n('frameio.admin.statuses.no-account')}</p>`;
    return this.accounts.map((account) => this.#account(account));
  }

  #failureNotice(): unknown {
    return html`
      <div class="notice" role="alert">
        <p>${failureSentence(this.failure)}</p>
        <div>
          <button type="button" class="button" @click=${() => this.#load()}>
            ${this.i18n('frameio.dialog.again')}
          </button>
        </div>
      </div>
    `;
  }

  #account(account: Account): unknown {
    const { id, name, options } = account;
    return html`
      <fieldset class="field">
        <legend>${name}</legend>
        ${
          options.length
            ? html`<div class="options">${options.map((option) => this.#option(account, option))}</div>`
            : html`<span class="muted">${this.i18n('frameio.admin.statuses.no-field')}</span>`
        }
        ${this.#warning(account)}
        ${
          this.chosen[id]
            ? html`<div>
                <button type="button" class="button quiet" @click=${() => this.#preset(id)}>
                  ${this.i18n('frameio.admin.statuses.preset')}
                </button>
              </div>`
            : nothing
        }
      </fieldset>
    `;
  }

  #option(account: Account, option: Option): unknown {
    return html`
      <label class="choice">
        <input
          type="checkbox"
          .checked=${live(this.#approved(account).includes(option.id))}
          @change=${() => this.#toggle(account, option)}
        />
        <span>${option.label}</span>
      </label>
    `;
  }

  #warning(account: Account): unknown {
    if (!this.isRequired || this.#approved(account).length) return nothing;
    return html`<span class="error" role="alert">${this.i18n('frameio.admin.statuses.never')}</span>`;
  }

  #approved({ id, options }: Account): readonly string[] {
    return this.chosen[id] ?? options.filter(isLabelledApproved).map((option) => option.id);
  }

  #toggle(account: Account, option: Option): void {
    const before = this.#approved(account);
    const now = before.includes(option.id) ? before.filter((id) => id !== option.id) : [...before, option.id];
    this.#change({ ...this.chosen, [account.id]: [...now] });
  }

  #preset(accountId: string): void {
    this.#change(Object.fromEntries(Object.entries(this.chosen).filter(([id]) => id !== accountId)));
  }

  #change(chosen: Chosen): void {
    this.dispatchEvent(new CustomEvent('chosen-changed', { detail: chosen }));
  }

  async #load(): Promise<void> {
    this.failure = undefined;
    try {
      const { accounts } = await this.api.get<z.infer<typeof accountsAnswer>>('/frameio/accounts');
      this.accounts = await Promise.all(
        accounts.map(async ({ id, name }) => {
          const path = `/frameio/accounts/${id}/statuses`;
          return { id, name, options: (await this.api.get<z.infer<typeof statusAnswer>>(path)).options };
        }),
      );
    } catch (error) {
      this.failure = error;
    }
  }
}

function isLabelledApproved({ label }: Option): boolean {
  return label.trim().toLowerCase() === 'approved';
}

define('nuxeo-frameio-account-statuses', AccountStatuses);
