import type { Environment } from './environment.ts';
import { Person } from './person.ts';

/** What an administrator does once: registers the sidecar in Nuxeo and the provider in the sidecar. */
export async function setUp(environment: Environment): Promise<Person> {
  const administrator = await Person.login(environment.publicUrl, 'Administrator');
  await administrator.api('POST', '/admin/nuxeo-client');
  const preset = await administrator.api<Record<string, unknown>>('GET', '/admin/provider');
  await administrator.api('PUT', '/admin/provider', {
    serviceName: preset['serviceName'],
    description: preset['description'],
    clientId: 'sandbox-client',
    clientSecret: 'sandbox-secret',
    authorizationServerUrl: preset['authorizationServerUrl'],
    tokenServerUrl: preset['tokenServerUrl'],
    userAuthorizationUrl: preset['userAuthorizationUrl'],
    scopes: (preset['scopes'] as string[]).join(' '),
    pkce: false,
    enabled: true,
    serviceEnabled: true,
  });
  return administrator;
}

/** A person with a session in Nuxeo and both permissions given. */
export async function connected(environment: Environment, username: string): Promise<Person> {
  const person = await Person.login(environment.publicUrl, username);
  await person.connect(`${username}@northlight.example`);
  return person;
}
