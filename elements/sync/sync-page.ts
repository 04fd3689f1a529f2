import { css, html, nothing, type PropertyValues } from 'lit';
import '../shared/attention.ts';
import '../shared/binding-activity.ts';
import type { WebUiDocument, WebUiUser } from '../shared/document.ts';
import { failureSentence, hasCode } from '../shared/failure.ts';
import { define, FrameioElement } from '../shared/frameio-element.ts';
import { isSynced } from '../shared/predicates.ts';
import '../shared/stray-facet.ts';
import { shared } from '../shared/styles.ts';
import { isUnderWay, type SyncAnswer } from './run.ts';
import './sync-details.ts';
import './sync-drift.ts';
import { followRun, syncFeed } from './sync-feed.ts';
import './sync-results.ts';

/** What a folder is synchronised with, how far it is, what became of it, and where both sides differ (N115–N120, X9). */
export class SyncPage extends FrameioElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
    `,
  ];
  static override properties = {
    document: { attribute: false },
    user: { attribute: false },
    visible: { attribute: false },
    sync: { state: true },
    failure: { state: true },
  };

  declare document: WebUiDocument | undefined;
  declare user: WebUiUser | undefined;
  declare visible: boolean;
  declare private sync: SyncAnswer | undefined;
  declare private failure: unknown;
  /** Whose synchronisation is listened to. */
  #listened: string | undefined;
  #stop: (() => void) | undefined;

  constructor() {
    super();
    this.document = undefined;
    this.user = undefined;
    this.visible = false;
    this.sync = undefined;
    this.failure = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#listen();
  }

  override disconnectedCallback(): void {
    this.#unlisten();
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('document') || changed.has('visible')) this.#listen();
  }

  /** Only what is seen is asked for. */
  #listen(): void {
    const uid = this.visible ? this.document?.uid : undefined;
    if (uid === this.#listened) return;
    this.#unlisten();
    if (uid === undefined) return;
    if (uid !== this.sync?.folderUid) this.sync = undefined;
    this.failure = undefined;
    this.#listened = uid;
    this.#stop = syncFeed.listen(uid, {
      sync: (sync) => this.#take(sync),
      failed: (error) => (this.failure = error),
    });
  }

  #unlisten(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#listened = undefined;
  }

  #take(sync: SyncAnswer): void {
    const isNews = isUnderWay(sync.run) && !isUnderWay(this.sync?.run);
    this.sync = sync;
    this.failure = undefined;
    if (isNews) followRun(sync, { isTold: false });
  }

  override render(): unknown {
    const { document, sync } = this;
    if (!document) return nothing;
    if (hasCode(this.failure, 'folder-not-synced')) return this.#stray(document);
    if (hasCode(this.failure, 'sync-unconfirmed')) return this.#unconfirmed(document, this.failure.params);
    if (!sync) return this.failure === undefined ? this.#loading() : this.#failed(document);
    // What is done in the owner's name may need the owner's connection, and only the owner can make it.
    const isOwner = sync.owner === this.user?.properties?.username;
    return html`
      ${this.failure === undefined ? nothing : this.#failed(document)}
      <nuxeo-frameio-sync-details .sync=${sync} .isOwner=${isOwner}></nuxeo-frameio-sync-details>
      <nuxeo-frameio-sync-results .folderUid=${document.uid} .lastRun=${sync.run}></nuxeo-frameio-sync-results>
      <nuxeo-frameio-sync-drift .folderUid=${document.uid} .sync=${sync} .isOwner=${isOwner}></nuxeo-frameio-sync-drift>
      <nuxeo-frameio-binding-activity .bindingId=${sync.id} .asOf=${sync.run?.endedAt}></nuxeo-frameio-binding-activity>
    `;
  }

  #stray(document: WebUiDocument): unknown {
    return html`<nuxeo-frameio-stray-facet
      facet="FrameioSynced"
      .document=${document}
      .sentence=${this.i18n(isSynced(document) ? 'frameio.sync.over' : 'frameio.sync.copied')}
    ></nuxeo-frameio-stray-facet>`;
  }

  /** The question for whoever is asked; the others hear whom to ask. */
  #unconfirmed({ uid }: WebUiDocument, params: readonly string[]): unknown {
    return html`
      <nuxeo-frameio-attention .documentUid=${uid} @document-updated=${() => this.run(() => syncFeed.look(uid))}>
        <section class="card">
          <div class="notice"><p>${this.i18n('frameio.sync.unconfirmed', params.at(-1) ?? '')}</p></div>
        </section>
      </nuxeo-frameio-attention>
    `;
  }

  #loading(): unknown {
    return html`<p class="card loading" role="status"><span class="spinner"></span>${this.i18n('frameio.loading')}</p>`;
  }

  #failed({ uid }: WebUiDocument): unknown {
    return html`
      <div class="card">
        <div class="notice bad" role="alert"><p>${failureSentence(this.failure)}</p></div>
        <div class="buttons">
          <button type="button" class="button" @click=${() => this.run(() => syncFeed.look(uid))}>
            ${this.i18n('frameio.dialog.again')}
          </button>
        </div>
      </div>
    `;
  }
}

define('nuxeo-frameio-sync-page', SyncPage);
