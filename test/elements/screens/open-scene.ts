import type { Page } from 'playwright-core';
import { visitWebUi, type Visit, type VisitOptions } from '../../support/web-ui.ts';
import type { Scene } from './scene.ts';
import type { ScreensWorld } from './screens-world.ts';
import { settled } from './steps.ts';

export interface OpenScene {
  readonly page: Page;
  /** Everything that was thrown and caught by nobody. */
  readonly failures: readonly string[];
}

/** One look of everything: a profile of each person, which keeps what was loaded once. */
export class Look {
  readonly #world: ScreensWorld;
  readonly #options: Partial<VisitOptions>;
  readonly #visits = new Map<string, Visit>();

  constructor(world: ScreensWorld, options: Partial<VisitOptions>) {
    this.#world = world;
    this.#options = options;
  }

  /** A window of its own, at rest. @param isWatching - As if the transfer that is under way had been started in it. */
  async open({ as = 'ana', route, before, steps }: Scene, isWatching: boolean): Promise<OpenScene> {
    const { environment, uids, batchId } = this.#world;
    const page = await (await this.#visitOf(as)).context.newPage();
    page.setDefaultTimeout(20_000);
    const failures: string[] = [];
    page.on('pageerror', ({ message }) => failures.push(message));
    if (isWatching) await watchTransfer(page, batchId);
    await before?.(page);
    await page.goto(`${environment.publicUrl}/ui/#!${route(uids)}`);
    await steps(page);
    await settled(page);
    return { page, failures };
  }

  async close(): Promise<void> {
    for (const visit of this.#visits.values()) await visit.close();
  }

  async #visitOf(as: string): Promise<Visit> {
    const { browser, environment } = this.#world;
    const visit = this.#visits.get(as) ?? (await visitWebUi(browser, environment.publicUrl, { as, ...this.#options }));
    this.#visits.set(as, visit);
    return visit;
  }
}

function watchTransfer(page: Page, batchId: string): Promise<unknown> {
  const saved = JSON.stringify([{ id: batchId, concerns: [] }]);
  return page.addInitScript((text) => sessionStorage.setItem('nuxeo-frameio-batches', text), saved);
}
