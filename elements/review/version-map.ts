import { css, html, nothing } from 'lit';
import { define, FrameioElement } from '../shared/frameio-element.ts';
import { formatDate } from '../shared/format.ts';
import { shared } from '../shared/styles.ts';
import { numberOf, secureUrl, textOf, type ReviewDocument } from './document.ts';

const columns = [
  'frameio.review.version',
  'frameio.review.version.date',
  'frameio.review.version.file',
  'frameio.review.version.position',
  'frameio.review.version.decision',
  'frameio.review.comments',
] as const;

/** Where it is narrow each row is a block of its own, and says its columns' names itself. */
const mapStyles = css`
  :host {
    container-type: inline-size;
    display: block;
  }
  tr[aria-current] {
    background: var(--frameio-tint);
  }
  td,
  th {
    vertical-align: middle;
  }
  td:last-child {
    text-align: end;
  }
  @container (max-width: 608px) {
    table,
    tbody {
      display: block;
    }
    thead {
      display: none;
    }
    tr {
      border-bottom: 1px solid var(--frameio-line);
      display: grid;
      gap: 8px 16px;
      grid-template-columns: repeat(2, minmax(0, 1fr));
      padding: 12px 0;
    }
    th,
    td {
      border: 0;
      padding: 0;
    }
    [data-label]::before {
      color: var(--frameio-muted);
      content: attr(data-label);
      display: block;
      font-size: 12px;
      font-weight: 600;
    }
    td:last-child {
      align-self: end;
      text-align: start;
    }
  }
`;

/**
 * Nuxeo's versions beside the files of Frame.io that they hold (X15). Fires `frameio-version-chosen {uid}` when one's
 * record is to be opened.
 */
export class VersionMap extends FrameioElement {
  static override styles = [shared, mapStyles];
  static override properties = { versions: { attribute: false }, opened: { type: String } };

  /** Oldest first. */
  declare versions: readonly ReviewDocument[];
  /** Uid of the version that is open. */
  declare opened: string | undefined;

  constructor() {
    super();
    this.versions = [];
    this.opened = undefined;
  }

  override render(): unknown {
    if (this.versions.length === 0) return html`<p class="muted">${this.i18n('frameio.review.versions.none')}</p>`;
    return html`
      <table role="table" aria-label=${this.i18n('frameio.review.versions')}>
        <thead role="rowgroup">
          <tr role="row">
            ${columns.map((key) => html`<th scope="col" role="columnheader">${this.i18n(key)}</th>`)}
            <td role="cell"></td>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${[...this.versions].reverse().map((version) => this.#row(version))}
        </tbody>
      </table>
    `;
  }

  #row(version: ReviewDocument): unknown {
    const isOpened = version.uid === this.opened;
    const label = labelOf(version);
    const [first, ...others] = columns;
    const cells = [
      version.lastModified ? formatDate(version.lastModified) : '–',
      this.#file(version),
      positionOf(version),
      textOf(version, 'frameioasset:statusLabel') ?? '–',
      numberOf(version, 'frameioasset:totalComments') ?? '–',
    ];
    return html`
      <tr role="row" aria-current=${isOpened ? 'true' : nothing}>
        <th scope="row" role="rowheader" data-label=${this.i18n(first)}>${label}</th>
        ${others.map((key, index) => html`<td role="cell" data-label=${this.i18n(key)}>${cells[index]}</td>`)}
        <td role="cell">${hasRecord(version) ? this.#opener(version, label, isOpened) : nothing}</td>
      </tr>
    `;
  }

  #file(version: ReviewDocument): unknown {
    const name = textOf(version, 'frameioasset:fileName');
    if (name === undefined) return html`<span class="muted">${this.i18n('frameio.review.version.not-frameio')}</span>`;
    const url = secureUrl(textOf(version, 'frameioasset:viewUrl'));
    return url ? html`<a href=${url} target="_blank" rel="noopener">${name}</a>` : name;
  }

  #opener({ uid }: ReviewDocument, label: string, isOpened: boolean): unknown {
    return html`<button
      type="button"
      class="button"
      aria-label=${this.i18n('frameio.review.version.open-label', label)}
      ?disabled=${isOpened}
      @click=${() => this.emit('frameio-version-chosen', { uid })}
    >
      ${this.i18n('frameio.review.version.open')}
    </button>`;
  }
}

/** `v2`, as Frame.io numbers the files of a version stack. */
function positionOf(version: ReviewDocument): string {
  const position = numberOf(version, 'frameioasset:stackPosition');
  return position === undefined ? '–' : `v${position}`;
}

/** `1.2` */
export function labelOf({ versionLabel, properties }: ReviewDocument): string {
  const number = (name: string) => String(properties?.[`uid:${name}_version`] ?? 0);
  return versionLabel ?? `${number('major')}.${number('minor')}`;
}

export function hasRecord(version: ReviewDocument): boolean {
  return version.facets.includes('FrameioReview');
}

define('nuxeo-frameio-versions', VersionMap);
