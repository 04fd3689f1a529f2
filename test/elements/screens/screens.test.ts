import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { visitWebUi, type Visit, type VisitOptions } from '../../support/web-ui.ts';
import { scenes, type Scene } from './scenes.ts';
import { startScreensWorld, type ScreensWorld } from './screens-world.ts';
import { cutOff, rawKeys, settled } from './steps.ts';

/** Kept for whoever wants to look: a folder for each variant, a picture for each screen. */
const FOLDER = fileURLToPath(new URL('../../../test-results/screens/', import.meta.url));

const narrow = { width: 400, height: 860 };
const variants: Readonly<Record<string, Partial<VisitOptions>>> = {
  'wide English': { viewport: { width: 1600, height: 1000 } },
  'narrow dark French': { theme: 'dark', locale: 'fr-FR', viewport: narrow },
};
/** The others on demand, for whoever changes the look: `SCREENS=all npx vitest run test/elements/screens`. */
const more: typeof variants = {
  'dark French': { theme: 'dark', locale: 'fr-FR' },
  'narrow light': { theme: 'light', viewport: narrow },
  'narrow kawaii French': { theme: 'kawaii', locale: 'fr-FR', viewport: narrow },
};

let world: ScreensWorld;
beforeAll(async () => {
  world = await startScreensWorld();
}, 240_000);
afterAll(() => world?.stop());

describe.each(Object.entries(process.env['SCREENS'] === 'all' ? { ...variants, ...more } : variants))(
  '%s',
  (variant, options) => {
    /** One browser's profile for each person: what was loaded once is there. */
    const visits = new Map<string, Visit>();
    afterAll(async () => {
      for (const visit of visits.values()) await visit.close();
    });

    async function open({ as = 'ana', route, before }: Scene): Promise<{ page: Page; failures: string[] }> {
      const { publicUrl } = world.environment;
      const visit = visits.get(as) ?? (await visitWebUi(world.browser, publicUrl, { as, ...options }));
      visits.set(as, visit);
      const page = await visit.context.newPage();
      page.setDefaultTimeout(15_000);
      const failures: string[] = [];
      page.on('pageerror', ({ message }) => failures.push(message));
      await watchTransfer(page, world.batchId);
      await before?.(page);
      await page.goto(`${publicUrl}/ui/#!${route(world.uids)}`);
      return { page, failures };
    }

    it.each(scenes)('$name is whole, in words, and kept as a picture', async (scene) => {
      const { page, failures } = await open(scene);
      await scene.steps(page);
      await settled(page);
      await page.screenshot({ path: `${FOLDER}${variant.replaceAll(' ', '-')}/${scene.name}.png` });
      expect(await rawKeys(page)).toEqual([]);
      expect(await cutOff(page)).toEqual([]);
      // Web UI's own elements give up a request for a newer one in this way.
      expect(failures.filter((failure) => !failure.startsWith('signal is aborted'))).toEqual([]);
      await page.close();
    });
  },
);

/** As if the transfer had been started in this window. */
function watchTransfer(page: Page, batchId: string): Promise<unknown> {
  const saved = JSON.stringify([{ id: batchId, concerns: [] }]);
  return page.addInitScript((text) => sessionStorage.setItem('nuxeo-frameio-batches', text), saved);
}
