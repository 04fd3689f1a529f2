import { Router, urlencoded, type Request, type Response } from 'express';
import { errorPage, escapeHtml, page } from '../web/html.ts';
import { principalOf, type World } from '../world.ts';
import { parameterOf } from './cookies.ts';
import type { OAuth2Client } from './oauth2-store.ts';

interface AuthorizeRequest {
  client: OAuth2Client;
  redirectUri: string;
  state: string | undefined;
  challenge: { value: string; method: string } | null;
}

/** The part of the provider that a person's browser sees. Errors are pages, never redirects. */
export function authorizeRoutes(world: World): Router {
  const router = Router();
  router.get('/oauth2/authorize', (req, res) => authorize(world, req, res));
  router.get(
    '/oauth2/authorize_submit',
    (_req, res) => void res.status(405).type('html').send(errorPage(405, 'Method Not Allowed')),
  );
  router.post('/oauth2/authorize_submit', urlencoded({ extended: false }), (req, res) => submit(world, req, res));
  return router;
}

function authorize(world: World, req: Request, res: Response): void {
  const request = readRequest(world, req);
  if (typeof request === 'string') {
    res.status(400).type('html').send(errorPage(400, request));
    return;
  }
  const { username } = principalOf(res);
  const isGranted = request.client.isAutoGrant || world.oauth2.pairOf(request.client.id, username) !== undefined;
  if (isGranted) grant(world, request, username, res);
  else res.type('html').send(consentPage(request, username));
}

function submit(world: World, req: Request, res: Response): void {
  const request = readRequest(world, req);
  if (typeof request === 'string') {
    res.status(400).type('html').send(errorPage(400, request));
  } else if (parameterOf(req, 'grant_access') === undefined) {
    const error = { error: 'access_denied', error_description: 'Access denied by the user' };
    res.redirect(302, withQuery(request.redirectUri, { ...error, state: request.state }));
  } else {
    grant(world, request, principalOf(res).username, res);
  }
}

function grant(world: World, request: AuthorizeRequest, username: string, res: Response): void {
  const { client, redirectUri, challenge, state } = request;
  const code = world.oauth2.issueCode({ clientId: client.id, username, redirectUri, challenge });
  res.redirect(302, withQuery(redirectUri, { code, state }));
}

/** The request, or what is wrong with it. */
function readRequest(world: World, req: Request): AuthorizeRequest | string {
  const responseType = parameterOf(req, 'response_type');
  const clientId = parameterOf(req, 'client_id');
  if (!responseType) return 'Missing required field "response_type".';
  if (responseType !== 'code') return `Unknown response_type: got "${responseType}", expecting "code".`;
  if (!clientId) return 'Missing required field "client_id".';
  const client = world.oauth2.clients.get(clientId);
  if (!client) return `Invalid client_id: ${clientId}.`;
  if (!client.isEnabled) return `Client ${clientId} is disabled.`;
  return withRedirect(client, req);
}

function withRedirect(client: OAuth2Client, req: Request): AuthorizeRequest | string {
  const wanted = parameterOf(req, 'redirect_uri');
  const redirectUri = wanted ?? client.redirectURIs[0];
  if (!redirectUri) return 'No redirect URI is set for the client.';
  if (!client.redirectURIs.includes(redirectUri)) {
    return `Invalid redirect_uri parameter: ${redirectUri}. It must exactly match one of the redirect URIs configured for the app.`;
  }
  const [value, method] = [parameterOf(req, 'code_challenge'), parameterOf(req, 'code_challenge_method')];
  if ((value === undefined) !== (method === undefined)) return 'Missing code_challenge or code_challenge_method.';
  if (method !== undefined && method !== 'plain' && method !== 'S256') {
    return `Invalid code_challenge_method parameter: transform algorithm ${method} not supported.`;
  }
  return {
    client,
    redirectUri,
    state: parameterOf(req, 'state'),
    challenge: value && method ? { value, method } : null,
  };
}

function withQuery(uri: string, query: Record<string, string | undefined>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return `${uri}${uri.includes('?') ? '&' : '?'}${new URLSearchParams(pairs)}`;
}

function consentPage({ client, redirectUri, state, challenge }: AuthorizeRequest, username: string): string {
  const fields = {
    ...{ response_type: 'code', client_id: client.id, redirect_uri: redirectUri, state },
    ...{ code_challenge: challenge?.value, code_challenge_method: challenge?.method },
  };
  const inputs = Object.entries(fields).map(([name, value]) =>
    value === undefined ? '' : `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`,
  );
  return page(
    'Grant access',
    `<main class="card narrow">
      <h1>Grant access</h1>
      <p><b>${escapeHtml(client.name)}</b> would like to act in Nuxeo in your name (${escapeHtml(username)}).</p>
      <form method="post" action="/nuxeo/oauth2/authorize_submit">
        ${inputs.join('')}
        <button name="grant_access" value="1">Grant access</button>
        <button class="plain" name="deny_access" value="1">Deny</button>
      </form>
    </main>`,
  );
}
