import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createProviderStore } from '../../server/storage/provider-store.ts';
import { findUnreadableSecrets, rotateSecrets, secretColumns } from '../../server/storage/rotate-secrets.ts';
import { createSecretBox, loadOrCreateKeys, parseKeys, UnreadableSecret } from '../../server/storage/secret-box.ts';
import { createSignInStateStore } from '../../server/storage/sign-in-state-store.ts';
import { createTokenStore } from '../../server/storage/token-store.ts';
import { createTransferStore } from '../../server/storage/transfer-store.ts';
import { createWebhookStore } from '../../server/storage/webhook-store.ts';
import { createBindingStore } from '../../server/storage/binding-store.ts';
import { defaultBindingRules } from '../../server/domain/binding.ts';
import { defaultSettings } from '../../server/ports/provider-store.ts';
import { startTestDatabase, type TestDatabase } from '../support/database.ts';
import { createHandClock, randomIds } from '../support/store-options.ts';

const place = { table: 'grants', column: 'access_token', row: 'frameio:alice' };

describe('the secret box', () => {
  const key = randomBytes(32);
  const box = createSecretBox([key]);

  it('opens what it sealed, and seals the same secret differently each time', () => {
    const sealed = box.seal('tökën', place);
    expect(box.open(sealed, place)).toBe('tökën');
    expect(box.seal('tökën', place)).not.toBe(sealed);
    expect(box.open(box.seal('', place), place)).toBe('');
  });

  it('refuses a secret that was moved to another row, column or table', () => {
    const sealed = box.seal('token', place);
    for (const elsewhere of [{ row: 'frameio:bob' }, { column: 'refresh_token' }, { table: 'transfers' }]) {
      expect(() => box.open(sealed, { ...place, ...elsewhere })).toThrow(UnreadableSecret);
    }
  });

  it('refuses a secret that was altered, cut short, or is no secret', () => {
    const sealed = box.seal('token', place);
    const altered = sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA');
    for (const wrong of [altered, sealed.slice(0, 30), 'token', '']) {
      expect(() => box.open(wrong, place)).toThrow(UnreadableSecret);
    }
  });

  it('opens what an earlier key sealed, and names a key that is missing', () => {
    const sealed = box.seal('token', place);
    const rotated = createSecretBox([randomBytes(32), key]);
    expect(rotated.open(sealed, place)).toBe('token');
    expect(rotated.isUnderCurrentKey(sealed)).toBe(false);
    expect(rotated.isUnderCurrentKey(rotated.seal('token', place))).toBe(true);
    expect(() => createSecretBox([randomBytes(32)]).open(sealed, place)).toThrow(/is not configured/);
  });

  it('accepts keys in base64 and hex, and only whole ones', () => {
    const other = randomBytes(32);
    expect(parseKeys(`${key.toString('base64')}\n${other.toString('hex')}\n`)).toEqual([key, other]);
    expect(() => parseKeys('c2hvcnQ=')).toThrow('5 bytes');
    expect(() => parseKeys(' ')).toThrow('empty');
    expect(() => createSecretBox([])).toThrow('empty');
  });
});

describe('the key file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nuxeo-frameio-key-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is made once, for us alone, however many start at the same moment', async () => {
    const file = join(folder, 'made', 'secret-key');
    const rings = await Promise.all(Array.from({ length: 8 }, () => loadOrCreateKeys(file)));
    expect(new Set(rings.map((ring) => ring.map(String).join())).size).toBe(1);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(parseKeys(await readFile(file, 'utf8'))).toEqual(rings[0]);
  });
});

