import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Locator, Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const routeTo = (uid: string) => `/doc/${uid}?p=frameio-review`;

/** The parts of a review on the tab **Frame.io**, as its reader finds them. */
export class Tab {
  readonly page: Page;
  readonly review: Locator;
  readonly player: Locator;
  readonly comments: Locator;
  readonly versions: Locator;

  constructor(page: Page) {
    this.page = page;
    this.review = page.locator('nuxeo-frameio-review');
    this.player = page.locator('nuxeo-frameio-player');
    this.comments = page.locator('nuxeo-frameio-comments');
    this.versions = page.locator('nuxeo-frameio-versions');
  }

  thread(text: string): Locator {
    return this.comments.locator('.comment', { hasText: text });
  }

  threads(): Promise<string[]> {
    return this.comments.locator('.comment > .text').allTextContents();
  }

  /** What the asset's card says, by label. */
  async facts(): Promise<Record<string, string>> {
    await this.review.locator('.facts').first().waitFor();
    const rows = await this.review.locator('.facts > div').all();
    const pairs = rows.map(async (row) => [await row.locator('dt').innerText(), await row.locator('dd').innerText()]);
    return Object.fromEntries((await Promise.all(pairs)) as [string, string][]);
  }

  /** In seconds, once the player stands still at what it was told. */
  async currentTime(): Promise<number> {
    return this.player.locator('video').evaluate(async (element) => {
      const video = element as HTMLVideoElement;
      if (video.seeking) await new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
      return video.currentTime;
    });
  }

  clock(): Promise<string> {
    return this.player.locator('.clock').first().innerText();
  }

  async videoIsReady(): Promise<void> {
    await this.player.locator('input[type=range]:enabled').waitFor();
  }
}

export interface Violation {
  readonly id: string;
  readonly where: string[];
}

/** What keeps somebody from using our part of the page, shadow roots included. */
export async function violations(page: Page, within: string): Promise<Violation[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async (selector) => {
    interface Found {
      violations: { id: string; nodes: { target: unknown; failureSummary: string }[] }[];
    }
    const { axe } = globalThis as unknown as { axe: { run(where: unknown): Promise<Found> } };
    const found = await axe.run(document.querySelector(selector) ?? document);
    return found.violations.map(({ id, nodes }) => ({
      id,
      where: nodes.map(({ target, failureSummary }) => `${JSON.stringify(target)} ${failureSummary}`),
    }));
  }, within);
}
