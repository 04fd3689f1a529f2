import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PEOPLE } from '../../sandbox/frameio/seed.ts';
import { accountAnswer, connectAnswer } from '../../server/contract/account.ts';
import type { Job } from '../../server/domain/job.ts';
import { startAccountWorld, type AccountWorld } from '../support/account-world.ts';
import { createBrowser, type Browser } from '../support/browser.ts';
import { adminPuts, formOf, logIn, messageIn, setUp } from '../support/sign-in-steps.ts';

let world: AccountWorld;
beforeAll(async () => {
  world = await startAccountWorld();
});
afterAll(() => world.close());
beforeEach(() => world.empty());

async function start(browser: Browser, body: object = {}): Promise<string> {
  const response = await browser.fetch(`${world.url}/api/account/connect`, {
    method: 'POST',
    headers: { origin: world.origin, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return connectAnswer.parse(await response.json()).url;
}

/** At Adobe the person types an e-mail address. */
const signInAs = (email: string) => (url: string) =>
  url.startsWith(`${world.frameio.imsUrl}/ims/authorize`) ? `${url}&login=${encodeURIComponent(email)}` : undefined;

async function accountOf(browser: Browser) {
  const response = await browser.fetch(`${world.url}/api/account`);
  return accountAnswer.parse(await response.json());
}

describe('connecting for the first time', () => {
  it('gives both permissions in one window and tells the page that opened it', async () => {
    await setUp(world);
    const browser = await logIn(world, 'ana');
    const { url, response } = await browser.visit(await start(browser), signInAs(PEOPLE.ana.email));

    expect(url).toMatch(`${world.origin}/nuxeo/site/oauth2/frameio/callback?`);
    const page = await response.text();
    expect(messageIn(page)).toEqual({ message: { source: 'nuxeo-frameio', ok: true }, opener: world.origin });
    const account = await accountOf(browser);
    expect(account).toMatchObject({
      ready: true,
      nuxeo: { state: 'connected' },
      frameio: { state: 'connected', name: PEOPLE.ana.name, email: PEOPLE.ana.email, warning: null },
    });
  });

  it('keeps who the person is in Frame.io, under every name an event may use', async () => {
    await setUp(world);
    const browser = await logIn(world, 'ana');
    await browser.visit(await start(browser), signInAs(PEOPLE.ana.email));

    const grant = await world.deps.tokens.get('frameio', 'ana');
    expect(grant?.remoteAdobeId).toMatch(/@/);
    const { tokens } = world.deps;
    expect(await tokens.findPerson({ id: PEOPLE.ana.id })).toBe('ana');
    expect(await tokens.findPerson({ adobeUserId: grant?.remoteAdobeId ?? '' })).toBe('ana');
    expect(await tokens.findPerson({ email: PEOPLE.ana.email.toUpperCase() })).toBe('ana');
  });

  it('works with PKCE at Adobe, and on the sidecar’s own callback path', async () => {
    await setUp(world, { pkce: true, redirectUri: world.deps.addresses.redirectUris.frameioOwn });
    const browser = await logIn(world, 'ana');
    const seen: string[] = [];
    const { url } = await browser.visit(await start(browser), (at) => {
      seen.push(at);
      return signInAs(PEOPLE.ana.email)(at);
    });
    expect(new URL(seen[0] ?? '').searchParams.get('code_challenge_method')).toBe('S256');
    expect(url).toMatch(`${world.url}/oauth/frameio/callback?`);
    expect((await accountOf(browser)).ready).toBe(true);
  });

  it('always uses PKCE towards Nuxeo, and says the redirect URI letter by letter', async () => {
    await setUp(world);
    const url = new URL(await start(await logIn(world, 'ana')));
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
    expect(url.searchParams.get('redirect_uri')).toBe(world.deps.addresses.redirectUris.nuxeo);
    expect(url.searchParams.get('response_type')).toBe('code');
  });

  it('asks only Frame.io again when the permission in Nuxeo still works', async () => {
    await setUp(world);
    const browser = await logIn(world, 'ana');
    await browser.visit(await start(browser), signInAs(PEOPLE.ana.email));
    await browser.fetch(`${world.url}/api/account/frameio`, { method: 'DELETE', headers: { origin: world.origin } });
    expect(await accountOf(browser)).toMatchObject({ ready: false, frameio: { state: 'missing' } });

    expect(await start(browser)).toMatch(`${world.frameio.imsUrl}/ims/authorize/v2?`);
  });

  it('lets work that waited for this person go on, and no other', async () => {
    await setUp(world);
    world.jobs.waiting = [
      waitingJob({ id: 'mine', person: 'ana', code: 'frameio-token-refused', params: ['ana'] }),
      waitingJob({ id: 'clicked-by-ben', person: 'ben', code: 'nuxeo-grant-refused', params: ['ana'] }),
      waitingJob({ id: 'needs-ben', person: 'ana', code: 'frameio-not-connected', params: ['ben'] }),
      waitingJob({ id: 'locked', person: 'ana', code: 'locked-by-other', params: ['cleo'] }),
    ];
    const browser = await logIn(world, 'ana');
    await browser.visit(await start(browser), signInAs(PEOPLE.ana.email));
    expect([...world.jobs.retried].sort()).toEqual(['clicked-by-ben', 'mine']);
  });
});

describe('a sign-in that does not end well', () => {
  it('says so when the person gives no consent at Adobe, and keeps nothing of Frame.io', async () => {
    await setUp(world);
    const browser = await logIn(world, 'ana');
    const cancel = (url: string) => (url.includes('/ims/authorize') ? `${url}&cancel=1` : undefined);
    const { response } = await browser.visit(await start(browser), cancel);
    await expectFailure(response, 'oauth-denied');
    expect(await accountOf(browser)).toMatchObject({ nuxeo: { state: 'connected' }, frameio: { state: 'missing' } });
  });

  it('counts once: the same answer again is refused', async () => {
    await setUp(world);
    const browser = await logIn(world, 'ana');
    const { url } = await browser.visit(await start(browser), signInAs(PEOPLE.ana.email));
    await expectFailure(await browser.fetch(url), 'oauth-state-invalid');
    expect((await accountOf(browser)).ready).toBe(true);
  });

  it('cannot be finished in another browser', async () => {
    await setUp(world);
    const [ana, stranger] = [await logIn(world, 'ana'), await logIn(world, 'ana')];
    const { response } = await stranger.visit(await start(ana), signInAs(PEOPLE.ana.email));
    await expectFailure(response, 'oauth-state-invalid');
    expect(await world.deps.tokens.list()).toEqual([]);
  });

  it('is too old after ten minutes', async () => {
    await setUp(world);
    const browser = await logIn(world, 'ana');
    const url = await start(browser);
    world.clock.shift(10 * 60_000 + 1);
    const { response } = await browser.visit(url, signInAs(PEOPLE.ana.email));
    await expectFailure(response, 'oauth-state-invalid');
  });

  it('drops the tokens when Nuxeo names another person than the one who started', async () => {
    await setUp(world);
    const browser = await logIn(world, 'ana');
    const url = await start(browser);
    await browser.fetch(`${world.origin}/nuxeo/startup`, { method: 'POST', body: formOf('ben') });
    const { response } = await browser.visit(url, signInAs(PEOPLE.ana.email));
    await expectFailure(response, 'oauth-person-mismatch', /ben.*ana/);
    expect(await world.deps.tokens.list()).toEqual([]);
  });

  it('has words of its own for an Adobe ID without a Frame.io account', async () => {
    await setUp(world);
    const browser = await logIn(world, 'ana');
    world.frameio.control.addFault({
      method: 'GET',
      path: '/v4/accounts',
      nth: 1,
      times: 9,
      action: { type: 'status', status: 200, body: { data: [], links: { next: null } } },
    });
    const { response } = await browser.visit(await start(browser), signInAs(PEOPLE.dan.email));
    await expectFailure(response, 'frameio-no-account', /no Frame\.io account/);
    expect(await world.deps.tokens.get('frameio', 'ana')).toBeUndefined();
  });

  it('takes the bare 401 of Frame.io for an Adobe ID that it does not know', async () => {
    await setUp(world);
    const browser = await logIn(world, 'ana');
    const action = { type: 'status', status: 401, body: { errors: [{ detail: 'Invalid token' }] } } as const;
    world.frameio.control.addFault({ method: 'GET', path: '/v4/me', nth: 1, times: 9, action });
    const { response } = await browser.visit(await start(browser), signInAs(PEOPLE.ana.email));
    await expectFailure(response, 'frameio-no-account');
  });

  it('tells a wrong client secret from a wrong code', async () => {
    await setUp(world);
    await adminPuts(world, { clientSecret: 'not-the-secret' });
    const browser = await logIn(world, 'ana');
    const { response } = await browser.visit(await start(browser), signInAs(PEOPLE.ana.email));
    await expectFailure(response, 'provider-secret-wrong');
  });

  it('can be tried again after Adobe was away', async () => {
    await setUp(world);
    const browser = await logIn(world, 'ana');
    world.frameio.control.addFault({ method: 'POST', path: '/ims/token', nth: 1, times: 1, action: { type: 'reset' } });
    const first = await browser.visit(await start(browser), signInAs(PEOPLE.ana.email));
    await expectFailure(first.response, 'frameio-unavailable');
    await browser.visit(await start(browser), signInAs(PEOPLE.ana.email));
    expect((await accountOf(browser)).ready).toBe(true);
  });

  it('does not begin while the provider is missing or off, or Nuxeo does not know the connector', async () => {
    const browser = await logIn(world, 'ana');
    const codeNow = async () => {
      const headers = { origin: world.origin };
      const response = await browser.fetch(`${world.url}/api/account/connect`, { method: 'POST', headers });
      return ((await response.json()) as { error: { code: string } }).error.code;
    };
    expect(await codeNow()).toBe('provider-not-registered');
    await adminPuts(world);
    expect(await codeNow()).toBe('nuxeo-client-missing');
    await adminPuts(world, { enabled: false });
    expect(await codeNow()).toBe('provider-disabled');
  });
});

describe('the page at the end', () => {
  it('lets nothing but its own script run, and cuts no window from its opener', async () => {
    const response = await createBrowser().fetch(`${world.url}/oauth/frameio/callback?state=nobody&code=x`);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/default-src 'none'; script-src 'sha256-[\w+/=]+'/);
    expect(policy).not.toContain('unsafe-inline');
    expect(response.headers.get('cross-origin-opener-policy')).toBe('unsafe-none');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('shows what is said to it as text', async () => {
    await setUp(world);
    const browser = await logIn(world, 'ana');
    const evil = `${world.url}/oauth/frameio/callback?error=${encodeURIComponent('"><script>alert(1)</script>')}`;
    expect(await (await browser.fetch(evil)).text()).not.toContain('alert(1)');
  });

  it('speaks French to French browsers', async () => {
    const response = await createBrowser().fetch(`${world.url}/oauth/nuxeo/callback`, {
      headers: { 'accept-language': 'fr-FR,fr;q=0.9' },
    });
    expect(await response.text()).toContain('Non connecté');
  });

  it('carries neither code nor token nor secret', async () => {
    await setUp(world);
    const browser = await logIn(world, 'ana');
    const { url, response } = await browser.visit(await start(browser), signInAs(PEOPLE.ana.email));
    const page = await response.text();
    const grants = await world.deps.tokens.list();
    const code = new URL(url).searchParams.get('code') ?? '';
    for (const secret of [
      code,
      'sandbox-secret',
      ...grants.flatMap((one) => [one.accessToken, one.refreshToken ?? 'x']),
    ])
      expect(page.includes(secret) && secret !== 'x').toBe(false);
  });
});

it('keeps the cookie of a sign-in from scripts and from Nuxeo', async () => {
  await setUp(world);
  const browser = await logIn(world, 'ana');
  const response = await browser.fetch(`${world.url}/api/account/connect`, {
    method: 'POST',
    headers: { origin: world.origin },
  });
  expect(response.headers.getSetCookie().join()).toMatch(
    /^frameio_signin=[\w-]+; Max-Age=600; Path=\/;.*HttpOnly; SameSite=Lax$/,
  );
  await accountOf(browser);
  const cookies = world.nuxeo.world.control.calls.map((call) => String(call.requestHeaders['cookie'] ?? ''));
  const fromSidecar = cookies.filter((_cookie, index) =>
    world.nuxeo.world.control.calls[index]?.path.endsWith('/api/v1/me'),
  );
  expect(fromSidecar.length).toBeGreaterThan(0);
  expect(fromSidecar.join()).not.toContain('frameio_signin');
});

async function expectFailure(response: Response, code: string, words = /./): Promise<void> {
  const page = await response.text();
  expect(messageIn(page)).toEqual({ message: { source: 'nuxeo-frameio', ok: false, code }, opener: world.origin });
  expect(page).toMatch(words);
  expect(page).toContain('Close this window, go back to Nuxeo');
  expect(world.logged).toContain(code);
}

function waitingJob(job: { id: string; person: string; code: string; params: string[] }): Job {
  const { code, params, ...rest } = job;
  return { ...rest, failure: { code, params }, waitingSince: new Date() } as unknown as Job;
}
