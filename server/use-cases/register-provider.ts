import { RequestError } from '../domain/errors.ts';
import { parseScopes, requireSecureUrl, scopeProblem } from '../domain/provider-form.ts';
import type { Provider } from '../ports/provider-store.ts';
import type { AccountDeps } from './account-deps.ts';
import { readProvider, redirectUriChoices, type ProviderCard } from './read-provider.ts';

/** The form as it was typed. */
export interface ProviderForm extends Omit<Provider, 'scopes' | 'redirectUri' | 'savedAt' | 'savedBy'> {
  /** Separated by commas or spaces. */
  readonly scopes: string;
  /** One of ours, as registered at Adobe; empty: the usual one. */
  readonly redirectUri: string;
}

/**
 * Registers the provider once for everybody, or changes it. An empty secret keeps the stored one, as long as
 * it still goes to the same address for the same client.
 *
 * @throws RequestError `provider-field-invalid`, `provider-scope-offline-missing`, `provider-scope-roles-missing`,
 *   `provider-scope-legacy`, `redirect-mismatch`, each naming the field.
 */
export async function registerProvider(
  form: ProviderForm,
  savedBy: string,
  deps: Pick<AccountDeps, 'providers' | 'addresses' | 'clock'>,
): Promise<ProviderCard> {
  const { providers, addresses, clock } = deps;
  const before = await providers.provider();
  const redirectUri = checkedRedirectUri(form, addresses);
  const provider = { ...checkedForm(form, before), redirectUri, savedBy, savedAt: clock.now() };
  await providers.saveProvider(provider);
  return readProvider(deps);
}

function checkedForm(
  form: ProviderForm,
  before: Provider | undefined,
): Omit<Provider, 'redirectUri' | 'savedAt' | 'savedBy'> {
  const { userAuthorizationUrl } = form;
  return {
    serviceName: matching('serviceName', form.serviceName, /^[\w-]{1,60}$/),
    description: form.description,
    clientId: matching('clientId', form.clientId, /^\S+$/),
    clientSecret: secretOf(form, before),
    authorizationServerUrl: requireSecureUrl('authorizationServerUrl', form.authorizationServerUrl),
    tokenServerUrl: requireSecureUrl('tokenServerUrl', form.tokenServerUrl),
    userAuthorizationUrl: userAuthorizationUrl && requireSecureUrl('userAuthorizationUrl', userAuthorizationUrl),
    scopes: checkedScopes(form.scopes),
    pkce: form.pkce,
    enabled: form.enabled,
    serviceEnabled: form.serviceEnabled,
  };
}

function matching(field: string, value: string, pattern: RegExp): string {
  if (pattern.test(value)) return value;
  throw new RequestError('provider-field-invalid', { field, params: [field] });
}

function secretOf(form: ProviderForm, before: Provider | undefined): string {
  const isForTheSame = before?.clientId === form.clientId && before.tokenServerUrl === form.tokenServerUrl;
  return matching('clientSecret', form.clientSecret || (isForTheSame ? before.clientSecret : ''), /^\S+$/);
}

function checkedRedirectUri({ redirectUri }: ProviderForm, addresses: AccountDeps['addresses']): string {
  const choices = redirectUriChoices(addresses);
  const [usual] = choices;
  if (choices.includes(redirectUri || usual)) return redirectUri || usual;
  throw new RequestError('redirect-mismatch', { field: 'redirectUri', params: [redirectUri, usual] });
}

function checkedScopes(text: string): string[] {
  const scopes = parseScopes(text);
  const problem = scopeProblem(scopes);
  if (problem) throw new RequestError(problem.code, { field: 'scopes', params: problem.params });
  return scopes;
}
