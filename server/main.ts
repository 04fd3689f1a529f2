import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import packageJson from '../package.json' with { type: 'json' };
import { compose } from './compose.ts';
import { ConfigError, readConfig, type Config } from './config.ts';
import { createLogger } from './logger.ts';

const NEEDED = [22, 12] as const;

function requireNode(version: string): void {
  const [major = 0, minor = 0] = version.replace('v', '').split('.').map(Number);
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return;
  process.stderr.write(`This is Node ${version}; the sidecar needs Node ${NEEDED.join('.')} or newer.\n`);
  process.exit(1);
}

function configuration(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

requireNode(process.version);
const config = configuration();
const log = createLogger(config.LOG_LEVEL, config.secrets);
const sidecar = await compose(config, log, packageJson.version);
const server = createServer({ requestTimeout: 60_000, headersTimeout: 20_000 }, sidecar.app);

server.listen(config.PORT, config.HOST, () => {
  const { port } = server.address() as AddressInfo;
  log.info({ ready: true, url: `http://${config.HOST}:${port}${config.basePath}` }, 'the sidecar is ready');
});

let stopping = false;
async function stop(signal: NodeJS.Signals): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info({ signal }, 'stopping; jobs go on at the next start');
  server.close();
  server.closeAllConnections();
  await sidecar.stop();
  process.exit(0);
}
process.on('SIGTERM', (signal) => void stop(signal));
process.on('SIGINT', (signal) => void stop(signal));
