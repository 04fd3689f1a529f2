import { html, type TemplateResult } from 'lit';
import { until } from 'lit/directives/until.js';
import { i18n } from './i18n.ts';

/** Content of a chunk that loads when it is first needed, with its progress and its failure in words. */
export function lazily(load: () => Promise<unknown>, content: () => TemplateResult): unknown {
  const loaded = load().then(content, () => html`<p role="alert">${i18n('frameio.error.sidecar-unreachable')}</p>`);
  return until(loaded, html`<p role="status">${i18n('frameio.loading')}</p>`);
}
