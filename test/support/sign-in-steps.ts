import { providerAnswer, type ProviderAnswer } from '../../server/contract/provider.ts';
import type { AccountWorld } from './account-world.ts';
import { createBrowser, type Browser } from './browser.ts';
import { basic } from './nuxeo-clients.ts';

/** Nuxeo's login form; in the stand-in a person's password is their name. */
export function formOf(username: string): URLSearchParams {
  return new URLSearchParams({ user_name: username, user_password: username, form_submitted_marker: '' });
}

/** A browser with the person's Nuxeo session. */
export async function logIn(world: AccountWorld, username: string): Promise<Browser> {
  const browser = createBrowser();
  await browser.fetch(`${world.origin}/nuxeo/startup`, { method: 'POST', body: formOf(username) });
  return browser;
}

export function asAdmin(world: AccountWorld, method: string, path: string, body?: object): Promise<Response> {
  return fetch(`${world.url}${path}`, {
    method,
    headers: { ...basic('Administrator'), 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}

/** The provider form as the administrator leaves it, with the stand-in's credentials. */
export async function adminPuts(world: AccountWorld, change: object = {}): Promise<ProviderAnswer> {
  const defaults = providerAnswer.parse(await (await asAdmin(world, 'GET', '/api/admin/provider')).json());
  const { serviceName, description, authorizationServerUrl, tokenServerUrl, userAuthorizationUrl } = defaults;
  const form = {
    ...{ serviceName, description, authorizationServerUrl, tokenServerUrl, userAuthorizationUrl },
    ...{ clientId: 'sandbox-client', clientSecret: 'sandbox-secret', scopes: defaults.scopes.join(' ') },
    ...change,
  };
  const response = await asAdmin(world, 'PUT', '/api/admin/provider', form);
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(JSON.stringify(answer));
  return providerAnswer.parse(answer);
}

/** The provider registered here and the connector registered in Nuxeo. */
export async function setUp(world: AccountWorld, change: object = {}): Promise<void> {
  await adminPuts(world, change);
  const response = await asAdmin(world, 'POST', '/api/admin/nuxeo-client');
  if (!response.ok) throw new Error(await response.text());
}

/** What the page at the end would post, and to whom. */
export function messageIn(page: string): { message: unknown; opener: string | undefined } {
  const [, message = '', opener] = /<body data-message="([^"]*)" data-opener="([^"]*)">/.exec(page) ?? [];
  const plain = message.replace(/&#(\d+);/g, (_entity, code: string) => String.fromCharCode(Number(code)));
  return { message: plain ? JSON.parse(plain) : undefined, opener };
}
