import type { Person } from '../../../sandbox/environment/person.ts';

interface ProviderCard {
  readonly serviceName: string;
  readonly description: string;
  readonly clientId: string;
  readonly authorizationServerUrl: string;
  readonly tokenServerUrl: string;
  readonly userAuthorizationUrl: string;
  readonly redirectUri: string;
  readonly scopes: string[];
  readonly pkce: boolean;
}

/** The provider's form as it is filled now; the secret stays. */
export async function providerForm(administrator: Person): Promise<object> {
  const card = await administrator.api<ProviderCard>('GET', '/admin/provider');
  const { serviceName, description, clientId, authorizationServerUrl, tokenServerUrl } = card;
  const { userAuthorizationUrl, redirectUri, scopes, pkce } = card;
  return {
    ...{ serviceName, description, clientId, authorizationServerUrl, tokenServerUrl, userAuthorizationUrl },
    ...{ redirectUri, scopes: scopes.join(' '), pkce, enabled: true, serviceEnabled: true },
  };
}

export async function saveProvider(administrator: Person, change: object): Promise<void> {
  await administrator.api('PUT', '/admin/provider', { ...(await providerForm(administrator)), ...change });
}
