import type { Clock } from '../../ports/clock.ts';
import type { ObtainedTokens } from '../../ports/sign-in.ts';
import type { TokenKind } from '../../ports/token-store.ts';
import { HttpFailure, type HttpClient, type HttpResponse } from '../http/http-client.ts';
import { failure } from './failures.ts';
import { adobeUserIdOf, refusalPayload, tokenPayload, type TokenPayload } from './payloads.ts';

/** Who we are at a token endpoint. */
export interface TokenClient {
  readonly kind: TokenKind;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What was asked for: counts where the answer does not say. */
  readonly scopes: readonly string[];
}

export type Grant =
  | { readonly grant_type: 'authorization_code'; readonly code: string; readonly [more: string]: string }
  | { readonly grant_type: 'refresh_token'; readonly refresh_token: string };

export interface TokenEndpoint {
  /** @throws NuxeoError, FrameioError in the words of `failures.ts`. Never repeated: codes and rotating tokens count once. */
  request(client: TokenClient, grant: Grant): Promise<ObtainedTokens>;
}

const TIMEOUT_MS = 15_000;
/** Where the answer is silent; short, so that a wrong guess costs one refresh and not a failure. */
const ASSUMED_LIFE_SECONDS = 3600;
/** Adobe's old endpoint (v1) counts in milliseconds: no access token lives for a month. */
const LONGEST_LIFE_SECONDS = 30 * 24 * 3600;

const clientErrors = ['invalid_client', 'unauthorized_client'];
const grantErrors = ['invalid_grant', 'invalid_token', 'access_denied'];
const passingStatuses = [408, 425, 429];

export function createTokenEndpoint(options: { http: HttpClient; clock: Clock }): TokenEndpoint {
  const { http, clock } = options;
  return {
    async request(client, grant) {
      const response = await post(http, client, grant);
      const body = await answered(response.json(), client);
      if (response.status !== 200) throw refusal(client, grant, response.status, body);
      const payload = tokenPayload.safeParse(body);
      if (!payload.success)
        throw failure(client.kind, 'not-understood', { context: contextOf(client, response.status) });
      return tokensFrom(payload.data, client, clock);
    },
  };
}

function post(http: HttpClient, client: TokenClient, grant: Grant): Promise<HttpResponse> {
  const request = http.request({
    method: 'POST',
    url: client.tokenUrl,
    headers: { accept: 'application/json' },
    body: { form: { ...grant, client_id: client.clientId, client_secret: client.clientSecret } },
    operation: operationOf(client),
    timeoutMs: TIMEOUT_MS,
  });
  return answered(request, client);
}

async function answered<T>(answer: Promise<T>, client: TokenClient): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    const context = { operation: operationOf(client), reason: error.reason };
    throw failure(client.kind, 'unavailable', { cause: error, context });
  }
}

function refusal(client: TokenClient, grant: Grant, status: number, body: unknown): Error {
  const { error, error_description: message } = refusalPayload.safeParse(body).data ?? {};
  const context = { ...contextOf(client, status), error, message };
  if (status >= 500 || passingStatuses.includes(status)) return failure(client.kind, 'unavailable', { context });
  if (clientErrors.includes(error ?? '')) return failure(client.kind, 'client-wrong', { context });
  if (grant.grant_type === 'authorization_code') return failure(client.kind, 'exchange-failed', { context });
  return failure(client.kind, grantErrors.includes(error ?? '') ? 'refused' : 'not-understood', { context });
}

function tokensFrom(payload: TokenPayload, client: TokenClient, clock: Clock): ObtainedTokens {
  const scopes = payload.scope?.split(/[\s,]+/).filter(Boolean) ?? [];
  return {
    accessToken: payload.access_token,
    refreshToken: payload.refresh_token,
    expiresAt: new Date(clock.now().getTime() + lifeSeconds(payload) * 1000),
    scopes: scopes.length > 0 ? scopes : client.scopes,
    adobeUserId: client.kind === 'frameio' ? adobeUserIdOf(payload) : undefined,
  };
}

function lifeSeconds({ expires_in: told = ASSUMED_LIFE_SECONDS }: TokenPayload): number {
  return told > LONGEST_LIFE_SECONDS ? told / 1000 : told;
}

function operationOf({ kind }: TokenClient): string {
  return `oauth.${kind}.token`;
}

function contextOf(client: TokenClient, status: number): Record<string, unknown> {
  return { operation: operationOf(client), status };
}
