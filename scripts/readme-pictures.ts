import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Look } from '../test/elements/screens/open-scene.ts';
import { scenes } from '../test/elements/screens/scenes.ts';
import { startScreensWorld } from '../test/elements/screens/screens-world.ts';
import { squeezed } from './squeeze-png.ts';

/** Makes the pictures of the README, in the environment of the demo: `npm run pictures`. */
const FOLDER = fileURLToPath(new URL('../docs/images/', import.meta.url));
const wanted = ['bind', 'push-bulk', 'transfers', 'document-tab', 'folder-tab', 'admin-set-up'];

const world = await startScreensWorld();
try {
  await mkdir(FOLDER, { recursive: true });
  const look = new Look(world, { viewport: { width: 1200, height: 760 } });
  for (const scene of scenes.filter(({ name }) => wanted.includes(name))) {
    const { page } = await look.open(scene, false);
    const picture = squeezed(await page.screenshot());
    await writeFile(`${FOLDER}${scene.name}.png`, picture);
    console.log(`${scene.name}.png  ${Math.round(picture.length / 1000)} kB`);
    await page.close();
  }
} finally {
  await world.stop();
}
