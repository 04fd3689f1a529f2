const MAX_LENGTH = 255;
const FORBIDDEN = /[\\/:*?"<>|\p{Cc}]/gu;

/** The title a file gets in Nuxeo: its name without the extension (N65). */
export function titleOf(fileName: string): string {
  const dot = fileName.lastIndexOf('.');
  return dot > 0 ? fileName.slice(0, dot) : fileName;
}

/** A name both sides accept (W66): no forbidden characters, no trailing dot or space, at most 255 characters. */
export function validName(name: string): string {
  const clean = name.normalize('NFC').replace(FORBIDDEN, '_').trim();
  return shorten(clean).replace(/[. ]+$/, '') || '_';
}

/** Cuts the stem, never the extension, and never inside a character. */
function shorten(name: string): string {
  if (name.length <= MAX_LENGTH) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= 20 ? name.slice(dot) : '';
  const stem = name.slice(0, MAX_LENGTH - extension.length).replace(/[\uD800-\uDBFF]$/, '');
  return stem + extension;
}
