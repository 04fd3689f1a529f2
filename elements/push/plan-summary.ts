import { html, nothing } from 'lit';
import type { PlannedDocumentAnswer } from '../../server/contract/documents.ts';
import { ApiFailure, failureSentence } from '../shared/failure.ts';
import { formatBytes } from '../shared/format.ts';
import { i18n } from '../shared/i18n.ts';
import { countsOf, type PlanCounts } from './push-plan.ts';

/** More than these are folded away. */
const FEW = 5;

/** What will happen, before it happens (X5). */
export function planSummary(documents: readonly PlannedDocumentAnswer[]): unknown {
  const [only] = documents;
  return documents.length === 1 && only ? oneSummary(only) : manySummary(countsOf(documents), documents);
}

function oneSummary(document: PlannedDocumentAnswer): unknown {
  return html`<div class="summary">
    <strong class="title">${document.title}</strong>
    <span class="muted">${formatBytes(document.length)}</span>
    ${outcomeHint(document)}
  </div>`;
}

function outcomeHint({ outcome, changedUnknown }: PlannedDocumentAnswer): unknown {
  if (outcome === 'unchanged') return html`<p class="hint">${i18n('frameio.push.unchanged-hint')}</p>`;
  if (outcome === 'version' && changedUnknown) return html`<p class="hint">${i18n('frameio.push.unknown-hint')}</p>`;
  return nothing;
}

function manySummary(counts: PlanCounts, documents: readonly PlannedDocumentAnswer[]): unknown {
  const lines: [string, number][] = [
    ['frameio.push.count-new', counts.new],
    ['frameio.push.count-version', counts.version],
    ['frameio.push.count-unchanged', counts.unchanged],
    ['frameio.push.count-skipped', counts.skipped],
  ];
  const unknown = documents.filter((one) => one.outcome === 'version' && one.changedUnknown).length;
  return html`
    <ul class="counts" aria-label=${i18n('frameio.push.plan')}>
      ${lines.map(([key, count]) => (count ? html`<li class="badge">${i18n(key, String(count))}</li>` : nothing))}
      <li class="badge">${i18n('frameio.push.total', formatBytes(counts.bytes))}</li>
    </ul>
    ${unknown ? html`<p class="hint">${i18n('frameio.push.unknown-many-hint', String(unknown))}</p>` : nothing}
  `;
}

/** Each that is left out, with its reason. */
export function skippedList(documents: readonly PlannedDocumentAnswer[]): unknown {
  const skipped = documents.filter((one) => one.outcome === 'skipped');
  if (skipped.length === 0) return nothing;
  return html`<details ?open=${skipped.length <= FEW}>
    <summary>${i18n('frameio.push.skipped-list', String(skipped.length))}</summary>
    <ul class="skipped">
      ${skipped.map(
        ({ title, failure }) =>
          html`<li>
            <strong>${title}</strong>
            <span class="hint">${failureSentence(failure ? new ApiFailure(failure) : undefined)}</span>
          </li>`,
      )}
    </ul>
  </details>`;
}
