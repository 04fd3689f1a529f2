import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultAction } from '../../sandbox/shared/control.ts';
import { startNuxeo, type NuxeoStandIn } from '../../sandbox/nuxeo/server.ts';
import { createHttpClient } from '../../server/adapters/http/create-http-client.ts';
import type { HttpClient } from '../../server/adapters/http/http-client.ts';
import { createNuxeo } from '../../server/adapters/nuxeo/create-nuxeo.ts';
import { createTokenEndpoint } from '../../server/adapters/oauth/token-endpoint.ts';
import { errorResponse } from '../../server/routes/error-response.ts';
import { ana, clock, startStandIn, type StandInWorld } from '../support/frameio-stand-in.ts';
import { basic } from '../support/nuxeo-clients.ts';
import { messages } from '../support/words.ts';
import { listening, type Listening } from '../sandbox/listening.ts';

const PATIENCE_MS = 150;

let nuxeo: NuxeoStandIn;
let frameio: StandInWorld;
let http: HttpClient;
let sidecar: Listening;

/** Routes that ask one question of a stand-in, through the real adapters with little patience. */
beforeAll(async () => {
  [nuxeo, frameio] = await Promise.all([startNuxeo({ seed: 'empty' }), startStandIn()]);
  const patient = createHttpClient({ userAgent: 'nuxeo-frameio test', isAllowed: () => true, maxSockets: 4 });
  http = { ...patient, request: (request) => patient.request({ ...request, timeoutMs: PATIENCE_MS }) };
  const authHeaders = () => Promise.resolve(basic('Administrator'));
  const inNuxeo = createNuxeo({ http, presigned: http, nuxeoUrl: nuxeo.url, authHeaders });
  const inFrameio = await frameio.connect(ana.email, { http });
  const tokenUrl = `${frameio.standIn.imsUrl}/ims/token/v3`;
  const client = { kind: 'frameio', tokenUrl, clientId: 'id', clientSecret: 'secret', scopes: [] } as const;
  const tokens = createTokenEndpoint({ http, clock });
  const app = express();
  app.get('/nuxeo', async (_req, res) => void res.json(await inNuxeo.me()));
  app.get('/frameio', async (_req, res) => void res.json(await inFrameio.me()));
  app.get('/adobe', async (_req, res) => {
    res.json(await tokens.request(client, { grant_type: 'refresh_token', refresh_token: 'one' }));
  });
  app.use(errorResponse(() => undefined));
  sidecar = await listening(app);
});

afterAll(async () => {
  await Promise.all([sidecar?.close(), http?.close()]);
  await Promise.all([nuxeo?.close(), frameio?.close()]);
});

async function ask(path: string, language = 'en'): Promise<{ status: number; error: unknown }> {
  const answer = await fetch(`${sidecar.url}${path}`, { headers: { 'accept-language': language } });
  return { status: answer.status, error: ((await answer.json()) as { error: unknown }).error };
}

describe.each([
  ['Nuxeo', '/nuxeo', 'nuxeo-unavailable', '/api/v1/me'],
  ['Frame.io', '/frameio', 'frameio-unavailable', '/v4/me'],
  ['Adobe', '/adobe', 'frameio-unavailable', '/ims/token'],
])('whoever waits for %s', (name, path, unavailable, asked) => {
  function hit(action: FaultAction): void {
    const { control } = name === 'Nuxeo' ? nuxeo.world : frameio.standIn;
    control.reset();
    control.addFault({ path: asked, times: 100, action });
  }

  it('hears after the time limit that it took too long, in their language', async () => {
    hit({ type: 'delay', milliseconds: 2_000 });
    for (const [language, sentences] of Object.entries(messages)) {
      const message = sentences['frameio.error.deadline-exceeded'];
      expect(await ask(path, language)).toMatchObject({ status: 504, error: { code: 'deadline-exceeded', message } });
    }
  });

  it('hears something else when the connection breaks', async () => {
    hit({ type: 'reset' });
    expect(await ask(path)).toMatchObject({ status: 503, error: { code: unavailable } });
  });
});
