import { css, html, nothing } from 'lit';
import { failureSentence } from './failure.ts';
import { define, FrameioElement } from './frameio-element.ts';
import { shared } from './styles.ts';
import type { TreeNode } from './tree-source.ts';

const styles = css`
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .row input {
    flex: 1 1 160px;
    width: auto;
  }
`;

/** A folder made on the spot: a button, then a name. Fires `frameio-new-folder-closed` when the name is done with. */
export class NewFolder extends FrameioElement {
  static override styles = [shared, styles];
  static override properties = {
    parent: { attribute: false },
    create: { attribute: false },
    isOpen: { state: true },
    failure: { state: true },
  };

  declare parent: TreeNode | undefined;
  declare create: (name: string) => Promise<void>;
  declare private isOpen: boolean;
  declare private failure: string;

  constructor() {
    super();
    this.parent = undefined;
    this.create = () => Promise.resolve();
    this.isOpen = false;
    this.failure = '';
  }

  override render(): unknown {
    if (!this.isOpen) {
      return html`<button type="button" class="button" @click=${this.#open}>
        ${this.i18n('frameio.tree.new-folder')}
      </button>`;
    }
    const label = this.i18n('frameio.tree.new-folder-in', this.parent?.name ?? '');
    return html`
      <div class="row">
        <input
          type="text"
          maxlength="255"
          aria-label=${label}
          placeholder=${label}
          aria-invalid=${String(this.failure !== '')}
          aria-describedby="failure"
          @keydown=${this.#pressed}
        />
        <button type="button" class="button" aria-disabled=${String(this.busy)} @click=${this.#create}>
          ${this.busy ? html`<span class="spinner"></span>` : nothing}${this.i18n('frameio.tree.create')}
        </button>
        <button type="button" class="button quiet" @click=${this.#close}>${this.i18n('frameio.dialog.cancel')}</button>
      </div>
      <div id="failure" class="error" role="alert">${this.failure}</div>
    `;
  }

  readonly #open = () => {
    this.isOpen = true;
    void this.updateComplete.then(() => this.#field?.focus());
  };

  readonly #close = () => {
    this.isOpen = false;
    this.failure = '';
    this.emit('frameio-new-folder-closed');
  };

  get #field(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input');
  }

  readonly #pressed = (event: KeyboardEvent) => {
    // Neither may reach the dialog around: Enter would send its form, Escape would close it.
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Enter') this.#create();
    else this.#close();
  };

  readonly #create = () => {
    const name = this.#field?.value.trim() ?? '';
    if (!name) {
      this.failure = this.i18n('frameio.tree.name-missing');
      this.#field?.focus();
      return;
    }
    void this.run(async () => {
      this.failure = '';
      try {
        await this.create(name);
        this.#close();
      } catch (error) {
        this.failure = failureSentence(error);
        this.#field?.focus();
      }
    });
  };
}

define('nuxeo-frameio-new-folder', NewFolder);
