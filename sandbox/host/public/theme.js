import './theme-mixins.js';

export const THEMES = ['default', 'dark', 'light', 'kawaii'];

export function currentTheme() {
  const stored = localStorage.getItem('theme');
  return THEMES.includes(stored) ? stored : 'default';
}

export function chooseTheme(name) {
  localStorage.setItem('theme', name);
  applyTheme();
  document.dispatchEvent(new CustomEvent('theme-changed', { detail: { theme: name } }));
}

/** The variables of each theme stand in theme.css. */
export function applyTheme() {
  document.documentElement.dataset.theme = currentTheme();
}
