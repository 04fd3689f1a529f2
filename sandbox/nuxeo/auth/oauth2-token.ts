import { createHash } from 'node:crypto';
import { Router, urlencoded, type Request, type Response } from 'express';
import { errorPage } from '../web/html.ts';
import type { World } from '../world.ts';
import { parameterOf } from './cookies.ts';
import { usernameOfJwt } from './jwt.ts';
import type { OAuth2Client, TokenPair } from './oauth2-store.ts';

/** A refusal of the token endpoint: always status 400. */
class TokenError extends Error {
  readonly code: string;

  constructor(code: string, description = '') {
    super(description);
    this.code = code;
  }
}

/** The part of the provider that programs talk to. */
export function tokenEndpoint(world: World): Router {
  const router = Router();
  router.get(
    '/oauth2/token',
    (_req, res) => void res.status(405).type('html').send(errorPage(405, 'Method Not Allowed')),
  );
  router.post('/oauth2/token', urlencoded({ extended: false }), (req, res) => {
    try {
      sendPair(res, exchange(world, req));
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      const description = error.message ? { error_description: error.message } : {};
      res.status(400).json({ error: error.code, ...description });
    }
  });
  return router;
}

const GRANTS: Record<string, (world: World, req: Request) => TokenPair> = {
  authorization_code: byCode,
  refresh_token: byRefresh,
  'urn:ietf:params:oauth:grant-type:jwt-bearer': byJwt,
  client_credentials: byClient,
};

function exchange(world: World, req: Request): TokenPair {
  const grantType = required(req, 'grant_type');
  const isTooNew = grantType === 'client_credentials' && world.switches.version === '2021';
  const grant = GRANTS[grantType];
  if (grant && !isTooNew) return grant(world, req);
  const message = `Unknown grant_type: got "${grantType}", expecting "authorization_code" or "refresh_token".`;
  throw new TokenError('unsupported_grant_type', message);
}

function byCode(world: World, req: Request): TokenPair {
  const authorization = world.oauth2.takeCode(required(req, 'code'));
  if (!authorization) throw new TokenError('invalid_grant', 'Invalid authorization code');
  const client = checkedClient(world, req);
  if (authorization.clientId !== client.id) throw new TokenError('invalid_client', `Invalid client id: ${client.id}`);
  const redirectUri = parameterOf(req, 'redirect_uri');
  if (redirectUri !== undefined && redirectUri !== authorization.redirectUri) {
    throw new TokenError('invalid_request', `Invalid redirect URI: ${redirectUri}`);
  }
  checkVerifier(authorization.challenge, parameterOf(req, 'code_verifier'));
  return world.oauth2.pairFor(client.id, authorization.username);
}

function checkVerifier(challenge: { value: string; method: string } | null, verifier: string | undefined): void {
  if (!challenge) return;
  if (!verifier) throw new TokenError('invalid_request', 'Missing code_verifier parameter');
  const hashed = challenge.method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier;
  if (hashed !== challenge.value) throw new TokenError('invalid_grant', 'Invalid code_verifier parameter');
}

/** Both tokens of the pair change; the old ones are gone at once. */
function byRefresh(world: World, req: Request): TokenPair {
  const refreshToken = required(req, 'refresh_token');
  const client = checkedClient(world, req);
  const pair = world.oauth2.pairs.find((candidate) => candidate.refreshToken === refreshToken);
  if (!pair || pair.clientId !== client.id || pair.refreshExpired)
    throw new TokenError('invalid_grant', 'Cannot refresh token');
  return world.oauth2.refresh(pair);
}

function byJwt(world: World, req: Request): TokenPair {
  const client = checkedClient(world, req);
  const username = usernameOfJwt(required(req, 'assertion'), world.switches.jwtSecret, '');
  if (!username) throw new TokenError('invalid_client', 'Secret not configured or invalid token');
  return world.oauth2.pairFor(client.id, username);
}

function byClient(world: World, req: Request): TokenPair {
  const client = checkedClient(world, req);
  if (!world.repository.directory.users.has(client.id))
    throw new TokenError('invalid_client', `Invalid client id: ${client.id}`);
  return { ...world.oauth2.pairFor(client.id, client.id), refreshToken: '' };
}

function checkedClient(world: World, req: Request): OAuth2Client {
  const [clientId, secret] = clientCredentials(req);
  if (!clientId) throw new TokenError('invalid_request', 'Missing client_id field');
  const client = world.oauth2.clients.get(clientId);
  if (!client) throw new TokenError('invalid_client', `Invalid client id: ${clientId}`);
  if (!client.isEnabled || (client.secret && client.secret !== secret)) {
    throw new TokenError('invalid_client', 'Disabled client or invalid client secret');
  }
  return client;
}

function clientCredentials(req: Request): [string | undefined, string | undefined] {
  const [, encoded] = /^Basic\s+(.+)$/i.exec(req.get('authorization') ?? '') ?? [];
  if (encoded === undefined) return [parameterOf(req, 'client_id'), parameterOf(req, 'client_secret')];
  const [id, ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return [id, secret.join(':')];
}

function required(req: Request, name: string): string {
  const value = parameterOf(req, name);
  if (!value) throw new TokenError('invalid_request', `Missing ${name} field`);
  return value;
}

function sendPair(res: Response, pair: TokenPair): void {
  res.status(200).json({
    access_token: pair.accessToken,
    ...(pair.refreshToken ? { refresh_token: pair.refreshToken } : {}),
    token_type: 'bearer',
    expires_in: Math.max(0, Math.round((pair.expiresAt - Date.now()) / 1000)),
  });
}
