import { createHash, timingSafeEqual } from 'node:crypto';
import { RequestError } from '../../domain/errors.ts';
import type { Clock, Ids } from '../../ports/clock.ts';
import type { SignIn, SignInAnswer, SignInRequest } from '../../ports/sign-in.ts';
import type { SignInState, SignInStateStore } from '../../ports/token-store.ts';
import type { HttpClient } from '../http/http-client.ts';
import { codeClient, type CodeClientOptions } from './clients.ts';
import { authorizationUrl, tokensForCode, type Exchange } from './code-strategy.ts';
import { failure } from './failures.ts';
import { createTokenEndpoint, type TokenClient, type TokenEndpoint } from './token-endpoint.ts';

export interface SignInOptions extends CodeClientOptions {
  readonly states: SignInStateStore;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The authorization code flow, with Nuxeo's own provider and with Adobe, by `passport-oauth2`. */
export function createSignIn(options: SignInOptions): SignIn {
  const { states, ids } = options;
  const endpoint = createTokenEndpoint(options);
  return {
    async begin(request) {
      const client = await codeClient(request.kind, options);
      return authorizationUrl(client, async (verifier) => {
        const flow = flowOf(request, ids.uuid(), verifier);
        await states.create(flow);
        return flow.state;
      });
    },
    async claim(kind, { state, cookie }) {
      const flow = state ? await states.consume(state) : undefined;
      if (!flow || !cookie || flow.kind !== kind || !isCookieOf(flow, cookie))
        throw new RequestError('oauth-state-invalid');
      return flow;
    },
    async exchange(flow, answer) {
      const code = codeIn(flow, answer);
      const client = await codeClient(flow.kind, options);
      return tokensForCode(client, flow, code, exchangeBy(endpoint, client));
    },
  };
}

function flowOf(request: SignInRequest, state: string, pkceVerifier: string | undefined): SignInState {
  const { cookie, ...rest } = request;
  return { ...rest, state, pkceVerifier, cookieHash: hashOf(cookie) };
}

function hashOf(cookie: string): string {
  return createHash('sha256').update(cookie).digest('hex');
}

function isCookieOf(flow: SignInState, cookie: string): boolean {
  return timingSafeEqual(Buffer.from(flow.cookieHash), Buffer.from(hashOf(cookie)));
}

/** Only the person's own no is a no; anything else that comes back instead of a code is a failure of the set-up. */
function codeIn(flow: SignInState, { code, error }: SignInAnswer): string {
  if (error === 'access_denied') throw new RequestError('oauth-denied');
  if (error === undefined && code) return code;
  throw failure(flow.kind, 'exchange-failed', { context: { operation: `oauth.${flow.kind}.authorize`, error } });
}

function exchangeBy(endpoint: TokenEndpoint, client: TokenClient): Exchange {
  return (code, params) =>
    endpoint.request(client, { ...exchangeParams(client, params), grant_type: 'authorization_code', code });
}

/** Clients that work with Adobe do not repeat the redirect URI here; Nuxeo compares it when it is given. */
function exchangeParams(client: TokenClient, params: Readonly<Record<string, string>>): Record<string, string> {
  const { redirect_uri: redirectUri, ...rest } = params;
  return client.kind === 'frameio' || redirectUri === undefined ? rest : { ...rest, redirect_uri: redirectUri };
}
