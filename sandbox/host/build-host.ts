import { nodeResolve } from '@rollup/plugin-node-resolve';
import { rollup, type Plugin, type RollupLog } from 'rollup';
import { fileURLToPath } from 'node:url';
import { cachedBuild } from './cached-build.ts';

const entry = fileURLToPath(new URL('public/main.js', import.meta.url));

/** Vendors' files that use `eval` or import in circles are theirs. */
const ofVendors = new Set(['EVAL', 'CIRCULAR_DEPENDENCY', 'THIS_IS_UNDEFINED']);

/** The client comes with each package of elements; two of them would be two connections. */
const oneClient: Plugin = {
  name: 'one-client',
  resolveId(id, importer) {
    return id === 'nuxeo/nuxeo.js' && importer !== clientHome ? this.resolve(id, clientHome, { skipSelf: true }) : null;
  },
};
/** Would be fetched from a server outside. */
const noRemoteFont: Plugin = {
  name: 'no-remote-font',
  load: (id) => (id.endsWith('/font-roboto/roboto.js') ? '' : null),
};
const clientHome = fileURLToPath(import.meta.resolve('@nuxeo/nuxeo-elements/nuxeo-connection.js'));

/** Bundles the page on the real elements of Nuxeo. Answers its folder. */
export function buildHost(): Promise<string> {
  return cachedBuild({
    name: 'page',
    sources: ['sandbox/host/public', 'sandbox/host/build-host.ts', 'package-lock.json'],
    build: bundle,
  });
}

async function bundle(dir: string): Promise<void> {
  const bundled = await rollup({
    input: { main: entry },
    context: 'window',
    plugins: [oneClient, noRemoteFont, nodeResolve({ browser: true, dedupe: (id) => id.startsWith('@polymer/') })],
    onwarn: complain,
  });
  await bundled.write({ dir, format: 'es', entryFileNames: '[name].bundle.js', chunkFileNames: '[name].bundle.js' });
  await bundled.close();
}

function complain(warning: RollupLog): void {
  if (!ofVendors.has(warning.code ?? '')) console.error(warning.message);
}
