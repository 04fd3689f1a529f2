import { css, html } from 'lit';

/** One of several, each with how many there are of it. */
export interface FilterChoice<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly count: number;
}

export const filterStyles = css`
  .filter {
    border: 0;
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin: 0;
    min-width: 0;
    padding: 0;
  }
  .filter label {
    border: 1px solid var(--frameio-control-line);
    border-radius: 20px;
    cursor: pointer;
    font-size: 13px;
    font-variant-numeric: tabular-nums;
    padding: 5px 14px;
  }
  .filter label:has(:checked) {
    background: color-mix(in srgb, var(--frameio-accent) 16%, transparent);
    border-color: var(--frameio-accent);
    font-weight: 600;
  }
  .filter label:has(:focus-visible) {
    outline: 2px solid var(--frameio-accent);
    outline-offset: 2px;
  }
`;

/** What a list shows, by radio buttons that look like tags. */
export function filterBar<T extends string>(
  legend: string,
  choices: readonly FilterChoice<T>[],
  chosen: T,
  choose: (value: T) => void,
): unknown {
  return html`<fieldset class="filter">
    <legend class="visually-hidden">${legend}</legend>
    ${choices.map(
      ({ value, label, count }) =>
        html`<label>
          <input
            class="visually-hidden"
            type="radio"
            name="filter"
            .checked=${value === chosen}
            @change=${() => choose(value)}
          />${label} (${count})
        </label>`,
    )}
  </fieldset>`;
}
