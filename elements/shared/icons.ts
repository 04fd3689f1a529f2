import { svg, type TemplateResult } from 'lit';

/** Of 24 units, filled with the colour around them: visible on every bar and in every theme. */
function icon(path: string): TemplateResult {
  return svg`<svg width="24" height="24" viewBox="0 0 24 24" fill="currentColor" aria-hidden="true" focusable="false"><path d=${path} fill-rule="evenodd"></path></svg>`;
}

/** A folder with a link on it. */
export const bindIcon = icon(
  'M3 4h6.5l2 2H20a1 1 0 0 1 1 1v3h-2V8h-8.3l-2-2H5v12h5v2H3a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1z' +
    'M14 13h2v2h-1.5a1.5 1.5 0 0 0 0 3H16v2h-1.5a3.5 3.5 0 0 1-.5-7zm5 0h.5a3.5 3.5 0 0 1 0 7H18v-2h1.5a1.5 1.5 0 0 0 0-3H18v-2zm-3.5 2.6h3v1.8h-3z',
);
