import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Grant, TokenSet } from '../../server/ports/token-store.ts';
import { openDatabase } from '../../server/storage/postgres.ts';
import { createSecretBox } from '../../server/storage/secret-box.ts';
import { createSignInStateStore } from '../../server/storage/sign-in-state-store.ts';
import { createTokenStore } from '../../server/storage/token-store.ts';
import { startTestDatabase, type TestDatabase } from '../support/database.ts';
import { createHandClock } from '../support/store-options.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const secrets = createSecretBox([randomBytes(32)]);
const clock = createHandClock();
let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());
beforeEach(() => database.empty());

const store = () => createTokenStore({ db: database.db, secrets, clock });

function grant(change: Partial<Grant> = {}): Grant {
  return {
    kind: 'frameio',
    username: 'alice',
    accessToken: 'access one',
    refreshToken: 'refresh one',
    expiresAt: new Date('2026-03-02T10:00:00Z'),
    scopes: ['openid', 'offline_access'],
    remoteId: 'user-1',
    remoteAdobeId: 'adobe-1',
    remoteEmail: 'Alice@Example.com',
    remoteName: 'Alice',
    connectedAt: clock.now(),
    refreshedAt: clock.now(),
    refusedAt: undefined,
    ...change,
  };
}
const renewed: TokenSet = {
  accessToken: 'access two',
  refreshToken: 'refresh two',
  expiresAt: new Date('2026-03-02T12:00:00Z'),
  scopes: ['openid'],
};

describe('grants', () => {
  it('gives back what was saved, and forgets it on request', async () => {
    await store().save(grant());
    await store().save(grant({ kind: 'nuxeo', refreshToken: undefined, remoteId: undefined }));
    expect(await store().get('frameio', 'alice')).toEqual(grant());
    expect(await store().get('nuxeo', 'alice')).toEqual(
      grant({ kind: 'nuxeo', refreshToken: undefined, remoteId: undefined }),
    );
    expect((await store().list('nuxeo')).map((found) => found.kind)).toEqual(['nuxeo']);
    expect(await store().list()).toHaveLength(2);
    await store().delete('frameio', 'alice');
    expect(await store().get('frameio', 'alice')).toBeUndefined();
  });

  it('replaces the grant of the same person', async () => {
    await store().save(grant());
    await store().save(grant({ accessToken: 'access new', remoteName: undefined }));
    expect(await store().list()).toEqual([grant({ accessToken: 'access new', remoteName: undefined })]);
  });

  it('keeps no token in the clear', async () => {
    await store().save(grant());
    const { rows } = await sql<{ text: string }>`select g::text as text from frameio.grants g`.execute(
      database.db.kysely,
    );
    expect(rows[0]?.text).not.toMatch(/access one|refresh one/);
  });

  it('finds the person by id, Adobe id or e-mail whatever its case', async () => {
    await store().save(grant());
    await store().save(grant({ kind: 'nuxeo', username: 'zoe', remoteId: 'user-9' }));
    expect(await store().findPerson({ id: 'user-1' })).toBe('alice');
    expect(await store().findPerson({ adobeUserId: 'adobe-1' })).toBe('alice');
    expect(await store().findPerson({ email: 'alice@example.COM' })).toBe('alice');
    expect(await store().findPerson({ id: 'user-9' })).toBeUndefined();
    expect(await store().findPerson({})).toBeUndefined();
  });

  it('trusts an id more than an e-mail address', async () => {
    await store().save(grant({ username: 'bob', remoteId: 'user-2', remoteAdobeId: undefined }));
    clock.pass(1000);
    await store().save(grant({ connectedAt: clock.now() }));
    expect(await store().findPerson({ id: 'user-2', email: 'alice@example.com' })).toBe('bob');
  });

  it('remembers that a refresh was refused until the next one succeeds', async () => {
    await store().save(grant());
    await store().markRefused('frameio', 'alice');
    expect((await store().get('frameio', 'alice'))?.refusedAt).toEqual(clock.now());
    await store().refresh('frameio', 'alice', () => Promise.resolve(renewed));
    expect((await store().get('frameio', 'alice'))?.refusedAt).toBeUndefined();
  });
});

describe('refreshing a grant', () => {
  it('asks once when two processes refresh at the same moment', async () => {
    const other = await openDatabase({ connection: database.connection, migrate: false, log: silent });
    const processes = [store(), createTokenStore({ db: other, secrets, clock })];
    await store().save(grant());
    const asked: string[] = [];
    const renew = async (current: Grant) => {
      if (current.accessToken !== 'access one') return undefined;
      asked.push(current.accessToken);
      await delay(50);
      return renewed;
    };
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, index) => processes[index % 2]?.refresh('frameio', 'alice', renew)),
    );
    await other.close();
    expect(asked).toEqual(['access one']);
    expect(new Set(all.map((found) => found?.accessToken))).toEqual(new Set(['access two']));
    expect(await store().get('frameio', 'alice')).toMatchObject(renewed);
  });

  it('leaves connections for the renewal itself, however many persons refresh at once', async () => {
    const tokens = store();
    const names = Array.from({ length: 30 }, (_, index) => `person ${index}`);
    for (const username of names) await tokens.save(grant({ username }));
    const renew = async () => {
      await tokens.list();
      return renewed;
    };
    const found = await Promise.all(names.map((username) => tokens.refresh('frameio', username, renew)));
    expect(found.every((each) => each?.accessToken === 'access two')).toBe(true);
  });

  it('changes nothing when the renewal fails, and lets the next one try', async () => {
    await store().save(grant());
    const failing = store().refresh('frameio', 'alice', () => Promise.reject(new Error('refused')));
    await expect(failing).rejects.toThrow('refused');
    expect(await store().get('frameio', 'alice')).toEqual(grant());
    const next = await store().refresh('frameio', 'alice', () => Promise.resolve(renewed));
    expect(next?.accessToken).toBe('access two');
  });

  it('does not ask for somebody who has no grant', async () => {
    const never = () => Promise.reject(new Error('asked'));
    expect(await store().refresh('frameio', 'nobody', never)).toBeUndefined();
  });
});

describe('sign-in states', () => {
  const states = () => createSignInStateStore({ db: database.db, secrets, clock });
  const state = {
    state: 'opaque',
    kind: 'nuxeo',
    username: 'alice',
    cookieHash: 'abc',
    pkceVerifier: 'verifier',
    openerOrigin: 'https://nuxeo.example.com',
    thenFrameio: true,
  } as const;

  it('are given once', async () => {
    await states().create(state);
    const [first, second] = await Promise.all([states().consume('opaque'), states().consume('opaque')]);
    expect([first, second].filter(Boolean)).toEqual([state]);
  });

  it('are not given after ten minutes', async () => {
    await states().create(state);
    clock.pass(10 * 60_000);
    expect(await states().consume('opaque')).toBeUndefined();
  });

  it('of ten minutes ago are swept when the next one is made', async () => {
    await states().create(state);
    clock.pass(10 * 60_000);
    await states().create({ ...state, state: 'next', pkceVerifier: undefined });
    expect(await database.db.kysely.selectFrom('sign_in_states').select('username').execute()).toHaveLength(1);
    expect(await states().consume('next')).toEqual({ ...state, state: 'next', pkceVerifier: undefined });
  });
});
