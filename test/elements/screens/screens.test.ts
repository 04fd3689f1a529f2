import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VisitOptions } from '../../support/web-ui.ts';
import { Look } from './open-scene.ts';
import { scenes } from './scenes.ts';
import { startScreensWorld, type ScreensWorld } from './screens-world.ts';
import { cutOff, rawKeys } from './steps.ts';

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
    let look: Look;
    beforeAll(() => {
      look = new Look(world, options);
    });
    afterAll(() => look.close());

    it.each(scenes)('$name is whole, in words, and kept as a picture', async (scene) => {
      const { page, failures } = await look.open(scene, true);
      await page.screenshot({ path: `${FOLDER}${variant.replaceAll(' ', '-')}/${scene.name}.png` });
      expect(await rawKeys(page)).toEqual([]);
      expect(await cutOff(page)).toEqual([]);
      // Web UI's own elements give up a request for a newer one in this way.
      expect(failures.filter((failure) => !failure.startsWith('signal is aborted'))).toEqual([]);
      await page.close();
    });
  },
);
