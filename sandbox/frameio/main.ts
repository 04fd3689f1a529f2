import { startFrameio, type FrameioOptions } from './server.ts';

const env = process.env;
const port = (text: string | undefined) => (text === undefined ? {} : { port: Number(text) });
const api = port(env['FRAMEIO_PORT']);
const storage = port(env['FRAMEIO_STORAGE_PORT']);

const options: FrameioOptions = {
  ...(env['FRAMEIO_HOST'] ? { host: env['FRAMEIO_HOST'] } : {}),
  ...('port' in api ? { apiPort: api.port } : {}),
  ...('port' in storage ? { storagePort: storage.port } : {}),
  ...(env['FRAMEIO_DATA'] ? { dataFolder: env['FRAMEIO_DATA'] } : {}),
  seed: env['FRAMEIO_SEED'] === 'empty' ? 'empty' : 'demo',
  ...(env['FRAMEIO_SWITCHES']
    ? { switches: JSON.parse(env['FRAMEIO_SWITCHES']) as FrameioOptions['switches'] & object }
    : {}),
};

const frameio = await startFrameio(options);
const { apiUrl, storageUrl } = frameio;
console.log(JSON.stringify({ ready: true, apiUrl, storageUrl }));

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    void frameio.close().then(() => process.exit(0));
  });
}
