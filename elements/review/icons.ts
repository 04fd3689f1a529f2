import { svg, type TemplateResult } from 'lit';

function icon(path: string): TemplateResult {
  return svg`<svg width="20" height="20" viewBox="0 0 20 20" fill="currentColor" aria-hidden="true" focusable="false"><path d=${path}></path></svg>`;
}

export const playIcon = icon('M5 3.2v13.6a.7.7 0 0 0 1.1.6l10.4-6.8a.7.7 0 0 0 0-1.2L6.1 2.6A.7.7 0 0 0 5 3.2z');
export const pauseIcon = icon('M5 3h3.5v14H5zM11.5 3H15v14h-3.5z');
export const backIcon = icon('M4 4h2v12H4zM16 4.5v11L7.5 10z');
export const onIcon = icon('M14 4h2v12h-2zM4 4.5v11l8.5-5.5z');
export const soundIcon = icon(
  'M3 7.5h3L10 4v12l-4-3.5H3zM12 7.2a3.5 3.5 0 0 1 0 5.6V11a1.5 1.5 0 0 0 0-2zM12 4.2a6.5 6.5 0 0 1 0 11.6v-1.7a5 5 0 0 0 0-8.2z',
);
export const mutedIcon = icon(
  'M3 7.5h3L10 4v12l-4-3.5H3zM12.2 8.3l1.1-1.1 1.7 1.7 1.7-1.7 1.1 1.1L16.1 10l1.7 1.7-1.1 1.1-1.7-1.7-1.7 1.7-1.1-1.1 1.7-1.7z',
);
export const screenIcon = icon('M3 3h5v2H5v3H3zM12 3h5v5h-2V5h-3zM3 12h2v3h3v2H3zM15 12h2v5h-5v-2h3z');
/** A pencil: the comment has a drawing. */
export const drawingIcon = icon('M13.8 2.6l3.6 3.6L7 16.6l-4.6 1 1-4.6zM12.4 4.9l2.7 2.7 1-1-2.7-2.7z');
export const doneIcon = icon('M8.2 13.3L4.7 9.8l-1.4 1.4 4.9 4.9 8.9-9-1.4-1.4z');
