import { html, nothing } from 'lit';
import type { PeopleAnswer } from '../../server/contract/provider.ts';
import { formatAgo, formatDate } from '../shared/format.ts';
import { define } from '../shared/frameio-element.ts';
import { shared } from '../shared/styles.ts';
import { PagedList } from './paged-list.ts';
import type { PageSource } from './pages.ts';
import { headings, quiet, rows } from './styles.ts';

export type ConnectedPerson = PeopleAnswer['people'][number];

const states = {
  connected: 'frameio.admin.people.connected',
  missing: 'frameio.admin.people.missing',
  refused: 'frameio.admin.people.refused',
} as const satisfies Record<ConnectedPerson['frameio'], string>;

/** Everybody's connections, until when they last, and **Forget** for those who leave (X2, X23). */
export class AdminPeople extends PagedList<ConnectedPerson> {
  static override styles = [shared, headings, quiet, rows];

  protected override readonly source: PageSource<ConnectedPerson> = {
    id: ({ username }) => username,
    load: async (last, limit) =>
      (await this.api.get<PeopleAnswer>('/admin/people', { limit, after: last?.username })).people,
  };

  override render(): unknown {
    return html`
      <section class="card" aria-labelledby="heading">
        <div class="title">
          <h2 id="heading">${this.i18n('frameio.admin.people')}</h2>
          <button type="button" class="button" @click=${this.#forget()}>
            ${this.i18n('frameio.admin.forget.somebody')}
          </button>
        </div>
        <p class="hint">${this.i18n('frameio.admin.people.hint')}</p>
        ${this.list()}
      </section>
    `;
  }

  protected override emptyText(): string {
    return this.i18n('frameio.admin.people.none');
  }

  protected override row(person: ConnectedPerson): unknown {
    const { username, frameioName, frameioEmail, bindings, syncs, reviews } = person;
    return html`
      <div>
        <span class="name">${username}</span>
        <div class="badges">
          ${this.#badge('Nuxeo', person.nuxeo)} ${this.#badge('Frame.io', person.frameio)}
          ${
            person.warning === null
              ? nothing
              : html`<span class="badge bad">${this.i18n('frameio.admin.people.ending')}</span>`
          }
        </div>
        <div class="particulars">
          ${frameioName === null ? nothing : html`<span>${frameioName}</span>`}
          ${frameioEmail === null ? nothing : html`<span>${frameioEmail}</span>`}
          <span>${this.i18n('frameio.admin.people.renewed', formatAgo(person.refreshedAt))}</span>
          ${this.#end(person)}
          <span>${this.i18n('frameio.admin.people.depending', String(bindings), String(syncs), String(reviews))}</span>
        </div>
      </div>
      <button
        type="button"
        class="button"
        aria-label=${this.i18n('frameio.admin.forget.label', username)}
        @click=${this.#forget(person)}
      >
        ${this.i18n('frameio.admin.forget')}
      </button>
    `;
  }

  #badge(system: string, state: ConnectedPerson['frameio']): unknown {
    const look = { connected: 'good', missing: '', refused: 'bad' }[state];
    return html`<span class="badge ${look}">${this.i18n(states[state], system)}</span>`;
  }

  /** A token is renewed by itself; what ends is the permission behind it. */
  #end({ frameio, warning, expiresAt, renewBy }: ConnectedPerson): unknown {
    const end = warning === 'not-renewable' ? expiresAt : renewBy;
    if (frameio !== 'connected' || end === null) return nothing;
    return html`<span>${this.i18n('frameio.admin.people.until', formatDate(end))}</span>`;
  }

  #forget(person?: ConnectedPerson): (event: Event) => void {
    return ({ currentTarget }) => {
      void this.run(async () => {
        const { openForgetDialog } = await import('./forget-dialog.ts');
        const dialog = openForgetDialog(currentTarget as HTMLElement, person);
        // Whatever was done in the dialog, the list shows it.
        void dialog.closed.then(() => this.reload());
      });
    };
  }
}

define('nuxeo-frameio-admin-people', AdminPeople);
