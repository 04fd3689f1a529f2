import { svg, type TemplateResult } from 'lit';

/** Of 24 units, filled with the colour around them: visible on every bar and in every theme. */
export function icon(path: string): TemplateResult {
  return svg`<svg width="24" height="24" viewBox="0 0 24 24" fill="currentColor" aria-hidden="true" focusable="false"><path d=${path} fill-rule="evenodd"></path></svg>`;
}

/** A folder with a link on it. */
export const bindIcon = icon(
  'M3 4h6.5l2 2H20a1 1 0 0 1 1 1v3h-2V8h-8.3l-2-2H5v12h5v2H3a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1z' +
    'M14 13h2v2h-1.5a1.5 1.5 0 0 0 0 3H16v2h-1.5a3.5 3.5 0 0 1-.5-7zm5 0h.5a3.5 3.5 0 0 1 0 7H18v-2h1.5a1.5 1.5 0 0 0 0-3H18v-2zm-3.5 2.6h3v1.8h-3z',
);

const filmFrame =
  'M4 9v10h16V9h-3V7h4a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1h4v2z' +
  'M5 11h2v2H5zm0 4h2v2H5zm12-4h2v2h-2zm0 4h2v2h-2z';
/** An arrow up, out of a frame of film. */
export const pushIcon = icon(`${filmFrame}M12 2l4.5 4.5-1.4 1.4L13 5.8V16h-2V5.8L8.9 7.9 7.5 6.5z`);
/** An arrow back to the left. */
export const recallIcon = icon('M9 5L3.5 10.5 9 16v-4h6a4 4 0 0 1 0 8h-4v2h4a6 6 0 0 0 0-12H9z');
/** An arrow down, into a frame of film. */
export const bringBackIcon = icon(`${filmFrame}M11 2h2v10.2l2.1-2.1 1.4 1.4L12 16l-4.5-4.5 1.4-1.4 2.1 2.1z`);
/** A folder with an arrow into it. */
export const importIcon = icon(
  'M3 4h6.5l2 2H20a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zm1 2v12h15V8h-8.3l-2-2zm6.5 3h2v3.7l1.6-1.6 1.4 1.4-4 4-4-4 1.4-1.4 1.6 1.6z',
);
/** A folder with two arrows that go round in it. */
export const syncIcon = icon(
  'M3 4h6.5l2 2H20a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zm1 2v12h15V8h-8.3l-2-2z' +
    'M11.5 9a4 4 0 0 1 3.3 1.7l1.2-1.2V13h-3.5l1.2-1.2A2.5 2.5 0 0 0 9.1 12.5H7.6A4 4 0 0 1 11.5 9z' +
    'M11.5 17a4 4 0 0 1-3.3-1.7L7 16.5V13h3.5l-1.2 1.2a2.5 2.5 0 0 0 4.6-.7h1.5a4 4 0 0 1-3.9 3.5z',
);
