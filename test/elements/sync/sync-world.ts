import type { Browser, Locator, Page } from 'playwright-core';
import { startEnvironment, type Environment } from '../../../sandbox/environment/environment.ts';
import type { Person } from '../../../sandbox/environment/person.ts';
import { connected, setUp } from '../../../sandbox/environment/set-up.ts';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import { launchChromium } from '../../support/chromium.ts';
import { visitWebUi, type Visit, type VisitOptions } from '../../support/web-ui.ts';
import type { FakeSync } from './fake-syncs.ts';

export const AURORA = '/browse/default-domain/workspaces/Aurora';

/** Web UI with a folder that carries the facet of a synchronisation. */
export interface SyncWorld {
  readonly environment: Environment;
  readonly ana: Person;
  open(options?: Partial<VisitOptions> & { fake?: FakeSync }): Promise<Page>;
  page(): Page;
  failures(): readonly string[];
  /** A card of the tab. */
  section(name: string): Locator;
  closeVisit(): Promise<void>;
  stop(): Promise<void>;
}

export async function startSyncWorld(): Promise<SyncWorld> {
  const [environment, browser] = await Promise.all([startEnvironment({ webUi: true }), launchChromium()]);
  await setUp(environment);
  const ana = await connected(environment, 'ana');
  return new World(environment, browser, ana);
}

class World implements SyncWorld {
  readonly environment: Environment;
  readonly ana: Person;
  readonly #browser: Browser;
  #visit: Visit | undefined;

  constructor(environment: Environment, browser: Browser, ana: Person) {
    this.environment = environment;
    this.#browser = browser;
    this.ana = ana;
  }

  async open({ fake, ...options }: Partial<VisitOptions> & { fake?: FakeSync } = {}): Promise<Page> {
    await this.closeVisit();
    const route = `${AURORA}/Archive?p=frameio-sync`;
    const before = async (page: Page) => fake?.answer(page);
    this.#visit = await visitWebUi(this.#browser, this.environment.publicUrl, { as: 'ana', route, before, ...options });
    return this.#visit.page;
  }

  page(): Page {
    if (!this.#visit) throw new Error('nothing is open');
    return this.#visit.page;
  }

  failures(): readonly string[] {
    return this.#visit?.failures ?? [];
  }

  section(name: string): Locator {
    return this.page().locator('nuxeo-frameio-sync-page').getByRole('region', { name });
  }

  async closeVisit(): Promise<void> {
    await this.#visit?.close();
    this.#visit = undefined;
  }

  async stop(): Promise<void> {
    await this.closeVisit();
    await this.#browser.close();
    await this.environment.stop();
  }
}

/** As the sidecar leaves a folder that it synchronises. */
export async function markSynced(person: Person, uid: string = SEEDED.archive, writtenFor = uid): Promise<void> {
  const input = `doc:${uid}`;
  await person.nuxeo('POST', '/automation/Document.AddFacet', {
    input,
    params: { facet: 'FrameioSynced', save: true },
  });
  const properties = { 'frameiosynced:uid': writtenFor };
  await person.nuxeo('PUT', `/id/${uid}`, { 'entity-type': 'document', uid, properties });
}
