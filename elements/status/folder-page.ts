import { css, html, nothing, type PropertyValues } from 'lit';
import type { BindingAnswer } from '../../server/contract/bindings.ts';
import '../shared/binding-activity.ts';
import { may, type WebUiDocument } from '../shared/document.ts';
import { documentTypeLabel } from '../shared/document-type.ts';
import { failureSentence, hasCode } from '../shared/failure.ts';
import { formatDate, formatSpan } from '../shared/format.ts';
import { define, FrameioElement } from '../shared/frameio-element.ts';
import { isBound } from '../shared/predicates.ts';
import '../shared/attention.ts';
import '../shared/stray-facet.ts';
import { shared } from '../shared/styles.ts';
import './binding-rules.ts';

const pageStyles = css`
  :host {
    display: block;
  }
  .head {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    justify-content: space-between;
  }
  ul {
    display: grid;
    gap: 4px;
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .foot {
    border-top: 1px solid var(--frameio-line);
    justify-content: space-between;
    padding-top: 16px;
  }
`;

/** What a folder's binding is, how it behaves, what happened through it, and the way out of it (N50–N52, N75–N82). */
export class FolderPage extends FrameioElement {
  static override styles = [shared, pageStyles];
  static override properties = {
    document: { attribute: false },
    visible: { attribute: false },
    binding: { state: true },
    failure: { state: true },
  };

  declare document: WebUiDocument | undefined;
  declare visible: boolean;
  declare private binding: BindingAnswer | undefined;
  declare private failure: unknown;
  /** The state of the document that is shown: another one, or the same one changed, is loaded again. */
  #shown: WebUiDocument | undefined;

  constructor() {
    super();
    this.document = undefined;
    this.visible = false;
    this.binding = undefined;
    this.failure = undefined;
  }

  protected override willUpdate(_changed: PropertyValues): void {
    const { document } = this;
    if (!this.visible || !document || document === this.#shown) return;
    if (document.uid !== this.#shown?.uid) this.binding = undefined;
    this.#shown = document;
    void this.#load(document);
  }

  override render(): unknown {
    const { document, binding } = this;
    if (!document) return nothing;
    if (hasCode(this.failure, 'folder-not-bound')) {
      return html`
        <nuxeo-frameio-attention .documentUid=${document.uid}></nuxeo-frameio-attention>
        <nuxeo-frameio-stray-facet
          facet="FrameioBound"
          .document=${document}
          .sentence=${this.i18n(isBound(document) ? 'frameio.binding.over' : 'frameio.binding.copied')}
        ></nuxeo-frameio-stray-facet>
      `;
    }
    if (hasCode(this.failure, 'binding-unconfirmed')) return this.#unconfirmed(document, this.failure.params);
    if (this.failure !== undefined) return this.#failed(document);
    if (!binding) {
      return html`<p class="card loading" role="status">
        <span class="spinner"></span>${this.i18n('frameio.loading')}
      </p>`;
    }
    return html`
      <nuxeo-frameio-attention .bindingId=${binding.id}></nuxeo-frameio-attention>
      ${document.isTrashed ? this.#trashed() : nothing} ${this.#details(binding)}
      <nuxeo-frameio-binding-rules
        .folderUid=${document.uid}
        .rules=${binding.rules}
        .mayEdit=${may(document, 'WriteProperties')}
      ></nuxeo-frameio-binding-rules>
      <nuxeo-frameio-binding-activity .bindingId=${binding.id}></nuxeo-frameio-binding-activity>
    `;
  }

  /** The question for whoever is asked; the others hear whom to ask. Nothing to forget: that is what is to be confirmed. */
  #unconfirmed({ uid }: WebUiDocument, params: readonly string[]): unknown {
    return html`
      <nuxeo-frameio-attention .documentUid=${uid}>
        <section class="card">
          <div class="notice"><p>${this.i18n('frameio.binding.unconfirmed', params.at(-1) ?? '')}</p></div>
        </section>
      </nuxeo-frameio-attention>
    `;
  }

  #trashed(): unknown {
    return html`<section class="card">
      <div class="notice bad"><p>${this.i18n('frameio.binding.trashed')}</p></div>
    </section>`;
  }

