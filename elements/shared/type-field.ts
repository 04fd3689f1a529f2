import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { documentTypeLabel } from './document-type.ts';

export interface TypeField {
  readonly label: string;
  readonly hint: string;
  readonly types: readonly string[];
  readonly chosen: string;
  /** Why the chosen one is not possible. */
  readonly error: string | undefined;
  readonly changed: (type: string) => void;
}

/** What a file from Frame.io becomes: only types that may be created in the folder (N46). */
export function typeField({ label, hint, types, chosen, error, changed }: TypeField): unknown {
  return html`
    <div class="field">
      <label class="label required" for="type">${label}</label>
      <select
        id="type"
        aria-required="true"
        aria-invalid=${String(error !== undefined)}
        aria-describedby="type-hint type-error"
        @change=${({ target }: Event) => changed((target as HTMLSelectElement).value)}
      >
        ${types.map(
          (type) => html`<option value=${type} .selected=${live(type === chosen)}>${documentTypeLabel(type)}</option>`,
        )}
      </select>
      <span class="hint" id="type-hint">${hint}</span>
      <span class="error" id="type-error" role="alert">${error ?? nothing}</span>
    </div>
  `;
}
