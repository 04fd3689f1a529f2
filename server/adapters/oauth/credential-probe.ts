import type { Clock } from '../../ports/clock.ts';
import type { CredentialProbe } from '../../ports/sign-in.ts';
import type { TokenKind } from '../../ports/token-store.ts';
import type { HttpClient } from '../http/http-client.ts';
import { tokenClient, type Registrations } from './clients.ts';
import { means } from './failures.ts';
import { createTokenEndpoint } from './token-endpoint.ts';

export interface CredentialProbeOptions {
  readonly providers: Registrations;
  readonly http: HttpClient;
  readonly nuxeoUrl: string;
  readonly clock: Clock;
}

/**
 * Offers a refresh token that cannot exist: an endpoint that knows us refuses the token, one that does not refuses us.
 */
export function createCredentialProbe(options: CredentialProbeOptions): CredentialProbe {
  const endpoint = createTokenEndpoint(options);
  const probe = async (kind: TokenKind) => {
    const client = await tokenClient(kind, options.providers, options.nuxeoUrl);
    try {
      await endpoint.request(client, { grant_type: 'refresh_token', refresh_token: 'nobody-has-this-token' });
    } catch (error) {
      if (!means(error, kind, 'refused')) throw error;
    }
  };
  return { frameio: () => probe('frameio'), nuxeo: () => probe('nuxeo') };
}
