import { css, html, svg, type TemplateResult } from 'lit';
import { i18n } from '../shared/i18n.ts';
import type { Mark } from './steps.ts';

const shapes = {
  good: svg`<circle cx="12" cy="12" r="10" fill="currentColor"></circle><path d="M7 12.5l3.4 3.4L17 9.2" class="inner"></path>`,
  bad: svg`<circle cx="12" cy="12" r="10" fill="currentColor"></circle><path d="M12 6.5v7M12 16.4v1.2" class="inner"></path>`,
  blocked: svg`<circle cx="12" cy="12" r="9" class="outer"></circle><path d="M8 12h8" class="outer"></path>`,
  unknown: svg`<circle cx="12" cy="12" r="9" class="outer"></circle>`,
} as const satisfies Record<Mark, unknown>;

const words = {
  good: 'frameio.admin.mark.good',
  bad: 'frameio.admin.mark.bad',
  blocked: 'frameio.admin.mark.blocked',
  unknown: 'frameio.admin.mark.unknown',
} as const satisfies Record<Mark, string>;

/** A mark by shape, colour and word. */
export function markIcon(mark: Mark): TemplateResult {
  return html`<span class="mark ${mark}"
    ><svg width="20" height="20" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${shapes[mark]}</svg
    ><span class="visually-hidden">${i18n(words[mark])}</span></span
  >`;
}

export const markStyles = css`
  .mark {
    color: var(--frameio-muted);
    display: inline-grid;
    height: 21px;
    place-items: center;
    position: relative;
  }
  .mark.good {
    color: var(--frameio-ok);
  }
  .mark.bad {
    color: var(--frameio-danger);
  }
  .mark .inner {
    fill: none;
    stroke: var(--frameio-box);
    stroke-linecap: round;
    stroke-linejoin: round;
    stroke-width: 2.4;
  }
  .mark .outer {
    fill: none;
    stroke: currentColor;
    stroke-width: 1.8;
  }
`;
