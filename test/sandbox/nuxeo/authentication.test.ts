import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { basic, TestServer } from './client.ts';

const server = new TestServer();
const asAna = { Authorization: basic('ana') };

async function logIn(who: string, requestedUrl = '') {
  const body = new URLSearchParams({ user_name: who, user_password: who, form_submitted_marker: '', requestedUrl });
  const answer = await server.call(null, 'POST', '/startup', { body });
  return { answer, cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
}

describe('Basic sign-in', () => {
  it('works on REST, on automation and everywhere else, and opens no session', async () => {
    for (const path of ['/api/v1/me', '/site/api/v1/me']) {
      const answer = await server.call('ana', 'GET', path);
      expect(answer.json).toMatchObject({ properties: { username: 'ana' } });
      expect(answer.headers.get('set-cookie')).toBeNull();
    }
    expect((await server.call('ana', 'GET', '/')).status).toBe(200);
  });

  it.each([
    ['a wrong password', 'ana:wrong'],
    ['an empty password', 'ana:'],
    ['an unknown person', 'nobody:nobody'],
    ['the system user', 'system:system'],
    ['no colon', 'ana'],
  ])('refuses %s', async (_what, credentials) => {
    const Authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
    expect((await server.api(null, 'GET', '/me', { headers: { Authorization } })).status).toBe(401);
  });
});

describe('a refusal', () => {
  it('of REST is an HTML page that asks for Basic', async () => {
    const answer = await server.api(null, 'GET', '/me');
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.headers.get('www-authenticate')).toBe('Basic realm="Nuxeo Automation"');
  });

  it.each([{ 'X-No-Basic-Header': 'true' }, { Cookie: 'a=b' }])('does not ask for Basic with %o', async (headers) => {
    const answer = await server.api(null, 'GET', '/me', { headers: headers as Record<string, string> });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBeNull();
  });

  it('of a page takes people to the login form by script', async () => {
    const answer = await server.call(null, 'GET', '/view/abc?x=1');
    expect(answer.status).toBe(401);
    expect(answer.text).toContain('window.location="/nuxeo/login.jsp?requestedUrl=view%2Fabc%3Fx%3D1"');
  });
});

