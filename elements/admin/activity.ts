import { html, nothing } from 'lit';
import type { ActivityAnswer } from '../../server/contract/activity.ts';
import { formatMoment } from '../shared/format.ts';
import { define } from '../shared/frameio-element.ts';
import { shared } from '../shared/styles.ts';
import { activityCsv, allLines, type ActivityLine } from './activity-csv.ts';
import { download } from './download.ts';
import { PagedList } from './paged-list.ts';
import { upToAndWith, type PageSource } from './pages.ts';
import { headings, quiet, rows } from './styles.ts';

/** Everything that happened, newest first, and as a file (X16). */
export class AdminActivity extends PagedList<ActivityLine> {
  static override styles = [shared, headings, quiet, rows];
  static override properties = { exported: { state: true } };

  /** Lines that are there so far, while the file is made. */
  declare private exported: number | undefined;

  constructor() {
    super();
    this.exported = undefined;
  }

  protected override readonly source: PageSource<ActivityLine> = {
    id: ({ id }) => id,
    load: async (last, limit) => {
      const query = { limit, before: last && upToAndWith(last.at) };
      return (await this.api.get<ActivityAnswer>('/activity', query)).activities;
    },
  };

  override render(): unknown {
    const { exported } = this;
    return html`
      <section class="card" aria-labelledby="heading">
        <div class="title">
          <h2 id="heading">${this.i18n('frameio.admin.activity')}</h2>
          <button type="button" class="button" aria-disabled=${String(this.busy)} @click=${this.#export}>
            ${exported === undefined ? nothing : html`<span class="spinner"></span>`}
            ${this.i18n('frameio.admin.activity.export')}
          </button>
        </div>
        <p class="hint" role="status">
          ${
            exported === undefined
              ? this.i18n('frameio.admin.activity.hint')
              : this.i18n('frameio.admin.activity.exporting', String(exported))
          }
        </p>
        ${this.list()}
      </section>
    `;
  }

  protected override emptyText(): string {
    return this.i18n('frameio.admin.activity.none');
  }

  protected override row({ at, kind, title, person, actor, documentUid, failure }: ActivityLine): unknown {
    return html`
      <div>
        <span class="name">${this.i18n(`frameio.activity.${kind}`)}</span>
        ${documentUid === null ? html`<span>${title}</span>` : html`<a href=${`#!/doc/${documentUid}`}>${title}</a>`}
        ${failure ? html`<span class="error">${failure.message}</span>` : nothing}
      </div>
      <div class="particulars">
        <time datetime=${at}>${formatMoment(at)}</time>
        ${person === null ? nothing : html`<span>${person}</span>`}
        ${
          actor === null || actor === person
            ? nothing
            : html`<span>${this.i18n('frameio.admin.activity.actor', actor)}</span>`
        }
      </div>
    `;
  }

  readonly #export = () => {
    void this.run(async () => {
      try {
        this.exported = 0;
        const { lines, isWhole } = await allLines(this.source, (count) => (this.exported = count));
        download(`frameio-activity-${new Date().toISOString().slice(0, 10)}.csv`, 'text/csv', activityCsv(lines));
        if (!isWhole) this.notify({ message: this.i18n('frameio.admin.activity.cut', String(lines.length)) });
      } finally {
        this.exported = undefined;
      }
    });
  };
}

define('nuxeo-frameio-admin-activity', AdminActivity);