  #failed(document: WebUiDocument): unknown {
    return html`
      <div class="card">
        <div class="notice bad" role="alert"><p>${failureSentence(this.failure)}</p></div>
        <div class="buttons">
          <button type="button" class="button" @click=${() => this.#load(document)}>
            ${this.i18n('frameio.dialog.again')}
          </button>
        </div>
      </div>
    `;
  }

  #details(binding: BindingAnswer): unknown {
    const isWhole = binding.workspaces.every((one) => one.state === 'active');
    return html`
      <section class="card" aria-labelledby="details">
        <div class="head">
          <h2 id="details">${this.i18n('frameio.binding.heading')}</h2>
          <span class="badge">${this.i18n(isWhole ? 'frameio.binding.bound' : 'frameio.binding.incomplete')}</span>
        </div>
        <dl>
          <dt>${this.i18n('frameio.binding.action-name')}</dt>
          <dd>${binding.actionName}</dd>
          <dt>${this.i18n('frameio.binding.action-description')}</dt>
          <dd>${binding.actionDescription}</dd>
          <dt>${this.i18n('frameio.binding.creator')}</dt>
          <dd>${this.i18n('frameio.binding.creator.on', binding.creator, formatDate(binding.createdAt))}</dd>
          <dt>${this.i18n('frameio.binding.workspace')}</dt>
          <dd>
            <ul>
              ${binding.workspaces.map(
                ({ workspaceName, state }) =>
                  html`<li>
                    ${workspaceName} <span class="badge">${this.i18n(`frameio.binding.workspace.${state}`)}</span>
                  </li>`,
              )}
            </ul>
          </dd>
          <dt>${this.i18n('frameio.binding.type')}</dt>
          <dd>${documentTypeLabel(binding.documentType)}</dd>
          <dt>${this.i18n('frameio.binding.in-review')}</dt>
          <dd>${binding.inReview}</dd>
          <dt>${this.i18n('frameio.binding.changes')}</dt>
          <dd>${this.#changes(binding.changes)}</dd>
        </dl>
        <div class="foot buttons">${this.#wayOut(binding)}</div>
      </section>
    `;
  }

  #changes({ by, everySeconds, othersEverySeconds, reason }: BindingAnswer['changes']): unknown {
    if (by === 'webhook') return this.i18n('frameio.binding.changes.webhook');
    const spans = [formatSpan(everySeconds), formatSpan(othersEverySeconds)] as const;
    const looked = this.i18n('frameio.binding.changes.walk', ...spans);
    return html`${looked} ${reason ? html`<span class="hint">${reason.message}</span>` : nothing}`;
  }

  #wayOut(binding: BindingAnswer): unknown {
    if (!binding.mayUnbind) return html`<p class="hint">${this.i18n('frameio.unbind.who', binding.creator)}</p>`;
    return html`
      <p class="hint">${this.i18n('frameio.unbind.hint')}</p>
      <button type="button" class="button danger" @click=${() => this.#unbind(binding)}>
        ${this.i18n('frameio.unbind.label')}
      </button>
    `;
  }

  #unbind(binding: BindingAnswer): Promise<void> {
    return this.run(async () => {
      const { openUnbindDialog } = await import('../shared/unbind-dialog.ts');
      if (await openUnbindDialog(this, binding).closed) this.emit('document-updated');
    });
  }

  async #load({ uid }: WebUiDocument): Promise<void> {
    try {
      const binding = await this.api.get<BindingAnswer>(`/folders/${uid}/binding`);
      if (uid !== this.document?.uid) return;
      this.binding = binding;
      this.failure = undefined;
    } catch (error) {
      if (uid === this.document?.uid) this.failure = error;
    }
  }
}

define('nuxeo-frameio-folder-page', FolderPage);