describe('stored secrets', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startTestDatabase();
  });
  afterAll(() => database.stop());
  beforeEach(() => database.empty());

  const oldKey = randomBytes(32);
  const newKey = randomBytes(32);
  const clock = createHandClock();
  const stores = (keys: Buffer[]) => {
    const options = { db: database.db, secrets: createSecretBox(keys), clock, ids: randomIds };
    return {
      tokens: createTokenStore(options),
      states: createSignInStateStore(options),
      provider: createProviderStore(options),
      bindings: createBindingStore(options),
      transfers: createTransferStore(options),
      webhooks: createWebhookStore(options),
    };
  };
  const client = { clientId: 'sidecar', clientSecret: 'client secret', redirectUri: 'https://nuxeo.example/back' };
  const workspace = { accountId: 'a', workspaceId: 'w', workspaceName: 'W', actionId: 'x', state: 'active' } as const;

  async function fill(keys: Buffer[]) {
    const { tokens, states, provider, bindings, transfers, webhooks } = stores(keys);
    const none = { remoteId: undefined, remoteAdobeId: undefined, remoteEmail: undefined, remoteName: undefined };
    const times = { expiresAt: clock.now(), connectedAt: clock.now(), refreshedAt: clock.now(), refusedAt: undefined };
    const tokenSet = { accessToken: 'access', refreshToken: 'refresh', scopes: [] };
    await tokens.save({ kind: 'nuxeo', username: 'alice', ...tokenSet, ...none, ...times });
    await states.create({
      state: 's',
      kind: 'nuxeo',
      username: 'alice',
      cookieHash: 'c',
      pkceVerifier: 'verifier',
      openerOrigin: 'o',
      thenFrameio: false,
    });
    await provider.saveNuxeoClient(client);
    await bindings.create({
      id: 'b',
      folderUid: 'f',
      folderPath: '/f',
      actionName: 'n',
      documentType: 'Video',
      creator: 'alice',
      workspaces: [workspace],
      rules: defaultBindingRules,
      createdAt: clock.now(),
      unboundAt: undefined,
    });
    await bindings.setWorkspace('b', workspace, 'signing secret');
    await transfers.begin('t', { fingerprint: 'f', target: 'target' });
    await webhooks.save(await webhooks.claim(workspace), 'webhook secret');
  }

  async function readAll(keys: Buffer[]) {
    const { tokens, states, provider, bindings, transfers, webhooks } = stores(keys);
    const [webhook] = await webhooks.list();
    const grant = await tokens.get('nuxeo', 'alice');
    return [
      grant?.accessToken,
      grant?.refreshToken,
      (await provider.nuxeoClient())?.clientSecret,
      ...(await bindings.secrets('b')),
      (await transfers.load('t'))?.target,
      (await states.consume('s'))?.pkceVerifier,
      await webhooks.secret(String(webhook?.id)),
    ];
  }

  it('are readable under the new key alone after a rotation', async () => {
    await fill([oldKey]);
    expect(await rotateSecrets(database.db, createSecretBox([newKey, oldKey]))).toBe(secretColumns.length);
    expect(await rotateSecrets(database.db, createSecretBox([newKey, oldKey]))).toBe(0);
    const secrets = ['access', 'refresh', 'client secret', 'signing secret', 'target', 'verifier', 'webhook secret'];
    expect(await readAll([newKey])).toEqual(secrets);
  });

  it('under a key that is gone are told at start', async () => {
    await fill([oldKey]);
    expect(await findUnreadableSecrets(database.db, createSecretBox([oldKey]))).toEqual([]);
    expect(await findUnreadableSecrets(database.db, createSecretBox([newKey]))).toHaveLength(secretColumns.length);
  });

  it('are all known to the rotation', async () => {
    await fill([oldKey]);
    const { rows } = await sql<{ place: string }>`
      select format('%s.%s', table_name, column_name) as place from information_schema.columns
      where table_schema = 'frameio' and data_type = 'text'`.execute(database.db.kysely);
    const sealed: string[] = [];
    for (const { place: name } of rows) {
      const [table, column] = name.split('.');
      const found = await sql`
        select from ${sql.table(`frameio.${table}`)} where ${sql.ref(column ?? '')} like 'v1.%'`.execute(
        database.db.kysely,
      );
      if (found.rows.length > 0) sealed.push(name);
    }
    expect(sealed.sort()).toEqual(secretColumns.map(({ table, column }) => `${table}.${column}`).sort());
  });

  it('of the provider come back with the rest of its entry', async () => {
    const { provider } = stores([newKey]);
    expect(await provider.provider()).toBeUndefined();
    expect(await provider.nuxeoClient()).toBeUndefined();
    expect(await provider.settings()).toEqual(defaultSettings);
    const entry = {
      serviceName: 'frameio',
      description: 'Frame.io',
      clientId: 'id',
      clientSecret: 'hush',
      authorizationServerUrl: 'https://ims.example/authorize',
      tokenServerUrl: 'https://ims.example/token',
      userAuthorizationUrl: '',
      scopes: ['openid'],
      pkce: true,
      enabled: true,
      serviceEnabled: false,
      savedAt: clock.now(),
      savedBy: 'Administrator',
    };
    await provider.saveProvider(entry);
    await provider.saveSettings({ ...defaultSettings, approvedOptionIds: { account: ['green'] } });
    expect(await provider.provider()).toEqual(entry);
    expect((await provider.settings()).approvedOptionIds).toEqual({ account: ['green'] });
  });
});
