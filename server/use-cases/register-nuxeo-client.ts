import type { Nuxeo } from '../ports/nuxeo.ts';
import type { AccountDeps } from './account-deps.ts';

/**
 * Makes the sidecar a consumer of Nuxeo's own OAuth2 provider, auto-granted, with a new secret each time.
 * Nuxeo is told first: if saving here fails, the next click puts both right.
 *
 * @param nuxeo - In the name of an administrator.
 */
export async function registerNuxeoClient(
  nuxeo: Pick<Nuxeo, 'oauthClients'>,
  deps: Pick<AccountDeps, 'providers' | 'addresses' | 'nuxeoClientId' | 'ids'>,
): Promise<{ clientId: string; redirectUri: string; created: boolean }> {
  const { providers, addresses, nuxeoClientId, ids } = deps;
  const client = {
    clientId: nuxeoClientId,
    clientSecret: `${ids.uuid()}${ids.uuid()}`.replaceAll('-', ''),
    redirectUri: addresses.redirectUris.nuxeo,
  };
  const before = await nuxeo.oauthClients.get(client.clientId);

  const { clientId: id, clientSecret: secret, redirectUri } = client;
  await nuxeo.oauthClients.save({ id, secret, redirectUri, name: 'Frame.io connector' });
  await providers.saveNuxeoClient(client);
  return { clientId: id, redirectUri, created: before === undefined };
}
