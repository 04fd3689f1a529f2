import { css, html, nothing, type PropertyDeclarations } from 'lit';
import { FrameioDialog } from '../shared/dialog.ts';
import { define } from '../shared/frameio-element.ts';
import { pageJobs } from '../shared/page-transfers.ts';
import { plainAnswer } from './plain-answer.ts';
import './push-group.ts';
import type { GroupChoice, PushGroupElement } from './push-group.ts';
import {
  groupsOf,
  planOf,
  push,
  sendable,
  withRememberedRendition,
  type PushGroup,
  type PushSelection,
} from './push-plan.ts';
import { skippedList } from './plan-summary.ts';
import { rememberTarget } from './remembered-target.ts';
import type { Chosen } from './selection.ts';
import { summaryStyles } from './summary-styles.ts';
import type { PlanAnswer } from '../../server/contract/documents.ts';

const styles = css`
  nuxeo-frameio-push-group + nuxeo-frameio-push-group {
    border-top: 1px solid var(--frameio-line);
    padding-top: 20px;
  }
`;

/** *Push asset to Frame.io*: where to, what, and what will happen to each (N89–N94, N105, N107, X5). */
export class PushDialog extends FrameioDialog<true> {
  static override styles = [FrameioDialog.styles, summaryStyles, styles];
  static override properties: PropertyDeclarations = {
    chosen: { attribute: false },
    plan: { attribute: false },
    planned: { state: true },
  };

  declare chosen: Chosen;
  /** Made already when few documents are chosen. */
  declare plan: PlanAnswer | undefined;
  declare private planned: PushSelection;
  readonly #choices = new Map<string, GroupChoice>();
  /** Bindings whose part was started already: a second try sends only the rest. */
  readonly #started = new Set<string>();

  constructor() {
    super();
    this.chosen = { uids: [], isAll: false, left: 0 };
    this.plan = undefined;
    this.planned = { groups: [], others: [] };
  }

  protected override heading(): string {
    return this.i18n('frameio.push.heading');
  }

  protected override async load(): Promise<void> {
    const plan = this.plan ?? (await planOf(this.chosen.uids, undefined, this.api));
    this.plan = undefined; // a plan is as old as its click
    const answer = plainAnswer(plan);
    if (answer) {
      this.notify({ message: answer, durationMs: 8000 });
      return this.close();
    }
    const { groups, others } = groupsOf(plan);
    this.planned = { groups: await Promise.all(groups.map((one) => withRememberedRendition(one, this.api))), others };
  }

  protected override content(): unknown {
    const { groups } = this.planned;
    return html`
      ${this.#limits()}
      ${
        groups.length > 1
          ? html`<div class="notice"><p>${this.i18n('frameio.push.several-bindings', String(groups.length))}</p></div>`
          : nothing
      }
      ${groups.map((group) => this.#group(group, groups.length > 1))} ${skippedList(this.#documents())}
      ${this.#isEmpty() ? nothing : html`<p class="hint">${this.i18n('frameio.push.lock-hint')}</p>`}
    `;
  }

  #group(group: PushGroup, hasHeading: boolean): unknown {
    return html`<nuxeo-frameio-push-group
      .group=${group}
      .hasHeading=${hasHeading}
      @frameio-group-choice=${(event: CustomEvent<GroupChoice>) => this.#chose(event.detail)}
    ></nuxeo-frameio-push-group>`;
  }

  #limits(): unknown {
    const { isAll, left, uids } = this.chosen;
    if (!isAll && !left) return nothing;
    return html`<div class="notice"><p>${this.i18n('frameio.push.select-all', String(uids.length))}</p></div>`;
  }

  /** As they are planned now: what was skipped with one rendition may go with another. */
  #documents() {
    const { groups, others } = this.planned;
    return [...groups.flatMap(({ documents }) => documents), ...others];
  }

  #isEmpty(): boolean {
    return sendable(this.#documents()).length === 0;
  }

  #chose(choice: GroupChoice): void {
    const { groups, others } = this.planned;
    const { binding } = choice.group;
    this.#choices.set(binding.id, choice);
    this.planned = { groups: groups.map((one) => (one.binding.id === binding.id ? choice.group : one)), others };
  }

  protected override dismissLabel(): string {
    return this.#isEmpty() ? this.i18n('frameio.dialog.close') : super.dismissLabel();
  }

  protected override primaryButton(): unknown {
    if (this.#isEmpty()) return nothing;
    return html`<button type="submit" class="button primary" aria-disabled=${String(this.busy)}>
      ${this.busy ? html`<span class="spinner"></span>` : nothing}${this.i18n('frameio.push.label')}
    </button>`;
  }

  protected override submit(): void {
    if (this.#isEmpty()) return;
    const elements = [...this.renderRoot.querySelectorAll<PushGroupElement>('nuxeo-frameio-push-group')];
    const incomplete = elements.filter((one) => !one.check());
    if (incomplete[0]) return incomplete[0].focusFirstMissing();
    void this.attempt(() => this.#push());
  }

  async #push(): Promise<void> {
    let skipped = 0;
    for (const { group, target, path } of this.#choices.values()) {
      if (this.#started.has(group.binding.id) || !target || sendable(group.documents).length === 0) continue;
      const started = await push(group, target, this.api);
      this.#started.add(group.binding.id);
      skipped += started.skipped.length;
      pageJobs.watch(started.batchId, started.jobs, []);
      if (path) rememberTarget(group.binding.id, { ...target, path });
    }
    const message = this.i18n('frameio.push.started');
    this.notify({
      message: skipped ? `${message}. ${this.i18n('frameio.push.count-skipped', String(skipped))}` : message,
    });
    this.close(true);
  }
}

define('nuxeo-frameio-push-dialog', PushDialog);
