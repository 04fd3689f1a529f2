import type { Grant } from '../../ports/token-store.ts';
import { HttpFailure, type HttpClient, type HttpRequest } from '../http/http-client.ts';
import { tokenClient, type Registrations } from './clients.ts';
import { failure } from './failures.ts';
import type { TokenClient } from './token-endpoint.ts';

export interface RevocationOptions {
  readonly providers: Registrations;
  readonly http: HttpClient;
  readonly nuxeoUrl: string;
}

/** Somebody waits for it, and goes on without it. */
const TIMEOUT_MS = 5_000;

/**
 * Takes a grant back where it was given. In Nuxeo the person does that, with the access token: it must still be good.
 *
 * @throws NuxeoError, FrameioError `…-unavailable` when that was not possible; the grant may live on there.
 */
export async function revokeGrant(grant: Grant, options: RevocationOptions): Promise<void> {
  const client = await tokenClient(grant.kind, options.providers, options.nuxeoUrl);
  const requests =
    grant.kind === 'nuxeo'
      ? [nuxeoRevocation(grant, client, options)]
      : tokensOf(grant).map((token) => adobeRevocation(token, client));
  for (const request of requests) await send(request, grant.kind, options.http);
}

/** The refresh token first: it would bring new ones. */
function tokensOf({ refreshToken, accessToken }: Grant): string[] {
  return refreshToken === undefined ? [accessToken] : [refreshToken, accessToken];
}

function adobeRevocation(token: string, { clientId, clientSecret, tokenUrl }: TokenClient): HttpRequest {
  const credentials = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  return {
    method: 'POST',
    url: new URL('/ims/revoke', tokenUrl).href,
    headers: { accept: 'application/json', authorization: `Basic ${credentials}` },
    body: { form: { token } },
    operation: 'oauth.frameio.revoke',
    timeoutMs: TIMEOUT_MS,
  };
}

function nuxeoRevocation(
  { username, accessToken }: Grant,
  { clientId }: TokenClient,
  { nuxeoUrl }: RevocationOptions,
): HttpRequest {
  const token = `client/${encodeURIComponent(clientId)}/user/${encodeURIComponent(username)}`;
  return {
    method: 'DELETE',
    url: `${nuxeoUrl}/api/v1/oauth2/token/${token}`,
    headers: { accept: 'application/json', authorization: `Bearer ${accessToken}` },
    operation: 'oauth.nuxeo.revoke',
    timeoutMs: TIMEOUT_MS,
  };
}

async function send(request: HttpRequest, kind: Grant['kind'], http: HttpClient): Promise<void> {
  const { operation } = request;
  try {
    const { status, body } = await http.request(request);
    body.resume();
    // Gone already is as good.
    if ((status >= 200 && status < 300) || status === 404) return;
    throw failure(kind, 'unavailable', { context: { operation, status } });
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    throw failure(kind, 'unavailable', { cause: error, context: { operation, reason: error.reason } });
  }
}
