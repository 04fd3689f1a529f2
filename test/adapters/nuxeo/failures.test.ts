import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NuxeoError } from '../../../server/domain/errors.ts';
import { basic } from '../../support/nuxeo-clients.ts';
import { failureOf, startBench, type NuxeoBench } from './stand-in.ts';

let bench: NuxeoBench;
beforeAll(async () => {
  bench = await startBench();
});
beforeEach(() => bench.clear());
afterAll(() => bench.close());

const me = '/api/v1/me';

describe('credentials', () => {
  it('that are wrong are "not signed in", whatever page comes with it', async () => {
    const nuxeo = bench.as('ana', { authHeaders: () => Promise.resolve({ authorization: 'Bearer nothing' }) });
    expect(await failureOf(nuxeo.me())).toMatchObject({ code: 'not-signed-in', retryable: false });
    expect(bench.calls('GET', /\/me$/)[0]?.responseHeaders['content-type']).toContain('text/html');
  });

  it('are renewed and the call is made once more', async () => {
    let authorization = 'Bearer expired';
    const nuxeo = bench.as('ana', {
      authHeaders: () => Promise.resolve({ authorization }),
      onUnauthorized: () => {
        ({ authorization } = basic('ana'));
        return Promise.resolve(true);
      },
    });
    expect(await nuxeo.me()).toMatchObject({ username: 'ana' });
    expect(bench.calls('GET', /\/me$/).map(({ status }) => status)).toEqual([401, 200]);
  });

  it('are renewed only once for a call', async () => {
    let renewals = 0;
    const nuxeo = bench.as('ana', {
      authHeaders: () => Promise.resolve({ authorization: 'Bearer expired' }),
      onUnauthorized: () => Promise.resolve(++renewals > 0),
    });
    expect(await failureOf(nuxeo.me())).toMatchObject({ code: 'not-signed-in' });
    expect(renewals).toBe(1);
  });

  it('that cannot be renewed fail in the words of whoever renews them', async () => {
    const refused = new NuxeoError('nuxeo-grant-refused', { needsAttention: true });
    const nuxeo = bench.as('ana', {
      authHeaders: () => Promise.resolve({ authorization: 'Bearer expired' }),
      onUnauthorized: () => Promise.reject(refused),
    });
    expect(await failureOf(nuxeo.me())).toBe(refused);
  });

  it('are all that is told about the caller', async () => {
    await bench.as('ana').me();
    const { requestHeaders } = bench.calls('GET', /\/me$/)[0] ?? { requestHeaders: {} };
    expect(requestHeaders).not.toHaveProperty('origin');
    expect(requestHeaders).not.toHaveProperty('referer');
    expect(requestHeaders).not.toHaveProperty('cookie');
  });

  it('are never remembered from an answer', async () => {
    bench.fault({ path: me, action: { type: 'status', status: 500, headers: { 'set-cookie': 'JSESSIONID=someone' } } });
    const ana = bench.as('ana');
    await failureOf(ana.me());
    await ana.me();
    expect(bench.calls('GET', /\/me$/)[1]?.requestHeaders).not.toHaveProperty('cookie');
  });

  it('name the person also where users have generated ids', async () => {
    bench.standIn.world.switches.uuidUserIds = true;
    expect(await bench.as('ana').me()).toMatchObject({ username: 'ana', displayName: 'Ana Silva' });
    const { uid } = await bench.newFile();
    expect((await bench.admin.locks.take(uid)).owner).toBe('Administrator');
  });
});

