import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { legacyTokenOf, PEOPLE } from '../../../sandbox/frameio/seed.ts';
import { send, useFrameio } from './harness.ts';

const frameio = useFrameio();
const SCOPE = 'openid email profile offline_access additional_info.roles';
const REDIRECT = 'http://localhost:9/callback';

afterEach(() => frameio.control('POST', '/reset'));

describe('the authorize page', () => {
  it('offers everybody who can sign in', async () => {
    const page = await (await authorize({})).text();
    for (const { name, email } of [PEOPLE.ana, PEOPLE.cleo]) {
      expect(page).toContain(name);
      expect(page).toContain(encodeURIComponent(email));
    }
  });

  it('sends a person back with a code and the state', async () => {
    const url = await signIn({ state: 's & 1' });
    expect(url.href.startsWith(`${REDIRECT}?code=`)).toBe(true);
    expect(url.searchParams.get('state')).toBe('s & 1');
  });

  it('sends a person who cancels back with access_denied', async () => {
    const answer = await authorize({ cancel: '1', state: 'x' });
    expect(new URL(answer.headers.get('location') ?? '').search).toBe('?error=access_denied&state=x');
  });

  it('shows an error page for an unknown client or redirect address', async () => {
    await frameio.control('PUT', '/client', { redirectUris: ['https://right.example/callback'] });
    expect((await authorize({ client_id: 'nobody' })).status).toBe(400);
    expect((await authorize({ login: PEOPLE.ana.email })).status).toBe(400);
  });

  it('replaces a wrong redirect address by the default one, when the switch says so', async () => {
    await frameio.control('PUT', '/client', { redirectUris: ['https://right.example/callback'] });
    await frameio.switch({ redirectMismatch: 'default-redirect' });
    expect((await signIn({})).origin).toBe('https://right.example');
  });
});

describe('the token endpoint', () => {
  it('exchanges a code once, with the client in the body or as Basic', async () => {
    const { code } = await signedIn();
    const first = await token({ grant_type: 'authorization_code', code });
    expect(first.body).toMatchObject({ token_type: 'bearer', expires_in: 86_399 });
    expect(first.body['refresh_token']).toBeDefined();
    expect((await token({ grant_type: 'authorization_code', code })).body).toMatchObject({ error: 'invalid_grant' });
    const basic = { authorization: `Basic ${Buffer.from('sandbox-client:sandbox-secret').toString('base64')}` };
    const again = { grant_type: 'authorization_code', code: (await signedIn()).code };
    expect((await form('/ims/token/v3', again, basic)).status).toBe(200);
  });

  it('refuses a wrong secret', async () => {
    const { code } = await signedIn();
    const answer = await token({ grant_type: 'authorization_code', code, client_secret: 'wrong' });
    expect([answer.status, answer.body['error']]).toEqual([401, 'invalid_client']);
    await frameio.control('PUT', '/client', { clientSecret: 'changed' });
    expect((await token({ grant_type: 'authorization_code', code })).status).toBe(401);
  });

  it('wants the verifier that belongs to the challenge', async () => {
    const verifier = 'a'.repeat(43);
    const code_challenge = createHash('sha256').update(verifier).digest('base64url');
    const pkce = { code_challenge, code_challenge_method: 'S256' };
    for (const [given, status] of [
      [undefined, 400],
      ['b'.repeat(43), 400],
      [verifier, 200],
    ] as const) {
      const { code } = await signedIn(pkce);
      const verified = given === undefined ? {} : { code_verifier: given };
      expect((await token({ grant_type: 'authorization_code', code, ...verified })).status).toBe(status);
    }
  });

  it('gives no refresh token without offline_access, and says nothing', async () => {
    const { code } = await signedIn({ scope: 'openid,additional_info.roles' });
    const { status, body } = await token({ grant_type: 'authorization_code', code });
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('refresh_token');
  });

  it('gives tokens that the API refuses without additional_info.roles', async () => {
    const { code } = await signedIn({ scope: 'openid offline_access' });
    const { body } = await token({ grant_type: 'authorization_code', code });
    const me = await meWith(String(body['access_token']));
    expect([me.status, me.body]).toEqual([401, { errors: [{ title: 'Unauthorized', detail: 'Unauthorized' }] }]);
  });

  it('rotates refresh tokens: the old one dies, or lives when the switch says so', async () => {
    const { code } = await signedIn();
    const first = String((await token({ grant_type: 'authorization_code', code })).body['refresh_token']);
    const second = await refresh(first);
    expect(second.body['refresh_token']).not.toBe(first);
    expect((await refresh(first)).body).toMatchObject({ error: 'invalid_grant' });
    await frameio.switch({ refreshRotation: 'old-token-lives' });
    const kept = String(second.body['refresh_token']);
    expect([(await refresh(kept)).status, (await refresh(kept)).status]).toEqual([200, 200]);
  });

  it('gives a service account its token', async () => {
    const credentials = { grant_type: 'client_credentials', scope: 'openid,AdobeID,frame.s2s.all' };
    const { body } = await token(credentials);
    expect(body).not.toHaveProperty('refresh_token');
    expect((await meWith(String(body['access_token']))).body['data']).toMatchObject({ name: 'Service Account User' });
    expect((await token({ ...credentials, scope: 'openid' })).body).toMatchObject({ error: 'invalid_scope' });
  });
});

