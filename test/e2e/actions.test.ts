import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { TARGET } from '../../sandbox/demo/scenes.ts';
import { ACCOUNTS, PEOPLE } from '../../sandbox/frameio/seed.ts';
import { deliver, knownAction, runOn, type Delivery } from './support/actions.ts';
import { arrived, startedBy } from './support/jobs.ts';
import { refusalOf } from './support/refusal.ts';
import { documentTitled, makeFile } from './support/things.ts';
import { lookAtTheWholeRun, useWorld } from './support/world.ts';

const world = useWorld();

function callBody(fileId: string, change: object = {}): string {
  return JSON.stringify({
    account_id: ACCOUNTS.northlight,
    interaction_id: randomUUID(),
    resources: [{ id: fileId, type: 'file' }],
    type: 'custom.action',
    user: { id: PEOPLE.ana.id },
    workspace: { id: TARGET.workspaceId },
    ...change,
  });
}

/** In two languages; nothing may come of it. */
async function refusedDelivery(body: string, delivery: Delivery = {}) {
  const action = await knownAction(world());
  return refusalOf(await deliver(action, body, delivery), await deliver(action, body, { ...delivery, language: 'fr' }));
}

const inSeconds = (offset: number) => Math.floor(Date.now() / 1000) + offset;

describe('a call that does not come from Frame.io', () => {
  it.each<[string, string, () => Delivery]>([
    ['is signed with another secret', 'signature-invalid', () => ({ secret: 'guessed' })],
    ['carries no signature', 'signature-invalid', () => ({ headers: { 'x-frameio-signature': '' } })],
    ['carries half a signature', 'signature-invalid', () => ({ headers: { 'x-frameio-signature': 'v0=' } })],
    ['is ten minutes old', 'signature-expired', () => ({ timestampSeconds: inSeconds(-600) })],
    ['comes from the future', 'signature-expired', () => ({ timestampSeconds: inSeconds(600) })],
    ['has a signed timestamp that is none', 'signature-expired', () => ({ timestampSeconds: Number.NaN })],
    [
      'is dated anew',
      'signature-invalid',
      () => ({ headers: { 'x-frameio-request-timestamp': String(inSeconds(1)) } }),
    ],
  ])('because it %s starts nothing', async (_why, code, delivery) => {
    const file = await makeFile(world().standIns);
    const { answer, kinds } = await startedBy(world(), () => refusedDelivery(callBody(file.id), delivery()));
    expect(answer).toMatchObject({ status: 401, code });
    expect(kinds).toEqual([]);
  });

  it.each(['bad-signature', 'no-signature', 'changed-body', 'old-timestamp', 'future-timestamp'] as const)(
    'is an error for who runs the action: %s',
    async (tamper) => {
      const { cleoThere, standIns } = world();
      const file = await makeFile(standIns);
      const click = () => runOn(cleoThere, [{ type: 'file', id: file.id }], { tamper });
      const { answer, kinds } = await startedBy(world(), click);
      expect(answer).toMatchObject({ status: 401, shows: 'error' });
      expect(kinds).toEqual([]);
    },
  );

  it.each([randomUUID(), 'no-such-binding', 'check%00'])('or goes to %s is not answered in detail', async (id) => {
    const action = { ...(await knownAction(world())), url: `${world().environment.sidecarUrl}/actions/${id}` };
    const refused = await refusalOf(
      await deliver(action, callBody('x')),
      await deliver(action, callBody('x'), { language: 'fr' }),
    );
    expect([refused.status, refused.code]).toEqual(id.includes('%') ? [422, 'body-invalid'] : [404, 'binding-unknown']);
  });
});

