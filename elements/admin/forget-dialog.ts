import { html, nothing } from 'lit';
import type { ForgottenAnswer } from '../../server/contract/provider.ts';
import { FrameioDialog, openDialog } from '../shared/dialog.ts';
import { define } from '../shared/frameio-element.ts';
import type { ConnectedPerson } from './people.ts';

/** **Forget a person** (X23): says what goes, what stays behind, and afterwards who is needed for what. */
export class ForgetDialog extends FrameioDialog {
  static override properties = {
    person: { attribute: false },
    forgotten: { state: true },
    isMissing: { state: true },
  };

  /** Left out: the name is typed, for somebody who has no connection any more. */
  declare person: ConnectedPerson | undefined;
  declare private forgotten: { readonly username: string; readonly left: ForgottenAnswer } | undefined;
  declare private isMissing: boolean;

  constructor() {
    super();
    this.person = undefined;
    this.forgotten = undefined;
    this.isMissing = false;
  }

  protected override heading(): string {
    const { person } = this;
    return person
      ? this.i18n('frameio.admin.forget.label', person.username)
      : this.i18n('frameio.admin.forget.heading');
  }

  protected override content(): unknown {
    return this.forgotten ? this.#result(this.forgotten.username, this.forgotten.left) : this.#question();
  }

  #question(): unknown {
    return html`
      ${this.person ? nothing : this.#nameField()}
      <p>${this.i18n('frameio.admin.forget.goes')}</p>
      <p>${this.i18n('frameio.admin.forget.stays')}</p>
      ${
        this.person && this.person.bindings + this.person.syncs + this.person.reviews > 0
          ? html`<div class="notice bad">
              <p>
                ${this.i18n(
                  'frameio.admin.forget.depending',
                  String(this.person.bindings),
                  String(this.person.syncs),
                  String(this.person.reviews),
                )}
              </p>
            </div>`
          : nothing
      }
    `;
  }

  #nameField(): unknown {
    return html`
      <div class="field">
        <label class="label required" for="username">${this.i18n('frameio.admin.forget.username')}</label>
        <input
          id="username"
          autofocus
          autocomplete="off"
          maxlength="200"
          aria-required="true"
          aria-invalid=${String(this.isMissing)}
          aria-describedby="username-error"
          @input=${() => (this.isMissing = false)}
        />
        <span class="error" id="username-error" role="alert"
          >${this.isMissing ? this.i18n('frameio.admin.forget.username.missing') : nothing}</span
        >
      </div>
    `;
  }

  #result(username: string, { connections, notRevoked, bindings, reviews, syncs, jobs }: ForgottenAnswer): unknown {
    const isClean = bindings.length + reviews.length + syncs.length + jobs.length === 0;
    return html`
      <div class="notice good" role="status">
        <p>
          ${
            connections
              ? this.i18n('frameio.admin.forget.done', username)
              : this.i18n('frameio.admin.forget.done.unconnected', username)
          }
        </p>
        ${isClean ? html`<p>${this.i18n('frameio.admin.forget.clean')}</p>` : nothing}
      </div>
      ${notRevoked.length ? html`<p class="notice">${this.i18n('frameio.admin.forget.not-revoked')}</p>` : nothing}
      ${this.#leftovers(
        this.i18n('frameio.admin.forget.bindings'),
        bindings.map(({ folderUid, folderPath }) => this.#link(`#!/doc/${folderUid}?p=frameio`, folderPath)),
      )}
      ${this.#leftovers(
        this.i18n('frameio.admin.forget.syncs'),
        syncs.map(({ folderUid, folderPath }) => this.#link(`#!/doc/${folderUid}`, folderPath)),
      )}
      ${this.#leftovers(
        this.i18n('frameio.admin.forget.reviews'),
        reviews.map(({ documentUid }) => this.#link(`#!/doc/${documentUid}`, documentUid)),
      )}
      ${this.#leftovers(
        this.i18n('frameio.admin.forget.jobs'),
        jobs.map(({ title }) => title),
      )}
    `;
  }

  #leftovers(heading: string, items: readonly unknown[]): unknown {
    if (!items.length) return nothing;
    return html`
      <section>
        <h3>${heading}</h3>
        <ul>
          ${items.map((item) => html`<li>${item}</li>`)}
        </ul>
      </section>
    `;
  }

  #link(href: string, label: string): unknown {
    return html`<a href=${href} @click=${() => this.close()}>${label}</a>`;
  }

  protected override dismissLabel(): string {
    return this.forgotten ? this.i18n('frameio.dialog.close') : super.dismissLabel();
  }

  protected override primaryButton(): unknown {
    if (this.forgotten) return nothing;
    return html`
      <button type="submit" class="button danger" aria-disabled=${String(this.busy)}>
        ${this.busy ? html`<span class="spinner"></span>` : nothing} ${this.i18n('frameio.admin.forget')}
      </button>
    `;
  }

  protected override submit(): void {
    const field = this.renderRoot.querySelector<HTMLInputElement>('#username');
    const username = this.person?.username ?? field?.value.trim() ?? '';
    this.isMissing = !username;
    if (!username) field?.focus();
    else void this.attempt(() => this.#forget(username));
  }

  async #forget(username: string): Promise<void> {
    const path = `/admin/people/${encodeURIComponent(username)}`;
    this.forgotten = { username, left: await this.api.call<ForgottenAnswer>('DELETE', path) };
  }
}

define('nuxeo-frameio-forget-dialog', ForgetDialog);

export function openForgetDialog(opener: HTMLElement, person?: ConnectedPerson): ForgetDialog {
  return openDialog<ForgetDialog>('nuxeo-frameio-forget-dialog', opener, { person });
}
