import { endWithParent } from '../shared/end-with-parent.ts';
import { builtWebUi, ownPage } from './parts.ts';
import { startWebUi } from './server.ts';

endWithParent();

const config = JSON.parse(process.env['WEB_UI_CONFIG'] ?? '{}') as Record<string, unknown>;
const dist = process.env['NUXEO_WEB_UI_DIST'];
const parts = dist ? await builtWebUi(dist, config) : await ownPage(config);
const nuxeoUrl = process.env['NUXEO_URL'] ?? 'http://127.0.0.1:8080';

const webUi = await startWebUi({ ...parts, nuxeoUrl }, Number(process.env['WEB_UI_PORT'] ?? 0));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void webUi.close());
console.log(JSON.stringify({ ready: true, url: webUi.url }));
