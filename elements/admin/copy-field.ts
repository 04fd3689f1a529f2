import { css, html } from 'lit';
import { define, FrameioElement } from '../shared/frameio-element.ts';
import { shared } from '../shared/styles.ts';
import { quiet } from './styles.ts';

/** A text to be used elsewhere, letter by letter, with a button that copies it. */
export class CopyField extends FrameioElement {
  static override styles = [
    shared,
    quiet,
    css`
      .both {
        display: grid;
        gap: 8px;
        grid-template-columns: minmax(0, 1fr) auto;
      }
    `,
  ];
  static override properties = {
    label: { type: String },
    hint: { type: String },
    value: { type: String },
    said: { state: true },
  };

  declare label: string;
  declare hint: string;
  declare value: string;
  /** What became of the last click. */
  declare private said: string;

  constructor() {
    super();
    this.label = '';
    this.hint = '';
    this.value = '';
    this.said = '';
  }

  override render(): unknown {
    return html`
      <div class="field">
        <label class="label" for="value">${this.label}</label>
        <div class="both">
          <input id="value" readonly aria-describedby="hint" .value=${this.value} @focus=${this.#select} />
          <button
            type="button"
            class="button"
            aria-label="${this.i18n('frameio.admin.copy')}: ${this.label}"
            @click=${this.#copy}
          >
            ${this.i18n('frameio.admin.copy')}
          </button>
        </div>
        <span class="hint" id="hint">${this.hint}</span>
        <span class="hint" role="status">${this.said}</span>
      </div>
    `;
  }

  readonly #select = ({ currentTarget }: Event) => (currentTarget as HTMLInputElement).select();

  readonly #copy = () => {
    void this.run(async () => {
      try {
        await navigator.clipboard.writeText(this.value);
        this.said = this.i18n('frameio.admin.copy.done');
      } catch {
        // Without https, or where the browser was told not to.
        this.renderRoot.querySelector('input')?.focus();
        this.said = this.i18n('frameio.admin.copy.by-hand');
      }
    });
  };
}

define('nuxeo-frameio-copy-field', CopyField);
