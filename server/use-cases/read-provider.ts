import { providerDefaults } from '../domain/provider-form.ts';
import type { Provider } from '../ports/provider-store.ts';
import type { AccountDeps } from './account-deps.ts';

export interface ProviderState {
  readonly registered: boolean;
  readonly enabled: boolean;
  readonly serviceEnabled: boolean;
}

/** What an administrator reads back; before anything is saved, what the form begins with. */
export interface ProviderCard extends ProviderState, Omit<Provider, 'clientSecret' | 'savedAt' | 'savedBy'> {
  readonly clientSecretMasked: string;
  readonly redirectUri: string;
  readonly savedAt: Date | undefined;
  readonly savedBy: string | undefined;
  readonly nuxeoClient: {
    readonly registered: boolean;
    readonly clientId: string | undefined;
    readonly redirectUri: string;
  };
}

/** Always the same dots: not even the length of the secret leaves the server. */
const MASK = '••••••••';

export function providerState(provider: Provider | undefined): ProviderState {
  return {
    registered: provider !== undefined,
    enabled: provider?.enabled ?? false,
    serviceEnabled: (provider?.enabled && provider.serviceEnabled) ?? false,
  };
}

export async function readProvider(deps: Pick<AccountDeps, 'providers' | 'addresses'>): Promise<ProviderCard> {
  const { providers, addresses } = deps;
  const [provider, nuxeoClient] = await Promise.all([providers.provider(), providers.nuxeoClient()]);
  return {
    ...(provider ? fieldsOf(provider) : emptyFields),
    registered: provider !== undefined,
    redirectUri: addresses.redirectUris.frameio,
    nuxeoClient: {
      registered: nuxeoClient !== undefined,
      clientId: nuxeoClient?.clientId,
      redirectUri: nuxeoClient?.redirectUri ?? addresses.redirectUris.nuxeo,
    },
  };
}

const emptyFields = {
  ...providerDefaults,
  clientId: '',
  clientSecretMasked: '',
  savedAt: undefined,
  savedBy: undefined,
};

function fieldsOf({ clientSecret, ...fields }: Provider) {
  return { ...fields, clientSecretMasked: clientSecret ? MASK : '' };
}
