import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNTS, FILES, FOLDERS, PEOPLE, PROJECTS, WORKSPACES } from '../../../sandbox/frameio/seed.ts';
import { signature } from '../../../sandbox/frameio/signature.ts';
import { A, until, useFrameio, type Answer } from './harness.ts';

const frameio = useFrameio({ switches: { webhookBaseDelayMs: 5, webhookTimeoutMs: 100 } });
const ACTIONS = `${A}/workspaces/${WORKSPACES.features}/actions`;
const WEBHOOKS = `${A}/workspaces/${WORKSPACES.features}/webhooks`;

interface Received {
  headers: IncomingHttpHeaders;
  raw: string;
  body: Record<string, unknown>;
}

/** Someone who is called: records what comes and answers what the test wants, or nothing. */
const receiver = {
  received: [] as Received[],
  answers: [] as { status: number; body?: unknown; silent?: boolean }[],
  url: '',
  server: undefined as Server | undefined,
};

beforeAll(async () => {
  const server = createServer((req, res) => {
    let raw = '';
    req.on('data', (chunk: Buffer) => (raw += chunk.toString()));
    req.on('end', () => {
      receiver.received.push({ headers: req.headers, raw, body: JSON.parse(raw) as Record<string, unknown> });
      const { status, body, silent } = receiver.answers.shift() ?? { status: 200 };
      if (silent) return;
      res.statusCode = status;
      res.end(body === undefined ? '' : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  receiver.server = server;
  receiver.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/hook`;
});
afterAll(() => {
  receiver.server?.closeAllConnections();
  receiver.server?.close();
});
beforeEach(() => {
  receiver.received.length = receiver.answers.length = 0;
});

interface Created {
  id: string;
  secret: string;
}
const created = (answer: Answer) => answer.body['data'] as unknown as Created;

async function makeAction(change: Record<string, unknown> = {}): Promise<Created> {
  const data = { name: 'Publish', description: 'To Nuxeo', event: 'nuxeo.publish', url: receiver.url, ...change };
  const answer = await frameio.as('ana').post(ACTIONS, data);
  expect(answer.status).toBe(201);
  return created(answer);
}

const run = async (actionId: string, more: Record<string, unknown> = {}) => {
  const resources = [{ type: 'file', id: FILES.a001 }];
  return (await frameio.control('POST', '/actions/run', { actionId, email: PEOPLE.cleo.email, resources, ...more }))
    .body;
};

function verified({ headers, raw }: Received, secret: string): boolean {
  return headers['x-frameio-signature'] === signature(secret, String(headers['x-frameio-request-timestamp']), raw);
}

it('signs as published: version, time and raw body, with the secret as it is', () => {
  const body = '{"type":"file.ready","resource":{"id":"d3075547-4e64-45f0-ad12-d075660eddd2","type":"file"}}';
  expect(signature('test-secret-0123456789abcdef', '1604004499', body)).toBe(
    'v0=1efa306652796f583faaeff1f088af01e5217f499dd784f81829345ab45d2886',
  );
});

describe('custom actions', () => {
  it('show their secret once, when they are made', async () => {
    const { id, secret } = await makeAction({ timeout: 10 });
    expect(secret.length).toBeGreaterThan(20);
    const shown = (await frameio.as('cleo').get(`${A}/actions/${id}?include=creator`)).body['data'];
    expect(shown).toMatchObject({ active: true, multi_asset: true, timeout: 10, creator: { name: 'Ana Duarte' } });
    const changed = (await frameio.as('ana').patch(`${A}/actions/${id}`, { description: 'Other', active: false })).body[
      'data'
    ];
    expect(changed).toMatchObject({ description: 'Other', active: false });
    const listed = (await frameio.as('cleo').get(ACTIONS)).body['data'];
    for (const answer of [shown, changed, listed]) expect(JSON.stringify(answer)).not.toContain(secret);
  });

  it('are made and changed by administrators only', async () => {
    const { id } = await makeAction();
    const data = { name: 'x', description: 'x', event: 'x', url: receiver.url };
    const cleo = frameio.as('cleo');
    expect((await cleo.post(ACTIONS, data)).status).toBe(403);
    expect((await cleo.patch(`${A}/actions/${id}`, { name: 'y' })).status).toBe(403);
    expect((await cleo.delete(`${A}/actions/${id}`)).status).toBe(403);
    expect((await frameio.as('dan').get(ACTIONS)).status).toBe(403);
    expect((await frameio.as('ben').delete(`${A}/actions/${id}`)).status).toBe(204);
    expect((await cleo.get(`${A}/actions/${id}`)).status).toBe(404);
  });

  it('have a timeout of 5 to 10 seconds', async () => {
    const data = { name: 'x', description: 'x', event: 'x', url: receiver.url };
    for (const timeout of [4, 11])
      expect((await frameio.as('ana').post(ACTIONS, { ...data, timeout })).status).toBe(422);
  });
});

describe('running an action', () => {
  it('sends who, what and where, signed with the secret of the action', async () => {
    const { id, secret } = await makeAction();
    receiver.answers.push({ status: 200, body: { title: 'Success', description: 'Asset pushed to Nuxeo.' } });
    const seen = await run(id, {
      resources: [
        { type: 'file', id: FILES.a001 },
        { type: 'folder', id: FOLDERS.cuts },
      ],
    });
    expect(seen).toMatchObject({ status: 200, shows: 'message', answer: { title: 'Success' } });
    const [received] = receiver.received;
    expect(received && verified(received, secret)).toBe(true);
    expect(received?.headers['user-agent']).toBe('Frame.io V4 API');
    expect(received?.body).toEqual({
      account_id: ACCOUNTS.northlight,
      action_id: id,
      interaction_id: seen['interactionId'],
      project: { id: PROJECTS.aurora },
      resources: [
        { id: FILES.a001, type: 'file' },
        { id: FOLDERS.cuts, type: 'folder' },
      ],
      type: 'nuxeo.publish',
      user: { id: PEOPLE.cleo.id },
      workspace: { id: WORKSPACES.features },
    });
  });

  it('sends a single resource when the action takes one', async () => {
    const { id } = await makeAction({ multi_asset: false });
    await run(id);
    expect(receiver.received[0]?.body).toMatchObject({ resource: { id: FILES.a001, type: 'file' } });
    expect(receiver.received[0]?.body).not.toHaveProperty('resources');
  });

  it('names the head of a stack, or what the switch says', async () => {
    const { body } = await frameio.as('ana').post(`${A}/folders/${FOLDERS.day1}/version_stacks`, {
      file_ids: [FILES.a001, FILES.a002],
    });
    const stack = String(body['data']?.['id']);
    const { id } = await makeAction();
    for (const [stackActionResource, resource] of [
      ['head-as-file', { id: FILES.a002, type: 'file' }],
      ['head-as-version-stack', { id: FILES.a002, type: 'version_stack' }],
      ['stack', { id: stack, type: 'version_stack' }],
    ] as const) {
      await frameio.switch({ stackActionResource });
      await run(id, { resources: [{ type: 'version_stack', id: stack }] });
      expect(receiver.received.at(-1)?.body).toMatchObject({ resources: [resource] });
    }
  });

  it('understands forms, and forms after forms', async () => {
    const { id } = await makeAction();
    const select = { type: 'select', label: 'Where', name: 'where', options: [{ name: 'Here', value: 'h' }] };
    receiver.answers.push({ status: 200, body: { title: 'Which?', description: 'd', fields: [select] } });
    receiver.answers.push({
      status: 200,
      body: {
        title: 'Sure?',
        description: 'd',
        fields: [{ type: 'boolean', label: 'Yes', name: 'yes', value: 'false' }],
      },
    });
    const first = await run(id);
    expect(first).toMatchObject({ shows: 'form', answer: { fields: [{ name: 'where' }] } });
    const second = await run(id, { interactionId: first['interactionId'], data: { where: 'h' } });
    expect(second).toMatchObject({ shows: 'form', answer: { title: 'Sure?' } });
    const third = await run(id, { interactionId: first['interactionId'], data: { yes: true } });
    expect(third['shows']).toBe('nothing');
    expect(receiver.received.map(({ body }) => body['data'])).toEqual([undefined, { where: 'h' }, { yes: true }]);
    expect(new Set(receiver.received.map(({ body }) => body['interaction_id'])).size).toBe(1);
  });

  it('shows an error for a status that is none of success, and for an answer that is no answer', async () => {
    const { id } = await makeAction();
    receiver.answers.push(
      { status: 401, body: 'no' },
      { status: 200, body: { title: 'x', fields: [{ type: 'odd' }] } },
    );
    expect(await run(id)).toMatchObject({ status: 401, shows: 'error' });
    expect(await run(id)).toMatchObject({ status: 200, shows: 'error' });
  });

  it('sends the same interaction again when nobody answers in time', async () => {
    await frameio.switch({ actionRetry: { retries: 2, timeoutMs: 40 } });
    const { id } = await makeAction();
    receiver.answers.push({ status: 200, silent: true }, { status: 200, silent: true });
    const seen = await run(id);
    expect(seen['attempts']).toMatchObject([{ error: expect.any(String) as string }, {}, { status: 200 }]);
    expect(new Set(receiver.received.map(({ raw }) => raw)).size).toBe(1);
    await frameio.switch({ actionRetry: { retries: 2, timeoutMs: 0 } });
  });

  it.each(['bad-signature', 'no-signature', 'changed-body'])('can be tampered with: %s', async (tamper) => {
    const { id, secret } = await makeAction();
    await run(id, { tamper });
    const [received] = receiver.received;
    expect(received && verified(received, secret)).toBe(false);
  });

  it.each([
    ['old-timestamp', -600],
    ['future-timestamp', 600],
  ])('can be tampered with: %s', async (tamper, seconds) => {
    const { id, secret } = await makeAction();
    await run(id, { tamper });
    const [received] = receiver.received;
    expect(received && verified(received, secret)).toBe(true);
    const at = Number(received?.headers['x-frameio-request-timestamp']);
    expect(Math.abs(at - Date.now() / 1000 - seconds)).toBeLessThan(5);
  });
});

describe('webhooks', () => {
  const hook = async (events: string[]) => {
    const answer = await frameio.as('ana').post(WEBHOOKS, { name: 'Nuxeo', url: receiver.url, events });
    expect(answer.status).toBe(201);
    return created(answer);
  };
  const arrived = (count: number) => until(() => Promise.resolve(receiver.received.length), count);

  it('show their secret once, are listed, changed and deleted', async () => {
    const { id, secret } = await hook(['file.ready']);
    const listed = (await frameio.as('ana').get(`${WEBHOOKS}?include=creator`)).body['data'];
    expect(JSON.stringify(listed)).toContain(id);
    expect(JSON.stringify(listed)).not.toContain(secret);
    const changed = await frameio.as('ana').patch(`${A}/webhooks/${id}`, { active: false, events: ['file.created'] });
    expect(changed.body['data']).toMatchObject({ active: false, events: ['file.created'] });
    expect((await frameio.as('ana').get(`${A}/webhooks/${id}`)).status).toBe(200);
    expect((await frameio.as('ana').delete(`${A}/webhooks/${id}`)).status).toBe(204);
    expect((await frameio.as('ana').get(`${A}/webhooks/${id}`)).status).toBe(404);
  });

  it('take known, different events, from administrators', async () => {
    const data = { name: 'x', url: receiver.url };
    for (const events of [[], ['file.exploded'], ['file.ready', 'file.ready']]) {
      expect((await frameio.as('ana').post(WEBHOOKS, { ...data, events })).status).toBe(422);
    }
    expect((await frameio.as('cleo').post(WEBHOOKS, { ...data, events: ['file.ready'] })).status).toBe(403);
  });

  it('tell ids only, signed, and only about their workspace and events', async () => {
    const { id, secret } = await hook(['comment.created', 'comment.completed']);
    const comment = await frameio.as('cleo').post(`${A}/files/${FILES.a001}/comments`, { text: 'x', completed: true });
    await frameio.as('ana').patch(`${A}/projects/${PROJECTS.aurora}`, { name: 'Aurora' });
    await arrived(1);
    const [received] = receiver.received;
    expect(received && verified(received, secret)).toBe(true);
    expect(received?.body).toEqual({
      account: { id: ACCOUNTS.northlight },
      project: { id: PROJECTS.aurora },
      resource: { id: comment.body['data']?.['id'], type: 'comment' },
      type: 'comment.created',
      user: { id: PEOPLE.cleo.id },
      workspace: { id: WORKSPACES.features },
    });
    await frameio.as('ana').delete(`${A}/webhooks/${id}`);
  });

  it('name the stack when a version is added', async () => {
    const { id } = await hook(['file.versioned']);
    const seeded = { folderId: FOLDERS.cuts, seed: 's', size: 10 };
    const [first, second, third] = await Promise.all(
      ['1', '2', '3'].map(async (name) =>
        String((await frameio.control('POST', '/files', { ...seeded, name })).body['id']),
      ),
    );
    const made = await frameio
      .as('ana')
      .post(`${A}/folders/${FOLDERS.cuts}/version_stacks`, { file_ids: [first, second] });
    const stack = made.body['data']?.['id'];
    await arrived(1);
    await frameio.as('ana').patch(`${A}/files/${third ?? ''}/move`, { parent_id: stack });
    await arrived(2);
    expect(receiver.received[1]?.body).toMatchObject({ type: 'file.versioned', resource: { id: stack } });
    await frameio.as('ana').delete(`${A}/webhooks/${id}`);
  });

  it('tell about a file when it exists, when its bytes are there, and when it is ready', async () => {
    const { id } = await hook(['file.created', 'file.upload.completed', 'file.ready']);
    await frameio.control('POST', '/files', { folderId: FOLDERS.cuts, seed: 's', size: 10, name: 'order.bin' });
    await arrived(3);
    expect(receiver.received.map(({ body }) => body['type']).sort()).toEqual([
      'file.created',
      'file.ready',
      'file.upload.completed',
    ]);
    await frameio.as('ana').delete(`${A}/webhooks/${id}`);
  });

  it('are tried five times in all, signed anew each time', async () => {
    const { id, secret } = await hook(['project.updated']);
    receiver.answers.push({ status: 500 }, { status: 200, silent: true }, { status: 302 }, { status: 404 });
    await frameio.as('ana').patch(`${A}/projects/${PROJECTS.aurora}`, { name: 'Aurora' });
    await arrived(5);
    const deliveries = async () =>
      (await frameio.control('GET', '/deliveries')).body as unknown as { webhookId: string }[];
    const mine = async () =>
      (await deliveries()).find(({ webhookId }) => webhookId === id) as Record<string, unknown> | undefined;
    await until(async () => (await mine())?.['state'], 'delivered');
    expect((await mine())?.['attempts']).toMatchObject([500, expect.any(String), 302, 404, 200]);
    expect(receiver.received.every((received) => verified(received, secret))).toBe(true);
    await frameio.as('ana').delete(`${A}/webhooks/${id}`);
  });

  it('are given up after the fifth attempt, and are not told while inactive', async () => {
    const { id } = await hook(['project.updated']);
    receiver.answers.push(...Array.from({ length: 6 }, () => ({ status: 503 })));
    await frameio.as('ana').patch(`${A}/projects/${PROJECTS.aurora}`, { name: 'Aurora' });
    const states = async () => {
      const all = (await frameio.control('GET', '/deliveries')).body as unknown as {
        webhookId: string;
        state: string;
      }[];
      return all.filter(({ webhookId }) => webhookId === id).map(({ state }) => state);
    };
    await until(async () => (await states()).join(), 'failed');
    expect(receiver.received).toHaveLength(5);
    await frameio.as('ana').patch(`${A}/webhooks/${id}`, { active: false });
    await frameio.as('ana').patch(`${A}/projects/${PROJECTS.aurora}`, { name: 'Aurora' });
    expect(await states()).toEqual(['failed']);
  });

  it('come twice, late, out of order or not at all where that is asked for', async () => {
    const { id } = await hook(['comment.created']);
    const chaos = { dropEvery: 0, copies: 2, delayMs: 300 };
    await frameio.control('PUT', '/switches', { webhookChaos: chaos });
    const remarks: string[] = [];
    const remark = async () => {
      const made = await frameio.as('cleo').post(`${A}/files/${FILES.a001}/comments`, { text: 'x' });
      remarks.push(String(made.body['data']?.['id']));
    };
    for (let count = 0; count < 4; count += 1) await remark();
    await arrived(8);
    const told = receiver.received.map(({ body }) => (body['resource'] as { id: string }).id);
    expect([...told].sort()).toEqual([...remarks, ...remarks].sort());
    expect(told).not.toEqual(remarks.flatMap((one) => [one, one]));

    await frameio.control('PUT', '/switches', { webhookChaos: { dropEvery: 1, copies: 1, delayMs: 0 } });
    await remark();
    const deliveries = (await frameio.control('GET', '/deliveries')).body as unknown as { state: string }[];
    expect(deliveries.at(-1)).toMatchObject({ state: 'lost' });
    expect(receiver.received).toHaveLength(8);
    await frameio.control('PUT', '/switches', { webhookChaos: { dropEvery: 0, copies: 1, delayMs: 0 } });
    await frameio.as('ana').delete(`${A}/webhooks/${id}`);
  });
});
