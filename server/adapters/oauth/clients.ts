import { FrameioError, NuxeoError } from '../../domain/errors.ts';
import type { RedirectUris } from '../../domain/addresses.ts';
import type { Provider, ProviderStore } from '../../ports/provider-store.ts';
import type { TokenKind } from '../../ports/token-store.ts';
import { failure } from './failures.ts';
import type { TokenClient } from './token-endpoint.ts';

export type Registrations = Pick<ProviderStore, 'provider' | 'nuxeoClient'>;

/** Our registration as it is saved at this moment: an administrator's change counts from the next request on. */
export async function tokenClient(kind: TokenKind, providers: Registrations, nuxeoUrl: string): Promise<TokenClient> {
  if (kind === 'nuxeo') {
    const client = await providers.nuxeoClient();
    if (!client) throw failure('nuxeo', 'client-wrong');
    const { clientId, clientSecret } = client;
    return { kind, clientId, clientSecret, tokenUrl: `${nuxeoUrl}/oauth2/token`, scopes: [] };
  }
  const { clientId, clientSecret, tokenServerUrl, scopes } = await registeredProvider(providers);
  return { kind, clientId, clientSecret, tokenUrl: tokenServerUrl, scopes };
}

/** What the browser is sent to, on top of what the token endpoint needs. */
export interface CodeClient extends TokenClient {
  readonly authorizationUrl: string;
  readonly redirectUri: string;
  readonly pkce: boolean;
}

export interface CodeClientOptions {
  readonly providers: Registrations;
  readonly nuxeoUrl: string;
  readonly nuxeoPublicUrl: string;
  readonly redirectUris: RedirectUris;
}

export async function codeClient(kind: TokenKind, options: CodeClientOptions): Promise<CodeClient> {
  const { providers, nuxeoUrl, nuxeoPublicUrl, redirectUris } = options;
  const client = await tokenClient(kind, providers, nuxeoUrl);
  if (kind === 'nuxeo') {
    await requireRegistered(redirectUris.nuxeo, providers);
    const authorizationUrl = `${nuxeoPublicUrl}/oauth2/authorize`;
    return { ...client, authorizationUrl, redirectUri: redirectUris.nuxeo, pkce: true };
  }
  const provider = await enabledProvider(providers);
  const authorizationUrl = provider.userAuthorizationUrl || provider.authorizationServerUrl;
  const redirectUri = provider.redirectUri ?? redirectUris.frameio;
  return { ...client, authorizationUrl, redirectUri, pkce: provider.pkce };
}

async function requireRegistered(redirectUri: string, providers: Registrations): Promise<void> {
  const registered = (await providers.nuxeoClient())?.redirectUri;
  if (registered !== undefined && registered !== redirectUri)
    throw new NuxeoError('redirect-mismatch', { params: [registered, redirectUri] });
}

async function registeredProvider(providers: Registrations): Promise<Provider> {
  const provider = await providers.provider();
  if (!provider) throw new FrameioError('provider-not-registered', { needsAttention: true });
  return provider;
}

export async function enabledProvider(providers: Registrations): Promise<Provider> {
  const provider = await registeredProvider(providers);
  if (!provider.enabled) throw new FrameioError('provider-disabled', { needsAttention: true });
  return provider;
}
