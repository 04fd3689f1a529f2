import { expect, it } from 'vitest';
import { createTokenEndpoint, type TokenClient } from '../../../server/adapters/oauth/token-endpoint.ts';
import type { ErrorCode } from '../../../server/domain/errors.ts';
import { createFakeHttp, formIn, type FakeAnswer } from '../../support/fake-http.ts';
import { createHandClock } from '../../support/store-options.ts';

const adobe: TokenClient = {
  kind: 'frameio',
  tokenUrl: 'https://ims.example.com/ims/token/v3',
  clientId: 'our-id',
  clientSecret: 'our-secret',
  scopes: ['openid', 'offline_access'],
};
const nuxeo: TokenClient = { ...adobe, kind: 'nuxeo', tokenUrl: 'https://nuxeo.example.com/oauth2/token', scopes: [] };
const refresh = { grant_type: 'refresh_token', refresh_token: 'r1' } as const;
const code = { grant_type: 'authorization_code', code: 'c1' } as const;
const clock = createHandClock();

function ask(answer: FakeAnswer, client = adobe, grant: typeof refresh | typeof code = refresh) {
  const http = createFakeHttp(answer);
  const tokens = createTokenEndpoint({ http, clock }).request(client, grant);
  return { tokens, http };
}

it('sends the client’s credentials in the body', async () => {
  const { tokens, http } = ask({ status: 200, body: { access_token: 'a' } });
  await tokens;
  expect(formIn(http.requests[0])).toEqual({ ...refresh, client_id: 'our-id', client_secret: 'our-secret' });
  expect(http.requests[0]?.retry).not.toBe('safe');
});

it.each([
  [3600, 3600],
  ['86399', 86_399],
  [86_399_985, 86_399.985],
  [undefined, 3600],
])('understands a life of %s', async (told, seconds) => {
  const { tokens } = ask({ status: 200, body: { access_token: 'a', expires_in: told } });
  expect((await tokens).expiresAt.getTime() - clock.now().getTime()).toBe(seconds * 1000);
});

it('reads scopes with commas and with spaces, and what was asked for where the answer is silent', async () => {
  const scopes = async (scope?: string) =>
    (await ask({ status: 200, body: { access_token: 'a', scope } }).tokens).scopes;
  expect(await scopes('openid,email')).toEqual(['openid', 'email']);
  expect(await scopes('openid email')).toEqual(['openid', 'email']);
  expect(await scopes()).toEqual(['openid', 'offline_access']);
});

it('learns who the person is at Adobe from whichever token says it', async () => {
  const jwt = (claims: object) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
  const idOf = async (body: object, client = adobe) => (await ask({ status: 200, body }, client).tokens).adobeUserId;
  expect(await idOf({ access_token: 'opaque', sub: 'A@AdobeID' })).toBe('A@AdobeID');
  expect(await idOf({ access_token: 'opaque', id_token: jwt({ sub: 'B@AdobeID' }) })).toBe('B@AdobeID');
  expect(await idOf({ access_token: jwt({ user_id: 'C@AdobeID' }) })).toBe('C@AdobeID');
  expect(await idOf({ access_token: 'not.a-jwt.at-all' })).toBeUndefined();
  expect(await idOf({ access_token: jwt({ user_id: 'ana' }) }, nuxeo)).toBeUndefined();
});

it.each<[string, FakeAnswer, TokenClient, ErrorCode, ErrorCode]>([
  ['nobody answers', 'unreachable', adobe, 'frameio-unavailable', 'frameio-unavailable'],
  ['Nuxeo does not answer', 'unreachable', nuxeo, 'nuxeo-unavailable', 'nuxeo-unavailable'],
  ['it is overloaded', { status: 503 }, adobe, 'frameio-unavailable', 'frameio-unavailable'],
  ['it is asked too often', { status: 429 }, adobe, 'frameio-unavailable', 'frameio-unavailable'],
  [
    'the secret is wrong',
    { status: 401, body: { error: 'invalid_client' } },
    adobe,
    'provider-secret-wrong',
    'provider-secret-wrong',
  ],
  [
    'Nuxeo does not know us',
    { status: 400, body: { error: 'invalid_client' } },
    nuxeo,
    'nuxeo-client-missing',
    'nuxeo-client-missing',
  ],
  [
    'the grant is over',
    { status: 400, body: { error: 'invalid_grant' } },
    adobe,
    'frameio-token-refused',
    'oauth-exchange-failed',
  ],
  [
    'Nuxeo’s grant is over',
    { status: 400, body: { error: 'invalid_grant' } },
    nuxeo,
    'nuxeo-grant-refused',
    'oauth-exchange-failed',
  ],
  ['a proxy answers with a page', { status: 403, body: '<html>' }, adobe, 'frameio-refused', 'oauth-exchange-failed'],
  ['the answer is a page', { status: 200, body: '<html>' }, adobe, 'frameio-refused', 'frameio-refused'],
  ['the answer has no token', { status: 200, body: { ok: true } }, nuxeo, 'nuxeo-refused', 'nuxeo-refused'],
])('says what it means when %s', async (_when, answer, client, onRefresh, onExchange) => {
  await expect(ask(answer, client, refresh).tokens).rejects.toMatchObject({ code: onRefresh });
  await expect(ask(answer, client, code).tokens).rejects.toMatchObject({ code: onExchange });
});

it('keeps tokens and secrets out of what is logged about a failure', async () => {
  const body = { error: 'invalid_grant', error_description: 'no' };
  const failure: unknown = await ask({ status: 400, body }).tokens.catch((error: unknown) => error);
  expect(JSON.stringify(failure)).not.toMatch(/our-secret|r1/);
  expect(failure).toMatchObject({ context: { operation: 'oauth.frameio.token', status: 400, error: 'invalid_grant' } });
});
