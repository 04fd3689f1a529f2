import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { TestServer, type Json } from './client.ts';

const server = new TestServer();
const REDIRECT = 'https://sidecar.example/callback';

function client(id: string, more: Json = {}): Json {
  return { 'entity-type': 'oauth2Client', id, name: `The ${id}`, redirectURIs: [REDIRECT], secret: 's3cr3t', ...more };
}

function register(id: string, more: Json = {}) {
  return server.api('Administrator', 'POST', '/oauth2/client', { json: client(id, more) });
}

function authorize(who: string, clientId: string, more: Record<string, string> = {}) {
  const query = new URLSearchParams({ response_type: 'code', client_id: clientId, ...more });
  return server.call(who, 'GET', `/oauth2/authorize?${query}`);
}

async function code(who: string, clientId: string, more: Record<string, string> = {}): Promise<string> {
  const location = (await authorize(who, clientId, more)).headers.get('location') ?? '';
  return new URL(location).searchParams.get('code') ?? '';
}

function token(fields: Record<string, string>) {
  const body = new URLSearchParams({ client_id: 'auto', client_secret: 's3cr3t', ...fields });
  return server.call(null, 'POST', '/oauth2/token', { body });
}

const exchange = async (who: string) => token({ grant_type: 'authorization_code', code: await code(who, 'auto') });
const me = async (accessToken: unknown) =>
  server.api(null, 'GET', '/me', { headers: { Authorization: `Bearer ${String(accessToken)}` } });

beforeAll(async () => {
  await register('auto', { isAutoGrant: true });
  await register('asking');
  await register('off', { isEnabled: false });
});

describe('registering a client', () => {
  it('is for administrators', async () => {
    const answer = await server.api('ana', 'POST', '/oauth2/client', { json: client('mine') });
    expect(answer.status).toBe(403);
    expect((await server.api('ana', 'GET', '/oauth2/client')).status).toBe(403);
  });

  it('answers 201 with the client, which can then be read, changed and deleted', async () => {
    const created = await register('passing');
    expect(created.status).toBe(201);
    expect(created.json).toEqual({ ...client('passing'), isAutoGrant: false, isEnabled: true });
    const changed = { ...client('passing'), name: 'Other' };
    await server.api('Administrator', 'PUT', '/oauth2/client/passing', { json: changed });
    expect((await server.api('Administrator', 'GET', '/oauth2/client/passing')).json).toMatchObject({ name: 'Other' });
    expect((await server.api('Administrator', 'DELETE', '/oauth2/client/passing')).status).toBe(204);
    expect((await server.api('Administrator', 'GET', '/oauth2/client/passing')).status).toBe(404);
  });

  it.each([
    [{ name: '' }, 'Client name is required'],
    [{ id: '' }, 'Client Id is required'],
    [{ redirectURIs: [] }, 'Redirect URIs is required'],
    [{ redirectURIs: ['http://sidecar.example/cb'] }, "'http://sidecar.example/cb' is not a valid redirect URI"],
    [{ redirectURIs: ['http://127.0.0.1:80/cb'] }, "'http://127.0.0.1:80/cb' is not a valid redirect URI"],
    [{ id: 'auto' }, "Client with id 'auto' already exists"],
  ])('refuses %o', async (wrong, message) => {
    const answer = await register('new', wrong);
    expect([answer.status, answer.json['message']]).toEqual([400, message]);
  });

  it.each(['http://localhost/cb', 'http://localhost:8080/cb', 'nxdrive://authorize'])('takes %s', async (uri) => {
    expect((await register(`for ${uri}`, { redirectURIs: [uri] })).status).toBe(201);
  });
});

