import './globals.js';
import '@nuxeo/nuxeo-elements/nuxeo-elements.js';
import '@nuxeo/nuxeo-ui-elements/nuxeo-slots.js';
import './legacy.js';
import './stock.js';
import { loadLanguage } from './i18n.js';
import { applyTheme } from './theme.js';

/**
 * As Web UI does: an add-on is an ES module named after its package, beside this one. There is no catch on purpose: an
 * add-on that throws while it loads leaves Web UI without its application.
 */
function loadAddOns() {
  const { bundles = [] } = window.Nuxeo.UI;
  return Promise.all(bundles.map((name) => import(new URL(`${name}.bundle.js`, document.baseURI).href)));
}

/** Where a person wanted to go before signing in. */
function returnToFragment() {
  const [, fragment] = /(?:^|; )nuxeo\.start\.url\.fragment=([^;]*)/.exec(document.cookie) ?? [];
  if (fragment && !location.hash) history.replaceState(null, '', `#${decodeURIComponent(fragment)}`);
  document.cookie = 'nuxeo.start.url.fragment=; path=/; max-age=0';
}

async function start() {
  returnToFragment();
  applyTheme();
  await import('./app.js');
  const app = document.createElement('nuxeo-app');
  document.body.append(app);
  await Promise.all([loadLanguage(), loadAddOns()]);
  app.startRouting();
  // Most elements arrive after the first page, and tags that already stand there are upgraded.
  await import('./late-elements.js');
}

start();
