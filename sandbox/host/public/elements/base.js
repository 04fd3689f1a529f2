import '@nuxeo/nuxeo-elements/nuxeo-element.js';
import { I18nBehavior } from '@nuxeo/nuxeo-ui-elements/nuxeo-i18n-behavior.js';
import { RoutingBehavior } from '@nuxeo/nuxeo-ui-elements/nuxeo-routing-behavior.js';
import { mixinBehaviors } from '@polymer/polymer/lib/legacy/class.js';

export { html } from '@polymer/polymer/lib/utils/html-tag.js';

/** What every element of this page can do: translate, and go somewhere. */
export class HostElement extends mixinBehaviors([I18nBehavior, RoutingBehavior], window.Nuxeo.Element) {
  fire(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

/** `12 March 2026`, in the reader's language. */
export function dateText(iso) {
  if (!iso) return '';
  return new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'long' }).format(new Date(iso));
}

export function iconOf(document) {
  const { type, facets = [] } = document ?? {};
  if (type === 'Workspace') return 'icons:work';
  if (type === 'Domain' || type === 'Root') return 'icons:home';
  if (facets.includes('Folderish')) return 'icons:folder';
  if (facets.includes('Video')) return 'image:movie-creation';
  if (facets.includes('Picture')) return 'image:image';
  return 'icons:description';
}
