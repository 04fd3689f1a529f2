import { css, html, nothing, type TemplateResult } from 'lit';
import type { ProviderStateAnswer } from '../../server/contract/provider.ts';
import { define, FrameioElement } from '../shared/frameio-element.ts';
import { shared } from '../shared/styles.ts';
import './activity.ts';
import './folders.ts';
import './people.ts';
import './rebuild.ts';
import { addressOf, isHere, sectionLabels, sectionOf, sections, type Section } from './sections.ts';
import './set-up.ts';
import './settings.ts';
import './syncs.ts';
import './transfers.ts';

const contents = {
  'set-up': () => html`<nuxeo-frameio-admin-set-up></nuxeo-frameio-admin-set-up>`,
  settings: () => html`<nuxeo-frameio-admin-settings></nuxeo-frameio-admin-settings>`,
  folders: () => html`
    <nuxeo-frameio-admin-folders></nuxeo-frameio-admin-folders>
    <nuxeo-frameio-admin-syncs></nuxeo-frameio-admin-syncs>
    <nuxeo-frameio-admin-rebuild></nuxeo-frameio-admin-rebuild>
  `,
  people: () => html`<nuxeo-frameio-admin-people></nuxeo-frameio-admin-people>`,
  transfers: () => html`<nuxeo-frameio-admin-transfers></nuxeo-frameio-admin-transfers>`,
  activity: () => html`<nuxeo-frameio-admin-activity></nuxeo-frameio-admin-activity>`,
} as const satisfies Record<Section, () => TemplateResult>;

const pageStyles = css`
  :host {
    display: block;
    margin: 0 auto;
    max-width: 1088px;
  }
  .bar {
    align-items: center;
    border-bottom: 1px solid var(--frameio-line);
    display: flex;
    flex-wrap: wrap-reverse;
    gap: 4px 16px;
    justify-content: space-between;
    margin-bottom: 20px;
  }
  nav {
    display: flex;
    flex-wrap: wrap;
    gap: 0 24px;
  }
  nav a {
    border-bottom: 3px solid transparent;
    color: var(--frameio-muted);
    flex: none;
    font-size: 14px;
    padding: 10px 2px;
    text-decoration: none;
  }
  nav a:hover {
    color: var(--frameio-text);
  }
  nav a[aria-current] {
    border-bottom-color: var(--frameio-accent);
    color: var(--frameio-text);
    font-weight: 600;
  }
`;

/** The page with its parts; each part asks for what it shows when it is opened. */
export class AdminPage extends FrameioElement {
  static override styles = [shared, pageStyles];
  static override properties = { section: { state: true }, provider: { state: true } };

  declare private section: Section;
  /** Unknown until the connector has answered; the parts say themselves when it does not. */
  declare private provider: ProviderStateAnswer | undefined;

  constructor() {
    super();
    this.section = sectionOf(location.hash);
    this.provider = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.#moved);
    void this.#readState();
  }

  override disconnectedCallback(): void {
    window.removeEventListener('hashchange', this.#moved);
    super.disconnectedCallback();
  }

  override render(): unknown {
    return html`
      <div class="bar">
        <nav aria-label=${this.i18n('frameio.admin.sections')}>
          ${sections.map(
            (section) =>
              html`<a
                href=${addressOf(section)}
                aria-current=${section === this.section ? 'page' : nothing}
                @click=${this.#go(section)}
                >${this.i18n(sectionLabels[section])}</a
              >`,
          )}
        </nav>
        <span role="status">${this.#state()}</span>
      </div>
      <div @frameio-provider-changed=${() => this.#readState()}>${contents[this.section]()}</div>
    `;
  }

  #state(): unknown {
    const { provider } = this;
    if (!provider) return nothing;
    if (!provider.registered) return html`<span class="badge">${this.i18n('frameio.admin.state.missing')}</span>`;
    if (!provider.enabled) return html`<span class="badge">${this.i18n('frameio.admin.state.disabled')}</span>`;
    if (!provider.serviceEnabled)
      return html`<span class="badge">${this.i18n('frameio.admin.state.service-disabled')}</span>`;
    return html`<span class="badge">${this.i18n('frameio.admin.state.on')}</span>`;
  }

  async #readState(): Promise<void> {
    try {
      this.provider = await this.api.get<ProviderStateAnswer>('/provider');
    } catch {
      this.provider = undefined;
    }
  }

  /** Web UI need not route anew for it, and on narrow windows would open its drawer over the page. */
  #go(section: Section): (event: MouseEvent) => void {
    return (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (section !== this.section) history.pushState(null, '', addressOf(section));
      this.section = section;
    };
  }

  readonly #moved = () => {
    if (isHere(location.hash)) this.section = sectionOf(location.hash);
  };
}

define('nuxeo-frameio-admin-page', AdminPage);
