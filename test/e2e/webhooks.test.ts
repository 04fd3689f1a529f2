import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { TARGET } from '../../sandbox/demo/scenes.ts';
import { documentOf, type DocumentSeen } from '../../sandbox/demo/watching.ts';
import { until } from '../../sandbox/environment/until.ts';
import { SEEDED } from '../../sandbox/nuxeo/seed.ts';
import { deliver, runOn, type Delivery } from './support/actions.ts';
import { arrived } from './support/jobs.ts';
import { refusalOf } from './support/refusal.ts';
import { makeFile, type MadeFile } from './support/things.ts';
import { lookAtTheWholeRun, useWorld } from './support/world.ts';

const world = useWorld({ sidecarEnv: { WEBHOOKS: 'always', QUIET_SECONDS: '1' } });

interface KnownWebhook {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
}
const WEBHOOKS = `/accounts/${TARGET.accountId}/workspaces/${TARGET.workspaceId}/webhooks`;
const inFrameio = () => world().anaThere.v4<KnownWebhook[]>('GET', WEBHOOKS);

/** With the secret that only Frame.io and the sidecar have. */
async function knownWebhook(): Promise<KnownWebhook> {
  const created = (await world().standIns.calls('frameio', /\/webhooks$/)).flatMap(({ method, responseBody }) => {
    const { data } = (responseBody ?? {}) as { data?: KnownWebhook };
    return method === 'POST' && data?.secret ? [data] : [];
  });
  return created.at(-1) as KnownWebhook;
}

beforeAll(() => until('the webhook of the bound workspace', async () => (await inFrameio()).length === 1));

function event(change: object = {}): string {
  return JSON.stringify({
    account: { id: TARGET.accountId },
    project: { id: TARGET.projectId },
    resource: { id: randomUUID(), type: 'comment' },
    type: 'comment.created',
    user: { id: randomUUID() },
    workspace: { id: TARGET.workspaceId },
    ...change,
  });
}

async function refused(body: string, delivery: Delivery = {}, url?: string) {
  const webhook = { ...(await knownWebhook()), ...(url === undefined ? {} : { url }) };
  return refusalOf(
    await deliver(webhook, body, delivery),
    await deliver(webhook, body, { ...delivery, language: 'fr' }),
  );
}

const inSeconds = (offset: number) => Math.floor(Date.now() / 1000) + offset;

describe('an event that does not come from Frame.io', () => {
  it.each<[string, string, () => Delivery]>([
    ['is signed with another secret', 'signature-invalid', () => ({ secret: 'guessed' })],
    ['carries no signature', 'signature-invalid', () => ({ headers: { 'x-frameio-signature': '' } })],
    ['is ten minutes old', 'signature-expired', () => ({ timestampSeconds: inSeconds(-600) })],
    ['comes from the future', 'signature-expired', () => ({ timestampSeconds: inSeconds(600) })],
    [
      'is dated anew',
      'signature-invalid',
      () => ({ headers: { 'x-frameio-request-timestamp': String(inSeconds(1)) } }),
    ],
  ])('because it %s is refused', async (_why, code, delivery) => {
    expect(await refused(event(), delivery())).toMatchObject({ status: 401, code });
  });

  it('or goes to a webhook that nobody knows is not answered in detail', async () => {
    const url = `${world().environment.sidecarUrl}/webhooks/${randomUUID()}`;
    expect(await refused(event(), {}, url)).toMatchObject({ status: 404, code: 'webhook-unknown' });
  });
});

