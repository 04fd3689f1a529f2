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
export const chevronIcon = icon('M9 6l6 6-6 6-1.4-1.4L12.2 12 7.6 7.4z');
export const folderIcon = icon('M3 4h6.5l2 2H20a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1z');
export const fileIcon = icon(
  'M6 2h8l5 5v14a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V3a1 1 0 0 1 1-1zm1 2v16h10V8.5L12.5 4zm3 6.5l5 3-5 3z',
);
/** One file behind the other: a version stack. */
export const stackIcon = icon(
  'M8 3h7l5 5v9a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zm1 2v11h9V9.2L13.8 5zM4 7h2v12h9v2H5a1 1 0 0 1-1-1z',
);
/** A frame with a filmstrip's edge: a project. */
export const projectIcon = icon(
  'M3 4h18a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zm1 2v2h2V6zm0 5v2h2v-2zm0 5v2h2v-2zM8 6v12h8V6zm10 0v2h2V6zm0 5v2h2v-2zm0 5v2h2v-2z',
);
/** A padlock. */
export const lockIcon = icon(
  'M12 2a5 5 0 0 1 5 5v3h1a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V11a1 1 0 0 1 1-1h1V7a5 5 0 0 1 5-5zm0 2a3 3 0 0 0-3 3v3h6V7a3 3 0 0 0-3-3zm0 9.5a1.5 1.5 0 0 1 .9 2.7V18h-1.8v-1.8a1.5 1.5 0 0 1 .9-2.7z',
);
