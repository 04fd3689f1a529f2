import { html, nothing } from 'lit';
import type { CheckAnswer, ProviderAnswer } from '../../server/contract/provider.ts';
import { connect } from '../shared/connect.ts';
import { failureSentence } from '../shared/failure.ts';
import { define, FrameioElement } from '../shared/frameio-element.ts';
import { currentLanguage } from '../shared/i18n.ts';
import { shared } from '../shared/styles.ts';
import './check-lines.ts';
import './copy-field.ts';
import './credential-help.ts';
import { markIcon, markStyles } from './mark.ts';
import { providerCard } from './provider-card.ts';
import { setUpStyles } from './set-up-styles.ts';
import { markOfStep, outcomeOf, steps, type Mark, type Step, type StepId } from './steps.ts';
import { headings } from './styles.ts';

const texts = {
  nuxeo: ['frameio.admin.step.nuxeo', 'frameio.admin.step.nuxeo.hint'],
  provider: ['frameio.admin.step.provider', 'frameio.admin.step.provider.hint'],
  public: ['frameio.admin.step.public', 'frameio.admin.step.public.hint'],
  account: ['frameio.admin.step.account', 'frameio.admin.step.account.hint'],
  mail: ['frameio.admin.step.mail', 'frameio.admin.step.mail.hint'],
} as const satisfies Record<StepId, readonly [string, string]>;

/** The guided set-up: five steps, each with its own lines of the check, from nothing to folders that can be bound. */
export class SetUp extends FrameioElement {
  static override styles = [shared, headings, markStyles, setUpStyles];
  static override properties = {
    provider: { state: true },
    check: { state: true },
    checkedAt: { state: true },
    isChecking: { state: true },
    doing: { state: true },
    failure: { state: true },
  };

  declare private provider: ProviderAnswer | undefined;
  declare private check: CheckAnswer | undefined;
  declare private checkedAt: Date | undefined;
  /** The step whose button was clicked. */
  declare private doing: StepId | undefined;
  declare private failure: unknown;
  declare private isChecking: boolean;
  #looks = 0;

  constructor() {
    super();
    this.provider = undefined;
    this.check = undefined;
    this.checkedAt = undefined;
    this.doing = undefined;
    this.failure = undefined;
    this.isChecking = false;
  }

  protected override firstUpdated(): void {
    void this.#look();
  }

  override render(): unknown {
    return html`
      <section aria-labelledby="heading">
        <div class="title">
          <h2 id="heading">${this.i18n('frameio.admin.set-up')}</h2>
          <div class="buttons">
            <span class="hint" role="status">${this.#checked()}</span>
            <button type="button" class="button" aria-disabled=${String(this.isChecking)} @click=${this.#again}>
              ${this.i18n('frameio.admin.check.again')}
            </button>
          </div>
        </div>
        <div class=${this.isChecking ? 'progress on' : 'progress'}></div>
        ${this.#summary()}
        <ol>
          ${steps.map((step, index) => this.#step(step, index + 1))}
        </ol>
      </section>
    `;
  }

