import { startFrameio, type FrameioOptions } from './server.ts';
import { switchesSchema, type Switches } from './switches.ts';

const env = process.env;
const port = (text: string | undefined) => (text ? Number(text) : 0);

const options: FrameioOptions = {
  ...(env['FRAMEIO_HOST'] ? { host: env['FRAMEIO_HOST'] } : {}),
  ...(env['FRAMEIO_DATA'] ? { dataFolder: env['FRAMEIO_DATA'] } : {}),
  apiPort: port(env['FRAMEIO_PORT']),
  storagePort: port(env['FRAMEIO_STORAGE_PORT']),
  seed: env['FRAMEIO_SEED'] === 'empty' ? 'empty' : 'demo',
  switches: switchesSchema.partial().parse(JSON.parse(env['FRAMEIO_SWITCHES'] ?? '{}')) as Partial<Switches>,
};

const frameio = await startFrameio(options);
const { apiUrl, storageUrl } = frameio;
console.log(JSON.stringify({ ready: true, apiUrl, storageUrl }));

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    void frameio.close().then(() => process.exit(0));
  });
}