describe('an event that is signed well', () => {
  it('but is no JSON is refused', async () => {
    expect(await refused('{"type":')).toMatchObject({ status: 415, code: 'body-not-json' });
  });

  it.each([
    ['no type', { type: undefined }, 'type'],
    ['an id that is a path', { resource: { id: '../me', type: 'file' } }, 'resource.id'],
    ['an id without an end', { project: { id: 'x'.repeat(201) } }, 'project.id'],
  ])('but has %s is refused, and the field named', async (_what, change, field) => {
    expect(await refused(event(change))).toMatchObject({ status: 422, code: 'body-invalid', field });
  });

  it('but is larger than any event is refused', async () => {
    const body = event({ user: { id: 'x'.repeat(20_000) } });
    expect(await refused(body)).toMatchObject({ status: 413, code: 'body-too-large' });
  });

  it.each([
    ['a project that nobody here knows', { project: { id: randomUUID() } }],
    ['another account', { account: { id: randomUUID() }, project: { id: randomUUID() } }],
    ['a kind of thing that came later', { resource: { id: 'x', type: 'hologram' }, type: 'hologram.created' }],
    ['nothing in particular', { project: null, resource: null }],
    ['a comment that is gone', {}],
  ])('about %s is taken, whatever cookies and members come along', async (_what, change) => {
    const headers = { cookie: world().ana.browser.cookieHeader(world().environment.publicUrl) };
    const answer = await deliver(await knownWebhook(), event({ ...change, brand_new: {} }), { headers });
    expect([answer.status, await answer.json()]).toEqual([200, {}]);
  });
});

/** A file that was published, and its document. */
async function published(): Promise<{ file: MadeFile; uid: string }> {
  const { cleoThere, standIns } = world();
  const file = await makeFile(standIns);
  await runOn(cleoThere, [{ type: 'file', id: file.id }]);
  const [document] = await arrived(world(), file);
  return { file, uid: String(document?.uid) };
}

function becomes(uid: string, is: (properties: DocumentSeen['properties']) => boolean): Promise<DocumentSeen> {
  return until(`document ${uid} to follow`, async () => {
    const document = await documentOf(world().ana, uid);
    return is(document.properties) && document;
  });
}

const comment = (file: MadeFile, text: string) =>
  world().cleoThere.v4<{ id: string }>('POST', `/accounts/${TARGET.accountId}/files/${file.id}/comments`, { text });

describe('a published document', () => {
  it('shows comments without a click, and no version is made', async () => {
    const { file, uid } = await published();
    await comment(file, 'too dark');
    const document = await becomes(uid, (properties) => properties['frameioasset:totalComments'] === 1);
    expect(document.properties['frameioreview:comments']).toMatchObject([{ text: 'too dark' }]);
  });

  it('ends the same when deliveries come twice, late, out of order, or not at all', async () => {
    const { file, uid } = await published();
    await world().standIns.frameioSwitches({ webhookChaos: { dropEvery: 3, copies: 2, delayMs: 500 } });
    const { id } = await comment(file, 'first');
    for (const text of ['second', 'third', 'fourth']) await comment(file, text);
    await world().anaThere.v4('DELETE', `/accounts/${TARGET.accountId}/comments/${id}`);
    await world().standIns.frameioSwitches({ webhookChaos: { dropEvery: 0, copies: 1, delayMs: 0 } });
    await comment(file, 'fifth');
    const document = await becomes(uid, (properties) => properties['frameioasset:totalComments'] === 4);
    const texts = (document.properties['frameioreview:comments'] as { text: string }[]).map(({ text }) => text);
    expect(texts).toEqual(['second', 'third', 'fourth', 'fifth']);
  });
});

describe('the folder', () => {
  it('says that Frame.io tells of changes', async () => {
    const binding = await world().ana.api('GET', `/folders/${SEEDED.workspace}/binding`);
    expect(binding).toMatchObject({ changes: { by: 'webhook', reason: null } });
  });

  it('is checked by a real round trip', async () => {
    const { lines } = await world().administrator.api<{ lines: object[] }>('POST', '/admin/provider/check');
    expect(lines).toContainEqual(expect.objectContaining({ id: 'webhook', ok: true }));
  });

  it('gets its webhook back when it was deleted in Frame.io and the sidecar comes with another address', async () => {
    const before = await knownWebhook();
    await world().anaThere.v4('DELETE', `/accounts/${TARGET.accountId}/webhooks/${before.id}`);
    await world().environment.restartSidecar({
      ACTIONS_PUBLIC_URL: world().environment.publicUrl.replace('localhost', '127.0.0.1'),
    });
    await until('a new webhook', async () => (await inFrameio()).some(({ id }) => id !== before.id));
    expect((await knownWebhook()).url).toContain('//127.0.0.1');
    const { file, uid } = await published();
    await comment(file, 'still there');
    await becomes(uid, (properties) => properties['frameioasset:totalComments'] === 1);
  });
});

lookAtTheWholeRun(world);
