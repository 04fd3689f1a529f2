import { XHRLocaleResolver } from '@nuxeo/nuxeo-ui-elements/nuxeo-i18n-behavior.js';

/** One file, in the browser's language; a key that it lacks is shown as it is. */
export function loadLanguage() {
  const { I18n } = window.nuxeo;
  I18n.language = navigator.language || 'en';
  I18n.localeResolver = XHRLocaleResolver('i18n');
  document.documentElement.lang = I18n.language;
  return I18n.loadLocale();
}
