import { beforeEach, describe, expect, it } from 'vitest';
import { webhookEvents } from '../../server/domain/webhook.ts';
import { unbindFolder } from '../../server/use-cases/unbind-folder.ts';
import { connect, registerProvider } from '../support/world-scene.ts';
import { tend } from '../support/webhooks.ts';
import { useWorlds, type World } from '../support/world.ts';

const worlds = useWorlds();
let world: World;
beforeEach(async () => {
  world = await worlds.start();
});

const there = () => [...world.frameio.webhooks.values()];
const addressOf = (id = '') => `https://dam.example.com/nuxeo/frameio/webhooks/${id}`;
const written = () => world.frameio.calls.filter(({ operation }) => /webhooks\.(create|update|delete)/.test(operation));

describe('a workspace in use', () => {
  it('has one webhook that tells us what we want to know', async () => {
    const webhook = await tend(world);
    expect(webhook).toMatchObject({ state: 'active', creator: 'ana', failure: undefined });
    expect(there()).toMatchObject([{ url: addressOf(webhook?.id), events: [...webhookEvents], active: true }]);
    expect(await world.deps.webhooks.secret(String(webhook?.id))).toBe(there()[0]?.secret);
  });

  it('is left alone when all is right', async () => {
    await tend(world);
    const before = written().length;
    await tend(world);
    expect(written()).toHaveLength(before);
  });

  it('gets its webhook back when somebody deleted it in Frame.io', async () => {
    const before = await tend(world);
    world.frameio.webhooks.clear();
    const now = await tend(world);
    expect(now?.id).toBe(before?.id);
    expect(there()).toHaveLength(1);
    expect(await world.deps.webhooks.secret(String(now?.id))).toBe(there()[0]?.secret);
  });

  it('has its webhook put right when it is switched off, goes elsewhere or tells too little', async () => {
    const webhook = await tend(world);
    const wrong = { active: false, url: 'https://old.example.com/webhooks/1', events: ['file.ready'] };
    Object.assign(there()[0] ?? {}, wrong);
    await tend(world);
    expect(there()).toMatchObject([{ active: true, url: addressOf(webhook?.id), events: [...webhookEvents] }]);
  });

  it('gets a new webhook where the secret of the old one cannot be read any more', async () => {
    await tend(world);
    const [old] = there();
    const { secret } = world.deps.webhooks;
    Object.assign(world.deps.webhooks, { secret: () => Promise.resolve(undefined) });
    const now = await tend(world);
    Object.assign(world.deps.webhooks, { secret });
    expect(there()).toMatchObject([{ url: addressOf(now?.id), webhookId: now?.webhookId }]);
    expect(there()[0]?.webhookId).not.toBe(old?.webhookId);
    expect(await world.deps.webhooks.secret(String(now?.id))).toBe(there()[0]?.secret);
  });

  it('gets a new webhook where the database that knew the old one is lost', async () => {
    const webhook = await tend(world);
    const [old] = there();
    await world.deps.webhooks.delete(String(webhook?.id));
    const now = await tend(world);
    expect(there()).toMatchObject([{ url: addressOf(now?.id) }]);
    expect(there()[0]?.webhookId).not.toBe(old?.webhookId);
  });

  it('has one webhook even when the answer that it was created is lost', async () => {
    world.frameio.loseNextAnswer('webhooks.create');
    const webhook = await tend(world);
    expect(there()).toHaveLength(1);
    expect(webhook).toMatchObject({ state: 'active', webhookId: there()[0]?.webhookId });
  });

  it('is told of by whoever administers the account, when who bound the folder does not', async () => {
    Object.assign(world.frameio.people.get('ana') ?? {}, { role: 'editor' });
    expect(await tend(world)).toMatchObject({ state: 'missing', failure: { code: 'webhook-without-admin' } });
    expect(there()).toEqual([]);
    world.frameio.addPerson('mia', { role: 'admin' });
    await connect(world, 'mia');
    expect(await tend(world)).toMatchObject({ state: 'active', creator: 'mia', failure: undefined });
  });

  it('keeps the webhook that works when nobody is there any more who could look', async () => {
    await tend(world);
    for (const username of ['ana', 'ben']) await world.deps.tokens.delete('frameio', username);
    expect(await tend(world)).toMatchObject({ state: 'active', creator: 'ana' });
  });

  it('waits until the service is on again', async () => {
    await registerProvider(world, { serviceEnabled: false });
    await tend(world);
    expect(there()).toEqual([]);
    await registerProvider(world);
    expect(await tend(world)).toMatchObject({ state: 'active' });
  });

  it('tries again when Frame.io is away', async () => {
    world.frameio.failNext('webhooks.list');
    expect(await tend(world)).toMatchObject({ state: 'active', failure: undefined });
  });
});

describe('an address that Frame.io cannot reach', () => {
  it.each(['http://localhost:8080/nuxeo/frameio/webhooks', 'https://10.1.2.3/webhooks', 'https://nuxeo/webhooks'])(
    'such as %s gets no webhook, and the reason is known',
    async (webhooksUrl) => {
      Object.assign(world.deps.options, { webhooksUrl });
      const failure = { code: 'webhook-address-not-public', params: [webhooksUrl] };
      expect(await tend(world)).toMatchObject({ state: 'missing', failure });
      expect(there()).toEqual([]);
    },
  );

  it('gets one even so where an administrator says that it does', async () => {
    Object.assign(world.deps.options, { webhooksUrl: 'http://localhost:8080/webhooks', webhooks: 'always' });
    expect(await tend(world)).toMatchObject({ state: 'active' });
  });

  it('or that is switched off loses the webhook that was there', async () => {
    await tend(world);
    Object.assign(world.deps.options, { webhooks: 'off' });
    expect(await tend(world)).toMatchObject({
      state: 'missing',
      webhookId: undefined,
      failure: { code: 'webhook-off' },
    });
    expect(there()).toEqual([]);
  });
});

describe('a workspace that nobody uses any more', () => {
  const unbind = () => unbindFolder({ folderUid: world.folder, reviews: 'keep' }, world.caller('ana'), world.deps);

  it('loses its webhook, and nobody else has to know', async () => {
    await tend(world);
    await unbind();
    await world.drain();
    expect(there()).toEqual([]);
    expect(await world.deps.webhooks.list()).toEqual([]);
  });

  it('keeps being tried while nobody may remove it', async () => {
    await tend(world);
    Object.assign(world.frameio.people.get('ana') ?? {}, { role: 'editor' });
    await unbind();
    await world.drain();
    expect(await world.deps.webhooks.list()).toMatchObject([{ state: 'removing' }]);
    Object.assign(world.frameio.people.get('ana') ?? {}, { role: 'admin' });
    await tend(world);
    expect(there()).toEqual([]);
    expect(await world.deps.webhooks.list()).toEqual([]);
  });
});
