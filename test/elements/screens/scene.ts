import type { Page } from 'playwright-core';
import type { VisitOptions } from '../../support/web-ui.ts';
import type { ScreensWorld } from './screens-world.ts';

type Uids = ScreensWorld['uids'];

/** A screen of ours, as somebody comes to it. Nothing is confirmed: each variant begins with the same world. */
export interface Scene {
  readonly name: string;
  readonly as?: string;
  readonly route: (uids: Uids) => string;
  readonly before?: VisitOptions['before'];
  /** Until everything that the picture shall show is there. */
  readonly steps: (page: Page) => Promise<void>;
}