describe('a browser session', () => {
  it('comes from the login form and ends with the logout', async () => {
    const { answer, cookie } = await logIn('ana', 'view/abc');
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('/nuxeo/view/abc');
    expect(cookie).toMatch(/^JSESSIONID=/);
    expect((await server.api(null, 'GET', '/me', { headers: { Cookie: cookie } })).json).toMatchObject({ id: 'ana' });
    await server.call(null, 'GET', '/logout', { headers: { Cookie: cookie } });
    expect((await server.api(null, 'GET', '/me', { headers: { Cookie: cookie } })).status).toBe(401);
  });

  it('wins over the credentials that are sent beside it', async () => {
    const { cookie } = await logIn('ana');
    const headers = { Cookie: cookie, Authorization: basic('ben') };
    expect((await server.api(null, 'GET', '/me', { headers })).json).toMatchObject({ id: 'ana' });
  });

  it('that expired does not', async () => {
    const { cookie } = await logIn('ana');
    await server.control('POST', '/expire', { what: 'sessions', user: 'ana' });
    const headers = { Cookie: cookie, Authorization: basic('ben') };
    expect((await server.api(null, 'GET', '/me', { headers })).json).toMatchObject({ id: 'ben' });
  });

  it('is not opened by a wrong password, nor without the marker of the form', async () => {
    const wrong = new URLSearchParams({ user_name: 'ana', user_password: 'x', form_submitted_marker: '' });
    expect((await server.call(null, 'POST', '/startup', { body: wrong })).status).toBe(401);
    const unmarked = new URLSearchParams({ user_name: 'ana', user_password: 'ana' });
    expect((await server.call(null, 'POST', '/startup', { body: unmarked })).status).toBe(401);
  });

  it('never continues on another server', async () => {
    for (const target of ['https://evil.example/', '//evil.example/', '../../evil']) {
      expect((await logIn('ana', target)).answer.headers.get('location')).toMatch(/^\/nuxeo\//);
    }
  });

  it('is not opened by the login operation', async () => {
    const answer = await server.api('ana', 'POST', '/automation/login');
    expect(answer.json).toMatchObject({ 'entity-type': 'login', username: 'ana', isAdministrator: false });
    expect(answer.headers.get('set-cookie')).toBeNull();
  });
});

describe('a Nuxeo token', () => {
  const path = '/authentication/token?applicationName=app&deviceId=d1';
  const acquire = async (who = 'ana') => (await server.call(who, 'GET', `${path}&permission=rw`)).text;

  it('is made once for a person, an application and a device', async () => {
    const first = await server.call('ana', 'GET', `${path}&permission=rw`);
    expect(first.status).toBe(201);
    expect(first.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await acquire()).toBe(first.text);
    expect(await acquire('ben')).not.toBe(first.text);
  });

  it('needs its three parameters and a known caller', async () => {
    expect((await server.call('ana', 'GET', path)).status).toBe(400);
    expect((await server.call('ana', 'GET', '/authentication/token?deviceId=d&permission=r')).status).toBe(400);
    expect((await server.call(null, 'GET', `${path}&permission=rw`)).status).toBe(401);
  });

  it('signs in as header, as parameter and as the cookie it then sets', async () => {
    const token = await acquire();
    const byHeader = await server.api(null, 'GET', '/me', { headers: { 'X-Authentication-Token': token } });
    expect(byHeader.json).toMatchObject({ id: 'ana' });
    const cookie = byHeader.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(cookie).toBe(`X-Authentication-Token=${token}`);
    expect((await server.api(null, 'GET', '/me', { headers: { Cookie: cookie } })).json).toMatchObject({ id: 'ana' });
    expect((await server.api(null, 'GET', `/me?token=${token}`)).json).toMatchObject({ id: 'ana' });
  });

  it('in the header is the only thing that is looked at', async () => {
    const headers = { 'X-Authentication-Token': 'unknown', ...asAna };
    const answer = await server.api(null, 'GET', '/me', { headers });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBeNull();
  });

  it('is revoked by the same address, once', async () => {
    const token = await acquire();
    const revoked = await server.call('ana', 'GET', `${path}&revoke=true`);
    expect([revoked.status, revoked.text]).toEqual([
      202,
      'Token revoked for userName ana, applicationName app and deviceId d1.',
    ]);
    const again = await server.call('ana', 'GET', `${path}&revoke=true`);
    expect(again.status).toBe(400);
    expect(again.text).toBe('No token found for userName ana, applicationName app and deviceId d1; nothing to do.');
    expect((await server.api(null, 'GET', '/me', { headers: { 'X-Authentication-Token': token } })).status).toBe(401);
  });

  it('can be listed by its owner, and deleted by anybody who knows it', async () => {
    const token = await acquire();
    const list = await server.api('ana', 'GET', '/token?application=app');
    expect(list.json['entries']).toMatchObject([
      { 'entity-type': 'token', id: token, username: 'ana', deviceId: 'd1' },
    ]);
    expect((await server.api('cleo', 'DELETE', `/token/${token}`)).status).toBe(204);
    expect((await server.api('cleo', 'DELETE', `/token/${token}`)).status).toBe(404);
    expect((await server.api('ana', 'POST', '/token?application=app&deviceId=d9&permission=r')).status).toBe(201);
  });
});

describe('a JWT', () => {
  function jwt(claims: object, secret = 'shared') {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg: 'HS512' })}.${part(claims)}`;
    return `${text}.${createHmac('sha512', secret).update(text).digest('base64url')}`;
  }
  const me = async (token: string) =>
    (await server.api(null, 'GET', '/me', { headers: { Authorization: `Bearer ${token}` } })).status;

  it('is no way in while there is no secret', async () => {
    expect(await me(jwt({ sub: 'ana' }, ''))).toBe(401);
  });

  it('is anybody, for who holds the secret, within its time and place', async () => {
    await server.control('PUT', '/switches', { jwtSecret: 'shared' });
    expect(await me(jwt({ sub: 'Administrator' }))).toBe(200);
    expect(await me(jwt({ sub: 'ana' }, 'other'))).toBe(401);
    expect(await me(jwt({ sub: 'ana', exp: 1 }))).toBe(401);
    expect(await me(jwt({ sub: 'ana', aud: 'api/v1' }))).toBe(200);
    expect(await me(jwt({ sub: 'ana', aud: 'site' }))).toBe(401);
  });
});

describe('the source of an unsafe request', () => {
  const change = (headers: Record<string, string>) => server.api('ana', 'POST', '/upload', { headers });

  it('is not asked for where there is none', async () => {
    expect((await change({})).status).toBe(201);
  });

  it('has to be this server', async () => {
    const { origin } = new URL(server.url);
    expect((await change({ Origin: origin })).status).toBe(201);
    expect((await change({ Referer: `${origin}/nuxeo/ui/` })).status).toBe(201);
    for (const headers of [
      { Origin: 'https://evil.example' },
      { Referer: 'https://evil.example/x' },
      { Origin: 'null' },
    ]) {
      const answer = await change(headers as Record<string, string>);
      expect(answer.status).toBe(403);
      expect(answer.text).toContain('CSRF check failure');
      expect(answer.headers.get('content-type')).toContain('text/html');
    }
  });

  it('is this server under the name that a proxy gives it', async () => {
    const headers = { 'X-Forwarded-Host': 'dam.northlight.example', 'X-Forwarded-Proto': 'https' };
    expect((await change({ ...headers, Origin: 'https://dam.northlight.example' })).status).toBe(201);
    expect((await change({ ...headers, Origin: new URL(server.url).origin })).status).toBe(403);
    const virtual = {
      'nuxeo-virtual-host': 'https://dam.northlight.example/',
      Origin: 'https://dam.northlight.example',
    };
    expect((await change(virtual)).status).toBe(201);
  });

  it('does not matter to safe requests', async () => {
    expect((await server.api('ana', 'GET', '/me', { headers: { Origin: 'https://evil.example' } })).status).toBe(200);
  });
});

describe('the CSRF token', () => {
  it('is demanded of every unsafe request once it is switched on, bound to a session', async () => {
    await server.control('PUT', '/switches', { csrfTokenEnabled: true });
    const refused = await server.api('ana', 'POST', '/upload');
    expect(refused.status).toBe(403);
    expect(refused.headers.get('csrf-token')).toBe('invalid');

    const fetched = await server.call('ana', 'GET', '/', { headers: { 'CSRF-Token': 'fetch' } });
    const token = fetched.headers.get('csrf-token') ?? '';
    const cookie = fetched.headers.get('set-cookie')?.split(';')[0] ?? '';
    const upload = (headers: Record<string, string>) => server.api('ana', 'POST', '/upload', { headers });
    expect((await upload({ 'CSRF-Token': token, Cookie: cookie })).status).toBe(201);
    expect((await upload({ 'CSRF-Token': token })).status).toBe(403);
    expect((await upload({ 'CSRF-Token': 'x', Cookie: cookie })).status).toBe(403);
    await server.control('PUT', '/switches', { csrfTokenEnabled: false });
  });
});
