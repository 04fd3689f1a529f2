import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PEOPLE } from '../../sandbox/frameio/seed.ts';
import {
  boundFoldersAnswer,
  checkAnswer,
  providerAnswer,
  settingsAnswer,
  type CheckAnswer,
} from '../../server/contract/provider.ts';
import { defaultBindingRules, type Binding } from '../../server/domain/binding.ts';
import { checkIds } from '../../server/domain/check.ts';
import { startAccountWorld, type AccountWorld } from '../support/account-world.ts';
import { adminPuts, asAdmin, logIn, setUp } from '../support/sign-in-steps.ts';
import { basic } from '../support/nuxeo-clients.ts';

let world: AccountWorld;
beforeAll(async () => {
  world = await startAccountWorld();
});
afterAll(() => world.close());
beforeEach(() => world.empty());

/** As a page does: with the administrator's session and its origin. */
async function check(): Promise<Map<string, CheckAnswer['lines'][number]>> {
  const browser = await logIn(world, 'Administrator');
  const headers = { origin: world.origin };
  const response = await browser.fetch(`${world.url}/api/admin/provider/check`, { method: 'POST', headers });
  const { lines } = checkAnswer.parse(await response.json());
  return new Map(lines.map((line) => [line.id, line]));
}

async function connectAdministrator(): Promise<void> {
  const browser = await logIn(world, 'Administrator');
  const headers = { origin: world.origin };
  const answer = await browser.fetch(`${world.url}/api/account/connect`, { method: 'POST', headers });
  const { url } = (await answer.json()) as { url: string };
  await browser.visit(url, (at) => (at.includes('/ims/authorize') ? `${at}&login=${PEOPLE.ana.email}` : undefined));
}

describe('the provider entry', () => {
  it('begins with everything filled in but the credentials', async () => {
    const answer = providerAnswer.parse(await (await asAdmin(world, 'GET', '/api/admin/provider')).json());
    expect(answer).toMatchObject({
      registered: false,
      serviceName: 'frameio',
      description: 'Frame.io Provider',
      clientId: '',
      clientSecretMasked: '',
      userAuthorizationUrl: '',
      scopes: ['openid', 'email', 'profile', 'offline_access', 'additional_info.roles'],
      pkce: false,
      redirectUri: `${world.origin}/nuxeo/site/oauth2/frameio/callback`,
    });
  });

  it('is read back without its secret, by whom and when', async () => {
    const saved = await adminPuts(world);
    expect(saved).toMatchObject({ registered: true, clientId: 'sandbox-client', savedBy: 'Administrator' });
    expect(saved.clientSecretMasked).toMatch(/^•+$/);
    const again = await (await asAdmin(world, 'GET', '/api/admin/provider')).text();
    expect(again).not.toContain('sandbox-secret');
  });

  it('is for administrators; everybody may know whether it is on', async () => {
    await adminPuts(world, { serviceEnabled: false });
    const headers = basic('ana');
    expect((await fetch(`${world.url}/api/admin/provider`, { headers })).status).toBe(403);
    const state = await fetch(`${world.url}/api/provider`, { headers });
    expect(await state.json()).toEqual({ registered: true, enabled: true, serviceEnabled: false });
    expect((await fetch(`${world.url}/api/provider`)).status).toBe(401);
  });

  it('names the field that is wrong', async () => {
    const { status, error } = await refused({ scopes: 'openid, profile, additional_info.roles' });
    expect([status, error.code, error.field]).toEqual([422, 'provider-scope-offline-missing', 'scopes']);
  });

  it('refuses what the form does not have', async () => {
    const { error } = await refused({ isAdministrator: true });
    expect(error.code).toBe('body-invalid');
  });

  async function refused(change: object) {
    const current = await adminPuts(world);
    const { serviceName, description, authorizationServerUrl, tokenServerUrl, clientId } = current;
    const form = { serviceName, description, authorizationServerUrl, tokenServerUrl, clientId, scopes: 'x', ...change };
    const response = await asAdmin(world, 'PUT', '/api/admin/provider', form);
    return { status: response.status, ...((await response.json()) as { error: { code: string; field?: string } }) };
  }
});

describe('the connector in Nuxeo', () => {
  it('is registered with one click, auto-granted, and its secret never leaves the server', async () => {
    const answer = await asAdmin(world, 'POST', '/api/admin/nuxeo-client');
    const redirectUri = `${world.url}/oauth/nuxeo/callback`;
    expect(await answer.json()).toEqual({ clientId: 'nuxeo-frameio', redirectUri, created: true });
    const known = world.nuxeo.world.oauth2.clients.get('nuxeo-frameio');
    expect(known).toMatchObject({ isAutoGrant: true, isEnabled: true, redirectURIs: [redirectUri] });
    expect(known?.secret).toMatch(/^[0-9a-f]{64}$/);
  });

  it('gets a new secret when registered again, and both sides know it', async () => {
    await setUp(world);
    const first = world.nuxeo.world.oauth2.clients.get('nuxeo-frameio')?.secret;
    expect(await (await asAdmin(world, 'POST', '/api/admin/nuxeo-client')).json()).toMatchObject({ created: false });
    expect(world.nuxeo.world.oauth2.clients.get('nuxeo-frameio')?.secret).not.toBe(first);
    await expect(world.deps.credentialProbe.nuxeo()).resolves.toBeUndefined();
  });
});

