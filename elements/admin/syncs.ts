import { html, nothing } from 'lit';
import type { z } from 'zod';
import type { SyncAnswer, syncsAnswer } from '../../server/contract/sync.ts';
import { ApiFailure, failureSentence } from '../shared/failure.ts';
import { formatAgo, formatDate } from '../shared/format.ts';
import { define } from '../shared/frameio-element.ts';
import { shared } from '../shared/styles.ts';
import { PagedList } from './paged-list.ts';
import { upToAndWith, type PageSource } from './pages.ts';
import { quiet, rows } from './styles.ts';

type Run = NonNullable<SyncAnswer['run']>;

/** `partly` is no failure of the whole: the folder's tab says what it was. */
const looks: Readonly<Record<Run['state'], string>> = {
  queued: '',
  running: '',
  done: 'good',
  partly: '',
  failed: 'bad',
};

/** All synchronised folders, newest first, with how their last run ended. */
export class AdminSyncs extends PagedList<SyncAnswer> {
  static override styles = [shared, quiet, rows];

  protected override readonly source: PageSource<SyncAnswer> = {
    id: ({ id }) => id,
    load: async (last, limit) => {
      const query = { limit, before: last && upToAndWith(last.createdAt) };
      return (await this.api.get<z.infer<typeof syncsAnswer>>('/syncs', query)).syncs;
    },
  };

  override render(): unknown {
    return html`
      <section class="card" aria-labelledby="heading">
        <h2 id="heading">${this.i18n('frameio.admin.syncs')}</h2>
        <p class="hint">${this.i18n('frameio.admin.syncs.hint')}</p>
        ${this.list()}
      </section>
    `;
  }

  protected override emptyText(): string {
    return this.i18n('frameio.admin.syncs.none');
  }

  protected override row(sync: SyncAnswer): unknown {
    const source = [sync.workspaceName, sync.projectName, ...sync.sourcePath].join(' › ');
    const run = sync.run;
    return html`
      <div>
        <a class="name" href=${`#!/doc/${sync.folderUid}?p=frameio-sync`}>${sync.folderPath}</a>
        <div class="particulars">
          <span>${this.i18n('frameio.admin.syncs.source', source)}</span>
          <span>${this.i18n('frameio.admin.folders.type', sync.documentType)}</span>
          <span>${this.i18n('frameio.admin.syncs.owner', sync.owner, formatDate(sync.createdAt))}</span>
          <span>
            ${
              sync.lastRunAt === null
                ? this.i18n('frameio.sync.never')
                : this.i18n('frameio.admin.syncs.last', formatAgo(sync.lastRunAt))
            }
          </span>
        </div>
        ${this.#trouble(sync)}
      </div>
      ${run ? html`<span class="badge ${looks[run.state]}">${this.i18n(`frameio.sync.word.${run.state}`)}</span>` : nothing}
    `;
  }

  #trouble({ needsOwner, run }: SyncAnswer): unknown {
    const failure = needsOwner ?? run?.failure;
    return failure ? html`<span class="error">${failureSentence(new ApiFailure(failure))}</span>` : nothing;
  }
}

define('nuxeo-frameio-admin-syncs', AdminSyncs);
