import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { z } from 'zod';
import type { bindOptionsAnswer } from '../../server/contract/bindings.ts';
import { define, FrameioElement } from '../shared/frameio-element.ts';
import { shared } from '../shared/styles.ts';

export type Workspace = z.infer<typeof bindOptionsAnswer>['workspaces'][number];

const choiceStyles = css`
  .list {
    border: 1px solid var(--frameio-control-line);
    border-radius: 4px;
    display: grid;
    gap: 10px;
    max-height: 192px;
    overflow-y: auto;
    padding: 12px;
  }
  .account {
    font-size: 12px;
    font-weight: 600;
    margin: 0;
    overflow-wrap: anywhere;
  }
  .choice {
    overflow-wrap: anywhere;
  }
  .choice:has(:disabled) {
    cursor: default;
  }
`;

/** The person's own workspaces, several of which can be chosen; typing shortens the list. Fires `workspaces-changed`. */
export class WorkspaceChoice extends FrameioElement {
  static override styles = [shared, choiceStyles];
  static override properties = {
    workspaces: { attribute: false },
    chosen: { attribute: false },
    error: { attribute: false },
    wanted: { state: true },
  };

  declare workspaces: readonly Workspace[];
  declare chosen: readonly Workspace[];
  declare error: string | undefined;
  declare private wanted: string;

  constructor() {
    super();
    this.workspaces = [];
    this.chosen = [];
    this.error = undefined;
    this.wanted = '';
  }

  override focus(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  override render(): unknown {
    return html`
      <fieldset class="field" aria-describedby="team error">
        <legend class="required">${this.i18n('frameio.bind.workspaces')}</legend>
        <span class="hint" id="team">${this.i18n('frameio.bind.workspaces.hint')}</span>
        <input
          type="search"
          autocomplete="off"
          placeholder=${this.i18n('frameio.bind.workspaces.placeholder')}
          aria-label=${this.i18n('frameio.bind.workspaces.filter')}
          aria-invalid=${String(this.error !== undefined)}
          aria-describedby="error"
          .value=${live(this.wanted)}
          @input=${({ target }: Event) => (this.wanted = (target as HTMLInputElement).value)}
          @keydown=${this.#keyed}
        />
        <div class="list">${this.#accounts()}</div>
        <span class="hint" role="status"
          >${this.i18n('frameio.bind.workspaces.chosen', String(this.chosen.length))}</span
        >
        <span class="error" id="error" role="alert">${this.error ?? nothing}</span>
      </fieldset>
    `;
  }

  #accounts(): unknown {
    const shown = this.workspaces.filter((one) => this.#isShown(one));
    if (!shown.length) return html`<p class="hint">${this.i18n('frameio.bind.workspaces.none-found')}</p>`;
    const accounts = Map.groupBy(shown, (one) => one.accountId);
    const isNamed = new Set(this.workspaces.map((one) => one.accountId)).size > 1;
    return [...accounts.values()].map(
      (workspaces) => html`
        ${isNamed ? html`<p class="account muted">${workspaces[0]?.accountName}</p>` : nothing}
        ${workspaces.map((one) => this.#choice(one))}
      `,
    );
  }

  #choice(workspace: Workspace): unknown {
    const reason = workspace.mayCreateActions ? undefined : this.i18n('frameio.bind.workspaces.not-allowed');
    return html`
      <label class="choice">
        <input
          type="checkbox"
          .checked=${live(this.#isChosen(workspace))}
          ?disabled=${reason !== undefined}
          @change=${() => this.#toggle(workspace)}
        />
        <span class=${reason === undefined ? '' : 'muted'}>${workspace.name}</span>
        ${reason === undefined ? nothing : html`<span class="hint">${reason}</span>`}
      </label>
    `;
  }

  /** What is chosen stays in sight. */
  #isShown(workspace: Workspace): boolean {
    const words = `${workspace.name} ${workspace.accountName}`.toLowerCase();
    return this.#isChosen(workspace) || words.includes(this.wanted.trim().toLowerCase());
  }

  #isChosen({ accountId, workspaceId }: Workspace): boolean {
    return this.chosen.some((one) => one.accountId === accountId && one.workspaceId === workspaceId);
  }

  #toggle(workspace: Workspace): void {
    this.chosen = this.#isChosen(workspace)
      ? this.chosen.filter((one) => one.workspaceId !== workspace.workspaceId || one.accountId !== workspace.accountId)
      : [...this.chosen, workspace];
    this.dispatchEvent(new CustomEvent('workspaces-changed', { detail: this.chosen }));
  }

  /** Enter in the search field would send the whole form. */
  readonly #keyed = (event: KeyboardEvent) => {
    if (event.key === 'Enter') event.preventDefault();
  };
}

define('nuxeo-frameio-workspace-choice', WorkspaceChoice);