describe('the guided check', () => {
  it('is all green when everything is set up and the administrator is connected', async () => {
    await setUp(world);
    await connectAdministrator();
    const lines = await check();
    expect([...lines.keys()]).toEqual(checkIds);
    expect([...lines.values()].filter(({ ok }) => !ok)).toEqual([]);
  });

  it('really renews the administrator’s tokens', async () => {
    await setUp(world);
    await connectAdministrator();
    const before = await world.deps.tokens.get('frameio', 'Administrator');
    await check();
    expect((await world.deps.tokens.get('frameio', 'Administrator'))?.accessToken).not.toBe(before?.accessToken);
  });

  it('says what is missing before anything is set up', async () => {
    const lines = await check();
    expect(lines.get('provider')).toMatchObject({ ok: false, code: 'provider-not-registered' });
    expect(lines.get('nuxeo-client')).toMatchObject({ ok: false, code: 'nuxeo-client-missing' });
    expect(lines.get('credentials')).toMatchObject({ ok: false, code: 'not-checked', params: ['provider'] });
    expect(lines.get('frameio-token')).toMatchObject({ ok: false, code: 'frameio-not-connected' });
    expect(lines.get('nuxeo-reachable')?.ok).toBe(true);
    expect(lines.get('public-url')?.ok).toBe(true);
  });

  it('tells a wrong client secret', async () => {
    await setUp(world, { clientSecret: 'not-the-secret' });
    expect((await check()).get('credentials')).toMatchObject({ ok: false, code: 'provider-secret-wrong' });
  });

  it('tells that Nuxeo has another secret, or has switched the connector off', async () => {
    await setUp(world);
    const client = world.nuxeo.world.oauth2.clients.get('nuxeo-frameio');
    Object.assign(client ?? {}, { secret: 'another' });
    expect((await check()).get('nuxeo-credentials')).toMatchObject({ ok: false, code: 'nuxeo-client-secret-wrong' });
    Object.assign(client ?? {}, { isEnabled: false });
    expect((await check()).get('nuxeo-client')).toMatchObject({ ok: false, code: 'nuxeo-client-disabled' });
  });

  it('names the two redirect URIs that differ in Nuxeo', async () => {
    await setUp(world);
    const other = 'https://old.example.com/nuxeo/frameio/oauth/nuxeo/callback';
    Object.assign(world.nuxeo.world.oauth2.clients.get('nuxeo-frameio') ?? {}, { redirectURIs: [other] });
    const line = (await check()).get('nuxeo-client');
    expect(line).toMatchObject({ code: 'redirect-mismatch', params: [other, `${world.url}/oauth/nuxeo/callback`] });
  });

  it('names the two addresses that differ when the provider was saved under another one', async () => {
    await setUp(world);
    const provider = await world.deps.providers.provider();
    const redirectUri = 'https://old.example.com/nuxeo/site/oauth2/frameio/callback';
    if (provider) await world.deps.providers.saveProvider({ ...provider, redirectUri });
    const line = (await check()).get('redirect-url');
    const expected = [redirectUri, `${world.origin}/nuxeo/site/oauth2/frameio/callback`];
    expect(line).toMatchObject({ ok: false, code: 'redirect-mismatch', params: expected });
  });

  it('tells when something else answers at the public address, or nothing', async () => {
    await setUp(world);
    world.nuxeo.world.control.reset();
    const { targets } = (await proxyTargets({ sidecarUrl: new URL(world.nuxeo.url).origin })) as { targets: unknown };
    try {
      expect(await world.deps.probe.whoAnswers(`${world.url}/oauth/nuxeo/callback`)).toBe('other');
      expect(await world.deps.probe.whoAnswers('http://127.0.0.1:9/')).toBe('nobody');
    } finally {
      await proxyTargets(targets as object);
    }
  });

  it('sees clocks that differ', async () => {
    await setUp(world);
    world.clock.shift(-200_000);
    const { code, params } = (await check()).get('clock') ?? {};
    expect(code).toBe('clock-skewed');
    expect(Number(params?.[1])).toBeGreaterThan(190);
  });

  it('sends itself a signed call, and sees when the signature does not arrive', async () => {
    await setUp(world);
    expect((await check()).get('signature')?.ok).toBe(true);
    const url = `${world.url}/actions/check`;
    expect(await world.deps.probe.signedCall(url, 'right')).toBe(200);
    expect(await world.deps.probe.signedCall(url, 'forged')).toBe(401);
  });

  it('sees a mail server that is away', async () => {
    await setUp(world);
    await fetch(`${world.mail.webUrl}/_control/switches`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ refuse: 'connection' }),
    });
    try {
      expect((await check()).get('mail')).toMatchObject({ ok: false, code: 'mail-unavailable' });
    } finally {
      await fetch(`${world.mail.webUrl}/_control/switches`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ refuse: 'none' }),
      });
    }
  });

  it('sees Frame.io and Adobe when they are away', async () => {
    await setUp(world);
    const action = { type: 'status', status: 503, body: {} } as const;
    world.frameio.control.addFault({ method: 'GET', path: '.', nth: 1, times: 99, action });
    world.frameio.control.addFault({ method: 'POST', path: '.', nth: 1, times: 99, action });
    const lines = await check();
    expect(lines.get('frameio-reachable')).toMatchObject({ code: 'frameio-unavailable' });
    expect(lines.get('ims-reachable')).toMatchObject({ code: 'ims-unavailable' });
    expect(lines.get('credentials')).toMatchObject({ code: 'ims-unavailable' });
    expect(lines.get('nuxeo-reachable')?.ok).toBe(true);
  });
});

