import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTokenService } from '../../../server/adapters/oauth/token-service.ts';
import type { Provider } from '../../../server/ports/provider-store.ts';
import type { Grant } from '../../../server/ports/token-store.ts';
import { createSecretBox } from '../../../server/storage/secret-box.ts';
import { createTokenStore } from '../../../server/storage/token-store.ts';
import { startTestDatabase, type TestDatabase } from '../../support/database.ts';
import { createFakeHttp, formIn, type FakeHttp } from '../../support/fake-http.ts';
import { createHandClock } from '../../support/store-options.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const secrets = createSecretBox([randomBytes(32)]);
const provider = { clientId: 'id', clientSecret: 's', tokenServerUrl: 'https://ims.example.com/token', scopes: [] };
const registrations = {
  provider: () => Promise.resolve(provider as unknown as Provider),
  nuxeoClient: () => Promise.resolve({ clientId: 'n', clientSecret: 's', redirectUri: 'https://x.example.com/cb' }),
};

let database: TestDatabase;
let clock = createHandClock();
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());
beforeEach(async () => {
  clock = createHandClock();
  await database.empty();
});

const store = () => createTokenStore({ db: database.db, secrets, clock });
const service = (http: FakeHttp) =>
  createTokenService({ tokens: store(), providers: registrations, http, nuxeoUrl: 'https://nuxeo.example.com', clock });

async function saved(change: Partial<Grant> = {}): Promise<Grant> {
  const now = clock.now();
  const grant: Grant = {
    kind: 'frameio',
    username: 'ana',
    accessToken: 'access 1',
    refreshToken: 'refresh 1',
    expiresAt: new Date(now.getTime() + HOUR),
    scopes: ['openid'],
    remoteId: 'u1',
    remoteAdobeId: undefined,
    remoteEmail: 'ana@example.com',
    remoteName: 'Ana',
    connectedAt: now,
    refreshedAt: now,
    refusedAt: undefined,
    ...change,
  };
  await store().save(grant);
  return grant;
}
const second = { status: 200, body: { access_token: 'access 2', refresh_token: 'refresh 2', expires_in: 3600 } };

describe('an access token', () => {
  it('is given as it is while it lasts', async () => {
    await saved();
    const http = createFakeHttp(second);
    expect(await service(http).accessToken('frameio', 'ana')).toBe('access 1');
    expect(http.requests).toEqual([]);
  });

  it('is renewed five minutes before it ends, and saved before it is used', async () => {
    await saved();
    clock.pass(HOUR - 5 * MINUTE);
    expect(await service(createFakeHttp(second)).accessToken('frameio', 'ana')).toBe('access 2');
    expect(await store().get('frameio', 'ana')).toMatchObject({
      accessToken: 'access 2',
      refreshToken: 'refresh 2',
      remoteName: 'Ana',
      refreshedAt: clock.now(),
    });
  });

  it('keeps the old refresh token when the answer has no new one', async () => {
    await saved();
    clock.pass(HOUR);
    await service(createFakeHttp({ status: 200, body: { access_token: 'access 2' } })).accessToken('frameio', 'ana');
    expect((await store().get('frameio', 'ana'))?.refreshToken).toBe('refresh 1');
  });

  it('is renewed once for many who ask at the same time, in two processes', async () => {
    await saved();
    clock.pass(HOUR);
    const http = createFakeHttp(second, { status: 400, body: { error: 'invalid_grant' } });
    const [one, other] = [service(http), service(http)];
    const asked = [one, other, one, other, one, other].map((each) => each.accessToken('frameio', 'ana'));
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['access 2']));
    expect(http.requests).toHaveLength(1);
  });

  it('is used to its end when the endpoint is away', async () => {
    await saved();
    clock.pass(HOUR - 2 * MINUTE);
    expect(await service(createFakeHttp('unreachable')).accessToken('frameio', 'ana')).toBe('access 1');
    clock.pass(2 * MINUTE);
    const failing = service(createFakeHttp('unreachable')).accessToken('frameio', 'ana');
    await expect(failing).rejects.toMatchObject({ code: 'frameio-unavailable', retryable: true });
    expect((await store().get('frameio', 'ana'))?.refusedAt).toBeUndefined();
  });

  it('without a refresh token lasts until it ends, and not longer', async () => {
    await saved({ refreshToken: undefined });
    clock.pass(HOUR - MINUTE);
    const http = createFakeHttp(second);
    expect(await service(http).accessToken('frameio', 'ana')).toBe('access 1');
    clock.pass(MINUTE);
    await expect(service(http).accessToken('frameio', 'ana')).rejects.toMatchObject({ code: 'frameio-token-refused' });
    expect(http.requests).toEqual([]);
  });
});

