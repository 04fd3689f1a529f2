import { html, nothing, type TemplateResult } from 'lit';
import { i18n } from '../shared/i18n.ts';
import { numberOf, secureUrl, textOf, type ReviewDocument } from './document.ts';
import { assetFields, sentFields, type Field } from './fields.ts';

const stateLabels: Readonly<Record<string, string>> = {
  'in-review': 'frameio.review.state.in-review',
  returned: 'frameio.review.state.returned',
  recalled: 'frameio.review.state.recalled',
  published: 'frameio.review.state.published',
  synced: 'frameio.review.state.synced',
  gone: 'frameio.review.state.gone',
};

/** The asset in Frame.io: what it is, where its review stands, and what was sent. */
export function assetCard(document: ReviewDocument): TemplateResult {
  const url = secureUrl(textOf(document, 'frameioasset:viewUrl'));
  return html`
    <section class="card asset">
      <div class="head">
        <h2>${i18n('frameio.review.asset')}</h2>
        ${
          url
            ? html`<a class="button" href=${url} target="_blank" rel="noopener">${i18n('frameio.review.open')}</a>`
            : nothing
        }
      </div>
      ${[reviewFields(document), assetFields(document), sentFields(document)].map(facts)}
    </section>
  `;
}

function facts(fields: readonly Field[]): unknown {
  if (fields.length === 0) return nothing;
  return html`<dl class="facts">
    ${fields.map(
      ({ label, value }) =>
        html`<div>
          <dt>${label}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function reviewFields(document: ReviewDocument): Field[] {
  const state = stateLabels[textOf(document, 'frameioasset:state') ?? ''];
  const status = textOf(document, 'frameioasset:statusLabel');
  const total = numberOf(document, 'frameioasset:totalComments');
  const newer = textOf(document, 'frameioasset:newerFileName');
  const open = numberOf(document, 'frameioasset:openComments') ?? 0;
  return [
    state === undefined ? [] : { label: i18n('frameio.review.field.state'), value: i18n(state) },
    status === undefined ? [] : { label: i18n('frameio.review.field.status'), value: status },
    newer === undefined ? [] : { label: i18n('frameio.review.field.newer'), value: newer },
    total === undefined
      ? []
      : { label: i18n('frameio.review.comments'), value: i18n('frameio.review.counts', String(open), String(total)) },
  ].flat();
}
