import { Router, urlencoded, type Request, type Response } from 'express';
import { OAuthError, scopesOf, SERVICE_ACCOUNT_EMAIL, type Client, type Ims, type TokenAnswer } from './ims.ts';
import { errorPage, signInPage } from './ims-pages.ts';
import type { Sandbox } from './sandbox.ts';

/** The sign-in service in front of the API, under the paths of the real one. */
export function imsRouter(sandbox: Sandbox): Router {
  const router = Router();
  router.use(urlencoded({ extended: false }));
  router.get('/ims/authorize/v2', (req, res) => {
    authorize(sandbox, req, res);
  });
  router.post('/ims/token/v3', (req, res) => {
    token(sandbox.ims, req, res);
  });
  router.post('/ims/validate_token/v1', (req, res) => {
    validateToken(sandbox.ims, req, res);
  });
  router.post('/ims/revoke', (req, res) => {
    answeringRefusals(res, () => {
      authenticatedClient(sandbox.ims, req);
      sandbox.ims.revoke(text(req.body, 'token') ?? '');
      res.json({});
    });
  });
  router.get('/.well-known/openid-configuration', (req, res) => {
    res.json(discovery(`${req.protocol}://${req.get('host') ?? ''}`));
  });
  return router;
}

function authorize({ ims, world, switches }: Sandbox, req: Request, res: Response): void {
  const client = ims.clients.get(text(req.query, 'client_id') ?? '');
  if (!client) {
    res.status(400).send(errorPage('Unable to validate entity', 'The client_id is not known.'));
    return;
  }
  const redirect = redirectFor(client, text(req.query, 'redirect_uri'), switches.redirectMismatch);
  if (!redirect) {
    res.status(400).send(errorPage('Unable to validate entity', 'The redirect_uri is not registered for this client.'));
    return;
  }
  const login = text(req.query, 'login');
  if (text(req.query, 'response_type') !== 'code') back(res, redirect, req, { error: 'unsupported_response_type' });
  else if (req.query['cancel'] !== undefined) back(res, redirect, req, { error: 'access_denied' });
  else if (login === undefined) res.send(signInPage(peopleOf(world), req.originalUrl));
  else signIn({ ims, world }, req, res, { client, redirect, login });
}

/** A service account signs in with a secret, not by hand. */
const peopleOf = (world: Sandbox['world']) =>
  [...world.people.values()].filter(({ email }) => email !== SERVICE_ACCOUNT_EMAIL);

function signIn(
  { ims, world }: Pick<Sandbox, 'ims' | 'world'>,
  req: Request,
  res: Response,
  { client, redirect, login }: { client: Client; redirect: string; login: string },
): void {
  const person = world.personByEmail(login);
  const method = text(req.query, 'code_challenge_method');
  const challenge = text(req.query, 'code_challenge');
  if (!person) {
    res.status(400).send(errorPage('Sign-in failed', 'Nobody has this e-mail address.'));
  } else if (challenge !== undefined && method !== 'S256') {
    back(res, redirect, req, { error: 'invalid_request' });
  } else {
    const scopes = scopesOf(text(req.query, 'scope') ?? '');
    const grant = { clientId: client.clientId, personId: person.id, scopes };
    back(res, redirect, req, { code: ims.authorize(challenge === undefined ? grant : { ...grant, challenge }) });
  }
}

/** What happens to an address that is not registered differs in reports: a switch. */
function redirectFor(client: Client, asked: string | undefined, mismatch: 'error-page' | 'default-redirect') {
  const { redirectUris } = client;
  if (asked !== undefined && (redirectUris === undefined || redirectUris.includes(asked))) return asked;
  if (asked === undefined) return redirectUris?.[0];
  return mismatch === 'default-redirect' ? redirectUris?.[0] : undefined;
}

function back(res: Response, redirect: string, req: Request, answer: Record<string, string>): void {
  const url = new URL(redirect);
  const state = text(req.query, 'state');
  for (const [key, value] of Object.entries({ ...answer, ...(state === undefined ? {} : { state }) })) {
    url.searchParams.set(key, value);
  }
  res.redirect(302, url.href);
}

function token(ims: Ims, req: Request, res: Response): void {
  answeringRefusals(res, () => {
    const client = authenticatedClient(ims, req);
    res.set('cache-control', 'no-store').json(grantedTokens(ims, client, req.body));
  });
}

function answeringRefusals(res: Response, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    res
      .status(error.code === 'invalid_client' ? 401 : 400)
      .json({ error: error.code, error_description: error.message });
  }
}

function grantedTokens(ims: Ims, { clientId }: Client, body: unknown): TokenAnswer {
  const grantType = text(body, 'grant_type');
  if (grantType === 'authorization_code') {
    return ims.exchange(clientId, text(body, 'code') ?? '', text(body, 'code_verifier'));
  }
  if (grantType === 'refresh_token') return ims.refresh(clientId, text(body, 'refresh_token') ?? '');
  if (grantType === 'client_credentials') return ims.serverToServer(clientId, scopesOf(text(body, 'scope') ?? ''));
  throw new OAuthError('unsupported_grant_type', 'The grant_type is not supported');
}

/** Id and secret in the body, or as Basic. */
function authenticatedClient(ims: Ims, req: Request): Client {
  const basic = /^Basic (.+)$/i.exec(req.get('authorization') ?? '')?.[1];
  const [basicId, ...basicSecret] = basic ? Buffer.from(basic, 'base64').toString().split(':') : [];
  const client = ims.clients.get(basicId ?? text(req.body, 'client_id') ?? '');
  const secret = basic ? basicSecret.join(':') : text(req.body, 'client_secret');
  if (!client || client.clientSecret !== secret)
    throw new OAuthError('invalid_client', 'The client is not authenticated');
  return client;
}

/** 200 whether the token is valid or not. */
function validateToken(ims: Ims, req: Request, res: Response): void {
  const grant = ims.introspect(text(req.body, 'token') ?? '');
  if (!grant || grant.clientId !== text(req.body, 'client_id')) {
    res.json({ valid: false, reason: 'invalid_token' });
    return;
  }
  const { person, scopes, clientId } = grant;
  res.json({ valid: true, token: { user_id: person.adobeId, client_id: clientId, scope: scopes.join(',') } });
}

function discovery(origin: string) {
  return {
    issuer: origin,
    authorization_endpoint: `${origin}/ims/authorize/v2`,
    token_endpoint: `${origin}/ims/token/v3`,
    revocation_endpoint: `${origin}/ims/revoke`,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  };
}

function text(from: unknown, key: string): string | undefined {
  const value = (from as Record<string, unknown> | undefined)?.[key];
  return typeof value === 'string' ? value : undefined;
}
