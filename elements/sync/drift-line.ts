import { html, nothing } from 'lit';
import type { DriftAnswer } from '../../server/contract/sync.ts';
import { ApiFailure, failureSentence } from '../shared/failure.ts';
import { i18n } from '../shared/i18n.ts';

export type DriftLine = DriftAnswer['lines'][number];
export type DriftChoice = DriftLine['choices'][number];

export interface Decision {
  readonly choice: DriftChoice;
  readonly state: 'asking' | 'decided' | 'failed';
  readonly failure?: unknown;
}

/** One difference: what, where, how it differs, and what can become of it; afterwards what was decided. */
export function driftLine(
  line: DriftLine,
  decision: Decision | undefined,
  choose: (line: DriftLine, choice: DriftChoice) => void,
): unknown {
  const { kind, title, path, documentUid, failure, viewUrl } = line;
  const why = failure ? failureSentence(new ApiFailure(failure)) : i18n(`frameio.sync.drift.why.${kind}`);
  return html`<li class="line" tabindex="-1" data-line=${line.id}>
    <div class="about">
      <div class="what">
        ${
          documentUid === null
            ? html`<span class="name">${title}</span>`
            : html`<a class="name" href="#!/doc/${documentUid}">${title}</a>`
        }
        <span class="badge">${i18n(`frameio.sync.drift.kind.${kind}`)}</span>
        ${
          viewUrl
            ? html`<a
                class="hint"
                href=${viewUrl}
                target="_blank"
                rel="noopener"
                aria-label="${i18n('frameio.open')}: ${title}"
                >${i18n('frameio.open')}</a
              >`
            : nothing
        }
      </div>
      <span class="hint">${path.length ? html`${path.join(' › ')} · ` : nothing}${why}</span>
      ${
        decision?.state === 'failed'
          ? html`<span class="error" role="alert">${failureSentence(decision.failure)}</span>`
          : nothing
      }
    </div>
    ${
      decision?.state === 'decided'
        ? html`<span class="hint" role="status">${i18n(`frameio.sync.chosen.${decision.choice}`)}</span>`
        : choices(line, decision, choose)
    }
  </li>`;
}

function choices(
  line: DriftLine,
  decision: Decision | undefined,
  choose: (line: DriftLine, choice: DriftChoice) => void,
): unknown {
  const isAsking = decision?.state === 'asking';
  return html`<div class="buttons">
    ${line.choices.map((choice) => {
      const label = i18n(`frameio.sync.choice.${choice}`);
      return html`<button
        type="button"
        class="button"
        aria-label="${label}: ${line.title}"
        aria-disabled=${String(isAsking)}
        @click=${() => choose(line, choice)}
      >
        ${isAsking && decision.choice === choice ? html`<span class="spinner"></span>` : nothing}${label}
      </button>`;
    })}
  </div>`;
}
