import { css } from 'lit';

/**
 * Web UI's look by its variables; what lies between two of its colours is mixed, so that every theme works. Its own
 * signal colours alone are too near to the box in some: dark blue on dark, light green on white. Sizes are pixels,
 * because a rem is 13 or 14 of them there.
 */
export const tokens = css`
  :host {
    --frameio-text: var(--nuxeo-text-default, #3a3a54);
    --frameio-box: var(--nuxeo-box, #fff);
    --frameio-accent: color-mix(in srgb, var(--nuxeo-primary-color, #0066ff) 60%, var(--frameio-text));
    --frameio-danger: color-mix(in srgb, var(--nuxeo-warn-text, #de350b) 60%, var(--frameio-text));
    --frameio-ok: color-mix(in srgb, var(--nuxeo-validated, #42be65) 60%, var(--frameio-text));
    --frameio-muted: color-mix(in srgb, var(--frameio-text) 82%, var(--frameio-box));
    --frameio-line: color-mix(in srgb, var(--frameio-text) 22%, transparent);
    --frameio-control-line: color-mix(in srgb, var(--frameio-text) 60%, transparent);
    --frameio-tint: color-mix(in srgb, var(--frameio-text) 6%, transparent);
    color: var(--frameio-text);
    font-family: var(--nuxeo-app-font, Inter, system-ui, sans-serif);
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
