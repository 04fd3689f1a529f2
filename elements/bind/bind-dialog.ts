import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { z } from 'zod';
import type { bindBody, bindOptionsAnswer } from '../../server/contract/bindings.ts';
import { FrameioDialog, openDialog } from '../shared/dialog.ts';
import { ApiFailure, failureSentence } from '../shared/failure.ts';
import { define } from '../shared/frameio-element.ts';
import { defaultRules, type Rules } from '../shared/rules-form.ts';
import { typeField } from '../shared/type-field.ts';
import { NameCheck } from './name-check.ts';
import type { Workspace } from './workspace-choice.ts';
import './workspace-choice.ts';

type Options = z.infer<typeof bindOptionsAnswer>;
type Field = 'actionName' | 'workspaces' | 'documentType' | 'approvalGate';

const CHECK_AFTER_MS = 350;
const fields: readonly string[] = ['actionName', 'workspaces', 'documentType', 'approvalGate'] satisfies Field[];

/** **Bind this folder to your Frame.io projects** (N42–N49, N55, N56). */
export class BindDialog extends FrameioDialog {
  static override properties = {
    options: { state: true },
    actionName: { state: true },
    workspaces: { state: true },
    documentType: { state: true },
    rules: { state: true },
    errors: { state: true },
    nameState: { state: true },
  };

  folderUid = '';
  declare private options: Options | undefined;
  declare private actionName: string;
  declare private workspaces: readonly Workspace[];
  declare private documentType: string;
  declare private rules: Rules;
  declare private errors: Partial<Record<Field, string>>;
  declare private nameState: 'unknown' | 'checking' | 'free';
  #check: NameCheck | undefined;
  #checkTimer = 0;

  constructor() {
    super();
    this.options = undefined;
    this.actionName = '';
    this.workspaces = [];
    this.documentType = '';
    this.rules = defaultRules;
    this.errors = {};
    this.nameState = 'unknown';
  }

  override disconnectedCallback(): void {
    clearTimeout(this.#checkTimer);
    super.disconnectedCallback();
  }

  protected override heading(): string {
    return this.i18n('frameio.bind.heading');
  }

  protected override async load(): Promise<void> {
    const options = await this.api.get<Options>(`/folders/${this.folderUid}/binding/options`);
    this.#check = new NameCheck(this.api, this.folderUid);
    // After a connection in between, what was typed is still there.
    if (!this.options) this.#preset(options);
    this.options = options;
  }

  #preset({ suggestedActionName, defaultDocumentType, workspaces }: Options): void {
    this.actionName = suggestedActionName;
    this.documentType = defaultDocumentType;
    const [only, ...others] = workspaces.filter((one) => one.mayCreateActions);
    if (only && !others.length) this.workspaces = [only];
    this.#checkSoon();
  }

  protected override content(): unknown {
    const { options } = this;
    if (!options) return nothing;
    const obstacle = obstacleTo(options);
    if (obstacle) return html`<div class="notice bad" role="alert"><p>${this.i18n(obstacle)}</p></div>`;
    return html`
      <div class="form">
        ${this.#nameField()}
        <nuxeo-frameio-workspace-choice
          .workspaces=${options.workspaces}
          .chosen=${this.workspaces}
          .error=${this.errors.workspaces}
          @workspaces-changed=${this.#workspacesChanged}
        ></nuxeo-frameio-workspace-choice>
        ${this.#typeField(options)}
        ${this.rules.anyMember ? html`<p class="hint">${this.i18n('frameio.bind.any-member')}</p>` : nothing}
        ${options.commentsBecomeVisible ? html`<p class="hint">${this.i18n('frameio.bind.comments')}</p>` : nothing}
        <details ?open=${this.errors.approvalGate !== undefined}>
          <summary>${this.i18n('frameio.bind.more')}</summary>
          <nuxeo-frameio-rules
            .rules=${this.rules}
            .gateError=${this.errors.approvalGate}
            @rules-changed=${({ detail }: CustomEvent<Rules>) => (this.rules = detail)}
          ></nuxeo-frameio-rules>
        </details>
      </div>
    `;
  }

