import { html, nothing } from 'lit';
import type { BoundFoldersAnswer } from '../../server/contract/provider.ts';
import { formatDate } from '../shared/format.ts';
import { define } from '../shared/frameio-element.ts';
import { shared } from '../shared/styles.ts';
import { PagedList } from './paged-list.ts';
import { upToAndWith, type PageSource } from './pages.ts';
import { quiet, rows } from './styles.ts';

type Folder = BoundFoldersAnswer['bindings'][number];

/** All bound folders, newest first. */
export class AdminFolders extends PagedList<Folder> {
  static override styles = [shared, quiet, rows];

  protected override readonly source: PageSource<Folder> = {
    id: ({ id }) => id,
    load: async (last, limit) => {
      const query = { limit, before: last && upToAndWith(last.createdAt) };
      return (await this.api.get<BoundFoldersAnswer>('/admin/bindings', query)).bindings;
    },
  };

  override render(): unknown {
    return html`
      <section class="card" aria-labelledby="heading">
        <h2 id="heading">${this.i18n('frameio.admin.folders')}</h2>
        <p class="hint">${this.i18n('frameio.admin.folders.hint')}</p>
        ${this.list()}
      </section>
    `;
  }

  protected override emptyText(): string {
    return this.i18n('frameio.admin.folders.none');
  }

  protected override row(folder: Folder): unknown {
    return html`
      <div>
        <a class="name" href=${`#!/doc/${folder.folderUid}?p=frameio`}>${folder.folderPath}</a>
        <div class="particulars">
          <span>${this.i18n('frameio.admin.folders.action', folder.actionName)}</span>
          <span>${this.i18n('frameio.admin.folders.workspaces', this.#workspaces(folder))}</span>
          <span>${this.i18n('frameio.admin.folders.type', folder.documentType)}</span>
          <span>${this.i18n('frameio.admin.folders.bound', folder.creator, formatDate(folder.createdAt))}</span>
        </div>
      </div>
      <div class="buttons">
        ${
          folder.inReview
            ? html`<span class="badge">${this.i18n('frameio.admin.folders.in-review', String(folder.inReview))}</span>`
            : nothing
        }
        <button
          type="button"
          class="button"
          aria-label="${this.i18n('frameio.unbind.label')} ${folder.folderPath}"
          @click=${() => this.#unbind(folder)}
        >
          ${this.i18n('frameio.unbind.label')}
        </button>
      </div>
    `;
  }

  /** Also a folder that nobody can open any more because it was deleted (N54). */
  async #unbind(folder: Folder): Promise<void> {
    const { openUnbindDialog } = await import('../shared/unbind-dialog.ts');
    if (await openUnbindDialog(this, folder).closed) await this.reload();
  }

  #workspaces({ workspaces }: Folder): string {
    return workspaces
      .map(({ workspaceName, state }) =>
        state === 'active' ? workspaceName : `${workspaceName} (${this.i18n('frameio.admin.folders.no-action')})`,
      )
      .join(', ');
  }
}

define('nuxeo-frameio-admin-folders', AdminFolders);
