import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { TARGET } from '../../sandbox/demo/scenes.ts';
import { settledBatch, type JobSeen } from '../../sandbox/demo/watching.ts';
import { SEEDED } from '../../sandbox/nuxeo/seed.ts';
import { basic, rawRefusal } from './support/raw.ts';
import { refusal } from './support/refusal.ts';
import { makeDocument, push } from './support/things.ts';
import { lookAtTheWholeRun, useWorld } from './support/world.ts';

const world = useWorld();
const json = { 'content-type': 'application/json' };
const foreign = 'https://elsewhere.example';

/** With explicit credentials, as a program sends them. */
function refused(method: string, path: string, init: { headers?: Record<string, string>; body?: string } = {}) {
  const headers = { ...basic('ana'), ...init.headers };
  return rawRefusal(method, `${world().environment.sidecarUrl}/api${path}`, { ...init, headers });
}

function posted(body: unknown, headers: Record<string, string> = json) {
  return refused('POST', '/push', { headers, body: typeof body === 'string' ? body : JSON.stringify(body) });
}

const pushBody = { documents: [SEEDED.firstCut], target: TARGET };

describe('a body', () => {
  it.each([
    ['is cut off', '{"documents":[', json],
    ['is not JSON at all', 'documents=1', json],
    ['is announced as text', JSON.stringify(pushBody), { 'content-type': 'text/plain' }],
    ['is a form', 'documents=1', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['has a charset nobody knows', JSON.stringify(pushBody), { 'content-type': 'application/json; charset=klingon' }],
    ['has an encoding nobody knows', JSON.stringify(pushBody), { ...json, 'content-encoding': 'klingon' }],
  ])('that %s is refused', async (_how, body, headers) => {
    expect(await posted(body, headers)).toMatchObject({ status: 415, code: 'body-not-json' });
  });

  it('that is too large is refused', async () => {
    const body = { ...pushBody, documents: Array.from({ length: 20_000 }, () => SEEDED.firstCut) };
    expect(await posted(body)).toMatchObject({ status: 413, code: 'body-too-large' });
  });

  it.each([
    ['nothing', '', 'documents'],
    ['a list', '[]', undefined],
    ['no documents', { ...pushBody, documents: [] }, 'documents'],
    ['more documents than can be meant', { ...pushBody, documents: Array(1001).fill('a') }, 'documents'],
    ['an id that is none', { ...pushBody, documents: ['../../etc/passwd'] }, 'documents.0'],
    ['an id that names the place above', { ...pushBody, documents: ['..'] }, 'documents.0'],
    ['a number for an id', { ...pushBody, documents: [7] }, 'documents.0'],
    ['no target', { documents: pushBody.documents }, 'target'],
    ['half a target', { ...pushBody, target: { ...TARGET, folderId: '' } }, 'target.folderId'],
    ['a field that nobody knows', { ...pushBody, surprise: 1 }, 'surprise'],
    ['an unknown field further in', { ...pushBody, target: { ...TARGET, surprise: 1 } }, 'target.surprise'],
    ['a prototype', '{"documents":["a"],"__proto__":{"isAdministrator":true}}', 'target'],
  ])('with %s is refused, and the field named', async (_what, body, field) => {
    expect(await posted(body)).toMatchObject({ status: 422, code: 'body-invalid', field });
  });

  it('that nests without end is refused like any other nonsense', async () => {
    const body = `{"documents":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    expect(await posted(body)).toMatchObject({ status: 422, code: 'body-invalid' });
  });
});

describe('an address', () => {
  it.each([
    ['a path out of the place', '..%2F..%2Fadmin'],
    ['the place above', '%2e%2e'],
    ['a null byte', 'a%00b'],
    ['a line break', 'a%0d%0aSet-Cookie:x=1'],
    ['a quote', "a'%20or%20'1'='1"],
    ['an emoji', '%F0%9F%8E%AC'],
    ['a percent sign that means nothing', '%E0%A4%A'],
    ['far too many letters', 'a'.repeat(5_000)],
    ['a template', '%7B%7B7*7%7D%7D'],
  ])('with %s for an id is refused', async (_what, id) => {
    for (const path of [`/documents/${id}/review`, `/folders/${id}/binding`, `/jobs/${id}`])
      expect(await refused('GET', path)).toMatchObject({ status: 422, code: 'body-invalid' });
  });

  it.each([
    ['a transfer', 'GET', '/jobs/no-such-job', 404, 'job-not-found'],
    ['a transfer to cancel', 'POST', `/jobs/${randomUUID()}/cancel`, 404, 'job-not-found'],
    ['a transfer to retry', 'POST', '/jobs/1/retry', 404, 'job-not-found'],
    ['a document', 'GET', `/documents/${randomUUID()}/review`, 404, 'nuxeo-not-found'],
    ['a folder', 'GET', '/folders/no-such-folder/binding', 404, 'nuxeo-not-found'],
    ['anything', 'GET', '/nothing/here', 404, 'route-unknown'],
    ['another method', 'PATCH', '/push', 404, 'route-unknown'],
  ])('of %s that is not there is not found', async (_what, method, path, status, code) => {
    expect(await refused(method, path)).toMatchObject({ status, code });
  });

  it('of an item that is not there is not found', async () => {
    for (const id of ['no-such-item', randomUUID()]) {
      const init = { headers: json, body: '{"remedy":"retry"}' };
      expect(await refused('POST', `/attention/${id}`, init)).toMatchObject({
        status: 404,
        code: 'attention-not-found',
      });
    }
  });

  it.each([
    ['/jobs?limit=many', 'limit'],
    ['/jobs?limit=1000000', 'limit'],
    ['/jobs?limit=1&limit=2', 'limit'],
    ['/jobs?before=yesterday', 'before'],
    ['/jobs?open=perhaps', 'open'],
    ["/jobs?document=';--", 'document'],
    ['/activity?limit=-1', 'limit'],
    ['/attention?document=a%20b', 'document'],
  ])('%s is refused, and the field named', async (path, field) => {
    expect(await refused('GET', path)).toMatchObject({ status: 422, code: 'body-invalid', field });
  });

  it('may name ids that nothing has', async () => {
    const { ana } = world();
    expect(await ana.api('GET', '/jobs?batch=no-such-batch&document=nothing')).toEqual({ jobs: [] });
    expect(await ana.api('GET', '/attention?document=nothing')).toEqual({ items: [] });
  });
});

describe('who asks', () => {
  it('has to be somebody', async () => {
    const nobody = await rawRefusal('GET', `${world().environment.sidecarUrl}/api/jobs`);
    expect(nobody).toMatchObject({ status: 401, code: 'not-signed-in' });
    expect(await refused('GET', '/jobs', { headers: basic('ana', 'wrong') })).toMatchObject({
      status: 401,
      code: 'not-signed-in',
    });
    expect(await refused('GET', '/jobs', { headers: { authorization: 'Bearer made-up' } })).toMatchObject({
      status: 401,
      code: 'not-signed-in',
    });
  });

  it('is nobody any more when the session is over', async () => {
    const { cleo, environment, standIns } = world();
    await standIns.control('nuxeo', 'POST', 'expire', { what: 'sessions', user: 'cleo' });
    const over = await refusal(environment, cleo, 'GET', '/jobs');
    expect(over).toMatchObject({ status: 401, code: 'not-signed-in' });
  });

  it('gets no figures of the machine', async () => {
    const figures = await rawRefusal('GET', `${world().environment.sidecarUrl}/metrics`);
    expect(figures).toMatchObject({ status: 404, code: 'route-unknown' });
  });

  it('may not bring a session and other credentials at once', async () => {
    const { environment } = world();
    const init = { headers: { cookie: 'JSESSIONID=whatever', ...basic('ana') } };
    const mixed = await rawRefusal('GET', `${environment.sidecarUrl}/api/jobs`, init);
    expect(mixed).toMatchObject({ status: 400, code: 'credentials-mixed' });
  });

  it('may not change anything from the page of another site', async () => {
    const { ana, environment, standIns } = world();
    const { uid } = await makeDocument(standIns);
    const body = JSON.stringify({ ...pushBody, documents: [uid] });
    const cookie = ana.browser.cookieHeader(environment.publicUrl);

    for (const headers of [
      { cookie, origin: foreign },
      { cookie },
      { cookie, origin: 'null' },
      { origin: foreign, ...basic('ana') },
    ]) {
      const request = rawRefusal('POST', `${environment.sidecarUrl}/api/push`, {
        headers: { ...json, ...headers },
        body,
      });
      expect(await request).toMatchObject({ status: 403, code: 'origin-refused' });
    }
    expect(await ana.api('GET', `/jobs?document=${uid}`)).toEqual({ jobs: [] });
  });

  it('gives nothing away to the script of another site', async () => {
    const { ana, environment } = world();
    const cookie = ana.browser.cookieHeader(environment.publicUrl);
    const answer = await fetch(`${environment.sidecarUrl}/api/account`, { headers: { cookie, origin: foreign } });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await fetch(`${environment.sidecarUrl}/api/push`, {
      method: 'OPTIONS',
      headers: { origin: foreign },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('needs no Origin with credentials of its own', async () => {
    const { environment, ana, standIns } = world();
    const { uid } = await makeDocument(standIns);
    const answer = await fetch(`${environment.sidecarUrl}/api/push`, {
      method: 'POST',
      headers: { ...json, ...basic('ana') },
      body: JSON.stringify({ ...pushBody, documents: [uid] }),
    });
    expect(answer.status).toBe(202);
    const { batchId } = (await answer.json()) as { batchId: string };
    expect(await settledBatch(ana, batchId)).toMatchObject([{ state: 'completed' }]);
  });
});

describe('administrators’ routes', () => {
  it.each([
    ['GET', '/admin/provider'],
    ['PUT', '/admin/provider'],
    ['POST', '/admin/provider/check'],
    ['POST', '/admin/nuxeo-client'],
    ['GET', '/admin/settings'],
    ['PUT', '/admin/settings'],
    ['GET', '/admin/bindings'],
    ['GET', '/admin/people'],
    ['DELETE', '/admin/people/ben'],
    ['GET', '/jobs?everybody=true'],
  ])('%s %s is refused to others', async (method, path) => {
    const init = method === 'PUT' ? { headers: json, body: '{}' } : {};
    expect(await refused(method, path, init)).toMatchObject({ status: 403, code: 'administrators-only' });
    const nobody = await rawRefusal(method, `${world().environment.sidecarUrl}/api${path}`, init);
    expect(nobody).toMatchObject({ status: 401, code: 'not-signed-in' });
  });
});

describe('one’s own', () => {
  it('transfers are nobody else’s', async () => {
    const { administrator, ana, ben, standIns } = world();
    const { uid } = await makeDocument(standIns);
    const { batchId, jobs } = await push(ana, [uid]);
    const id = String(jobs[0]?.id);
    await settledBatch(ana, batchId);

    for (const [method, path] of [
      ['GET', ''],
      ['POST', '/cancel'],
      ['POST', '/retry'],
    ] as const)
      await expect(ben.api(method, `/jobs/${id}${path}`)).rejects.toMatchObject({ status: 404, code: 'job-not-found' });
    expect(await ben.api('GET', `/jobs?document=${uid}`)).toEqual({ jobs: [] });
    expect(await ben.api('GET', `/jobs?batch=${batchId}`)).toEqual({ jobs: [] });
    expect(await administrator.api<JobSeen>('GET', `/jobs/${id}`)).toMatchObject({ id, state: 'completed' });
  });
});

lookAtTheWholeRun(world);
