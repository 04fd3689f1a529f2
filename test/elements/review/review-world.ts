import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { startEnvironment, type Environment } from '../../../sandbox/environment/environment.ts';
import { launchChromium } from '../../support/chromium.ts';
import { visitWebUi, type Visit, type VisitOptions } from '../../support/web-ui.ts';
import { reviewedVideo, VIDEO, type ReviewedVideo } from './reviewed-video.ts';
import { routeTo, Tab } from './tab.ts';

export interface ReviewWorld {
  readonly reviewed: () => ReviewedVideo;
  /** The tab of a document in a window of its own, which is closed after the test and must have had no failure. */
  open(options?: Partial<VisitOptions>, uid?: string): Promise<Tab>;
}

/** Web UI with one video that came back from its review; for all tests of a file. */
export function useReview(): ReviewWorld {
  let environment: Environment;
  let browser: Browser;
  let reviewed: ReviewedVideo;
  const visits: Visit[] = [];

  beforeAll(async () => {
    [environment, browser] = await Promise.all([startEnvironment({ webUi: true }), launchChromium()]);
    reviewed = await reviewedVideo(environment);
  }, 180_000);

  afterEach(async () => {
    for (const visit of visits.splice(0)) {
      expect(visit.failures).toEqual([]);
      await visit.close();
    }
  });

  afterAll(async () => {
    await browser?.close();
    await environment?.stop();
  });

  return {
    reviewed: () => reviewed,
    async open(options = {}, uid = VIDEO) {
      const visit = await visitWebUi(browser, environment.publicUrl, { as: 'ana', route: routeTo(uid), ...options });
      visits.push(visit);
      return new Tab(visit.page);
    },
  };
}
