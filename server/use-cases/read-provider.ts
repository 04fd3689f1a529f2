import type { Addresses } from '../domain/addresses.ts';
import { providerDefaults } from '../domain/provider-form.ts';
import type { Provider } from '../ports/provider-store.ts';
import type { AccountDeps } from './account-deps.ts';

export interface ProviderState {
  readonly registered: boolean;
  readonly enabled: boolean;
  readonly serviceEnabled: boolean;
}

/** What an administrator reads back; before anything is saved, what the form begins with. */
export interface ProviderCard
  extends ProviderState, Omit<Provider, 'clientSecret' | 'redirectUri' | 'savedAt' | 'savedBy'> {
  readonly clientSecretMasked: string;
  /** What Adobe has to know, letter by letter; either of the choices works. */
  readonly redirectUri: string;
  readonly redirectUriChoices: readonly string[];
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
    ...(provider ? fieldsOf(provider) : emptyFields(addresses.imsUrl)),
    registered: provider !== undefined,
    redirectUri: provider?.redirectUri ?? addresses.redirectUris.frameio,
    redirectUriChoices: redirectUriChoices(addresses),
    nuxeoClient: {
      registered: nuxeoClient !== undefined,
      clientId: nuxeoClient?.clientId,
      redirectUri: nuxeoClient?.redirectUri ?? addresses.redirectUris.nuxeo,
    },
  };
}

export function redirectUriChoices({ redirectUris }: Pick<Addresses, 'redirectUris'>): readonly [string, string] {
  return [redirectUris.frameio, redirectUris.frameioOwn];
}

function emptyFields(imsUrl: string) {
  const unknown = { clientId: '', clientSecretMasked: '', savedAt: undefined, savedBy: undefined };
  return { ...providerDefaults(imsUrl), ...unknown };
}

function fieldsOf({ clientSecret, ...fields }: Provider) {
  return { ...fields, clientSecretMasked: clientSecret ? MASK : '' };
}
