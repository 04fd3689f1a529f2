const fields = ['INPUT', 'TEXTAREA'];

/** Web UI's: *d* goes home from wherever the focus is but in a field to write in. A list to choose from is none. */
export function addShortcuts(goHome) {
  document.body.addEventListener('keydown', (event) => {
    const [target] = event.composedPath();
    const isField = fields.includes(target.tagName) || target.isContentEditable;
    if (event.key === 'd' && !event.ctrlKey && !event.altKey && !event.metaKey && !isField) goHome();
  });
}

/** Web UI's: the first Tab of a page goes to its link to the content, unless somebody has dealt with the key. */
export function addSkipLink(link) {
  let isArmed = true;
  document.addEventListener('keydown', (event) => {
    if (!isArmed || event.key !== 'Tab') return;
    isArmed = false;
    if (event.defaultPrevented) return;
    event.preventDefault();
    link.focus();
  });
}
