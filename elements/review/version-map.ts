import { html, nothing } from 'lit';
import { define, FrameioElement } from '../shared/frameio-element.ts';
import { formatDate } from '../shared/format.ts';
import { shared } from '../shared/styles.ts';
import { numberOf, secureUrl, textOf, type ReviewDocument } from './document.ts';

/**
 * Nuxeo's versions beside the files of Frame.io that they hold (X15). Fires `frameio-version-chosen {uid}` when one's
 * record is to be opened.
 */
export class VersionMap extends FrameioElement {
  static override styles = shared;
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
      <div class="scroll" tabindex="0" role="region" aria-label=${this.i18n('frameio.review.versions')}>
        <table>
          <thead>
            <tr>
              <th scope="col">${this.i18n('frameio.review.version')}</th>
              <th scope="col">${this.i18n('frameio.review.version.date')}</th>
              <th scope="col">${this.i18n('frameio.review.version.file')}</th>
              <th scope="col">${this.i18n('frameio.review.version.decision')}</th>
              <th scope="col">${this.i18n('frameio.review.comments')}</th>
              <th scope="col"><span class="visually-hidden">${this.i18n('frameio.review.version.record')}</span></th>
            </tr>
          </thead>
          <tbody>
            ${[...this.versions].reverse().map((version) => this.#row(version))}
          </tbody>
        </table>
      </div>
    `;
  }

  #row(version: ReviewDocument): unknown {
    const label = labelOf(version);
    const isOpened = version.uid === this.opened;
    return html`
      <tr aria-current=${isOpened ? 'true' : nothing}>
        <th scope="row">${label}</th>
        <td>${version.lastModified ? formatDate(version.lastModified) : nothing}</td>
        <td>${this.#file(version)}</td>
        <td>${textOf(version, 'frameioasset:statusLabel') ?? '–'}</td>
        <td>${numberOf(version, 'frameioasset:totalComments') ?? '–'}</td>
        <td>${hasRecord(version) ? this.#opener(version, label, isOpened) : nothing}</td>
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

/** `1.2` */
export function labelOf({ versionLabel, properties }: ReviewDocument): string {
  const number = (name: string) => String(properties?.[`uid:${name}_version`] ?? 0);
  return versionLabel ?? `${number('major')}.${number('minor')}`;
}

export function hasRecord(version: ReviewDocument): boolean {
  return version.facets.includes('FrameioReview');
}

define('nuxeo-frameio-versions', VersionMap);
