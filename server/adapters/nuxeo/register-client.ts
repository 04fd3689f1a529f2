import { hasCode } from '../../domain/errors.ts';
import type { OAuthClient, RegisteredOAuthClient } from '../../ports/nuxeo.ts';
import { toOAuthClient } from './mappers.ts';
import { oauthClientPayload } from './payloads.ts';
import type { Wire } from './wire.ts';

const clients = '/api/v1/oauth2/client';
const clientPath = (id: string) => `${clients}/${encodeURIComponent(id)}`;

export async function readClient(wireAsAdmin: Wire, id: string): Promise<RegisteredOAuthClient | undefined> {
  const call = { method: 'GET', path: clientPath(id), operation: 'oauthClients.get' } as const;
  try {
    return toOAuthClient(await wireAsAdmin.read(call, oauthClientPayload));
  } catch (error) {
    if (hasCode(error, 'nuxeo-not-found')) return undefined;
    throw error;
  }
}

/** Makes the sidecar a consumer of Nuxeo's OAuth2 provider that people need not consent to. Safe to call again. */
export async function registerClient(wireAsAdmin: Wire, client: OAuthClient): Promise<void> {
  const known = await readClient(wireAsAdmin, client.id);
  await wireAsAdmin.ask({
    method: known ? 'PUT' : 'POST',
    path: known ? clientPath(client.id) : clients,
    operation: 'oauthClients.save',
    body: { json: toOAuthClientPayload(client) },
  });
}

function toOAuthClientPayload({ id, name, secret, redirectUri }: OAuthClient) {
  return {
    'entity-type': 'oauth2Client',
    id,
    name,
    secret,
    redirectURIs: [redirectUri],
    isAutoGrant: true,
    isEnabled: true,
  };
}
