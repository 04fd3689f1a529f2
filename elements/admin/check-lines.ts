import { css, html, nothing } from 'lit';
import { ApiFailure, failureSentence } from '../shared/failure.ts';
import { define, FrameioElement } from '../shared/frameio-element.ts';
import { hasText } from '../shared/i18n.ts';
import { shared } from '../shared/styles.ts';
import { markIcon, markStyles } from './mark.ts';
import { lineOf, markOf, type CheckLine } from './steps.ts';

/** Lines of the guided check: green, or red with what to do. They stand there before they are known, so nothing jumps. */
export class CheckLines extends FrameioElement {
  static override styles = [
    shared,
    markStyles,
    css`
      ul {
        display: grid;
        gap: 8px;
        list-style: none;
        margin: 0;
        padding: 0;
      }
      li {
        display: grid;
        gap: 2px 10px;
        grid-template-columns: auto minmax(0, 1fr);
        line-height: 1.45;
        overflow-wrap: anywhere;
      }
      .remedy {
        font-size: 13px;
        grid-column: 2;
      }
      .bad .remedy {
        color: var(--frameio-danger);
      }
      .blocked .remedy {
        color: var(--frameio-muted);
      }
    `,
  ];
  static override properties = { ids: { attribute: false }, lines: { attribute: false } };

  declare ids: readonly string[];
  /** All that is known; undefined before the first check. */
  declare lines: readonly CheckLine[] | undefined;

  constructor() {
    super();
    this.ids = [];
    this.lines = undefined;
  }

  override render(): unknown {
    return html`<ul>
      ${this.ids.map((id) => this.#line(id, lineOf(id, this.lines)))}
    </ul>`;
  }

  #line(id: string, line: CheckLine | undefined): unknown {
    const mark = markOf(line);
    return html`
      <li class=${mark} data-line=${id} data-mark=${mark}>
        ${markIcon(mark)} <span>${this.i18n(`frameio.check.${id}`)}</span>
        ${line && !line.ok ? html`<span class="remedy">${this.#remedy(line)}</span>` : nothing}
      </li>
    `;
  }

  #remedy({ code, params }: CheckLine): string {
    if (code === null) return '';
    const key = `frameio.check.remedy.${code}`;
    // What was not checked names the line to solve first.
    const values = code === 'not-checked' ? params.map((id) => this.i18n(`frameio.check.${id}`)) : params;
    return hasText(key) ? this.i18n(key, ...values) : failureSentence(new ApiFailure({ code, params }));
  }
}

define('nuxeo-frameio-check-lines', CheckLines);