  #nameField(): unknown {
    const said = this.errors.actionName;
    return html`
      <div class="field">
        <label class="label required" for="name">${this.i18n('frameio.bind.name')}</label>
        <input
          id="name"
          autofocus
          autocomplete="off"
          maxlength="255"
          aria-required="true"
          aria-invalid=${String(said !== undefined)}
          aria-describedby="name-hint name-error"
          .value=${live(this.actionName)}
          @input=${this.#nameTyped}
        />
        <span class="hint" id="name-hint" role="status">${this.i18n(`frameio.bind.name.${this.nameState}`)}</span>
        <span class="error" id="name-error" role="alert">${said ?? nothing}</span>
      </div>
    `;
  }

  #typeField({ documentTypes }: Options): unknown {
    return typeField({
      label: this.i18n('frameio.bind.type'),
      hint: this.i18n('frameio.bind.type.hint'),
      types: documentTypes,
      chosen: this.documentType,
      error: this.errors.documentType,
      changed: (type) => (this.documentType = type),
    });
  }

  protected override primaryButton(): unknown {
    if (!this.options || obstacleTo(this.options)) return nothing;
    return html`
      <button type="submit" class="button primary" aria-disabled=${String(this.busy)}>
        ${this.busy ? html`<span class="spinner"></span>` : nothing}
        ${this.busy ? this.i18n('frameio.bind.binding') : this.i18n('frameio.bind.validate')}
      </button>
    `;
  }

  protected override submit(): void {
    this.errors = this.#missing();
    if (Object.keys(this.errors).length) this.#focusFirstError();
    else void this.attempt(() => this.#bind());
  }

  #missing(): Partial<Record<Field, string>> {
    return {
      ...(this.actionName.trim() ? {} : { actionName: this.i18n('frameio.bind.name.missing') }),
      ...(this.workspaces.length ? {} : { workspaces: this.i18n('frameio.bind.workspaces.missing') }),
    };
  }

  async #bind(): Promise<void> {
    const body: z.infer<typeof bindBody> = {
      actionName: this.actionName.trim(),
      workspaces: this.workspaces.map(({ accountId, workspaceId }) => ({ accountId, workspaceId })),
      documentType: this.documentType,
      rules: this.rules,
    };
    await this.api.post(`/folders/${this.folderUid}/binding`, body);
    this.close();
    this.notify({ message: this.i18n('frameio.bind.done', body.actionName) });
    this.emit('document-updated');
  }

  protected override ownsFailure(failure: unknown): boolean {
    return fieldOf(failure) !== undefined;
  }

  protected override failed(error: unknown): void {
    const field = fieldOf(error);
    if (!field) {
      super.failed(error);
      return;
    }
    this.errors = { [field]: failureSentence(error) };
    this.#focusFirstError();
  }

  #focusFirstError(): void {
    void this.updateComplete.then(() => {
      const wrong = this.renderRoot.querySelector<HTMLElement>('#name[aria-invalid=true], #type[aria-invalid=true]');
      (wrong ?? this.renderRoot.querySelector<HTMLElement>('nuxeo-frameio-workspace-choice'))?.focus();
    });
  }

  readonly #nameTyped = ({ target }: Event) => {
    this.actionName = (target as HTMLInputElement).value;
    this.#checkSoon();
  };

  readonly #workspacesChanged = ({ detail }: CustomEvent<readonly Workspace[]>) => {
    this.workspaces = detail;
    this.#settle('workspaces');
    this.#checkSoon();
  };

  /** What was wrong with a field is not, once the field has changed. */
  #settle(field: Field): void {
    const others = Object.entries(this.errors).filter(([name]) => name !== field);
    this.errors = Object.fromEntries(others);
  }

  #checkSoon(): void {
    clearTimeout(this.#checkTimer);
    this.#settle('actionName');
    this.nameState = this.actionName.trim() && this.workspaces.length ? 'checking' : 'unknown';
    if (this.nameState === 'checking')
      this.#checkTimer = window.setTimeout(() => void this.#checkName(), CHECK_AFTER_MS);
  }

  async #checkName(): Promise<void> {
    const { actionName, workspaces } = this;
    const taken = await this.#check?.taken(actionName.trim(), workspaces);
    if (!taken || actionName !== this.actionName || workspaces !== this.workspaces) return;
    this.nameState = taken.length ? 'unknown' : 'free';
    if (!taken.length) return;
    const where = taken.map((one) => one.name).join(', ');
    this.errors = {
      ...this.errors,
      actionName: this.i18n('frameio.error.action-name-taken', actionName.trim(), where),
    };
  }
}

/** Why the form would be filled in for nothing (N55). */
function obstacleTo({ workspaces, documentTypes }: Options): string | undefined {
  if (!workspaces.length) return 'frameio.bind.no-workspaces';
  if (!workspaces.some((one) => one.mayCreateActions)) return 'frameio.bind.no-rights';
  return documentTypes.length ? undefined : 'frameio.bind.no-types';
}

function fieldOf(failure: unknown): Field | undefined {
  const field = failure instanceof ApiFailure ? failure.field : undefined;
  return field !== undefined && fields.includes(field) ? (field as Field) : undefined;
}

define('nuxeo-frameio-bind-dialog', BindDialog);

export function openBindDialog(opener: HTMLElement, folderUid: string): BindDialog {
  return openDialog<BindDialog>('nuxeo-frameio-bind-dialog', opener, { folderUid });
}