describe('a call that is signed well', () => {
  it('but is no JSON is refused', async () => {
    expect(await refusedDelivery('{"interaction_id":')).toMatchObject({ status: 415, code: 'body-not-json' });
  });

  it.each([
    ['no interaction', { interaction_id: undefined }, 'interaction_id'],
    ['something that cannot be published', { resources: [{ id: 'x', type: 'comment' }] }, 'resources.0.type'],
    ['more than can be selected', { resources: Array(101).fill({ id: 'x', type: 'file' }) }, 'resources'],
    ['an id without an end', { resources: [{ id: 'x'.repeat(201), type: 'file' }] }, 'resources.0.id'],
  ])('but has %s is refused, and the field named', async (_what, change, field) => {
    expect(await refusedDelivery(callBody('x', change))).toMatchObject({ status: 422, code: 'body-invalid', field });
  });

  it('but is larger than any selection is refused', async () => {
    const body = callBody('x', { data: { note: 'x'.repeat(300_000) } });
    expect(await refusedDelivery(body)).toMatchObject({ status: 413, code: 'body-too-large' });
  });

  it('counts whatever cookies and members come along', async () => {
    const { ana, environment, standIns } = world();
    const file = await makeFile(standIns);
    const headers = { cookie: ana.browser.cookieHeader(environment.publicUrl), origin: 'https://elsewhere.example' };
    const body = callBody(file.id, { brand_new_member: { of: 'tomorrow' } });
    const answer = await deliver(await knownAction(world()), body, { headers });
    expect(await answer.json()).toEqual({ title: 'Success', description: 'Asset pushed to Nuxeo.' });
    expect(await arrived(world(), file)).toHaveLength(1);
  });

  it('without anything selected says so', async () => {
    const answer = await deliver(await knownAction(world()), callBody('x', { resources: [] }));
    expect(await answer.json()).toMatchObject({ title: 'Not published' });
  });
});

describe('a call that comes again', () => {
  it('gets the same answer, and starts nothing', async () => {
    const file = await makeFile(world().standIns);
    const action = await knownAction(world());
    const body = callBody(file.id);
    const first: unknown = await (await deliver(action, body)).json();
    expect(await arrived(world(), file)).toHaveLength(1);

    const { kinds } = await startedBy(world(), async () => {
      expect(await (await deliver(action, body)).json()).toEqual(first);
      expect(await (await deliver(action, body, { timestampSeconds: inSeconds(-200) })).json()).toEqual(first);
    });
    expect(kinds).toEqual([]);
    expect(await documentTitled(world().ana, file.title)).toHaveLength(1);
  });

  it('while the first is being answered makes one document', async () => {
    const file = await makeFile(world().standIns);
    const action = await knownAction(world());
    const body = callBody(file.id);
    const { answer: answers, kinds } = await startedBy(world(), async () => {
      const deliveries = await Promise.all(Array.from({ length: 5 }, () => deliver(action, body)));
      const texts = await Promise.all(deliveries.map((delivery) => delivery.text()));
      expect(await arrived(world(), file)).toHaveLength(1);
      return texts;
    });
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('Success');
    expect(kinds).toEqual(['publish-asset', 'publish-resource']);
  });

  it('because its answer was late is the same call', async () => {
    const { cleoThere, standIns } = world();
    const file = await makeFile(standIns);
    await standIns.frameioSwitches({ actionRetry: { retries: 2, timeoutMs: 3 } });
    const run = await runOn(cleoThere, [{ type: 'file', id: file.id }]);
    expect(run.attempts.length).toBeGreaterThan(1);
    expect(await arrived(world(), file)).toHaveLength(1);
  });

  it('by another click while the first runs is refused with a sentence', async () => {
    const { cleoThere, standIns } = world();
    const file = await makeFile(standIns);
    await standIns.fault('frameio', { path: `/files/${file.id}`, action: { type: 'delay', milliseconds: 1_000 } });
    await runOn(cleoThere, [{ type: 'file', id: file.id }]);
    const again = await runOn(cleoThere, [{ type: 'file', id: file.id }]);
    expect(again.answer).toMatchObject({ title: 'Not published', description: expect.stringContaining('on its way') });
    expect(await arrived(world(), file)).toHaveLength(1);
  });
});

lookAtTheWholeRun(world);
