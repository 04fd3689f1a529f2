import { describe, expect, it } from 'vitest';
import { TARGET } from '../../sandbox/demo/scenes.ts';
import { documentOf, settledBatch } from '../../sandbox/demo/watching.ts';
import type { Person } from '../../sandbox/environment/person.ts';
import { Reviewer } from '../../sandbox/environment/reviewer.ts';
import { ACCOUNTS, WORKSPACES } from '../../sandbox/frameio/seed.ts';
import { SEEDED } from '../../sandbox/nuxeo/seed.ts';
import { answerTo } from './support/actions.ts';
import { providerForm, saveProvider } from './support/administration.ts';
import { arrived, attentionOf, completedJob, jobThat, newestJob, told, waitingJob } from './support/jobs.ts';
import { refusal } from './support/refusal.ts';
import { makeDocument, makeFile, push } from './support/things.ts';
import { lookAtTheWholeRun, useWorld } from './support/world.ts';

const world = useWorld();

interface AccountSeen {
  readonly ready: boolean;
  readonly nuxeo: { state: string };
  readonly frameio: { state: string; email: string | null };
}

function refusedTo(person: Person, method: string, path: string, body?: unknown) {
  return refusal(world().environment, person, method, path, body);
}

async function refusedPush(person: Person) {
  const { uid } = await makeDocument(world().standIns);
  return refusedTo(person, 'POST', '/push', { documents: [uid], target: TARGET });
}

const bindBody = {
  actionName: 'Another action',
  workspaces: [{ accountId: ACCOUNTS.northlight, workspaceId: WORKSPACES.features }],
  documentType: 'File',
};

describe('a provider that is switched off', () => {
  it('stops everything with a sentence, and nothing is lost when it is on again', async () => {
    const { administrator, ana, cleoThere, standIns } = world();
    await standIns.fault('frameio', { path: '/local_upload', action: { type: 'status', status: 503 } });
    const [job] = (await push(ana, [(await makeDocument(standIns)).uid])).jobs;
    const id = String(job?.id);
    await jobThat('is put off', ana, id, ({ state }) => state === 'retry');
    await saveProvider(administrator, { enabled: false });

    const off = { status: 403, code: 'provider-disabled' };
    expect(await refusedPush(ana)).toMatchObject(off);
    expect(await refusedTo(ana, 'POST', '/account/connect', { again: true })).toMatchObject(off);
    expect(await refusedTo(ana, 'POST', `/folders/${SEEDED.archive}/binding`, bindBody)).toMatchObject(off);
    expect(await refusedTo(ana, 'GET', '/frameio/accounts')).toMatchObject(off);
    expect(await ana.api('GET', '/provider')).toEqual({ registered: true, enabled: false, serviceEnabled: false });
    expect(await answerTo(cleoThere, (await makeFile(standIns)).id)).toMatchObject({
      title: 'Not published',
      description: expect.stringContaining('switched Frame.io off'),
    });
    await ana.api('POST', `/jobs/${id}/retry`);
    await told(world(), ana, await waitingJob(ana, id, 'provider-disabled'));

    await saveProvider(administrator, { enabled: true });
    await completedJob(ana, id);
  });
});

describe('a service that is switched off', () => {
  it('refuses new work and lets people connect', async () => {
    const { administrator, ana, cleoThere, standIns } = world();
    await saveProvider(administrator, { serviceEnabled: false });

    const off = { status: 403, code: 'service-disabled' };
    expect(await refusedPush(ana)).toMatchObject(off);
    expect(await answerTo(cleoThere, (await makeFile(standIns)).id)).toMatchObject({
      title: 'Not published',
      description: expect.stringContaining('switched off'),
    });
    await ana.connect('ana@northlight.example');
    expect(await ana.api('GET', '/account')).toMatchObject({ ready: true });
    await saveProvider(administrator, { serviceEnabled: true });
  });
});

describe('the provider’s form', () => {
  it.each([
    ['offline_access', 'openid email profile additional_info.roles', 'provider-scope-offline-missing'],
    ['additional_info.roles', 'openid,email,profile,offline_access', 'provider-scope-roles-missing'],
    ['scopes of today', 'offline_access additional_info.roles asset.create', 'provider-scope-legacy'],
  ])('is refused without %s', async (_what, scopes, code) => {
    const { administrator } = world();
    const form = await providerForm(administrator);
    expect(await refusedTo(administrator, 'PUT', '/admin/provider', { ...form, scopes })).toMatchObject({
      status: 422,
      code,
      field: 'scopes',
    });
    expect(await providerForm(administrator)).toEqual(form);
  });

  it('is refused with a redirect URL that is not ours, and says which two differ', async () => {
    const { administrator, environment } = world();
    const form = { ...(await providerForm(administrator)), redirectUri: 'https://elsewhere.example/callback' };
    const refused = await refusedTo(administrator, 'PUT', '/admin/provider', form);
    expect(refused).toMatchObject({ status: 422, code: 'redirect-mismatch', field: 'redirectUri' });
    expect(refused.english).toContain('https://elsewhere.example/callback');
    expect(refused.english).toContain(`${environment.publicUrl}/site/oauth2/frameio/callback`);
  });
});