  #checked(): string {
    if (this.isChecking) return this.i18n('frameio.admin.check.running');
    if (!this.checkedAt) return '';
    const time = new Intl.DateTimeFormat(currentLanguage(), { timeStyle: 'medium' }).format(this.checkedAt);
    return this.i18n('frameio.admin.check.at', time);
  }

  #summary(): unknown {
    if (this.failure !== undefined)
      return html`<div class="notice bad" role="alert"><p>${failureSentence(this.failure)}</p></div>`;
    const outcome = outcomeOf(this.check?.lines);
    return html`<div role="status">${outcome ? this.#outcome(outcome.isReady, outcome.open) : nothing}</div>`;
  }

  #outcome(isReady: boolean, open: number): unknown {
    const rest = open ? html`<p>${this.i18n('frameio.admin.open', String(open))}</p>` : nothing;
    if (!isReady)
      return html`<div class="notice">
        <p><strong>${this.i18n('frameio.admin.not-ready')}</strong></p>
        ${rest}
      </div>`;
    return html`<div class="notice good">
      <p><strong>${this.i18n('frameio.admin.ready')}</strong> ${this.i18n('frameio.admin.ready.hint')}</p>
      ${rest}
    </div>`;
  }

  #step(step: Step, number: number): unknown {
    const [heading, hint] = texts[step.id];
    const mark = markOfStep(step, this.check?.lines);
    return html`
      <li class="card" data-step=${step.id} data-mark=${mark}>
        <h3>${markIcon(mark)} ${number}. ${this.i18n(heading)}</h3>
        <p>${this.i18n(hint)}</p>
        ${this.#actions(step.id, mark)}
        <nuxeo-frameio-check-lines .ids=${step.lines} .lines=${this.check?.lines}></nuxeo-frameio-check-lines>
      </li>
    `;
  }

  #actions(step: StepId, mark: Mark): unknown {
    switch (step) {
      case 'nuxeo':
        return this.#button(step, 'frameio.admin.register', () => this.#register());
      case 'provider':
        return this.#providerActions();
      case 'account':
        if (mark === 'good') return nothing;
        return this.#canConnect()
          ? this.#button(step, 'frameio.connect.button', () => connect(this.api))
          : html`<p class="hint">${this.i18n('frameio.admin.step.account.later')}</p>`;
      case 'public':
      case 'mail':
        return nothing;
    }
  }

  #canConnect(): boolean {
    return Boolean(this.provider?.registered && this.provider.enabled && this.provider.nuxeoClient.registered);
  }

  /** The one button that leads on. */
  #lookOf(step: StepId): string {
    const next = steps.find((one) => markOfStep(one, this.check?.lines) !== 'good');
    return next?.id === step ? 'button primary' : 'button';
  }

  #providerActions(): unknown {
    const { provider } = this;
    return html`
      ${
        provider?.registered
          ? providerCard(provider)
          : html`
              <nuxeo-frameio-credential-help></nuxeo-frameio-credential-help>
              <nuxeo-frameio-copy-field
                label=${this.i18n('frameio.admin.redirect')}
                hint=${this.i18n('frameio.admin.redirect.hint')}
                value=${provider?.redirectUri ?? ''}
              ></nuxeo-frameio-copy-field>
            `
      }
      <div class="buttons">
        <button type="button" class=${this.#lookOf('provider')} aria-haspopup="dialog" @click=${this.#edit}>
          ${this.i18n('frameio.admin.provider.heading')}
        </button>
      </div>
    `;
  }

  #button(step: StepId, label: string, action: () => Promise<void>): unknown {
    return html`
      <div class="buttons">
        <button
          type="button"
          class=${this.#lookOf(step)}
          aria-disabled=${String(this.busy)}
          @click=${() => this.#do(step, action)}
        >
          ${this.doing === step ? html`<span class="spinner"></span>` : nothing} ${this.i18n(label)}
        </button>
      </div>
    `;
  }

  async #register(): Promise<void> {
    await this.api.post('/admin/nuxeo-client');
  }

  readonly #again = () => {
    if (!this.isChecking) void this.#look();
  };

  readonly #edit = ({ currentTarget }: Event) => {
    void import('./provider-dialog.ts').then(async ({ openProviderDialog }) => {
      const saved = await openProviderDialog(currentTarget as HTMLElement).closed;
      if (!saved) return;
      this.provider = saved;
      this.emit('frameio-provider-changed');
      await this.#look();
    });
  };

  /** Does something, then looks at everything again; also while a look is under way. */
  #do(step: StepId, action: () => Promise<void>): void {
    if (this.busy) return;
    // Begins in the click itself: only then do browsers open the sign-in's window.
    const done = action();
    void this.run(async () => {
      this.doing = step;
      const failure = await done.then(
        () => undefined,
        (error: unknown) => error,
      );
      this.doing = undefined;
      void this.#look(failure);
    });
  }

  /** The look that began last counts. @param failure - What went wrong before it, to be said with it. */
  async #look(failure?: unknown): Promise<void> {
    const look = ++this.#looks;
    this.failure = failure;
    this.isChecking = true;
    try {
      this.provider = await this.api.get<ProviderAnswer>('/admin/provider');
      const check = await this.api.post<CheckAnswer>('/admin/provider/check');
      if (look === this.#looks) this.#looked(check);
    } catch (error) {
      if (look === this.#looks) this.failure = failure ?? error;
    }
    if (look === this.#looks) this.isChecking = false;
  }

  #looked(check: CheckAnswer): void {
    this.check = check;
    this.checkedAt = new Date();
  }
}

define('nuxeo-frameio-admin-set-up', SetUp);