describe('tokens', () => {
  it('say neither exp nor numbers for times', async () => {
    const { body } = await frameio.control('POST', '/tokens', { email: PEOPLE.ana.email });
    const [, payload = ''] = String(body['access_token']).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    expect(claims).toMatchObject({ expires_in: '86399000', scope: SCOPE.replaceAll(' ', ',') });
    expect(claims).not.toHaveProperty('exp');
  });

  it('expire, are introspected and revoked', async () => {
    const { body } = await frameio.control('POST', '/tokens', { email: PEOPLE.ana.email });
    const access = String(body['access_token']);
    expect(await valid(access)).toBe(true);
    await frameio.control('POST', '/expire', { what: 'access-tokens', email: PEOPLE.ben.email });
    expect((await meWith(access)).status).toBe(200);
    await frameio.control('POST', '/expire', { what: 'access-tokens' });
    expect((await meWith(access)).body['errors']?.[0]?.['detail']).toBe('Invalid or missing authorization token');
    expect(await valid(access)).toBe(false);
    const token = String(body['refresh_token']);
    expect((await form('/ims/revoke', { token })).status).toBe(401);
    const client = { client_id: 'sandbox-client', client_secret: 'sandbox-secret' };
    await form('/ims/revoke', { token, ...client });
    expect((await refresh(String(body['refresh_token']))).status).toBe(400);
  });

  it('refresh no more once the refresh tokens have expired', async () => {
    const { body } = await frameio.control('POST', '/tokens', { email: PEOPLE.ana.email });
    await frameio.control('POST', '/expire', { what: 'refresh-tokens', email: PEOPLE.ana.email });
    expect((await refresh(String(body['refresh_token']))).body).toMatchObject({ error: 'invalid_grant' });
  });

  it('of the old kind work only with their header', async () => {
    const authorization = `Bearer ${legacyTokenOf(PEOPLE.ben.email)}`;
    const header = { authorization, 'x-frameio-legacy-token-auth': 'true' };
    expect((await send(frameio.url, 'GET', '/v4/me', undefined, header)).body['data']).toMatchObject({
      name: 'Ben Okafor',
    });
    expect((await send(frameio.url, 'GET', '/v4/me', undefined, { authorization })).status).toBe(401);
  });

  it('are wanted for every call', async () => {
    const answer = await send(frameio.url, 'GET', '/v4/accounts');
    expect(answer.status).toBe(401);
    expect(answer.body).toEqual({
      errors: [{ title: 'Unauthorized', detail: 'Invalid or missing authorization token' }],
    });
  });
});

it('is discovered by its well-known document', async () => {
  const { body } = await send(frameio.url, 'GET', '/.well-known/openid-configuration');
  expect(body).toMatchObject({ token_endpoint: `${frameio.url}/ims/token/v3` });
});

function authorize(query: Record<string, string>): Promise<Response> {
  const base = { client_id: 'sandbox-client', redirect_uri: REDIRECT, response_type: 'code', scope: SCOPE };
  const parameters = new URLSearchParams({ ...base, ...query });
  return fetch(`${frameio.url}/ims/authorize/v2?${parameters.toString()}`, { redirect: 'manual' });
}

async function signIn(query: Record<string, string>): Promise<URL> {
  const answer = await authorize({ login: PEOPLE.ana.email, ...query });
  expect(answer.status).toBe(302);
  return new URL(answer.headers.get('location') ?? '');
}

async function signedIn(query: Record<string, string> = {}) {
  return { code: (await signIn(query)).searchParams.get('code') ?? '' };
}

function form(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return send(frameio.url, 'POST', path, new URLSearchParams(fields).toString(), { ...type, ...headers });
}

const token = (fields: Record<string, string>) =>
  form('/ims/token/v3', { client_id: 'sandbox-client', client_secret: 'sandbox-secret', ...fields });
const refresh = (refresh_token: string) => token({ grant_type: 'refresh_token', refresh_token });
const meWith = (access: string) => send(frameio.url, 'GET', '/v4/me', undefined, { authorization: `Bearer ${access}` });

async function valid(access: string): Promise<unknown> {
  const fields = { type: 'access_token', client_id: 'sandbox-client', token: access };
  const { status, body } = await form('/ims/validate_token/v1', fields);
  expect(status).toBe(200);
  return body['valid'];
}