describe('a refusal', () => {
  it.each([
    ['frameio', 'frameio-token-refused'],
    ['nuxeo', 'nuxeo-grant-refused'],
  ] as const)('of %s is remembered, names the person, and is not asked for again', async (kind, code) => {
    await saved({ kind });
    clock.pass(HOUR);
    const http = createFakeHttp({ status: 400, body: { error: 'invalid_grant' } });
    const failure = { code, params: ['ana'], needsAttention: true };
    await expect(service(http).accessToken(kind, 'ana')).rejects.toMatchObject(failure);
    await expect(service(http).accessToken(kind, 'ana')).rejects.toMatchObject(failure);
    expect(http.requests).toHaveLength(1);
    expect((await store().get(kind, 'ana'))?.refusedAt).toEqual(clock.now());
  });

  it('of our own credentials is nobody’s fault: the connection stays', async () => {
    await saved();
    clock.pass(HOUR);
    const http = createFakeHttp({ status: 401, body: { error: 'invalid_client' } });
    await expect(service(http).accessToken('frameio', 'ana')).rejects.toMatchObject({ code: 'provider-secret-wrong' });
    expect((await store().get('frameio', 'ana'))?.refusedAt).toBeUndefined();
  });

  it('does not undo a connection that was made meanwhile', async () => {
    await saved();
    clock.pass(HOUR);
    const http = createFakeHttp({ status: 400, body: { error: 'invalid_grant' } });
    const tokens = store();
    const connectsMeanwhile = {
      ...tokens,
      refresh: async (...call: Parameters<typeof tokens.refresh>) => {
        try {
          return await tokens.refresh(...call);
        } finally {
          await saved({ accessToken: 'new sign-in' });
        }
      },
    };
    const options = { providers: registrations, http, nuxeoUrl: 'https://nuxeo.example.com', clock };
    const failing = createTokenService({ ...options, tokens: connectsMeanwhile }).accessToken('frameio', 'ana');
    await expect(failing).rejects.toMatchObject({ code: 'frameio-token-refused' });
    expect(await store().get('frameio', 'ana')).toMatchObject({ accessToken: 'new sign-in', refusedAt: undefined });
  });

  it('of somebody without a connection says that there is none', async () => {
    const one = service(createFakeHttp(second));
    await expect(one.accessToken('frameio', 'ana')).rejects.toMatchObject({ code: 'frameio-not-connected' });
    await expect(one.accessToken('nuxeo', 'ana')).rejects.toMatchObject({
      code: 'nuxeo-grant-missing',
      params: ['ana'],
    });
  });
});

describe('a token that was refused by the API', () => {
  it('is replaced although it had not ended', async () => {
    await saved();
    const http = createFakeHttp(second);
    expect(await service(http).forceRefresh('frameio', 'ana', 'access 1')).toBe('access 2');
    expect(formIn(http.requests[0])['refresh_token']).toBe('refresh 1');
  });

  it('is not replaced when somebody was faster', async () => {
    await saved({ accessToken: 'access 2' });
    const http = createFakeHttp(second);
    expect(await service(http).forceRefresh('frameio', 'ana', 'access 1')).toBe('access 2');
    expect(http.requests).toEqual([]);
  });
});

describe('keeping alive', () => {
  it('renews what nobody used for most of a day, and nothing else', async () => {
    await saved();
    clock.pass(15 * HOUR);
    await saved({ username: 'ben', accessToken: 'b', refreshToken: 'rb' });
    await saved({ username: 'cleo', refreshToken: undefined });
    clock.pass(5 * HOUR);
    const http = createFakeHttp(second);
    expect(await service(http).refreshDue()).toEqual({ refreshed: 1, refused: [], postponed: 0 });
    expect(http.requests.map((request) => formIn(request)['refresh_token'])).toEqual(['refresh 1']);
    expect(await service(http).refreshDue()).toEqual({ refreshed: 0, refused: [], postponed: 0 });
  });

  it('goes on after a refusal and after silence, and says whose connection is over', async () => {
    await saved();
    await saved({ kind: 'nuxeo', username: 'ben' });
    await saved({ username: 'cleo' });
    clock.pass(24 * HOUR);
    const http = createFakeHttp({ status: 400, body: { error: 'invalid_grant' } }, 'unreachable', second);
    const report = await service(http).refreshDue();
    expect(report).toEqual({ refreshed: 1, refused: [{ kind: 'frameio', username: 'ana' }], postponed: 1 });
  });
});

describe('taking a grant back', () => {
  it('tells Adobe of both tokens, the one that brings new ones first', async () => {
    await saved();
    const http = createFakeHttp({ status: 200, body: {} });
    await service(http).revoke('frameio', 'ana');
    expect(http.requests.map((request) => [request.url, formIn(request)])).toEqual([
      ['https://ims.example.com/ims/revoke', { token: 'refresh 1' }],
      ['https://ims.example.com/ims/revoke', { token: 'access 1' }],
    ]);
  });

  it('is done by the person in Nuxeo, with a token that is still good', async () => {
    await saved({ kind: 'nuxeo', username: 'ana/b' });
    clock.pass(HOUR);
    const http = createFakeHttp(second, { status: 204 });
    await service(http).revoke('nuxeo', 'ana/b');
    expect(http.requests.at(-1)).toMatchObject({
      method: 'DELETE',
      url: 'https://nuxeo.example.com/api/v1/oauth2/token/client/n/user/ana%2Fb',
      headers: { authorization: 'Bearer access 2' },
    });
  });

  it('fails when there is no answer, or a refusal, and asks nobody about what was refused before', async () => {
    await saved();
    for (const answer of ['unreachable', { status: 401 }, { status: 500 }] as const) {
      const revoking = service(createFakeHttp(answer)).revoke('frameio', 'ana');
      await expect(revoking).rejects.toMatchObject({ code: 'frameio-unavailable' });
    }
    await store().markRefused('frameio', 'ana');
    const http = createFakeHttp('unreachable');
    await service(http).revoke('frameio', 'ana');
    await service(http).revoke('frameio', 'nobody');
    expect(http.requests).toEqual([]);
  });
});