describe('authorizing', () => {
  it('needs a signed-in person', async () => {
    expect((await server.call(null, 'GET', '/oauth2/authorize?response_type=code&client_id=auto')).status).toBe(401);
  });

  it('redirects at once for an auto-granted client, with the state', async () => {
    const answer = await authorize('ana', 'auto', { state: 'a b' });
    expect(answer.status).toBe(302);
    const target = new URL(answer.headers.get('location') ?? '');
    expect(`${target.origin}${target.pathname}`).toBe(REDIRECT);
    expect(target.searchParams.get('state')).toBe('a b');
    expect(target.searchParams.get('code')).toHaveLength(10);
  });

  it('asks the person otherwise, and grants or denies by what they pressed', async () => {
    const page = await authorize('ana', 'asking', { state: 'x' });
    expect(page.status).toBe(200);
    expect(page.text).toContain('The asking');
    const submit = (fields: Record<string, string>) => {
      const body = new URLSearchParams({ response_type: 'code', client_id: 'asking', state: 'x', ...fields });
      return server.call('ana', 'POST', '/oauth2/authorize_submit', { body });
    };
    expect((await submit({})).headers.get('location')).toMatch(/\?error=access_denied&error_description=.+&state=x$/);
    expect((await submit({ grant_access: '1' })).headers.get('location')).toMatch(/\?code=.{10}&state=x$/);
  });

  it('does not ask again somebody who holds a token', async () => {
    const body = new URLSearchParams({ response_type: 'code', client_id: 'asking', grant_access: '1' });
    const granted = await server.call('ben', 'POST', '/oauth2/authorize_submit', { body });
    const given = new URL(granted.headers.get('location') ?? '').searchParams.get('code') ?? '';
    await token({ grant_type: 'authorization_code', client_id: 'asking', code: given });
    expect((await authorize('ben', 'asking')).status).toBe(302);
    expect((await authorize('cleo', 'asking')).status).toBe(200);
  });

  it.each([
    [{}, 'Missing required field &quot;client_id&quot;.'],
    [{ client_id: 'ghost' }, 'Invalid client_id: ghost.'],
    [{ client_id: 'off' }, 'Client off is disabled.'],
    [{ client_id: 'auto', redirect_uri: `${REDIRECT}/` }, 'Invalid redirect_uri parameter'],
    [{ client_id: 'auto', code_challenge: 'x', code_challenge_method: 'S512' }, 'Invalid code_challenge_method'],
  ])('shows a page, and never redirects, for %o', async (query, message) => {
    const parameters = new URLSearchParams({ response_type: 'code', ...(query as Record<string, string>) });
    const answer = await server.call('ana', 'GET', `/oauth2/authorize?${parameters}`);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.text).toContain(message);
  });

  it('answers 405 to a GET of the two addresses that take a POST', async () => {
    expect((await server.call('ana', 'GET', '/oauth2/token')).status).toBe(405);
    expect((await server.call('ana', 'GET', '/oauth2/authorize_submit')).status).toBe(405);
  });
});

