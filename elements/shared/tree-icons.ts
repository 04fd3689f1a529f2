import { icon } from './icons.ts';

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
