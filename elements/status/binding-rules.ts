import { html, nothing, type PropertyValues } from 'lit';
import type { BindingAnswer } from '../../server/contract/bindings.ts';
import { failureSentence, hasCode } from '../shared/failure.ts';
import { define, FrameioElement } from '../shared/frameio-element.ts';
import type { Rules } from '../shared/rules-form.ts';
import '../shared/rules-form.ts';
import { shared } from '../shared/styles.ts';
import { withConnection } from '../shared/with-connection.ts';

/** How the binding behaves: to read, and for who may write the folder, to change. */
export class BindingRules extends FrameioElement {
  static override styles = shared;
  static override properties = {
    folderUid: { attribute: false },
    rules: { attribute: false },
    mayEdit: { attribute: false },
    draft: { state: true },
    failure: { state: true },
  };

  declare folderUid: string;
  declare rules: BindingAnswer['rules'] | undefined;
  declare mayEdit: boolean;
  /** What was changed and not saved yet. */
  declare private draft: Rules | undefined;
  declare private failure: unknown;

  constructor() {
    super();
    this.folderUid = '';
    this.rules = undefined;
    this.mayEdit = false;
    this.draft = undefined;
    this.failure = undefined;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('folderUid')) this.draft = undefined;
  }

  override render(): unknown {
    const { rules } = this;
    if (!rules) return nothing;
    return html`
      <section class="card" aria-labelledby="rules">
        <h2 id="rules">${this.i18n('frameio.binding.rules')}</h2>
        ${this.mayEdit ? this.#form(rules) : this.#list(rules)}
      </section>
    `;
  }

  #form(rules: Rules): unknown {
    const gate = hasCode(this.failure, 'status-field-missing') ? failureSentence(this.failure) : undefined;
    return html`
      <nuxeo-frameio-rules
        .rules=${this.draft ?? rules}
        .gateError=${gate}
        @rules-changed=${({ detail }: CustomEvent<Rules>) => (this.draft = detail)}
      ></nuxeo-frameio-rules>
      <div role="alert" ?hidden=${this.failure === undefined}>
        ${
          this.failure === undefined || gate !== undefined
            ? nothing
            : html`<p class="error">${failureSentence(this.failure)}</p>`
        }
      </div>
      ${this.draft ? this.#buttons() : nothing}
    `;
  }

  #buttons(): unknown {
    return html`
      <div class="buttons">
        <button type="button" class="button primary" aria-disabled=${String(this.busy)} @click=${this.#save}>
          ${this.busy ? html`<span class="spinner"></span>` : nothing} ${this.i18n('frameio.binding.rules.save')}
        </button>
        <button type="button" class="button" aria-disabled=${String(this.busy)} @click=${this.#discard}>
          ${this.i18n('frameio.binding.rules.discard')}
        </button>
      </div>
    `;
  }

  #list(rules: Rules): unknown {
    const yes = (is: boolean) => this.i18n(is ? 'frameio.binding.rules.yes' : 'frameio.binding.rules.no');
    return html`
      <dl>
        <dt>${this.i18n('frameio.rules.version')}</dt>
        <dd>${this.i18n(`frameio.form.version.${rules.version}`)}</dd>
        <dt>${this.i18n('frameio.rules.gate')}</dt>
        <dd>${this.i18n(`frameio.rules.gate.${rules.approvalGate ?? 'default'}`)}</dd>
        ${(['anyMember', 'bringBackWhenApproved', 'returnedFilesAreMasters', 'askOnPublish'] as const).map(
          (rule) => html`
            <dt>${this.i18n(`frameio.rules.${rule}`)}</dt>
            <dd>${yes(rules[rule])}</dd>
          `,
        )}
      </dl>
    `;
  }

  readonly #save = () =>
    this.run(async () => {
      const { draft } = this;
      if (!draft) return;
      this.failure = undefined;
      try {
        const path = `/folders/${this.folderUid}/binding`;
        // Whether an account can approve at all is asked for in the person's own name.
        const change = () => this.api.call<BindingAnswer>('PATCH', path, { body: changeable(draft) });
        const saved = await withConnection(this, change);
        if (!saved) return;
        this.rules = saved.rules;
        this.draft = undefined;
        this.notify({ message: this.i18n('frameio.binding.rules.saved') });
      } catch (error) {
        this.failure = error;
      }
    });

  readonly #discard = () => {
    this.draft = undefined;
    this.failure = undefined;
  };
}

/** The rendition is remembered from pushes and not chosen here. */
function changeable({
  version,
  approvalGate,
  anyMember,
  returnedFilesAreMasters,
  bringBackWhenApproved,
  askOnPublish,
}: Rules): Rules {
  return { version, approvalGate, anyMember, returnedFilesAreMasters, bringBackWhenApproved, askOnPublish };
}

define('nuxeo-frameio-binding-rules', BindingRules);