describe('settings', () => {
  it('are kept, and refused when they are none', async () => {
    const settings = {
      approvalGate: 'require',
      approvedOptionIds: { a1: ['o1'] },
      comments: false,
      remoteUpload: false,
    };
    expect((await asAdmin(world, 'PUT', '/api/admin/settings', settings)).status).toBe(200);
    const read = settingsAnswer.parse(await (await asAdmin(world, 'GET', '/api/admin/settings')).json());
    expect(read).toEqual(settings);
    const wrong = await asAdmin(world, 'PUT', '/api/admin/settings', { ...settings, approvalGate: 'maybe' });
    expect(await wrong.json()).toMatchObject({ error: { code: 'body-invalid', field: 'approvalGate' } });
  });
});

describe('bound folders', () => {
  const binding = (id: string, createdAt: Date): Binding => ({
    id,
    createdAt,
    folderUid: `folder-${id}`,
    folderPath: `/default-domain/workspaces/${id}`,
    actionName: 'Publish to Nuxeo',
    documentType: 'File',
    creator: 'ana',
    workspaces: [{ accountId: 'a', workspaceId: 'w', workspaceName: 'Features', actionId: 'x', state: 'active' }],
    rules: defaultBindingRules,
    unboundAt: undefined,
  });

  it('are listed page by page, to administrators only', async () => {
    const now = Date.now();
    await world.deps.bindings.create(binding('old', new Date(now - 1000)));
    await world.deps.bindings.create(binding('new', new Date(now)));
    const page = async (query: string) =>
      boundFoldersAnswer.parse(await (await asAdmin(world, 'GET', `/api/admin/bindings?${query}`)).json()).bindings;
    const [newest, ...rest] = await page('limit=1');
    expect([newest?.folderPath, rest]).toEqual(['/default-domain/workspaces/new', []]);
    expect(newest?.workspaces).toEqual([{ workspaceName: 'Features', state: 'active' }]);
    expect((await page(`before=${newest?.createdAt ?? ''}`)).map(({ id }) => id)).toEqual(['old']);
    const refused = await fetch(`${world.url}/api/admin/bindings`, { headers: basic('ana') });
    expect(refused.status).toBe(403);
  });
});

describe('people', () => {
  it('are listed with how they are connected, and forgotten with everything of theirs', async () => {
    await setUp(world);
    await connectAdministrator();
    const people = await (await asAdmin(world, 'GET', '/api/admin/people')).json();
    expect(people).toMatchObject({
      people: [{ username: 'Administrator', nuxeo: 'connected', frameio: 'connected', frameioEmail: PEOPLE.ana.email }],
    });
    const [theirs] = await world.deps.tokens.list('frameio');
    const forgotten = await asAdmin(world, 'DELETE', '/api/admin/people/Administrator');
    expect(await forgotten.json()).toEqual({
      connections: 2,
      notRevoked: [],
      bindings: [],
      reviews: [],
      syncs: [],
      jobs: [],
    });
    expect(await world.deps.tokens.list()).toEqual([]);
    // Both systems have forgotten them, too.
    expect(world.nuxeo.world.oauth2.pairs).toEqual([]);
    expect(await isValidAtAdobe(theirs?.accessToken)).toBe(false);
    expect(await isValidAtAdobe(theirs?.refreshToken)).toBe(false);
    expect(await world.deps.activity.list({ person: 'Administrator' })).toEqual([]);
    expect((await world.deps.activity.list({})).length).toBeGreaterThan(0);
  });
});

async function isValidAtAdobe(token: string | undefined): Promise<unknown> {
  const body = new URLSearchParams({ type: 'access_token', client_id: 'sandbox-client', token: token ?? '' });
  const answer = await fetch(`${world.frameio.imsUrl}/ims/validate_token/v1`, { method: 'POST', body });
  return ((await answer.json()) as { valid: unknown }).valid;
}

/** Answers what the targets were before. */
async function proxyTargets(change: object): Promise<unknown> {
  const url = `${world.proxy.url}/_proxy/targets`;
  const targets: unknown = await (await fetch(url)).json();
  await fetch(url, { method: 'PUT', body: JSON.stringify(change) });
  return { targets };
}