describe('exchanging a code', () => {
  it('gives a pair that signs in as the person', async () => {
    const answer = await exchange('ana');
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ token_type: 'bearer', expires_in: 3600 });
    expect(String(answer.json['access_token'])).toHaveLength(32);
    expect(String(answer.json['refresh_token'])).toHaveLength(64);
    expect((await me(answer.json['access_token'])).json).toMatchObject({ id: 'ana' });
    expect((await server.api(null, 'GET', `/me?access_token=${String(answer.json['access_token'])}`)).status).toBe(200);
  });

  it('takes the client from a Basic header too', async () => {
    const headers = { Authorization: `Basic ${Buffer.from('auto:s3cr3t').toString('base64')}` };
    const body = new URLSearchParams({ grant_type: 'authorization_code', code: await code('ana', 'auto') });
    expect((await server.call(null, 'POST', '/oauth2/token', { headers, body })).status).toBe(200);
  });

  it('works once', async () => {
    const given = await code('ana', 'auto');
    await token({ grant_type: 'authorization_code', code: given });
    const again = await token({ grant_type: 'authorization_code', code: given });
    expect([again.status, again.json]).toEqual([
      400,
      { error: 'invalid_grant', error_description: 'Invalid authorization code' },
    ]);
  });

  it('uses the code up even when it fails', async () => {
    const given = await code('ana', 'auto');
    const failed = await token({ grant_type: 'authorization_code', code: given, client_secret: 'wrong' });
    expect(failed.json).toEqual({
      error: 'invalid_client',
      error_description: 'Disabled client or invalid client secret',
    });
    expect((await token({ grant_type: 'authorization_code', code: given })).json['error']).toBe('invalid_grant');
  });

  it('refuses another redirect than the one that was authorized', async () => {
    const given = await code('ana', 'auto');
    const answer = await token({
      grant_type: 'authorization_code',
      code: given,
      redirect_uri: 'https://other.example/',
    });
    expect(answer.json['error']).toBe('invalid_request');
  });

  it('wants the verifier of a challenge, plain or hashed', async () => {
    const verifier = 'v'.repeat(43);
    const challenges = { plain: verifier, S256: createHash('sha256').update(verifier).digest('base64url') };
    for (const [method, challenge] of Object.entries(challenges)) {
      const query = { code_challenge: challenge, code_challenge_method: method };
      const attempt = async (fields: Record<string, string>) =>
        token({ grant_type: 'authorization_code', code: await code('ana', 'auto', query), ...fields });
      expect((await attempt({})).json).toEqual({
        error: 'invalid_request',
        error_description: 'Missing code_verifier parameter',
      });
      expect((await attempt({ code_verifier: 'w'.repeat(43) })).status).toBe(400);
      expect((await attempt({ code_verifier: verifier })).status).toBe(200);
    }
  });

  it('refuses unknown grants and clients with status 400', async () => {
    expect((await token({ grant_type: 'password' })).json).toEqual({
      error: 'unsupported_grant_type',
      error_description: 'Unknown grant_type: got "password", expecting "authorization_code" or "refresh_token".',
    });
    expect((await token({ grant_type: 'refresh_token', refresh_token: 'x', client_id: 'ghost' })).json).toEqual({
      error: 'invalid_client',
      error_description: 'Invalid client id: ghost',
    });
    expect((await token({ grant_type: 'refresh_token' })).json['error']).toBe('invalid_request');
  });
});

describe('a token pair', () => {
  it('is one for a client and a person: a second authorization gives the same', async () => {
    const [first, second] = [await exchange('cleo'), await exchange('cleo')];
    expect(second.json['access_token']).toBe(first.json['access_token']);
    expect(second.json['refresh_token']).toBe(first.json['refresh_token']);
  });

  it('changes as a whole when it is refreshed, and the old one is gone', async () => {
    const before = (await exchange('ana')).json;
    const refresh = { grant_type: 'refresh_token', refresh_token: String(before['refresh_token']) };
    const after = (await token(refresh)).json;
    expect(after['access_token']).not.toBe(before['access_token']);
    expect((await me(before['access_token'])).status).toBe(401);
    expect((await me(after['access_token'])).status).toBe(200);
    expect((await token(refresh)).json).toEqual({ error: 'invalid_grant', error_description: 'Cannot refresh token' });
  });

  it('that expired is an ordinary 401, and can be refreshed', async () => {
    const before = (await exchange('ben')).json;
    await server.control('POST', '/expire', { what: 'access-tokens', user: 'ben' });
    expect((await me(before['access_token'])).status).toBe(401);
    const after = await token({ grant_type: 'refresh_token', refresh_token: String(before['refresh_token']) });
    expect((await me(after.json['access_token'])).json).toMatchObject({ id: 'ben' });
  });

  it('cannot be refreshed any more once a test made it old', async () => {
    const pair = (await exchange('ben')).json;
    await server.control('POST', '/expire', { what: 'refresh-tokens', user: 'ben' });
    const answer = await token({ grant_type: 'refresh_token', refresh_token: String(pair['refresh_token']) });
    expect(answer.json['error']).toBe('invalid_grant');
  });
});

describe('client credentials', () => {
  it('need a user of the same name, and do not exist before 2023', async () => {
    const grant = { grant_type: 'client_credentials' };
    expect((await token(grant)).json['error']).toBe('invalid_client');
    const user = { 'entity-type': 'user', id: 'auto', properties: { username: 'auto' } };
    await server.api('Administrator', 'POST', '/user', { json: user });
    const answer = await token(grant);
    expect(answer.json['refresh_token']).toBeUndefined();
    expect((await me(answer.json['access_token'])).json).toMatchObject({ id: 'auto' });
    await server.control('PUT', '/switches', { version: '2021' });
    expect((await token(grant)).json['error']).toBe('unsupported_grant_type');
  });
});
