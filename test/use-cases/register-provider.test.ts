import { describe, expect, it } from 'vitest';
import type { Provider } from '../../server/ports/provider-store.ts';
import { registerProvider, type ProviderForm } from '../../server/use-cases/register-provider.ts';
import { createHandClock } from '../support/store-options.ts';

const clock = createHandClock();
const addresses = {
  nuxeoUrl: 'http://nuxeo:8080/nuxeo',
  nuxeoPublicUrl: 'https://dam.example.com/nuxeo',
  publicUrl: 'https://dam.example.com/nuxeo/frameio',
  frameioApiUrl: 'https://api.frame.io',
  imsUrl: 'https://ims.example.com',
  redirectUris: {
    nuxeo: 'https://dam.example.com/nuxeo/frameio/oauth/nuxeo/callback',
    frameio: 'https://dam.example.com/nuxeo/site/oauth2/frameio/callback',
    frameioOwn: 'https://dam.example.com/nuxeo/frameio/oauth/frameio/callback',
  },
};
const form: ProviderForm = {
  serviceName: 'frameio',
  description: 'Frame.io Provider',
  clientId: 'our-id',
  clientSecret: 'our-secret',
  authorizationServerUrl: 'https://ims.example.com/authorize',
  tokenServerUrl: 'https://ims.example.com/token',
  userAuthorizationUrl: '',
  redirectUri: '',
  scopes: 'openid, offline_access, additional_info.roles',
  pkce: false,
  enabled: true,
  serviceEnabled: true,
};

function world() {
  let saved: Provider | undefined;
  const providers = {
    provider: () => Promise.resolve(saved),
    saveProvider: (provider: Provider) => {
      saved = provider;
      return Promise.resolve();
    },
    nuxeoClient: () => Promise.resolve(undefined),
    saveNuxeoClient: () => Promise.resolve(),
    settings: () => Promise.reject(new Error('not asked for')),
    saveSettings: () => Promise.resolve(),
  };
  return { providers, addresses, clock, saved: () => saved };
}

describe('registering the provider', () => {
  it('accepts an empty user authorization URL, and answers the card without the secret', async () => {
    const here = world();
    const card = await registerProvider(form, 'root', here);
    expect(card).toMatchObject({ registered: true, savedBy: 'root', savedAt: clock.now(), userAuthorizationUrl: '' });
    expect(JSON.stringify(card)).not.toContain('our-secret');
    expect(card.redirectUri).toBe(addresses.redirectUris.frameio);
    expect(here.saved()?.scopes).toEqual(['openid', 'offline_access', 'additional_info.roles']);
  });

  it('keeps the secret when the field is left empty', async () => {
    const here = world();
    await registerProvider(form, 'root', here);
    await registerProvider({ ...form, clientSecret: '', description: 'Renamed' }, 'root', here);
    expect(here.saved()).toMatchObject({ clientSecret: 'our-secret', description: 'Renamed' });
  });

  it.each([
    ['the first time', {}],
    ['for another client', { clientId: 'another-id' }],
    ['when it would be sent elsewhere', { tokenServerUrl: 'https://elsewhere.example.com/token' }],
  ])('wants the secret %s', async (when, change) => {
    const here = world();
    if (when !== 'the first time') await registerProvider(form, 'root', here);
    const before = here.saved();
    const again = registerProvider({ ...form, ...change, clientSecret: '' }, 'root', here);
    await expect(again).rejects.toMatchObject({ code: 'provider-field-invalid', field: 'clientSecret' });
    expect(here.saved()).toEqual(before);
  });

  it.each([
    ['serviceName', 'frame io', 'provider-field-invalid'],
    ['clientId', ' ', 'provider-field-invalid'],
    ['authorizationServerUrl', 'http://ims.example.com/authorize', 'provider-field-invalid'],
    ['tokenServerUrl', '', 'provider-field-invalid'],
    ['userAuthorizationUrl', 'javascript:alert(1)', 'provider-field-invalid'],
    ['scopes', 'openid additional_info.roles', 'provider-scope-offline-missing'],
    ['scopes', 'openid offline_access', 'provider-scope-roles-missing'],
    ['scopes', 'openid offline_access additional_info.roles asset.read', 'provider-scope-legacy'],
    ['redirectUri', 'https://old.example.com/callback', 'redirect-mismatch'],
  ])('refuses %s “%s”', async (field, value, code) => {
    const here = world();
    const refused = registerProvider({ ...form, [field]: value }, 'root', here);
    await expect(refused).rejects.toMatchObject({ code, field });
    expect(here.saved()).toBeUndefined();
  });

  it('says which two redirect URLs differ', async () => {
    const redirectUri = 'https://old.example.com/callback';
    const refused = registerProvider({ ...form, redirectUri }, 'root', world());
    await expect(refused).rejects.toMatchObject({ params: [redirectUri, addresses.redirectUris.frameio] });
  });
});
