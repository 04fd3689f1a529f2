import {
  css,
  html,
  LitElement,
  nothing,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import { EagerElement } from './eager-element.ts';
import { tokens } from './tokens.ts';

/**
 * Under the pointer its colour stays: Web UI's colour for links there is that of its selection toolbar in most themes. In
 * the drop-down the whole row is the button, with the room that the menu leaves around it. (Here, since every user of
 * Web UI loads what stands inside.)
 */
const actionStyles = css`
  :host {
    color: inherit;
    display: inline-block;
  }
  .action {
    align-items: center;
    background: none;
    border: 0;
    border-radius: 4px;
    color: inherit;
    cursor: pointer;
    display: inline-flex;
    font: inherit;
    height: 40px;
    padding: 8px;
  }
  .action:hover {
    background: color-mix(in srgb, currentcolor 12%, transparent);
  }
  .action[aria-disabled='true'] {
    cursor: progress;
    opacity: 0.5;
  }
  .label {
    display: none;
    font-size: 1rem;
    margin: 0 8px;
    white-space: nowrap;
  }
  :host([show-label]) {
    position: relative;
  }
  :host([show-label]) .action {
    width: 100%;
  }
  :host([show-label]) .action::after {
    content: '';
    inset: 0;
    position: absolute;
  }
  :host([show-label]) .label {
    display: inline;
    margin-inline-start: 15px;
  }
`;

/** A button in one of Web UI's action menus: an icon, and in the drop-down its words. Takes no room when hidden. */
export abstract class FrameioAction extends EagerElement {
  static override styles: CSSResultGroup = [tokens, actionStyles];
  static override properties: PropertyDeclarations = { showLabel: { type: Boolean, attribute: 'show-label' } };
  // The drop-down's list focuses its items, and the item is this element.
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  /** In the drop-down, where a tooltip would lie over the next item. The menu says so after it has moved the button. */
  declare showLabel: boolean;
  #wasVisible = false;

  constructor() {
    super();
    this.showLabel = false;
  }

  protected abstract isVisible(): boolean;
  protected abstract label(): string;
  protected abstract icon(): TemplateResult;
  /** Errors become a bubble; opens its dialog by a dynamic import. */
  protected abstract act(): Promise<void>;

  override render(): unknown {
    if (!this.isVisible()) return nothing;
    const label = this.label();
    return html`
      <button
        type="button"
        class="action"
        aria-label=${label}
        aria-disabled=${String(this.busy)}
        @click=${() => this.run(() => this.act())}
      >
        ${this.icon()}<span class="label" aria-hidden="true">${label}</span>
      </button>
      ${this.showLabel ? nothing : html`<nuxeo-tooltip>${label}</nuxeo-tooltip>`}
    `;
  }

  /** The menu measures its buttons only when it is told to. */
  protected override updated(_changed: PropertyValues): void {
    const isVisible = this.isVisible();
    if (isVisible !== this.#wasVisible) this.dispatchEvent(new CustomEvent('dom-change', { bubbles: true }));
    this.#wasVisible = isVisible;
  }
}