describe('an answer', () => {
  it('of 500 with a masked message may be better later', async () => {
    bench.fault({
      path: me,
      action: {
        type: 'status',
        status: 500,
        body: { 'entity-type': 'exception', status: 500, message: 'Internal Server Error' },
      },
    });
    expect(await failureOf(bench.admin.me())).toMatchObject({
      code: 'nuxeo-unavailable',
      retryable: true,
      context: { operation: 'me', status: 500 },
    });
  });

  it('of 503 says how long to wait', async () => {
    const action = { type: 'status', status: 503, headers: { 'retry-after': '0' } } as const;
    bench.fault({ path: me, times: 3, action });
    expect(await failureOf(bench.admin.me())).toMatchObject({ code: 'nuxeo-unavailable', retryAfterMs: 0 });
  });

  it('of 422 is a refusal that another try does not change', async () => {
    const { uid } = await bench.newFile();
    bench.fault({ method: 'PUT', path: '/id/', action: { type: 'status', status: 422, body: { has_error: true } } });
    const failure = await failureOf(bench.admin.documents.update(uid, { properties: { 'dc:title': 'x' } }));
    expect(failure).toMatchObject({ code: 'nuxeo-refused', retryable: false });
  });

  it('of 409 that no lock explains is a conflict', async () => {
    const { uid } = await bench.newFile();
    const body = { 'entity-type': 'exception', status: 409, message: `${uid}, Invalid change token` };
    bench.fault({ method: 'PUT', path: '/id/', action: { type: 'status', status: 409, body } });
    const failure = await failureOf(bench.admin.documents.update(uid, { properties: { 'dc:title': 'x' } }));
    expect(failure).toMatchObject({ code: 'nuxeo-conflict', context: { message: body.message } });
  });

  it('that is somebody else’s page is a refusal, not a crash', async () => {
    bench.fault({ path: me, action: { type: 'status', status: 200, body: '<html>Please log in</html>' } });
    expect(await failureOf(bench.admin.me())).toMatchObject({ code: 'nuxeo-refused' });
  });

  it('that points elsewhere is not followed, and its query is not kept', async () => {
    const location = 'https://sso.example.com/login?token=secret';
    bench.fault({ path: me, action: { type: 'status', status: 302, headers: { location } } });
    const failure = await failureOf(bench.admin.me());
    expect(failure).toMatchObject({ code: 'nuxeo-refused', context: { location: 'https://sso.example.com/login' } });
    expect(JSON.stringify((failure as NuxeoError).context)).not.toContain('secret');
  });

  it('of an operation that is closed to the caller is a refusal, not a missing document', async () => {
    const { uid } = await bench.newFile();
    bench.fault({ path: 'Document.Lock', action: { type: 'status', status: 404 } });
    expect(await failureOf(bench.admin.locks.take(uid))).toMatchObject({ code: 'nuxeo-refused' });
  });

  it('that never comes may come later', async () => {
    const { uid } = await bench.newFile();
    bench.fault({ method: 'PUT', path: '/id/', action: { type: 'reset' } });
    const failure = await failureOf(bench.admin.documents.update(uid, { properties: { 'dc:title': 'x' } }));
    expect(failure).toMatchObject({ code: 'nuxeo-unavailable', retryable: true });
  });

  it('that was lost after a write leaves one write, not two', async () => {
    const { uid } = await bench.newFile();
    bench.clear();
    bench.fault({ method: 'PUT', path: '/id/', action: { type: 'lose-answer' } });
    await failureOf(bench.admin.documents.update(uid, { properties: { 'dc:title': 'x' }, version: 'minor' }));
    expect(bench.calls('PUT', /\/id\//)).toHaveLength(1);
    expect(await bench.admin.versions.list(uid)).toHaveLength(1);
  });
});

describe('a facet', () => {
  it('on a server that is ill is not taken for one that is missing', async () => {
    const { uid } = await bench.newFile();
    bench.fault({ path: 'Document.AddFacet', action: { type: 'status', status: 500 } });
    const failure = await failureOf(bench.admin.documents.addFacet(uid, 'FrameioAsset'));
    expect(failure).toMatchObject({ code: 'nuxeo-unavailable' });
  });
});

describe('a lock', () => {
  it('that Nuxeo lets somebody pass is still somebody else’s', async () => {
    const { uid, path, type } = await bench.newFile();
    bench.fault({
      path: 'Document.Lock',
      action: { type: 'status', status: 200, body: { uid, path, type, lockOwner: 'ben', lockCreated: 'then' } },
    });
    expect(await failureOf(bench.admin.locks.take(uid))).toMatchObject({ code: 'locked-by-other', params: ['ben'] });
  });

  it('is read where the answer does not tell it', async () => {
    const { uid, path, type } = await bench.newFile();
    const lock = await bench.admin.locks.take(uid);
    bench.fault({ path: 'Document.Lock', action: { type: 'status', status: 200, body: { uid, path, type } } });
    expect(await bench.admin.locks.take(uid)).toEqual(lock);
  });
});
