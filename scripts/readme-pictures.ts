import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { Look } from '../test/elements/screens/open-scene.ts';
import { scenes } from '../test/elements/screens/scenes.ts';
import { startScreensWorld } from '../test/elements/screens/screens-world.ts';
import { squeezed } from './squeeze-png.ts';

/** Makes the pictures of the README, in the environment of the demo: `npm run pictures`. */
const FOLDER = fileURLToPath(new URL('../docs/images/', import.meta.url));
const wanted = ['bind', 'push-bulk', 'transfers', 'document-tab', 'folder-tab', 'admin-set-up'];
/** As it is laid out; the picture is smaller. */
const SIZE = { width: 1440, height: 900 };
const SCALE = 0.75;

const world = await startScreensWorld();
try {
  await mkdir(FOLDER, { recursive: true });
  const look = new Look(world, { viewport: SIZE });
  for (const scene of scenes.filter(({ name }) => wanted.includes(name))) {
    const { page } = await look.open(scene, false);
    const picture = squeezed(await pictureOf(page));
    await writeFile(`${FOLDER}${scene.name}.png`, picture);
    console.log(`${scene.name}.png  ${Math.round(picture.length / 1000)} kB`);
    await page.close();
  }
} finally {
  await world.stop();
}

async function pictureOf(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const clip = { x: 0, y: 0, ...SIZE, scale: SCALE };
  const { data } = await session.send('Page.captureScreenshot', { format: 'png', clip });
  return Buffer.from(data, 'base64');
}
