import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { forward, type Target } from './forward.ts';

const targetUrl = z.url({ protocol: /^http$/ });
const targetsSchema = z.strictObject({
  nuxeoUrl: targetUrl.optional(),
  sidecarUrl: targetUrl.optional(),
  webUiUrl: targetUrl.optional(),
});

export interface ProxyTargets {
  nuxeoUrl: string;
  sidecarUrl: string;
  /** Takes `/nuxeo/ui/` and the start page out of what goes to Nuxeo. */
  webUiUrl?: string;
}

export interface ProxyOptions extends ProxyTargets {
  host?: string;
  /** 0 takes any free port. */
  port?: number;
}

export interface RunningProxy {
  url: string;
  /** Requests already on their way stay with the earlier target. */
  setTargets(targets: Partial<ProxyTargets>): void;
  close(): Promise<void>;
}

/**
 * One origin for Nuxeo and the sidecar, as a web server in front of both would make it.
 *
 * `PUT /_proxy/targets` changes the targets from another process.
 */
export async function startProxy({ host = '127.0.0.1', port = 0, ...initial }: ProxyOptions): Promise<RunningProxy> {
  const targets = { ...initial };
  const setTargets = (next: Partial<ProxyTargets>) => void Object.assign(targets, targetsSchema.parse(next));
  setTargets(initial);

  const server = createServer((req, res) => {
    if (pathOf(req) === '/_proxy/targets') void answerTargets(req, res, { targets, setTargets });
    else forward(req, res, targetOf(pathOf(req), targets));
  });
  server.requestTimeout = 0; // an upload may take any time
  server.listen(port, host);
  await once(server, 'listening');

  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    setTargets,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function pathOf(req: IncomingMessage): string {
  return (req.url ?? '/').split('?', 1)[0] ?? '/';
}

function targetOf(path: string, { nuxeoUrl, sidecarUrl, webUiUrl }: ProxyTargets): Target {
  const toSidecar = path.startsWith('/nuxeo/frameio/') || path === '/nuxeo/site/oauth2/frameio/callback';
  if (toSidecar) return { name: 'The sidecar', url: new URL(sidecarUrl) };
  const toWebUi = webUiUrl !== undefined && /^\/nuxeo(\/|\/ui|\/ui\/.*)?$/.test(path);
  return toWebUi ? { name: 'Web UI', url: new URL(webUiUrl) } : { name: 'Nuxeo', url: new URL(nuxeoUrl) };
}

async function answerTargets(
  req: IncomingMessage,
  res: ServerResponse,
  { targets, setTargets }: { targets: ProxyTargets; setTargets: RunningProxy['setTargets'] },
): Promise<void> {
  try {
    if (req.method === 'PUT') setTargets((await json(req)) as Partial<ProxyTargets>);
    res.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(targets));
  } catch (error) {
    const message = error instanceof z.ZodError ? z.prettifyError(error) : 'The body is not JSON.';
    res.writeHead(400, { 'Content-Type': 'application/json' }).end(JSON.stringify({ error: message }));
  }
}
