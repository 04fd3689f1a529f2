import { createHash } from 'node:crypto';
import type { SignInStateStore } from '../ports/token-store.ts';
import { present } from './columns.ts';
import type { StoreOptions } from './store-options.ts';

const lifeInMs = 10 * 60_000;

export function createSignInStateStore({ db, secrets, clock }: Omit<StoreOptions, 'ids'>): SignInStateStore {
  const { kysely } = db;
  const oldest = () => new Date(clock.now().getTime() - lifeInMs);
  return {
    create: async ({ state, ...rest }) => {
      const row = hash(state);
      const { pkceVerifier } = rest;
      await kysely.deleteFrom('sign_in_states').where('created_at', '<=', oldest()).execute();
      await kysely
        .insertInto('sign_in_states')
        .values({
          state_hash: row,
          kind: rest.kind,
          username: rest.username,
          cookie_hash: rest.cookieHash,
          pkce_verifier: pkceVerifier === undefined ? null : secrets.seal(pkceVerifier, place(row)),
          opener_origin: rest.openerOrigin,
          then_frameio: rest.thenFrameio,
          created_at: clock.now(),
        })
        .execute();
    },

    consume: async (state) => {
      const row = await kysely
        .deleteFrom('sign_in_states')
        .where('state_hash', '=', hash(state))
        .returningAll()
        .executeTakeFirst();
      if (!row || row.created_at <= oldest()) return undefined;
      const verifier = present(row.pkce_verifier);
      return {
        state,
        kind: row.kind,
        username: row.username,
        cookieHash: row.cookie_hash,
        pkceVerifier: verifier === undefined ? undefined : secrets.open(verifier, place(row.state_hash)),
        openerOrigin: row.opener_origin,
        thenFrameio: row.then_frameio,
      };
    },
  };
}

function hash(state: string): string {
  return createHash('sha256').update(state).digest('hex');
}

function place(row: string) {
  return { table: 'sign_in_states', column: 'pkce_verifier', row };
}
