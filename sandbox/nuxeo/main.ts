import { startNuxeo, type NuxeoOptions } from './server.ts';

const { NUXEO_HOST, NUXEO_PORT, NUXEO_DATA, NUXEO_PUBLIC_URL, NUXEO_SEED } = process.env;

const options: NuxeoOptions = {
  port: Number(NUXEO_PORT ?? 0),
  seed: NUXEO_SEED === 'empty' ? 'empty' : 'demo',
  ...(NUXEO_HOST ? { host: NUXEO_HOST } : {}),
  ...(NUXEO_DATA ? { dataFolder: NUXEO_DATA } : {}),
  ...(NUXEO_PUBLIC_URL ? { publicUrl: NUXEO_PUBLIC_URL } : {}),
};

const nuxeo = await startNuxeo(options);
console.log(JSON.stringify({ ready: true, url: nuxeo.url }));

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => void nuxeo.close().then(() => process.exit(0)));
}