describe('a client secret that is wrong', () => {
  it('is told to who needs it, and work goes on when it is right again', async () => {
    const { administrator, ana, anaThere, standIns } = world();
    const file = await makeFile(standIns);
    await standIns.control('frameio', 'PUT', 'client', { clientSecret: 'changed-at-adobe' });
    await standIns.control('frameio', 'POST', 'expire', { what: 'access-tokens', email: 'ana@northlight.example' });

    expect(await refusedPush(ana)).toMatchObject({ status: 502, code: 'provider-secret-wrong' });
    const again = await Reviewer.signIn(world().environment.frameioUrl, anaThere.email);
    expect(await answerTo(again, file.id)).toMatchObject({ title: 'Success' });
    const job = await newestJob(administrator, ({ kind }) => kind === 'publish-resource');
    await told(world(), ana, await waitingJob(ana, job.id, 'provider-secret-wrong'));
    expect(await ana.api<AccountSeen>('GET', '/account')).toMatchObject({ frameio: { state: 'connected' } });

    await standIns.control('frameio', 'PUT', 'client', { clientSecret: 'sandbox-secret' });
    await completedJob(ana, job.id);
    expect(await arrived(world(), file)).toHaveLength(1);
  });
});

describe('a token that is old', () => {
  it('of Nuxeo is renewed once for everything that runs, and nobody notices', async () => {
    const { ana, standIns } = world();
    const documents = await Promise.all(Array.from({ length: 4 }, () => makeDocument(standIns)));
    const before = (await standIns.calls('nuxeo', /\/oauth2\/token/)).length;
    await standIns.control('nuxeo', 'POST', 'expire', { what: 'access-tokens', user: 'ana' });

    const started = await push(
      ana,
      documents.map((one) => one.uid),
    );
    expect((await settledBatch(ana, started.batchId)).map((job) => job.state)).toEqual(Array(4).fill('completed'));
    expect(await standIns.calls('nuxeo', /\/oauth2\/token/)).toHaveLength(before + 1);
  });

  it('of Frame.io is renewed once for everything that runs, and nobody notices', async () => {
    const { ana, standIns } = world();
    const documents = await Promise.all(Array.from({ length: 4 }, () => makeDocument(standIns)));
    const before = (await standIns.calls('frameio', /\/ims\/token/)).length;
    await standIns.control('frameio', 'POST', 'expire', { what: 'access-tokens', email: 'ana@northlight.example' });

    const started = await push(
      ana,
      documents.map((one) => one.uid),
    );
    expect((await settledBatch(ana, started.batchId)).map((job) => job.state)).toEqual(Array(4).fill('completed'));
    expect(await standIns.calls('frameio', /\/ims\/token/)).toHaveLength(before + 1);
  });
});

describe('a connection that is refused', () => {
  it('by Nuxeo makes work wait for its person, who reconnects, and it goes on', async () => {
    const { ana, standIns } = world();
    const { uid } = await makeDocument(standIns);
    await standIns.control('nuxeo', 'POST', 'expire', { what: 'access-tokens', user: 'ana' });
    await standIns.control('nuxeo', 'POST', 'expire', { what: 'refresh-tokens', user: 'ana' });
    const [job] = (await push(ana, [uid])).jobs;

    await told(world(), ana, await waitingJob(ana, String(job?.id), 'nuxeo-grant-refused'));
    expect((await documentOf(ana, uid)).lockOwner).toBeUndefined();
    expect(await ana.api('GET', '/account')).toMatchObject({ ready: false, nuxeo: { state: 'refused' } });
    expect(await attentionOf(ana, 'nuxeo-grant-refused')).toMatchObject({
      jobId: job?.id,
      remedies: expect.arrayContaining(['reconnect']),
    });
    const refused = await refusedPush(ana);
    expect(refused).toMatchObject({ status: 409, code: 'nuxeo-grant-refused' });
    expect(refused.english).toContain('ana');

    await ana.connect('ana@northlight.example');
    await completedJob(ana, String(job?.id));
    expect(await attentionOf(ana, 'nuxeo-grant-refused')).toBeUndefined();
    expect(await ana.api('GET', '/account')).toMatchObject({ ready: true });
  });

  it('by Frame.io makes work wait for its person, who reconnects, and it goes on', async () => {
    const { administrator, ana, environment, standIns } = world();
    const file = await makeFile(standIns);
    for (const what of ['access-tokens', 'refresh-tokens'])
      await standIns.control('frameio', 'POST', 'expire', { what, email: 'ana@northlight.example' });

    expect(await refusedPush(ana)).toMatchObject({ status: 409, code: 'frameio-token-refused' });
    const anaThere = await Reviewer.signIn(environment.frameioUrl, 'ana@northlight.example');
    expect(await answerTo(anaThere, file.id)).toMatchObject({ title: 'Success' });
    const job = await newestJob(administrator, ({ kind }) => kind === 'publish-resource');
    await told(world(), ana, await waitingJob(ana, job.id, 'frameio-token-refused'));
    expect(await attentionOf(ana, 'frameio-token-refused')).toMatchObject({
      person: 'ana',
      remedies: expect.arrayContaining(['reconnect']),
    });
    expect(await ana.api('GET', '/account')).toMatchObject({ ready: false, frameio: { state: 'refused' } });

    await ana.connect('ana@northlight.example');
    await completedJob(ana, job.id);
    expect(await arrived(world(), file)).toHaveLength(1);
    expect(await attentionOf(ana, 'frameio-token-refused')).toBeUndefined();
  });
});

lookAtTheWholeRun(world);
