import { rollup, type OutputOptions, type RollupOptions } from 'rollup';
import { cachedBuild } from './cached-build.ts';

/** Bundles the plugin as it is shipped, by the build's own configuration. Answers its folder. */
export function buildPlugin(): Promise<string> {
  return cachedBuild({
    name: 'plugin',
    sources: ['elements', 'i18n', 'rollup.config.mjs', 'package.json', 'package-lock.json'],
    build: bundle,
  });
}

async function bundle(dir: string): Promise<void> {
  const config = new URL('../../rollup.config.mjs', import.meta.url).href;
  const { default: builds } = (await import(config)) as { default: RollupOptions[] };
  const [elements] = builds;
  if (!elements) throw new Error('rollup.config.mjs does not say how the elements are built.');
  const bundled = await rollup(elements);
  await bundled.write({ ...(elements.output as OutputOptions), dir });
  await bundled.close();
}
