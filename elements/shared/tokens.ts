import { css } from 'lit';

/** Web UI's look by its variables; what lies between two of its colours is mixed, so that every theme works. */
export const tokens = css`
  :host {
    --frameio-text: var(--nuxeo-text-default, #3a3a54);
    --frameio-box: var(--nuxeo-box, #fff);
    --frameio-accent: var(--nuxeo-primary-color, #0066ff);
    --frameio-danger: var(--nuxeo-warn-text, #c9290a);
    --frameio-ok: var(--nuxeo-validated, #42be65);
    --frameio-muted: color-mix(in srgb, var(--frameio-text) 82%, var(--frameio-box));
    --frameio-line: color-mix(in srgb, var(--frameio-text) 22%, transparent);
    --frameio-control-line: color-mix(in srgb, var(--frameio-text) 60%, transparent);
    --frameio-tint: color-mix(in srgb, var(--frameio-text) 6%, transparent);
    color: var(--frameio-text);
    font-family: var(--nuxeo-app-font, 'Open Sans', system-ui, sans-serif);
    accent-color: var(--frameio-accent);
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  :focus-visible {
    outline: 2px solid var(--frameio-accent);
    outline-offset: 2px;
  }
`;
