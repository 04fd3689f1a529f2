import { endWithParent } from '../shared/end-with-parent.ts';
import { startProxy } from './server.ts';

endWithParent();

const proxy = await startProxy({
  port: Number(process.env['PROXY_PORT'] ?? 0),
  nuxeoUrl: process.env['NUXEO_URL'] ?? 'http://127.0.0.1:8080',
  sidecarUrl: process.env['SIDECAR_URL'] ?? 'http://127.0.0.1:3000',
  ...(process.env['WEB_UI_URL'] ? { webUiUrl: process.env['WEB_UI_URL'] } : {}),
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void proxy.close());
console.log(JSON.stringify({ ready: true, url: proxy.url }));
